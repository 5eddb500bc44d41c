#include <fmt/format.h>

#include <algorithm>

#include "cli/exec/commands.h"
#include "cli/exec/exec.h"
#include "cli/exec/host.h"
#include "cli/exec/traceroute.h"

namespace cli {

using namespace config;
using dataplane::EchoOutcome;
using dataplane::ProbeRequest;

namespace {

struct Suffix {
    std::uint8_t code;
    std::string_view mark;
};
/// RFC 792 and RFC 1812: codes of destination unreachable.
constexpr Suffix suffixes4[] = {{0, "!N"}, {1, "!H"}, {2, "!P"}, {9, "!A"}, {10, "!A"}, {11, "!T"}, {12, "!T"}, {13, "!A"}};
/// RFC 4443 3.1.
constexpr Suffix suffixes6[] = {{0, "!N"}, {1, "!A"}, {3, "!H"}, {5, "!A"}, {6, "!A"}};
constexpr std::uint8_t port_unreachable4 = 3, port_unreachable6 = 4;

std::string_view suffix_of(const EchoOutcome& outcome, bool v6) {
    const std::span<const Suffix> table = v6 ? std::span<const Suffix>(suffixes6) : std::span<const Suffix>(suffixes4);
    const auto found = std::find_if(table.begin(), table.end(), [&](const Suffix& suffix) { return suffix.code == outcome.icmp_code; });
    return found == table.end() ? "?" : found->mark;
}

/// The running `traceroute`: one probe at a time, several to each hop.
class Traceroute final : public Task, public EchoListener {
public:
    explicit Traceroute(const TracerouteRequest& request) : request_(request), ttl_(request.first_ttl) {}
    ~Traceroute() override {
        if (ports_) ports_->close_echo(identifier_);
    }

    void start(Exec& exec) override {
        ports_ = &exec.ports();
        identifier_ = ports_->open_echo(*this);
        exec.print(heading(exec.ports().configuration().look()));
        begin_row(exec);
        send(exec);
    }

    void on(const EchoOutcome& outcome) override {
        if (outcome.token != token() || outcome_) return;
        outcome_ = outcome;
        if (outcome.kind != EchoOutcome::Kind::send_failed) due_ = outcome.at;
    }

    void tick(Exec& exec) override {
        print_outcome(exec);
        ++sent_;
        if (++probe_ < request_.probes) return send(exec);
        exec.print("\n");
        if (arrived_ || ttl_ == request_.last_ttl) return exec.finish();
        ++ttl_;
        begin_row(exec);
        send(exec);
    }

    std::optional<Instant> next_deadline() const override { return due_; }

    void cancel(Exec& exec) override {
        exec.print("\n");
        exec.finish();
    }

private:
    bool is_v6() const { return request_.destination.is_v6(); }
    std::uint32_t token() const { return std::uint32_t{identifier_} << 16 | (sent_ & 0xffff); }

    std::string heading(Look look) const {
        std::string text = look == Look::ios12 ? "\n" : "";
        text += "Type escape sequence to abort.\nTracing the route to ";
        text += request_.name.empty() ? request_.destination.text() : request_.name + " (" + request_.destination.text() + ")";
        const bool names_tables = look != Look::ios12 && !is_v6();
        return text + (names_tables ? "\nVRF info: (vrf in name/id, vrf out name/id)\n" : "\n\n");
    }

    void begin_row(Exec& exec) {
        probe_ = 0;
        from_ = {};
        row_begun_ = false;
        exec.print(fmt::format("{:3} ", ttl_));
    }

    void send(Exec& exec) {
        outcome_.reset();
        sent_at_ = exec.now();
        due_ = sent_at_ + std::chrono::seconds(request_.timeout);
        ProbeRequest probe;
        probe.token = token();
        probe.destination = request_.destination;
        probe.source = request_.source;
        probe.ttl = ttl_;
        probe.port = static_cast<std::uint16_t>(request_.port + sent_);
        ports_->send_probe(probe, sent_at_);
    }

    void print_outcome(Exec& exec) {
        if (!outcome_ || outcome_->kind == EchoOutcome::Kind::send_failed) {
            row_begun_ = true;
            return exec.print(" * ");
        }
        if (outcome_->from != from_) exec.print((row_begun_ ? "\n    " : "") + outcome_->from.text());
        from_ = outcome_->from;
        row_begun_ = true;
        if (outcome_->kind == EchoOutcome::Kind::unreachable) arrived_ = true;
        exec.print(is_refusal() ? " " + std::string{suffix_of(*outcome_, is_v6())} + " " : elapsed());
    }
    /// Unreachable for another reason than that nobody listens on the port.
    bool is_refusal() const {
        return outcome_->kind == EchoOutcome::Kind::unreachable && outcome_->icmp_code != (is_v6() ? port_unreachable6 : port_unreachable4);
    }
    std::string elapsed() const {
        return fmt::format(" {} msec", std::chrono::duration_cast<std::chrono::milliseconds>(outcome_->at - sent_at_).count());
    }

    TracerouteRequest request_;
    RouterPorts* ports_ = nullptr;
    std::uint16_t identifier_ = 0;
    std::uint8_t ttl_;
    std::uint32_t probe_ = 0, sent_ = 0;   ///< of this hop, in all
    IpAddress from_;                       ///< printed last in this row
    bool row_begun_ = false, arrived_ = false;
    Instant sent_at_{};
    std::optional<Instant> due_;
    std::optional<EchoOutcome> outcome_;
};

Syntax traceroute_word() { return kw("traceroute", "Trace route to destination"); }
Syntax host_word() { return word("host", "Trace route to destination address or hostname"); }

Syntax traceroute_options() {
    return any_order(flag("numeric", "display numeric address"),
                     kw("port", "specify port number") >> number("port-number", 0, 65535, "port number"),
                     kw("probe", "specify number of probes per hop") >> number("count", 1, 65535, "number of probes"),
                     source_option(),
                     kw("timeout", "specify time out") >> number("seconds", 0, 3600, "timeout (in seconds)"),
                     kw("ttl", "specify minimum and maximum ttl") >> number("minimum", 1, 255, "Minimum ttl") >> number("maximum", 1, 255, "Maximum ttl"));
}

void traceroute(Exec& exec, const Args& args) {
    TracerouteRequest request;
    const auto destination = host_address(exec, args.text("host"), asked_family(args));
    if (!destination) return;
    request.destination = *destination;
    if (!IpAddress::parse(args.text("host")) && !args.has("numeric")) request.name = args.text("host");
    request.timeout = static_cast<std::uint32_t>(args.number("seconds", request.timeout));
    request.probes = static_cast<std::uint32_t>(args.number("count", request.probes));
    request.port = static_cast<std::uint16_t>(args.number("port-number", request.port));
    request.first_ttl = static_cast<std::uint8_t>(args.number("minimum", request.first_ttl));
    request.last_ttl = static_cast<std::uint8_t>(std::max<std::int64_t>(args.number("maximum", request.last_ttl), request.first_ttl));
    if (!read_source(exec, args, destination->family(), request.source)) return;
    run_traceroute(exec, request);
}

}  // namespace

void run_traceroute(Exec& exec, const TracerouteRequest& request) { exec.run(std::make_unique<Traceroute>(request)); }

std::span<const Line> traceroute_lines() {
    static const Line lines[] = {
        line(traceroute_word() >> host_word() >> traceroute_options(), &traceroute),
        line(traceroute_word() >> kw("ip", "IP Trace") >> host_word() >> traceroute_options(), &traceroute),
        line(traceroute_word() >> kw("ipv6", "IPv6 Trace") >> host_word() >> traceroute_options(), &traceroute),
    };
    return lines;
}

}  // namespace cli
