#include <algorithm>

#include "config-model/access_lists/ipv6_entry.h"
#include "config-model/field.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::ipv6_access_lists;
constexpr std::uint32_t sequence_step = 10;

Result add(Ipv6AccessList& list, const Args& args) {
    auto entry = read_ipv6_entry(args);
    auto& all = list.entries;
    if (entry.sequence != 0 && std::find(all.begin(), all.end(), entry) != all.end()) return Result::ok();   // word for word
    if (!entry.is_remark() && std::any_of(all.begin(), all.end(), [&](const auto& other) { return says_the_same(other, entry); })) return Result::ok();
    if (entry.sequence == 0) entry.sequence = all.empty() ? sequence_step : all.back().sequence + sequence_step;
    const auto at = std::find_if(all.begin(), all.end(), [&](const auto& other) { return other.sequence >= entry.sequence; });
    if (at != all.end() && at->sequence == entry.sequence) return Result::refused("% Duplicate sequence number");
    all.insert(at, std::move(entry));
    return Result::ok();
}

void erase(Ipv6AccessList& list, const Args& args) {
    const auto entry = read_ipv6_entry(args);
    std::erase_if(list.entries, [&](const auto& other) {
        return entry.sequence != 0 ? other.sequence == entry.sequence : says_the_same(other, entry);
    });
}

/// Sequence numbers are printed when they are not 10, 20, 30 …
void show(const Ipv6AccessList& list, Shown& shown) {
    std::uint32_t expected = 0;
    const bool sequence =
        std::any_of(list.entries.begin(), list.entries.end(), [&](const auto& entry) { return entry.sequence != (expected += sequence_step); });
    for (const auto& entry : list.entries)
        shown.raw((sequence ? "sequence " + std::to_string(entry.sequence) + ' ' : "") + ipv6_entry_text(entry));
}

Line entry_line(Syntax entry) { return line(std::move(entry)).set(&add).unset(&erase).no_needs(1).changes(topic); }

std::span<const Line> list_lines() {
    static const Line lines[] = {
        entry_line(ipv6_plain_entry()).show(&show), entry_line(ipv6_tcp_entry()), entry_line(ipv6_udp_entry()), entry_line(ipv6_icmp_entry()),
        entry_line(ipv6_remark_entry()),
        line(kw("sequence", "Sequence number for this entry") >> number("sequence_value", 1, 4294967294, "Sequence Number"))
            .set([](Ipv6AccessList&, const Args&) { return Result::incomplete(); }).unset(&erase).only_no().changes(topic),
    };
    return lines;
}

const Mode& list_mode() {
    static const Mode mode = Mode::of<Ipv6AccessList>(
        {.prompt = "config-ipv6-acl", .title = "IPv6 Access List configuration commands:",
         .exit_help = "Exit from access-list configuration mode"},
        {list_lines()});
    return mode;
}

}  // namespace

std::span<const Line> ipv6_access_list_headers() {
    using Lists = NamedEntries<Configuration, &Configuration::ipv6_access_lists>;
    static const Line lines[] = {
        opens(kw("ipv6", "Global IPv6 configuration commands") >> kw("access-list", "Configure access lists") >> word("User selected string identifying this access list"),
              &list_mode, Lists::entries())
            .in("ipv6 access-list").changes(topic),
    };
    return lines;
}

}  // namespace config
