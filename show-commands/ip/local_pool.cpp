#include "show-commands/ip/local_pool.h"

#include <algorithm>
#include <map>

#include "ike/engine.h"
#include "ike/isakmp/isakmp.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;
using Ranges = std::vector<ike::isakmp::PoolRangeView>;

/// Further ranges of a pool carry no name.
Ranges ranges_of(const RouterView& view, std::string_view wanted) {
    Ranges ranges, chosen;
    if (view.engine) ranges = view.engine->isakmp().pools();
    bool inside = wanted.empty();
    for (auto& range : ranges) {
        if (!range.pool.empty() && !wanted.empty()) inside = range.pool == wanted;
        if (inside) chosen.push_back(std::move(range));
    }
    return chosen;
}

/// Addresses in use and the peers that use them.
using Uses = std::map<config::IpAddress, config::IpAddress>;

Uses uses_of(const RouterView& view) {
    Uses uses;
    if (!view.engine) return uses;
    const auto& isakmp = view.engine->isakmp();
    for (auto sa = isakmp.next_sa(0, view.now); sa; sa = isakmp.next_sa(sa->number, view.now))
        if (sa->assigned && !sa->deleted) uses.emplace(*sa->assigned, sa->remote);
    return uses;
}

void print_head_line(const ShowLook& look, TextWriter& out) {
    out.line(" Pool                     Begin           End             Free  In use", look.pool_blocked ? "   Blocked" : "");
}

class LocalPoolScreen final : public RowScreen<LocalPoolRow> {
public:
    explicit LocalPoolScreen(const RouterView& view) : look_(show_look(view.look)), ranges_(ranges_of(view, {})) {}

private:
    std::optional<LocalPoolRow> next() override {
        return at_ < ranges_.size() ? std::optional(LocalPoolRow{ranges_[at_++]}) : std::nullopt;
    }
    void print_head(TextWriter& out) override { print_head_line(look_, out); }
    void print(const LocalPoolRow& row, TextWriter& out) override { print_local_pool(row, look_, out); }

    const ShowLook& look_;
    Ranges ranges_;
    std::size_t at_ = 0;
};

/// A free address, or one in use by a peer.
struct PoolAddress {
    config::IpAddress address, peer;

    template <class F>
    void fields(F&& field) const {
        field("address", address);
        field("used_by", peer);
    }
};

/// One pool: its ranges, its free addresses, then those in use.
class PoolAddressScreen final : public RowScreen<PoolAddress> {
public:
    PoolAddressScreen(const RouterView& view, std::string_view name)
        : look_(show_look(view.look)), name_(name), ranges_(ranges_of(view, name)), uses_(uses_of(view)), use_(uses_.begin()) {}

private:
    std::optional<PoolAddress> next() override {
        for (; range_ < ranges_.size(); ++range_, offset_ = 0)
            while (const auto address = address_at(offset_)) {
                ++offset_;
                if (!uses_.contains(*address)) return PoolAddress{*address, {}};
            }
        while (use_ != uses_.end()) {
            const auto& [address, peer] = *use_++;
            if (is_of_pool(address)) return PoolAddress{address, peer};
        }
        return std::nullopt;
    }
    std::optional<config::IpAddress> address_at(std::uint64_t offset) const {
        const std::uint64_t value = ranges_[range_].first.v4_value() + offset;
        if (value > ranges_[range_].last.v4_value()) return std::nullopt;
        return config::IpAddress::v4(static_cast<std::uint32_t>(value));
    }
    bool is_of_pool(const config::IpAddress& address) const {
        return std::any_of(ranges_.begin(), ranges_.end(), [&](const auto& range) { return range.first <= address && address <= range.last; });
    }
    void print_head(TextWriter& out) override {
        if (ranges_.empty()) return static_cast<void>(out.line("%Pool ", name_, " not found"));
        print_head_line(look_, out);
        for (const auto& range : ranges_) print_local_pool(LocalPoolRow{range}, look_, out);
        out.line("Available addresses:");
    }
    void print(const PoolAddress& row, TextWriter& out) override {
        if (row.peer) print_used_title(out);
        out.put("   ", row.address);
        if (row.peer) out.put(at(20), row.peer);
        out.end();
    }
    void print_foot(TextWriter& out) override {
        if (!ranges_.empty()) print_used_title(out);
    }
    void print_used_title(TextWriter& out) {
        if (!titled_) out.line("Inuse addresses:");
        titled_ = true;
    }

    const ShowLook& look_;
    std::string name_;
    Ranges ranges_;
    Uses uses_;
    Uses::const_iterator use_;
    std::size_t range_ = 0;
    std::uint64_t offset_ = 0;
    bool titled_ = false;
};

ScreenPointer show_pool(const RouterView& view, const config::Args& args) {
    if (!args.has("name")) return std::make_unique<LocalPoolScreen>(view);
    return std::make_unique<PoolAddressScreen>(view, args.text("name"));
}

}  // namespace

void print_local_pool(const LocalPoolRow& row, const ShowLook& look, TextWriter& out) {
    const auto& is = row.range;
    out.put(' ', is.pool, at(26), is.first, at(42), is.last, at(57), right(is.free, 5), right(is.in_use, 8));
    if (look.pool_blocked) out.put(right(0U, 10));
    out.end();
}

std::span<const config::Line> local_pool_lines() {
    static const config::Line lines[] = {
        config::line(show_ip() >> kw("local", "IP local options") >> kw("pool", "IP Local Pool Information") >> -config::word("name", "Pool name"),
                     &show_pool),
    };
    return lines;
}

}  // namespace show
