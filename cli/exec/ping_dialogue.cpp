#include <array>
#include <charconv>

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
        const Step& step = steps[step_];
        const std::size_t before = step_;
        if (!(this->*step.accept)(exec, text)) {
            exec.print(step.complaint);
            return stop_ ? exec.finish() : ask(exec);
        }
        if (step_ == before) ++step_;
        if (step_ < steps.size()) return ask(exec);
        run_ping(exec, request_);
    }

private:
    struct Step {
        std::string_view prompt;
        bool (PingDialogue::*accept)(Exec&, std::string_view);
        std::string_view complaint;
    };
    static constexpr std::size_t sweep_step = 12, last_step = 16;
    static const std::array<Step, last_step> steps;

    void ask(Exec& exec) { exec.ask({std::string{steps[step_].prompt}, Question::Kind::line}); }

    template <class T>
    static bool store(T& place, std::string_view text, std::int64_t low, std::int64_t high) {
        if (text.empty()) return true;
        const auto value = number_in(text, low, high);
        if (value) place = static_cast<T>(*value);
        return value.has_value();
    }

    bool protocol(Exec&, std::string_view text) { return stop_ = !(text.empty() || same_word(text, "ip")), !stop_; }
    bool target(Exec& exec, std::string_view text) {
        const auto address = text.empty() ? std::nullopt : IpAddress::parse(text);
        if (address) return request_.destination = *address, true;
        stop_ = true;
        if (!text.empty()) host_address(exec, text);
        else exec.fail("% Bad IP address\n");
        return false;
    }
    bool repeat(Exec&, std::string_view text) { return store(request_.repeat, text, 1, 2147483647); }
    bool size(Exec&, std::string_view text) { return store(request_.size, text, 36, 18024); }
    bool timeout(Exec&, std::string_view text) { return store(request_.timeout, text, 0, 3600); }
    bool extended(Exec&, std::string_view text) {
        if (!is_yes(text)) step_ = sweep_step;
        return true;
    }
    bool source(Exec& exec, std::string_view text) {
        if (text.empty()) return true;
        if (const auto address = IpAddress::parse(text)) request_.source = own_address(exec, *address);
        else if (const auto interface = InterfaceName::parse(text)) request_.source = address_of_interface(exec, *interface);
        else exec.fail("% Invalid source. Must use same-VRF IP address or full interface name without spaces (e.g. Serial0/1)\n");
        return request_.source.has_value();
    }
    bool service(Exec&, std::string_view text) { return store(request_.tos, text, 0, 255); }
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
        if (!is_yes(text)) step_ = last_step;
        return true;
    }
    bool sweep_minimum(Exec&, std::string_view text) {
        request_.size = 36;
        return store(request_.size, text, 36, 18024);
    }
    bool sweep_maximum(Exec&, std::string_view text) {
        request_.sweep_to = 18024;
        return store(request_.sweep_to, text, request_.size, 18024);
    }
    bool sweep_interval(Exec&, std::string_view text) { return store(request_.sweep_step, text, 1, 18024); }

    PingRequest request_;
    std::size_t step_ = 0;
    bool stop_ = false;
};

constexpr std::string_view not_in_range = "% A decimal number in the range is wanted.\n";

const std::array<PingDialogue::Step, PingDialogue::last_step> PingDialogue::steps{{
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
}};

}  // namespace

void run_ping_dialogue(Exec& exec) { exec.run(std::make_unique<PingDialogue>()); }

}  // namespace cli
