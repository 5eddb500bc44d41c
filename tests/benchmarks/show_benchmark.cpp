#include <algorithm>
#include <chrono>
#include <cstdio>

#include "show-commands/crypto/ipsec_sa.h"

namespace {

/// Many identities with an SA pair each, made as they are asked for.
class Identities final : public show::CryptoRows {
public:
    explicit Identities(std::uint32_t count) : count_(count) {
        entry_.interface = config::InterfaceName::parse("Tunnel0").value();
        entry_.map_tag = "Tunnel0-head-0";
        entry_.local = config::IpAddress::v4(0x0a000001);
        view_.flow.entry = 1;
        view_.flow.local = view_.flow.remote = dataplane::TrafficSelector::any(config::AddressFamily::ipv4);
        view_.peer = config::IpAddress::v4(0x0a000002);
        view_.mtu_interface = "Ethernet0/0";
        dataplane::SaView sa;
        sa.parameters.spi = 0x6B74CB79;
        sa.parameters.suite = {dataplane::Encryption::aes_cbc, 256, dataplane::Integrity::hmac_sha2_256_128};
        sa.parameters.lifetime.hard_kilobytes = sa.kilobytes_left = 4608000;
        sa.seconds_left = 3600;
        view_.inbound = view_.outbound = {sa};
    }
    std::optional<ike::IkeSaView> next_ike_sa(std::uint32_t) const override { return std::nullopt; }
    std::vector<std::uint32_t> ike_sas_with(const config::IpAddress&) const override { return {}; }
    std::optional<dataplane::FlowView> next_flow(dataplane::FlowId cursor) const override { return flow(cursor + 1); }
    std::optional<dataplane::FlowView> flow(dataplane::FlowId id) const override {
        if (id > count_) return std::nullopt;
        dataplane::FlowView view = view_;
        view.flow.id = id;
        return view;
    }
    const dataplane::PolicyEntry* entry(dataplane::PolicyEntryId) const override { return &entry_; }
    std::vector<dataplane::PolicyEntryId> entries() const override { return {1}; }
    std::vector<dataplane::PolicyEntryId> entries_for(const config::IpAddress&, const config::IpAddress&) const override { return {1}; }

private:
    std::uint32_t count_;
    dataplane::PolicyEntry entry_;
    dataplane::FlowView view_;
};

struct Run {
    double milliseconds = 0;
    std::size_t bytes = 0, largest_part = 0;
};

Run render(std::uint32_t identities, bool json) {
    const config::Configuration none;
    const auto screen = ipsec_sa_screen(std::make_unique<Identities>(identities), none, {}, show::show_look(config::Look::ios15_4));
    Run run;
    show::TextWriter out;
    const auto begin = std::chrono::steady_clock::now();
    for (bool more = true; more; out.drain()) {
        more = json ? screen->json_some(out) : screen->print_some(out);
        run.bytes += out.size();
        run.largest_part = std::max(run.largest_part, out.size());
    }
    run.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return run;
}

}  // namespace

int main() {
    constexpr std::uint32_t identities = 10'000;
    for (const bool json : {false, true}) {
        const Run run = render(identities, json);
        std::printf("show crypto ipsec sa%s, %u identities: %.1f ms, %.1f MB, largest part %zu bytes\n", json ? " | json" : "", identities,
                    run.milliseconds, static_cast<double>(run.bytes) / 1e6, run.largest_part);
    }
}
