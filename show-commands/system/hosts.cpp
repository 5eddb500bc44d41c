#include "show-commands/system/hosts.h"

#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

NameLookupRow name_lookup(const config::SystemConfig& system) {
    NameLookupRow row{{}, system.domain_lookup};
    if (!system.domain_name.empty()) row.domain = system.domain_name;
    return row;
}

class HostsScreen final : public RowScreen<NameLookupRow> {
public:
    explicit HostsScreen(const RouterView& view) : row_(name_lookup(view.configuration.system)) {}

private:
    std::optional<NameLookupRow> next() override { return std::exchange(row_, std::nullopt); }
    void print(const NameLookupRow& row, TextWriter& out) override { print_name_lookup(row, out); }

    std::optional<NameLookupRow> row_;
};

}  // namespace

void print_name_lookup(const NameLookupRow& row, TextWriter& out) {
    if (row.domain) out.line("Default domain is ", *row.domain);
    else out.line("Default domain is not set");
    out.line("Name/address lookup uses ", row.by_service ? "domain service" : "static mappings");
    if (row.by_service) out.line("Name servers are 255.255.255.255");
    out.end().line("Codes: UN - unknown, EX - expired, OK - OK, ?? - revalidate");
    out.line("       temp - temporary, perm - permanent");
    out.line("       NA - Not Applicable None - Not defined").end();
    out.line("Host                      Port  Flags      Age Type   Address(es)");
}

std::span<const config::Line> hosts_lines() {
    static const config::Line lines[] = {
        config::line(show_word() >> kw("hosts", "IP domain-name, lookup style, nameservers, and host table"),
                     +[](const RouterView& view, const config::Args&) -> ScreenPointer { return std::make_unique<HostsScreen>(view); }),
    };
    return lines;
}

}  // namespace show
