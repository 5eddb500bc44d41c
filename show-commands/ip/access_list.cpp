#include "show-commands/ip/access_list.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "config-model/access_lists/entry.h"
#include "config-model/access_lists/ipv6_entry.h"
#include "ipsec-dataplane/data_plane.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

void print_standard_words(const config::AccessListEntry& entry, TextWriter& out) {
    out.put(entry.permit ? "permit " : "deny   ");
    if (entry.source.is_any()) out.put("any");
    else out.put(entry.source.address);
    if (!entry.source.is_any() && !entry.source.is_host()) out.put(", wildcard bits ", entry.source.wildcard);
    if (entry.log) out.put(" log");
}

struct ListEntryRow {
    bool title = false;                      ///< first row of its list
    const config::AccessList* list = nullptr;
    const config::AccessListEntry* entry = nullptr;   ///< not set: a list without entries
    std::uint64_t hits = 0;

    template <class F>
    void fields(F&& field) const {
        field("list", list->name);
        field("extended", list->extended);
        field("sequence", entry ? std::optional(entry->sequence) : std::nullopt);
        field("entry", entry ? config::entry_text(*entry, list->extended) : std::string{});
        field("matches", hits);
    }
};

struct Ipv6ListEntryRow {
    bool title = false;                      ///< first row of its list
    const config::Ipv6AccessList* list = nullptr;
    const config::Ipv6AccessListEntry* entry = nullptr;   ///< not set: a list without entries
    std::uint64_t hits = 0;

    template <class F>
    void fields(F&& field) const {
        field("list", list->name);
        field("sequence", entry ? std::optional(entry->sequence) : std::nullopt);
        field("entry", entry ? config::ipv6_entry_text(*entry) : std::string{});
        field("matches", hits);
    }
};

/// Lists in the order of the configuration. The cursor is (name of the list, sequence of the entry printed last).
class AccessListScreen final : public RowScreen<ListEntryRow> {
public:
    AccessListScreen(const RouterView& view, std::string_view wanted) : view_(view), wanted_(wanted) {
        for (const config::AccessList& list : view.configuration.access_lists)
            if (wanted_.empty() || wanted_ == list.name) names_.push_back(list.name);
    }

private:
    using Hits = std::vector<std::pair<std::uint32_t, std::uint64_t>>;

    std::optional<ListEntryRow> next() override {
        for (; at_ < names_.size(); ++at_, begun_ = false, sequence_ = 0) {
            const config::AccessList* list = view_.configuration.access_lists.find(names_[at_]);
            if (!list) continue;
            const bool title = !begun_;
            if (title) begin();
            if (const config::AccessListEntry* entry = entry_after(*list)) {
                sequence_ = entry->sequence;
                return ListEntryRow{title, list, entry, hits_of(sequence_)};
            }
            if (title) return ListEntryRow{title, list, nullptr, 0};
        }
        return std::nullopt;
    }
    void begin() {
        begun_ = true;
        hits_ = view_.data_plane ? view_.data_plane->access_list_hits(names_[at_]) : Hits{};
    }
    const config::AccessListEntry* entry_after(const config::AccessList& list) const {
        const auto later = std::find_if(list.entries.begin(), list.entries.end(), [this](const config::AccessListEntry& entry) {
            return entry.sequence > sequence_ && !entry.is_remark();
        });
        return later == list.entries.end() ? nullptr : &*later;
    }
    std::uint64_t hits_of(std::uint32_t sequence) const {
        const auto at = std::find_if(hits_.begin(), hits_.end(), [=](const auto& hits) { return hits.first == sequence; });
        return at == hits_.end() ? 0 : at->second;
    }
    void print(const ListEntryRow& row, TextWriter& out) override {
        if (row.title) print_access_list_title(*row.list, out);
        if (row.entry) print_access_list_entry(*row.entry, row.list->extended, row.hits, out);
    }

    const RouterView& view_;
    std::string wanted_;
    std::vector<std::string> names_;
    std::size_t at_ = 0;
    bool begun_ = false;
    std::uint32_t sequence_ = 0;
    Hits hits_;
};

/// The IPv6 lists; `sequence` is printed after the entry.
class Ipv6AccessListScreen final : public RowScreen<Ipv6ListEntryRow> {
public:
    Ipv6AccessListScreen(const RouterView& view, std::string_view wanted) : view_(view), wanted_(wanted) {}

private:
    std::optional<Ipv6ListEntryRow> next() override {
        const auto& lists = view_.configuration.ipv6_access_lists;
        for (; list_ < lists.size(); ++list_, entry_ = 0, begun_ = false) {
            const config::Ipv6AccessList& list = *(lists.begin() + static_cast<std::ptrdiff_t>(list_));
            if (!wanted_.empty() && wanted_ != list.name) continue;
            const bool title = !begun_;
            begun_ = true;
            while (entry_ < list.entries.size() && list.entries[entry_].is_remark()) ++entry_;
            if (entry_ < list.entries.size()) return row_of(list, list.entries[entry_++], title);
            if (title) return Ipv6ListEntryRow{true, &list, nullptr, 0};
        }
        return std::nullopt;
    }
    Ipv6ListEntryRow row_of(const config::Ipv6AccessList& list, const config::Ipv6AccessListEntry& entry, bool title) const {
        Ipv6ListEntryRow row{title, &list, &entry, 0};
        if (!view_.data_plane) return row;
        for (const auto& [sequence, hits] : view_.data_plane->access_list_hits(list.name))
            if (sequence == entry.sequence) row.hits = hits;
        return row;
    }
    void print(const Ipv6ListEntryRow& row, TextWriter& out) override {
        if (row.title) out.line("IPv6 access list ", row.list->name);
        if (row.entry) print_ipv6_access_list_entry(*row.entry, row.hits, out);
    }

    const RouterView& view_;
    std::string wanted_;
    std::size_t list_ = 0, entry_ = 0;
    bool begun_ = false;
};

ScreenPointer show_lists(const RouterView& view, const config::Args& args) {
    return std::make_unique<AccessListScreen>(view, args.text("name"));
}

}  // namespace

void print_access_list_title(const config::AccessList& list, TextWriter& out) {
    out.line(list.extended ? "Extended" : "Standard", " IP access list ", list.name);
}

void print_access_list_entry(const config::AccessListEntry& entry, bool extended, std::uint64_t hits, TextWriter& out) {
    out.put("    ", entry.sequence, ' ');
    if (extended) out.put(config::entry_text(entry, true));
    else print_standard_words(entry, out);
    if (hits != 0) out.put(" (", hits, hits == 1 ? " match)" : " matches)");
    out.end();
}

void print_ipv6_access_list_entry(const config::Ipv6AccessListEntry& entry, std::uint64_t hits, TextWriter& out) {
    out.put("    ", config::ipv6_entry_text(entry));
    if (hits != 0) out.put(" (", hits, hits == 1 ? " match)" : " matches)");
    out.line(" sequence ", entry.sequence);
}

std::span<const config::Line> access_list_lines() {
    static const config::Line lines[] = {
        config::line(show_word() >> kw("access-lists", "List access lists") >> -config::word("name", "ACL name or number"), &show_lists),
        config::line(show_ip() >> kw("access-lists", "List IP access lists") >> -config::word("name", "ACL name or number"), &show_lists),
        config::line(show_ipv6() >> kw("access-list", "Summary of access lists") >> -config::word("name", "Access list name"),
                     +[](const RouterView& view, const config::Args& args) -> ScreenPointer {
                         return std::make_unique<Ipv6AccessListScreen>(view, args.text("name"));
                     }),
    };
    return lines;
}

}  // namespace show
