#include "config-model/field.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::ikev2_global;
constexpr std::string_view section = "crypto ikev2";

Syntax ikev2() { return kw("crypto", "Encryption module") >> kw("ikev2", "Configure IKEv2 Options"); }
Syntax limit() { return ikev2() >> kw("limit", "Limit the number of maximum and negotiating sa"); }

template <auto Member>
Line global(Syntax syntax) {
    return field<&Configuration::ikev2, Member>(std::move(syntax)).no_needs(0).in(section).changes(topic);
}

void set_in_negotiation(Configuration& configuration, const Args& args) {
    Ikev2Config& ikev2 = configuration.ikev2;
    auto& meant = args.has("incoming") ? ikev2.limit_incoming : args.has("outgoing") ? ikev2.limit_outgoing : ikev2.limit_in_negotiation;
    meant = static_cast<std::uint32_t>(args.number("limit"));
}

/// Without a direction all of them.
void unset_in_negotiation(Configuration& configuration, const Args& args) {
    Ikev2Config& ikev2 = configuration.ikev2;
    const bool incoming = args.has("incoming"), outgoing = args.has("outgoing");
    if (!incoming && !outgoing) ikev2.limit_in_negotiation.reset();
    if (!outgoing) ikev2.limit_incoming.reset();
    if (!incoming) ikev2.limit_outgoing.reset();
}

void show_in_negotiation(const Configuration& configuration, Shown& shown) {
    const Ikev2Config& ikev2 = configuration.ikev2;
    const auto show = [&](const std::optional<std::uint32_t>& number, std::string_view direction) {
        if (number) shown.raw("crypto ikev2 limit max-in-negotation-sa " + std::to_string(*number) + std::string(direction));
    };
    show(ikev2.limit_in_negotiation, "");
    show(ikev2.limit_incoming, " incoming");
    show(ikev2.limit_outgoing, " outgoing");
}

void set_diagnose(Configuration& configuration, const Args& args) {
    configuration.ikev2.diagnose_errors = static_cast<std::uint16_t>(args.number("errors", default_diagnose_errors));
}

void unset_diagnose(Configuration& configuration, const Args&) { configuration.ikev2.diagnose_errors.reset(); }

void show_diagnose(const Configuration& configuration, Shown& shown) {
    const auto& errors = configuration.ikev2.diagnose_errors;
    if (!errors) return;
    shown.raw(*errors == default_diagnose_errors ? "crypto ikev2 diagnose error" : "crypto ikev2 diagnose error " + std::to_string(*errors));
}

}  // namespace

std::span<const Line> ikev2_limit_lines() {
    static const Line lines[] = {
        global<&Ikev2Config::limit_max_sa>(limit() >> kw("max-sa", "Limit the maximum number of SA allowed") >> number(1, 9999, "Number of SAs")),
        line(limit() >> kw("max-in-negotation-sa", "Limit the maximum number of negotiating SA") >> number("limit", 1, 9999, "Number of SAs") >>
             -(kw("incoming", "Incoming SAs") | kw("outgoing", "Outgoing SAs")))
            .set(&set_in_negotiation).unset(&unset_in_negotiation).reset(&unset_in_negotiation).show(&show_in_negotiation)
            .no_needs(0).in(section).changes(topic),
        global<&Ikev2Config::limit_init_queue>(limit() >> kw("queue", "Limit size of queue") >>
                                               kw("sa-init", "Limit size of LOW Q (incoming SA INIT requests)") >> number(100, 100000, "Size")),
        line(ikev2() >> kw("diagnose", "IKEV2 diagnose") >> kw("error", "Start IKEv2 error trace debug") >>
             -number("errors", 1, 1000, "Maximum number of errors"))
            .set(&set_diagnose).unset(&unset_diagnose).reset(&unset_diagnose).show(&show_diagnose).no_needs(0).in(section).changes(topic),
    };
    return lines;
}

}  // namespace config
