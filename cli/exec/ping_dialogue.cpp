#include <charconv>
#include <span>

#include "cli/exec/exec.h"
#include "cli/exec/host.h"
#include "cli/exec/ping.h"
#include "config-model/language/matcher.h"

namespace cli {

using namespace config;

namespace {

std::optional<std::int64_t> number_in(std::string_view text, std::int64_t low, std::int64_t high, int base = 10) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size() || value < low || value > high) return std::nullopt;
    return value;
}

bool is_yes(std::string_view text) { return !text.empty() && is_abbreviation(text, "yes"); }

/// The questions of extended ping, in their order. An unfit answer repeats the question.
class PingDialogue final : public Task {
public:
    void start(Exec& exec) override { ask(exec); }

    void answer(Exec& exec, std::string_view text) override {
        const Step& step = steps_[step_];
        const std::size_t before = step_;
        if (!(this->*step.accept)(exec, text)) {
            exec.print(step.complaint);
            return stop_ ? exec.finish() : ask(exec);
        }
        if (step_ == before) ++step_;
        if (step_ < steps_.size()) return ask(exec);
        run_ping(exec, request_);
    }

private:
    struct Step {
        std::string_view prompt;
        bool (PingDialogue::*accept)(Exec&, std::string_view);
        std::string_view complaint;
    };
    static const Step ip_steps[16];
    static const Step ipv6_steps[17];

    void ask(Exec& exec) { exec.ask({std::string{steps_[step_].prompt}, Question::Kind::line}); }

    bool is_v6() const { return steps_.data() == ipv6_steps; }
    AddressFamily family() const { return is_v6() ? AddressFamily::ipv6 : AddressFamily::ipv4; }
    /// The question about sweeping ends the extended ones.
    std::size_t sweep_step() const {
        std::size_t at = 0;
        while (steps_[at].accept != &PingDialogue::sweep) ++at;
        return at;
    }

    template <class T>
    static bool store(T& place, std::string_view text, std::int64_t low, std::int64_t high) {
        if (text.empty()) return true;
        const auto value = number_in(text, low, high);
        if (value) place = static_cast<T>(*value);
        return value.has_value();
    }

    bool protocol(Exec&, std::string_view text) {
        if (same_word(text, "ipv6")) steps_ = ipv6_steps;
        return stop_ = !(text.empty() || same_word(text, "ip") || is_v6()), !stop_;
    }
    bool target(Exec& exec, std::string_view text) {
        if (text.empty()) exec.fail(is_v6() ? "% Bad IPv6 address\n" : "% Bad IP address\n");
        const auto address = text.empty() ? std::nullopt : host_address(exec, text, family());
        stop_ = !address;
        request_.destination = address.value_or(IpAddress{});
        return !stop_;
    }
    bool repeat(Exec&, std::string_view text) { return store(request_.repeat, text, 1, 2147483647); }
    bool size(Exec&, std::string_view text) { return store(request_.size, text, 36, 18024); }
    bool timeout(Exec&, std::string_view text) { return store(request_.timeout, text, 0, 3600); }
    bool extended(Exec&, std::string_view text) {
        if (!is_yes(text)) step_ = sweep_step();
        return true;
    }
    bool source(Exec& exec, std::string_view text) {
        if (text.empty()) return true;
        if (const auto address = IpAddress::parse(text)) request_.source = own_address(exec, *address);
        else if (const auto interface = InterfaceName::parse(text)) request_.source = address_of_interface(exec, *interface, family());
        else exec.fail("% Invalid source. Must use same-VRF IP address or full interface name without spaces (e.g. Serial0/1)\n");
        return request_.source.has_value();
    }
    bool service(Exec&, std::string_view text) { return store(request_.tos, text, 0, 255); }
    bool precedence(Exec&, std::string_view text) {
        std::uint8_t value = 0;
        if (!store(value, text, 0, 7)) return false;
        if (!text.empty()) request_.tos = static_cast<std::uint8_t>(value << 5);
        return true;
    }
    bool code_point(Exec&, std::string_view text) {
        std::uint8_t value = 0;
        if (!store(value, text, 0, 63)) return false;
        if (!text.empty()) request_.tos = static_cast<std::uint8_t>(value << 2);
        return true;
    }
    /// An option that this router does not have.
    bool refuse(Exec&, std::string_view text) { return !is_yes(text); }
    bool df_bit(Exec&, std::string_view text) { return request_.df_bit = is_yes(text), true; }
    bool validate(Exec&, std::string_view text) { return request_.validate = is_yes(text), true; }
    bool pattern(Exec&, std::string_view text) {
        if (text.empty()) return true;
        const bool prefixed = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
        const auto value = number_in(prefixed ? text.substr(2) : text, 0, 0xffff, 16);
        if (value) request_.pattern = static_cast<std::uint16_t>(*value);
        return value.has_value();
    }
    bool options(Exec&, std::string_view text) { return text.empty() || is_abbreviation(text, "none"); }
    bool sweep(Exec&, std::string_view text) {
        if (!is_yes(text)) step_ = steps_.size();
        return true;
    }
    bool sweep_minimum(Exec&, std::string_view text) {
        const std::uint16_t least = is_v6() ? 48 : 36;
        request_.size = least;
        return store(request_.size, text, least, 18024);
    }
    bool sweep_maximum(Exec&, std::string_view text) {
        request_.sweep_to = 18024;
        return store(request_.sweep_to, text, request_.size, 18024);
    }
    bool sweep_interval(Exec&, std::string_view text) { return store(request_.sweep_step, text, 1, 18024); }

    PingRequest request_;
    std::span<const Step> steps_ = ip_steps;
    std::size_t step_ = 0;
    bool stop_ = false;
};

constexpr std::string_view not_in_range = "% A decimal number in the range is wanted.\n";

const PingDialogue::Step PingDialogue::ip_steps[16] = {
    {"Protocol [ip]: ", &PingDialogue::protocol, "% Unknown protocol\n"},
    {"Target IP address: ", &PingDialogue::target, ""},
    {"Repeat count [5]: ", &PingDialogue::repeat, not_in_range},
    {"Datagram size [100]: ", &PingDialogue::size, not_in_range},
    {"Timeout in seconds [2]: ", &PingDialogue::timeout, not_in_range},
    {"Extended commands [n]: ", &PingDialogue::extended, ""},
    {"Source address or interface: ", &PingDialogue::source, ""},
    {"Type of service [0]: ", &PingDialogue::service, not_in_range},
    {"Set DF bit in IP header? [no]: ", &PingDialogue::df_bit, ""},
    {"Validate reply data? [no]: ", &PingDialogue::validate, ""},
    {"Data pattern [0xABCD]: ", &PingDialogue::pattern, "% Invalid pattern\n"},
    {"Loose, Strict, Record, Timestamp, Verbose[none]: ", &PingDialogue::options, "% No such option\n"},
    {"Sweep range of sizes [n]: ", &PingDialogue::sweep, ""},
    {"Sweep min size [36]: ", &PingDialogue::sweep_minimum, not_in_range},
    {"Sweep max size [18024]: ", &PingDialogue::sweep_maximum, not_in_range},
    {"Sweep interval [1]: ", &PingDialogue::sweep_interval, not_in_range},
};

const PingDialogue::Step PingDialogue::ipv6_steps[17] = {
    {"Protocol [ip]: ", &PingDialogue::protocol, ""},
    {"Target IPv6 address: ", &PingDialogue::target, ""},
    {"Repeat count [5]: ", &PingDialogue::repeat, not_in_range},
    {"Datagram size [100]: ", &PingDialogue::size, not_in_range},
    {"Timeout in seconds [2]: ", &PingDialogue::timeout, not_in_range},
    {"Extended commands? [no]: ", &PingDialogue::extended, ""},
    {"Source address or interface: ", &PingDialogue::source, ""},
    {"UDP protocol? [no]: ", &PingDialogue::refuse, "% No such option\n"},
    {"Verbose? [no]: ", &PingDialogue::refuse, "% No such option\n"},
    {"Precedence [0]: ", &PingDialogue::precedence, not_in_range},
    {"DSCP [0]: ", &PingDialogue::code_point, not_in_range},
    {"Include hop by hop option? [no]: ", &PingDialogue::refuse, "% No such option\n"},
    {"Include destination option? [no]: ", &PingDialogue::refuse, "% No such option\n"},
    {"Sweep range of sizes? [no]: ", &PingDialogue::sweep, ""},
    {"Sweep min size [48]: ", &PingDialogue::sweep_minimum, not_in_range},
    {"Sweep max size [18024]: ", &PingDialogue::sweep_maximum, not_in_range},
    {"Sweep interval [1]: ", &PingDialogue::sweep_interval, not_in_range},
};

}  // namespace

void run_ping_dialogue(Exec& exec) { exec.run(std::make_unique<PingDialogue>()); }

}  // namespace cli
