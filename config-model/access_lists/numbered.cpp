#include "config-model/access_lists/entry.h"
#include "config-model/configuration.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::access_lists;

bool is_standard(std::int64_t number) { return number < 100 || (number >= 1300 && number < 2000); }

Result add(Configuration& configuration, const Args& args) {
    const auto name = std::to_string(args.number("list"));
    const bool extended = !is_standard(args.number("list"));
    AccessList& list = configuration.access_lists.at(name);
    if (list.entries.empty()) {
        list.extended = extended;
        list.numbered_lines = true;
    }
    add_entry(list, read_entry(args, extended));
    return Result::ok();
}

/// `no access-list N …`: an entry is named by its text; without one the whole list goes.
Result erase(Configuration& configuration, const Args& args) {
    const auto name = std::to_string(args.number("list"));
    AccessList* const list = configuration.access_lists.find(name);
    if (!list) return Result::ok();
    if (args.has("action") || args.has("remark")) erase_entry(*list, read_entry(args, list->extended));
    if (list->entries.empty() || !(args.has("action") || args.has("remark"))) configuration.access_lists.erase(name);
    return Result::ok();
}

void show(const Configuration& configuration, Shown& shown) {
    for (const auto& list : configuration.access_lists) {
        if (!list.numbered_lines) continue;
        for (const auto& entry : list.entries) shown.raw("access-list " + list.name + ' ' + entry_text(entry, list.extended));
    }
}

Syntax standard_number() {
    return number("list", 1, 99, "IP standard access list") | number("list", 1300, 1999, "IP standard access list (expanded range)");
}
Syntax extended_number() {
    return number("list", 100, 199, "IP extended access list") | number("list", 2000, 2699, "IP extended access list (expanded range)");
}
Syntax any_number() { return standard_number() | extended_number(); }

Line entry_line(Syntax list, Syntax entry) {
    return line(kw("access-list", "Add an access list entry") >> std::move(list) >> std::move(entry))
        .set(&add).unset(&erase).no_needs(1).in("access-list").changes(topic);
}

}  // namespace

std::span<const Line> numbered_access_list_lines() {
    static const Line lines[] = {
        entry_line(standard_number(), standard_entry()).show(&show),
        entry_line(extended_number(), extended_plain_entry()),
        entry_line(extended_number(), extended_tcp_entry()),
        entry_line(extended_number(), extended_udp_entry()),
        entry_line(extended_number(), extended_icmp_entry()),
        entry_line(extended_number(), extended_igmp_entry()),
        entry_line(any_number(), remark_entry()),
    };
    return lines;
}

}  // namespace config
