#include <algorithm>
#include <charconv>

#include "config-model/access_lists/entry.h"
#include "config-model/field.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::access_lists;

template <bool extended>
Result add(AccessList& list, const Args& args) {
    auto entry = read_entry(args, extended);
    const bool given = entry.sequence != 0;
    if (given && std::find(list.entries.begin(), list.entries.end(), entry) != list.entries.end()) return Result::ok();   // word for word
    if (!add_entry(list, std::move(entry)) && given) return Result::refused("% Duplicate sequence number");
    return Result::ok();
}

template <bool extended>
void erase(AccessList& list, const Args& args) { erase_entry(list, read_entry(args, extended)); }

/// The newest look prints every sequence number; the others only those that are not 10, 20, 30 …
bool shows_sequence(const AccessList& list, Look look) {
    if (look == Look::ios17) return true;
    std::uint32_t expected = 10;
    return std::any_of(list.entries.begin(), list.entries.end(), [&](const auto& entry) {
        const bool regular = entry.sequence == expected;
        if (!entry.is_remark()) expected += 10;
        return !regular;
    });
}

template <bool extended>
void show(const AccessList& list, Shown& shown) {
    const bool sequence = shows_sequence(list, shown.look());
    for (const auto& entry : list.entries)
        shown.raw((sequence ? std::to_string(entry.sequence) + ' ' : "") + entry_text(entry, extended));
}

template <bool extended>
Line entry_line(Syntax entry) {
    return line(std::move(entry)).set(&add<extended>).unset(&erase<extended>).no_needs(1).changes(topic);
}

/// `no 20`
template <bool extended>
Line sequence_line() {
    return line(number("sequence", 1, 2147483647, "Sequence Number")).unset(&erase<extended>)
        .set([](AccessList&, const Args&) { return Result::incomplete(); }).changes(topic);
}

std::span<const Line> standard_lines() {
    static const Line lines[] = {
        entry_line<false>(standard_entry()).show(&show<false>), entry_line<false>(remark_entry()), sequence_line<false>()};
    return lines;
}

std::span<const Line> extended_lines() {
    static const Line lines[] = {
        entry_line<true>(extended_plain_entry()).show(&show<true>), entry_line<true>(extended_tcp_entry()),
        entry_line<true>(extended_udp_entry()), entry_line<true>(extended_icmp_entry()), entry_line<true>(extended_igmp_entry()),
        entry_line<true>(remark_entry()), sequence_line<true>()};
    return lines;
}

const Mode& standard_mode() {
    static const Mode mode = Mode::of<AccessList>(
        {.prompt = "config-std-nacl", .title = "Standard Access List configuration commands:",
         .exit_help = "Exit from access-list configuration mode"},
        {standard_lines()});
    return mode;
}

const Mode& extended_mode() {
    static const Mode mode = Mode::of<AccessList>(
        {.prompt = "config-ext-nacl", .title = "Ext Access List configuration commands:",
         .exit_help = "Exit from access-list configuration mode"},
        {extended_lines()});
    return mode;
}

bool is_number(std::string_view name) { return std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }); }

bool number_fits(std::string_view name, bool extended) {
    unsigned number = 0;
    std::from_chars(name.data(), name.data() + name.size(), number);
    if (extended) return (number >= 100 && number <= 199) || (number >= 2000 && number <= 2699);
    return (number >= 1 && number <= 99) || (number >= 1300 && number <= 1999);
}

using Named = NamedEntries<Configuration, &Configuration::access_lists>;

template <bool extended>
struct ListEntries {
    static AccessList* find(Configuration& configuration, const Args& args) {
        AccessList* const list = Named::find(configuration, args);
        return list && list->extended == extended ? list : nullptr;
    }
    static Result open(Configuration& configuration, const Args& args, Edit&) {
        const Arg& name = *args.value(0);
        if (is_number(name.text) && !number_fits(name.text, extended)) return Result::invalid_at(name);
        AccessList* const existing = configuration.access_lists.find(name.text);
        if (existing && existing->extended != extended)
            return Result::refused("% A named " + std::string{extended ? "standard" : "extended"} + " IP access list with this name already exists");
        if (!existing) configuration.access_lists.at(name.text).extended = extended;
        return Result::ok();
    }
    static Result erase(Configuration& configuration, const Args& args, Edit&) {
        if (find(configuration, args)) configuration.access_lists.erase(args.value(0)->text);
        return Result::ok();
    }
    static void each(const Configuration& configuration, ShownEntries& entries) {
        for (const auto& list : configuration.access_lists)
            if (list.extended == extended && !list.numbered_lines) entries.add(list, list.name);
    }
};

template <bool extended>
Line header(Syntax words, const Mode& (*mode)()) {
    using L = ListEntries<extended>;
    static const Entries<Configuration, AccessList> entries{&L::find, &L::open, &L::erase, &L::each};
    return opens(kw("ip", "Global IP configuration subcommands") >> kw("access-list", "Named access-list") >> std::move(words), mode, entries)
        .in("ip access-list").changes(topic);
}

}  // namespace

std::span<const Line> named_access_list_headers() {
    static const Line lines[] = {
        header<false>(kw("standard", "Standard Access List") >> word("Access-list name"), &standard_mode),
        header<true>(kw("extended", "Extended Access List") >> word("Access-list name"), &extended_mode),
    };
    return lines;
}

}  // namespace config
