#include "show-commands/crypto/dynamic_map.h"

#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

/// The templates of all dynamic maps, or of one.
class DynamicMapScreen final : public RowScreen<CryptoMapRow> {
public:
    DynamicMapScreen(const RouterView& view, std::string_view only) : view_(view), only_(only) {}

private:
    std::optional<CryptoMapRow> next() override {
        const auto& maps = view_.configuration.ipsec.dynamic_maps;
        for (; map_ < maps.size(); ++map_, entry_ = 0) {
            const config::DynamicMap& map = *(maps.begin() + static_cast<std::ptrdiff_t>(map_));
            const bool asked = only_.empty() || only_ == map.name;
            if (asked && entry_ < map.entries.size()) return entry_row(map.name, map.ipv6, map.entries[entry_++], view_.configuration);
        }
        return std::nullopt;
    }
    void print(const CryptoMapRow& row, TextWriter& out) override {
        print_dynamic_map(row, show_look(view_.look), out);
        out.end();
    }

    const RouterView& view_;
    std::string only_;
    std::size_t map_ = 0, entry_ = 0;
};

}  // namespace

void print_dynamic_map(const CryptoMapRow& row, const ShowLook& look, TextWriter& out) {
    out.line("Crypto Map Template\"", row.name, "\" ", row.sequence);
    if (!row.description.empty()) out.line("\tDescription: ", row.description);
    for (const std::string& peer : row.peers) out.line("\tPeer = ", peer);
    if (!row.policy.ikev2_profile.empty()) out.line("\tIKEv2 Profile: ", row.policy.ikev2_profile);
    if (!row.policy.isakmp_profile.empty()) out.line("\tISAKMP Profile: ", row.policy.isakmp_profile);
    if (row.has_access_list) out.line("\tExtended IP access list ", row.access_list);
    else out.line("\tNo matching address list set.");
    for (const std::string& entry : row.access_list_entries) out.line("\t    access-list ", row.access_list, ' ', entry);
    print_ipsec_policy(row.policy, look, out);
    if (row.reverse_route) out.line("\tReverse Route Injection Enabled");
}

std::span<const config::Line> dynamic_map_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto() >> kw("dynamic-map", "Crypto map templates") >>
                         -(kw("tag", "Show crypto map templates with a tag") >> config::word("tag-name", "Crypto map template tag")),
                     +[](const RouterView& view, const config::Args& args) -> ScreenPointer {
                         return std::make_unique<DynamicMapScreen>(view, args.text("tag-name"));
                     }),
    };
    return lines;
}

}  // namespace show
