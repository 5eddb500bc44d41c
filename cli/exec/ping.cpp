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

char mark(const EchoOutcome& outcome) {
    switch (outcome.kind) {
    case EchoOutcome::Kind::reply: return '!';
    case EchoOutcome::Kind::unreachable: return 'U';
    case EchoOutcome::Kind::ttl_exceeded: return '&';
    case EchoOutcome::Kind::fragmentation_needed: return 'M';
    case EchoOutcome::Kind::send_failed: return '.';
    }
    return '?';
}

/// The running `ping`.
class Ping final : public Task, public EchoListener {
public:
    explicit Ping(const PingRequest& request) : request_(request) {}

    void start(Exec& exec) override {
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
        if (outcome.kind != EchoOutcome::Kind::send_failed) due_ = outcome.at;
    }

    void tick(Exec& exec) override {
        exec.print(std::string(1, outcome_ ? mark(*outcome_) : '.'));
        if (outcome_ && outcome_->kind == EchoOutcome::Kind::reply) count_reply();
        if (++sent_ % marks_in_line == 0 || sent_ == request_.count()) exec.print("\n");
        if (sent_ == request_.count()) return end(exec);
        send(exec);
    }

    std::optional<Instant> next_deadline() const override { return due_; }

    void cancel(Exec& exec) override {
        if (sent_ % marks_in_line != 0) exec.print("\n");
        end(exec);
    }

private:
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
        if (request_.source) text += fmt::format("Packet sent with a source address of {} \n", request_.source->text());
        if (request_.df_bit) text += "Packet sent with the DF bit set\n";
        if (request_.validate) text += "Reply data will be validated\n";
        if (request_.pattern) text += fmt::format("Packet has data pattern 0x{:04X}\n", *request_.pattern);
        return text;
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
                     kw("source", "specify source address or name") >>
                         (ip("source-address", "Source address") | interface_name("source-interface", "Source interface")),
                     kw("timeout", "specify timeout interval") >> number("seconds", 0, 3600, "timeout interval (secs)"),
                     kw("tos", "specify type of service value") >> number("service", 0, 255, "type of service value"),
                     flag("validate", "validate reply data"));
}

Syntax ping_word() { return kw("ping", "Send echo messages"); }

void ping(Exec& exec, const Args& args) {
    PingRequest request;
    const auto destination = host_address(exec, args.text("host"));
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
    if (const auto address = args.get<IpAddress>("source-address")) request.source = own_address(exec, *address);
    if (const auto interface = args.get<InterfaceName>("source-interface")) request.source = address_of_interface(exec, *interface);
    if (!request.source && (args.has("source-address") || args.has("source-interface"))) return;
    run_ping(exec, request);
}

}  // namespace

std::uint32_t PingRequest::count() const {
    return sweep_to == 0 ? repeat : repeat * ((sweep_to - size) / sweep_step + 1U);
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
