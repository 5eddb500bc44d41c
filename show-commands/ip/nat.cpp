#include "ipsec-dataplane/data_plane.h"
#include "show-commands/duration.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;
using dataplane::NatMappingView;
using dataplane::NatStatisticsView;
using dataplane::NatTranslationView;

constexpr std::uint8_t icmp = 1;

std::string name_of_protocol(std::uint8_t number) {
    switch (number) {
        case 0: return "---";
        case icmp: return "icmp";
        case 6: return "tcp";
        case 17: return "udp";
        case 47: return "gre";
        case 50: return "esp";
        case 51: return "ah";
        default: return std::to_string(number);
    }
}

/// An identifier of 0 is one.
bool has_ports(const NatTranslationView& entry) { return entry.protocol == 1 || entry.protocol == 6 || entry.protocol == 17; }

std::optional<std::uint16_t> port_of(const NatTranslationView& entry, std::uint16_t port) {
    return has_ports(entry) ? std::optional(port) : std::nullopt;
}

std::string end_text(const NatTranslationView& entry, const config::IpAddress& address, std::uint16_t port) {
    if (!address) return "---";
    return has_ports(entry) ? address.text() + ':' + std::to_string(port) : address.text();
}

struct TranslationRow {
    NatTranslationView entry;

    template <class F>
    void fields(F&& field) const {
        field("protocol", entry.protocol == 0 ? std::nullopt : std::optional(name_of_protocol(entry.protocol)));
        field("inside_global", entry.inside_global);
        field("inside_global_port", port_of(entry, entry.global_port));
        field("inside_local", entry.inside_local);
        field("inside_local_port", port_of(entry, entry.local_port));
        field("outside", entry.outside);
        field("outside_port", entry.outside ? port_of(entry, entry.outside_port) : std::nullopt);
        field("static", entry.is_static);
        field("age_seconds", entry.age);
        field("idle_seconds", entry.idle);
        field("left_seconds", entry.left);
    }
};

void print_details(const NatTranslationView& entry, TextWriter& out) {
    if (entry.age) {
        out.put("    create ", hours_minutes_seconds(*entry.age), ", use ", hours_minutes_seconds(*entry.idle));
        if (entry.left) out.put(" timeout:", (*entry.idle + *entry.left) * 1000, ", left ", hours_minutes_seconds(*entry.left));
        out.line(",");
    } else {
        out.line("    create 00:00:00, use 00:00:00 timeout:0,");
    }
    out.put("    flags:", entry.is_static ? " static" : "").line(entry.outside ? " extended" : "", entry.closing ? ", timing-out" : "", ",");
}

class TranslationsScreen final : public RowScreen<TranslationRow> {
public:
    TranslationsScreen(const RouterView& view, bool verbose) : verbose_(verbose) {
        if (view.data_plane) rows_ = view.data_plane->nat_translations(view.now);
    }

private:
    std::optional<TranslationRow> next() override { return at_ < rows_.size() ? std::optional(TranslationRow{rows_[at_++]}) : std::nullopt; }
    void print_head(TextWriter& out) override {
        if (!rows_.empty()) out.line("Pro Inside global      Inside local       Outside local      Outside global");
    }
    void print(const TranslationRow& row, TextWriter& out) override {
        const NatTranslationView& entry = row.entry;
        // The outside end of an echo has the identifier of whoever looks at it.
        const std::uint16_t seen_inside = entry.protocol == icmp ? entry.local_port : entry.outside_port;
        const auto column = [&out](const std::string& text, std::size_t next) { out.put(text, ' ', at(next)); };
        column(name_of_protocol(entry.protocol), 0);
        column(end_text(entry, entry.inside_global, entry.global_port), 23);
        column(end_text(entry, entry.inside_local, entry.local_port), 42);
        column(end_text(entry, entry.outside, seen_inside), 61);
        out.line(end_text(entry, entry.outside, entry.outside_port));
        if (verbose_) print_details(entry, out);
    }

    bool verbose_;
    std::vector<NatTranslationView> rows_;
    std::size_t at_ = 0;
};

struct StatisticsRow {
    NatStatisticsView view;

    template <class F>
    void fields(F&& field) const {
        field("active", view.statics + view.dynamics);
        field("static", view.statics);
        field("dynamic", view.dynamics);
        field("extended", view.extended);
        field("peak", view.peak);
        field("hits", view.hits);
        field("misses", view.misses);
        field("expired", view.expired);
    }
};

void print_interfaces(std::string_view title, const std::vector<config::InterfaceName>& names, TextWriter& out) {
    out.line(title);
    if (names.empty()) return;
    out.put("  ");
    for (std::size_t i = 0; i < names.size(); ++i) out.put(i == 0 ? "" : ", ", names[i].text());
    out.end();
}

void print_mapping(const NatMappingView& mapping, std::size_t number, TextWriter& out) {
    out.line("[Id: ", number, "] ", mapping.title, " refcount ", mapping.references);
    if (mapping.addresses == 0) return;
    out.line(" pool ", mapping.pool, ": netmask ", mapping.mask);
    out.line("\tstart ", mapping.first, " end ", mapping.last);
    out.line("\ttype generic, total addresses ", mapping.addresses, ", allocated ", mapping.allocated, " (", mapping.allocated * 100 / mapping.addresses, "%), misses ", mapping.misses);
}

void print_statistics(const NatStatisticsView& view, TextWriter& out) {
    out.line("Total active translations: ", view.statics + view.dynamics, " (", view.statics, " static, ", view.dynamics, " dynamic; ", view.extended, " extended)");
    out.put("Peak translations: ", view.peak);
    if (view.peak != 0) out.put(", occurred ", hours_minutes_seconds(view.peak_age), " ago");
    out.end();
    print_interfaces("Outside interfaces:", view.outside, out);
    print_interfaces("Inside interfaces: ", view.inside, out);
    out.line("Hits: ", view.hits, "  Misses: ", view.misses);
    out.line("CEF Translated packets: ", view.hits + view.misses, ", CEF Punted packets: 0");
    out.line("Expired translations: ", view.expired);
    out.line("Dynamic mappings:");
    if (!view.mappings.empty()) out.line("-- Inside Source");
    for (std::size_t i = 0; i < view.mappings.size(); ++i) print_mapping(view.mappings[i], i + 1, out);
}

NatStatisticsView statistics_of(const RouterView& view) { return view.data_plane ? view.data_plane->nat_statistics(view.now) : NatStatisticsView{}; }

ScreenPointer show_translations(const RouterView& view, const config::Args& args) {
    return std::make_unique<TranslationsScreen>(view, args.has("verbose"));
}

ScreenPointer show_statistics(const RouterView& view, const config::Args&) {
    return whole_screen([&view](TextWriter& out) { print_statistics(statistics_of(view), out); },
                        [&view] { return std::vector<StatisticsRow>{{statistics_of(view)}}; });
}

}  // namespace

std::span<const config::Line> nat_lines() {
    static const config::Line lines[] = {
        config::line(show_ip() >> kw("nat", "IP NAT information") >> kw("translations", "Translation entries") >> -kw("verbose", "Show extra information"),
                     &show_translations),
        config::line(show_ip() >> kw("nat", "IP NAT information") >> kw("statistics", "Translation statistics"), &show_statistics),
    };
    return lines;
}

}  // namespace show
