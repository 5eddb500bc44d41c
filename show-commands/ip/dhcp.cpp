#include "show-commands/ip/dhcp.h"

#include <chrono>

#include "config-model/local_time.h"
#include "ipsec-dataplane/data_plane.h"
#include "show-commands/duration.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

constexpr std::string_view binding_head =
    "Bindings from all pools not associated with VRF:\n"
    "IP address          Client-ID/              Lease expiration        Type\n"
    "                    Hardware address/\n"
    "                    User name\n";
constexpr std::string_view binding_head_17 =
    "Bindings from all pools not associated with VRF:\n"
    "IP address      Client-ID/              Lease expiration        Type       State      Interface\n"
    "                Hardware address/\n"
    "                User name\n";

class DhcpBindingScreen final : public RowScreen<DhcpBindingRow> {
public:
    DhcpBindingScreen(const RouterView& view, const std::optional<config::IpAddress>& only) : view_(view) {
        if (view.data_plane) rows_ = view.data_plane->dhcp_bindings(view.now);
        if (only) std::erase_if(rows_, [&](const dataplane::DhcpBindingView& row) { return row.address != *only; });
    }

private:
    std::optional<DhcpBindingRow> next() override {
        return at_ < rows_.size() ? std::optional(DhcpBindingRow{rows_[at_++], view_.now}) : std::nullopt;
    }
    void print_head(TextWriter& out) override { out.block(show_look(view_.look).binding_state ? binding_head_17 : binding_head); }
    void print(const DhcpBindingRow& row, TextWriter& out) override {
        const auto left = row.binding.seconds_left;
        const std::string end = left ? lease_end_text(view_.clock, view_.configuration.system, view_.now, *left) : "Infinite";
        print_dhcp_binding(row.binding, end, show_look(view_.look), out);
    }

    const RouterView& view_;
    std::vector<dataplane::DhcpBindingView> rows_;
    std::size_t at_ = 0;
};

struct StateNumber {
    std::string_view name;
    unsigned number;
};
/// The client's states as the screen counts them.
constexpr StateNumber state_numbers[] = {{"Selecting", 1}, {"Requesting", 3}, {"Bound", 5}, {"Renewing", 6}, {"Rebinding", 7}};

unsigned state_number(std::string_view name) {
    for (const StateNumber& state : state_numbers)
        if (state.name == name) return state.number;
    return 0;
}

/// The id as text when it is one (type 0), else its bytes.
std::string shown_client_id(const std::vector<std::uint8_t>& id) {
    const bool is_text = id.size() > 1 && id.front() == 0;
    return is_text ? std::string(id.begin() + 1, id.end()) : client_id_text(id);
}

class DhcpLeaseScreen final : public RowScreen<DhcpLeaseRow> {
public:
    DhcpLeaseScreen(const RouterView& view, const std::optional<config::InterfaceName>& only) {
        if (view.data_plane) rows_ = view.data_plane->dhcp_leases(view.now);
        if (only) std::erase_if(rows_, [&](const dataplane::DhcpLeaseView& row) { return row.interface != *only; });
    }

private:
    std::optional<DhcpLeaseRow> next() override {
        return at_ < rows_.size() ? std::optional(DhcpLeaseRow{rows_[at_++]}) : std::nullopt;
    }
    void print(const DhcpLeaseRow& row, TextWriter& out) override { print_dhcp_lease(row.lease, out); }

    std::vector<dataplane::DhcpLeaseView> rows_;
    std::size_t at_ = 0;
};

}  // namespace

template <class F>
void DhcpLeaseRow::fields(F&& field) const {
    field("interface", lease.interface.text());
    field("address", lease.address.address);
    field("prefix_length", lease.address.length);
    field("server", lease.server);
    field("gateway", lease.gateway);
    field("state", lease.state);
    field("lease_seconds", lease.lease);
    field("renewal_seconds", lease.renewal);
    field("rebind_seconds", lease.rebind);
    field("next_timer_seconds", lease.next_timer);
    field("client_id", client_id_text(lease.client_id));
    field("hostname", lease.hostname);
}

void print_dhcp_lease(const dataplane::DhcpLeaseView& lease, TextWriter& out) {
    const auto or_zero = [](const config::IpAddress& address) { return address ? address : config::IpAddress::v4(0); };
    out.line("Temp IP addr: ", or_zero(lease.address.address), "  for peer on Interface: ", lease.interface.text());
    out.line("Temp  sub net mask: ", lease.address.address ? lease.address.mask() : config::IpAddress::v4(0));
    out.line("   DHCP Lease server: ", or_zero(lease.server), ", state: ", state_number(lease.state), ' ', lease.state);
    out.line("   DHCP transaction id: ", hex(lease.transaction));
    out.line("   Lease: ", lease.lease, " secs,  Renewal: ", lease.renewal, " secs,  Rebind: ", lease.rebind, " secs");
    if (lease.gateway) out.line("Temp default-gateway addr: ", lease.gateway);
    out.line("   Next timer fires after: ", hours_minutes_seconds(lease.next_timer));
    out.line("   Retry count: ", lease.retries, "   Client-ID: ", shown_client_id(lease.client_id));
    out.put("   Client-ID hex dump: ");
    for (const std::uint8_t byte : lease.client_id) out.put(hex(byte, 2));
    out.end().line("   Hostname: ", lease.hostname);
}

template <class F>
void DhcpBindingRow::fields(F&& field) const {
    field("address", binding.address);
    field("client_id", client_id_text(binding.client_id));
    field("seconds_left", binding.seconds_left);
    field("manual", binding.manual);
    field("pool", binding.pool);
}

std::string client_id_text(const std::vector<std::uint8_t>& id) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < id.size(); ++i) {
        if (i != 0 && i % 2 == 0) text += '.';
        text += digits[id[i] >> 4];
        text += digits[id[i] & 15];
    }
    return text;
}

std::string lease_end_text(const WallClock& clock, const config::SystemConfig& system, dataplane::Instant now, std::uint32_t seconds_left) {
    using namespace std::chrono;
    constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::int64_t unix_end = clock.unix_at_start + duration_cast<seconds>(now.time_since_epoch()).count() + std::int64_t{seconds_left};
    const auto local = sys_seconds(seconds(unix_end) + minutes(config::local_time(system, unix_end).offset_minutes));
    const auto midnight = floor<days>(local);
    const year_month_day date(midnight);
    const hh_mm_ss time(local - midnight);
    const auto hour = time.hours().count();
    return TextWriter()
        .put(months[static_cast<unsigned>(date.month()) - 1], ' ', zeros(static_cast<unsigned>(date.day()), 2), ' ', static_cast<int>(date.year()), ' ',
             zeros(hour % 12 == 0 ? 12 : hour % 12, 2), ':', zeros(time.minutes().count(), 2), hour < 12 ? " AM" : " PM")
        .take();
}

void print_dhcp_binding(const dataplane::DhcpBindingView& binding, const std::string& end, const ShowLook& look, TextWriter& out) {
    constexpr std::size_t id_width = 20;
    const std::size_t column = look.binding_state ? 16 : 20;
    const std::string id = client_id_text(binding.client_id);
    out.put(binding.address, at(column), id.substr(0, id_width), at(column + 24), end, at(column + 48), binding.manual ? "Manual" : "Automatic");
    if (look.binding_state) out.put(at(75), "Active");
    out.end();
    for (std::size_t from = id_width; from < id.size(); from += id_width) out.line(at(column), id.substr(from, id_width));
}

std::span<const config::Line> dhcp_lines() {
    static const config::Line lines[] = {
        config::line(show_ip() >> kw("dhcp", "Show items in the DHCP database") >> kw("binding", "DHCP address bindings") >>
                         -config::ipv4("address", "Binding address"),
                     +[](const RouterView& view, const config::Args& args) -> ScreenPointer {
                         return std::make_unique<DhcpBindingScreen>(view, args.get<config::IpAddress>("address"));
                     }),
        config::line(show_word() >> kw("dhcp", "Dynamic Host Configuration Protocol status") >> kw("lease", "Show DHCP Addresses leased from a server") >>
                         -config::interface_name("interface", "Interface name"),
                     +[](const RouterView& view, const config::Args& args) -> ScreenPointer {
                         return std::make_unique<DhcpLeaseScreen>(view, args.get<config::InterfaceName>("interface"));
                     }),
    };
    return lines;
}

}  // namespace show
