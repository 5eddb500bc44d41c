#include <algorithm>
#include <array>

#include "config-model/crypto_map/modes.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::crypto_map;
constexpr std::array kinds{
    Choice{"cisco", "Cisco proprietary", 0}, Choice{"gdoi", "GDOI", 1}, Choice{"ipsec-isakmp", "IPSEC w/ISAKMP", 2},
    Choice{"ipsec-manual", "IPSEC w/manual keying", 3}};
constexpr std::string_view isakmp = "ipsec-isakmp", manual = "ipsec-manual";

std::uint32_t sequence_of(const Args& args) { return static_cast<std::uint32_t>(args.number("sequence")); }

CryptoMapEntry* find(Configuration& configuration, const Args& args) {
    CryptoMap* const map = configuration.ipsec.maps.find(args.text("tag"));
    return map ? find_entry(map->entries, sequence_of(args)) : nullptr;
}

std::string_view kind_of(const Args& args) {
    const Arg* const kind = args.find("kind");
    if (!kind) return isakmp;
    return kinds[static_cast<std::size_t>(kind->number)].word;
}

void fill(CryptoMapEntry& entry, const Args& args) {
    entry.kind = kind_of(args);
    entry.ikev1 = entry.kind == isakmp;
    entry.dynamic_map = args.text("template");
    entry.template_profile = args.text("profile_name");
    entry.discover = args.has("discover");
}

Result open(Configuration& configuration, const Args& args, Edit& edit) {
    CryptoMapEntry* entry = find(configuration, args);
    if (!entry && !args.has("kind")) return Result::incomplete();
    if (!entry) {
        CryptoMap& map = configuration.ipsec.maps.at(args.text("tag"));
        map.ipv6 = args.has("ipv6");
        entry = &*map.entries.emplace(entry_position(map.entries, sequence_of(args)));
        entry->sequence = sequence_of(args);
        if (edit.interactive && !args.has("dynamic")) {
            edit.note("% NOTE: This new crypto map will remain disabled until a peer");
            edit.note("        and a valid access list have been configured.");
        }
    }
    if (args.has("kind")) fill(*entry, args);
    if (entry->kind != isakmp && entry->kind != manual) return Result::warned("only ipsec-isakmp and ipsec-manual entries are modelled");
    return Result::ok();
}

/// `no crypto map NAME` removes the map, `no crypto map NAME 10 …` one entry.
Result erase(Configuration& configuration, const Args& args, Edit&) {
    CryptoMap* const map = configuration.ipsec.maps.find(args.text("tag"));
    if (!map) return Result::refused("% Could not find crypto map " + std::string{args.text("tag")});
    if (args.has("sequence")) std::erase_if(map->entries, [&](const auto& entry) { return entry.sequence == sequence_of(args); });
    if (!args.has("sequence") || (map->entries.empty() && map_level_texts(*map).empty()))
        configuration.ipsec.maps.erase(args.text("tag"));
    return Result::ok();
}

std::string header_text(const CryptoMap& map, const CryptoMapEntry& entry) {
    std::string text = map.ipv6 ? "crypto map ipv6 " : "crypto map ";
    text += map.name + ' ' + std::to_string(entry.sequence) + ' ' + entry.kind + ' ';
    if (!entry.dynamic_map.empty()) text += "dynamic " + entry.dynamic_map + ' ';
    if (!entry.template_profile.empty()) text += "profile " + entry.template_profile + ' ';
    if (entry.discover) text += "discover ";
    const bool is_template = !entry.dynamic_map.empty() || !entry.template_profile.empty() || entry.kind != isakmp;
    if (!is_template && (entry.peers.empty() || entry.match_address.empty())) text += "\n ! Incomplete";
    return text;
}

void each(const Configuration& configuration, ShownEntries& entries) {
    for (const auto& map : configuration.ipsec.maps) {
        const std::string start = (map.ipv6 ? "crypto map ipv6 " : "crypto map ") + map.name + ' ';
        for (const auto& text : map_level_texts(map)) entries.add_line(start + text);
        for (const auto& entry : map.entries) entries.add_raw(entry, header_text(map, entry));
    }
}

Syntax header() {
    return kw("crypto", "Encryption module") >> kw("map", "Enter a crypto map") >> -kw("ipv6", "IPv6 crypto map") >>
           word("tag", "Crypto map tag") >> number("sequence", 1, 65535, "Sequence to insert into crypto map entry") >>
           -(one_of("kind", kinds) >>
             -((kw("dynamic", "Enable dynamic crypto map support") >> word("template", "Name of dynamic-map template") >>
                -kw("discover", "Enable TED")) |
               (kw("profile", "Enable crypto map as a crypto-profile") >> word("profile_name", "Crypto profile name")) |
               kw("discover", "Enable TED")));
}

}  // namespace

std::vector<CryptoMapEntry>::iterator entry_position(std::vector<CryptoMapEntry>& entries, std::uint32_t sequence) {
    return std::lower_bound(entries.begin(), entries.end(), sequence,
                            [](const CryptoMapEntry& entry, std::uint32_t value) { return entry.sequence < value; });
}

CryptoMapEntry* find_entry(std::vector<CryptoMapEntry>& entries, std::uint32_t sequence) {
    const auto at = entry_position(entries, sequence);
    return at != entries.end() && at->sequence == sequence ? &*at : nullptr;
}

const Mode& crypto_map_mode() {
    static const Mode mode = Mode::of<CryptoMapEntry>(
        {.prompt = "config-crypto-map", .title = "Crypto Map configuration commands:",
         .exit_help = "Exit from crypto map configuration mode"},
        {crypto_map_peer_lines(), crypto_map_session_key_lines(), crypto_map_set_lines(), crypto_map_remembered_lines()});
    return mode;
}

std::span<const Line> crypto_map_headers() {
    static const Entries<Configuration, CryptoMapEntry> entries{&find, &open, &erase, &each};
    static const Line lines[] = {
        opens(header(), &crypto_map_mode, entries).no_needs(1).in("crypto map").changes(topic),
    };
    return lines;
}

}  // namespace config
