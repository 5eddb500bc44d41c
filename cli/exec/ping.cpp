#include "cli/exec/ping.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/exec/commands.h"
#include "cli/exec/exec.h"
#include "cli/exec/host.h"

namespace cli {

using namespace config;
using dataplane::EchoOutcome;
using dataplane::EchoRequest;

namespace {

constexpr std::size_t marks_in_line = 70;

/// RFC 4443 3.1: no route, prohibited; all others just cannot be reached.
char unreachable_mark6(std::uint8_t code) { return code == 0 ? 'N' : code == 1 ? 'A' : 'U'; }

char mark(const EchoOutcome& outcome) {
    const bool v6 = outcome.from.is_v6();
    switch (outcome.kind) {
    case EchoOutcome::Kind::reply: return '!';
    case EchoOutcome::Kind::unreachable: return v6 ? unreachable_mark6(outcome.icmp_code) : 'U';
    case EchoOutcome::Kind::ttl_exceeded: return '&';
    case EchoOutcome::Kind::fragmentation_needed: return v6 ? 'B' : 'M';
    case EchoOutcome::Kind::send_failed: return '.';
    }
    return '?';
}

/// The running `ping`.
class Ping final : public Task, public EchoListener {
public:
    explicit Ping(const PingRequest& request) : request_(request) {}

    void start(Exec& exec) override {
        if (request_.needs_interface()) return exec.ask({"Output Interface: ", Question::Kind::line});
        begin(exec);
    }
    /// The output interface.
    void answer(Exec& exec, std::string_view text) override {
        request_.interface = InterfaceName::parse(text);
        const auto fail = [&](std::string_view complaint) { return exec.fail(complaint), exec.finish(); };
        if (!request_.interface) return fail("% Invalid interface. Use full interface name without spaces (e.g. Serial0/1)\n");
        if (!link_local_source(exec)) return fail("% Invalid interface - IPv6 not enabled or interface is down\n");
        begin(exec);
    }
    void begin(Exec& exec) {
        ports_ = &exec.ports();
        identifier_ = ports_->open_echo(*this);
        exec.print(heading(exec.ports().configuration().look()));
        if (request_.count() == 0) return end(exec);
        send(exec);
    }
    ~Ping() override {
        if (ports_) ports_->close_echo(identifier_);
    }

    void on(const EchoOutcome& outcome) override {
        if (outcome.token != token() || outcome_) return;
        outcome_ = outcome;
        if (outcome.kind != EchoOutcome::Kind::send_failed || is_v6()) due_ = outcome.at;
    }

    void tick(Exec& exec) override {
        if (is_v6() && outcome_ && outcome_->kind == EchoOutcome::Kind::send_failed) return no_route(exec);
        count_request(exec);
        if (sent_ == request_.count()) return end(exec);
        send(exec);
    }

    std::optional<Instant> next_deadline() const override { return due_; }

    void cancel(Exec& exec) override {
        if (!ports_) return exec.finish();
        count_request(exec);
        if (sent_ % marks_in_line != 0 && sent_ != request_.count()) exec.print("\n");
        end(exec);
    }

private:
    /// The request that is on its way is over: answered, or lost.
    void count_request(Exec& exec) {
        exec.print(std::string(1, outcome_ ? mark(*outcome_) : '.'));
        if (outcome_ && outcome_->kind == EchoOutcome::Kind::reply) count_reply();
        if (++sent_ % marks_in_line == 0 || sent_ == request_.count()) exec.print("\n");
    }

    bool is_v6() const { return request_.destination.is_v6(); }

    /// The address that the router uses on the output interface, unless another one was given.
    bool link_local_source(Exec& exec) {
        if (request_.source) return true;
        for (const Prefix& own : exec.ports().addresses_of(*request_.interface))
            if (own.address.is_link_local()) request_.source = own.address;
        return request_.source.has_value();
    }

    void no_route(Exec& exec) {
        ++sent_;
        exec.print("\n% No valid route for destination\n");
        end(exec);
    }

    std::uint32_t token() const { return std::uint32_t{identifier_} << 16 | (sent_ & 0xffff); }

    std::uint16_t size_now() const {
        if (request_.sweep_to == 0) return request_.size;
        const std::uint32_t sizes = (request_.sweep_to - request_.size) / request_.sweep_step + 1U;
        return static_cast<std::uint16_t>(request_.size + sent_ % sizes * request_.sweep_step);
    }

    void send(Exec& exec) {
        outcome_.reset();
        sent_at_ = exec.now();
        due_ = sent_at_ + std::chrono::seconds(request_.timeout);
        EchoRequest echo;
        echo.token = token();
        echo.destination = request_.destination;
        echo.source = request_.source;
        echo.size = size_now();
        echo.tos = request_.tos;
        echo.df_bit = request_.df_bit;
        echo.interface = request_.interface;
        echo.data_pattern = request_.pattern.value_or(echo.data_pattern);
        ports_->send_echo(echo, sent_at_);
    }

    void count_reply() {
        const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(outcome_->at - sent_at_).count();
        const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(1, elapsed));
        shortest_ = replies_ == 0 ? time : std::min(shortest_, time);
        longest_ = std::max(longest_, time);
        total_ += time;
        ++replies_;
    }

    std::string heading(Look look) const {
        const std::string size = request_.sweep_to == 0 ? std::to_string(request_.size) : fmt::format("[{}..{}]", request_.size, request_.sweep_to);
        std::string text = look == Look::ios12 ? "\n" : "";
        text += fmt::format("Type escape sequence to abort.\nSending {}, {}-byte ICMP Echos to {}, timeout is {} seconds:\n", request_.count(), size,
                            request_.destination.text(), request_.timeout);
        text += source_line();
        if (request_.df_bit) text += "Packet sent with the DF bit set\n";
        if (request_.validate) text += "Reply data will be validated\n";
        if (request_.pattern) text += fmt::format("Packet has data pattern 0x{:04X}\n", *request_.pattern);
        return text;
    }

    std::string source_line() const {
        if (!request_.source) return {};
        if (!request_.source->is_link_local()) return fmt::format("Packet sent with a source address of {} \n", request_.source->text());
        const std::string zone = request_.interface ? "%" + request_.interface->text() : std::string{};
        return fmt::format("Packet sent with a source address of {}{}\n", request_.source->text(), zone);
    }

    void end(Exec& exec) {
        std::string text = fmt::format("Success rate is {} percent ({}/{})", sent_ == 0 ? 0 : replies_ * 100 / sent_, replies_, sent_);
        if (replies_ != 0) text += fmt::format(", round-trip min/avg/max = {}/{}/{} ms", shortest_, total_ / replies_, longest_);
        exec.print(text + "\n");
        exec.finish();
    }

    PingRequest request_;
    RouterPorts* ports_ = nullptr;
    std::uint16_t identifier_ = 0;
    std::uint32_t sent_ = 0;            ///< requests that are over
    std::uint64_t replies_ = 0, shortest_ = 0, longest_ = 0, total_ = 0;   ///< milliseconds
    Instant sent_at_{};
    std::optional<Instant> due_;
    std::optional<EchoOutcome> outcome_;
};

Syntax ping_options() {
    return any_order(kw("data", "specify data pattern") >> hex("pattern", "Hex pattern").labelled("<0-FFFF>"),
                     flag("df-bit", "enable do not fragment bit in IP header"),
                     kw("repeat", "specify repeat count") >> number("count", 1, 2147483647, "repeat count"),
                     kw("size", "specify datagram size") >> number("bytes", 36, 18024, "Datagram size"),
                     source_option(),
                     kw("timeout", "specify timeout interval") >> number("seconds", 0, 3600, "timeout interval (secs)"),
                     kw("tos", "specify type of service value") >> number("service", 0, 255, "type of service value"),
                     flag("validate", "validate reply data"));
}

Syntax ping_word() { return kw("ping", "Send echo messages"); }

void ping(Exec& exec, const Args& args) {
    PingRequest request;
    const auto destination = host_address(exec, args.text("host"), asked_family(args));
    if (!destination) return;
    request.destination = *destination;
    request.repeat = static_cast<std::uint32_t>(args.number("count", request.repeat));
    request.size = static_cast<std::uint16_t>(args.number("bytes", request.size));
    request.timeout = static_cast<std::uint32_t>(args.number("seconds", request.timeout));
    request.tos = static_cast<std::uint8_t>(args.number("service"));
    request.df_bit = args.has("df-bit");
    request.validate = args.has("validate");
    if (const Arg* pattern = args.find("pattern")) {
        if (pattern->number < 0 || pattern->number > 0xffff) return exec.invalid_at(*pattern);
        request.pattern = static_cast<std::uint16_t>(pattern->number);
    }
    if (!read_source(exec, args, destination->family(), request.source)) return;
    run_ping(exec, request);
}

}  // namespace

std::uint32_t PingRequest::count() const {
    return sweep_to == 0 ? repeat : repeat * ((sweep_to - size) / sweep_step + 1U);
}

bool PingRequest::needs_interface() const {
    return !interface && destination.is_v6() && (destination.is_link_local() || destination.is_multicast());
}

void run_ping(Exec& exec, const PingRequest& request) { exec.run(std::make_unique<Ping>(request)); }

std::span<const Line> ping_lines() {
    static const Line lines[] = {
        line(ping_word(), +[](Exec& exec, const Args&) { run_ping_dialogue(exec); }),
        line(ping_word() >> word("host", "Ping destination address or hostname") >> ping_options(), &ping),
        line(ping_word() >> kw("ip", "IP echo") >> word("host", "Ping destination address or hostname") >> ping_options(), &ping),
        line(ping_word() >> kw("ipv6", "IPv6 echo") >> word("host", "Ping destination address or hostname") >> ping_options(), &ping),
    };
    return lines;
}

}  // namespace cli
