#include "config-model/ikev2/modes.h"
#include "config-model/option_lines.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::ikev2_profile;
using Options = OptionLines<Ikev2Profile>;

void set_template(Ikev2Profile& profile, const Args& args) {
    profile.virtual_template = static_cast<std::uint32_t>(args.number("number"));
    profile.virtual_template_auto = args.has("auto");
}

void unset_template(Ikev2Profile& profile, const Args&) {
    profile.virtual_template.reset();
    profile.virtual_template_auto = false;
}

void show_template(const Ikev2Profile& profile, Shown& shown) {
    if (!profile.virtual_template) return;
    shown.raw("virtual-template " + std::to_string(*profile.virtual_template) + (profile.virtual_template_auto ? " mode auto" : ""));
}

Syntax aaa() { return kw("aaa", "Specify AAA related configs"); }

}  // namespace

std::span<const Line> profile_service_lines() {
    static const Line lines[] = {
        line(kw("pki", "Specify certificate authorities to trust") >> kw("trustpoint", "Specify trustpoint to be used") >>
             text("Trustpoint name, sign or verify"), &Ikev2Profile::trustpoints)
            .appends().no_needs(0).warns("certificates are not modelled").changes(topic),
        line(kw("virtual-template", "Specify the virtual-template for dynamic interface creation") >> number("number", 1, 4096, "Virtual template interface number") >>
             -(kw("mode", "Tunnel mode") >> kw("auto", "Autodetect the tunnel mode")))
            .set(&set_template).unset(&unset_template).reset(&unset_template).show(&show_template)
            .no_needs(0).warns("virtual templates are not modelled").changes(topic),
        Options::line(aaa() >> kw("authorization", "AAA authorization") >> text("group or user, and the list"), "AAA authorization is not modelled",
                      topic, Options::Takes::many).show(&Options::show),
        Options::line(aaa() >> kw("authentication", "AAA authentication") >> text("eap or anyconnect-eap, and the list"), "EAP is not modelled", topic),
        Options::line(aaa() >> kw("accounting", "AAA accounting") >> text("The list"), "AAA accounting is not modelled", topic),
        Options::line(aaa() >> kw("attribute", "AAA attribute list") >> text("list NAME"), "AAA attributes are not modelled", topic),
        Options::line(kw("config-exchange", "config-exchange options") >> text("request, or set accept|send"), "the exchange follows the defaults",
                      topic, Options::Takes::many),
        Options::line(kw("config-mode", "config-mode options") >> text("set"), "configuration is not pushed", topic),
        Options::line(kw("reconnect", "Auto re-connect feature of AnyConnect") >> -text("timeout SECONDS"), "AnyConnect is not modelled", topic),
        Options::line(kw("redirect", "IKEv2 Redirect Mechanism on gateway") >> text("gateway auth"), "redirection is not modelled", topic),
        Options::line(kw("anyconnect", "AnyConnect options") >> text("profile NAME"), "AnyConnect is not modelled", topic),
        Options::line(kw("ppk", "Post-quantum pre-shared key") >> text("options"), "post-quantum keys are not modelled", topic),
    };
    return lines;
}

}  // namespace config
