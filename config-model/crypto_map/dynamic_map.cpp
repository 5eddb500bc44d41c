#include "config-model/crypto_map/modes.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::dynamic_map;

std::uint32_t sequence_of(const Args& args) { return static_cast<std::uint32_t>(args.number("sequence")); }

CryptoMapEntry* find(Configuration& configuration, const Args& args) {
    DynamicMap* const map = configuration.ipsec.dynamic_maps.find(args.text("tag"));
    return map ? find_entry(map->entries, sequence_of(args)) : nullptr;
}

Result open(Configuration& configuration, const Args& args, Edit&) {
    if (find(configuration, args)) return Result::ok();
    DynamicMap& map = configuration.ipsec.dynamic_maps.at(args.text("tag"));
    map.ipv6 = args.has("ipv6");
    map.entries.emplace(entry_position(map.entries, sequence_of(args)))->sequence = sequence_of(args);
    return Result::ok();
}

/// `no crypto dynamic-map NAME` removes all of them.
Result erase(Configuration& configuration, const Args& args, Edit&) {
    DynamicMap* const map = configuration.ipsec.dynamic_maps.find(args.text("tag"));
    if (!map) return Result::refused("% Could not find dynamic crypto map template " + std::string{args.text("tag")});
    if (args.has("sequence")) std::erase_if(map->entries, [&](const auto& entry) { return entry.sequence == sequence_of(args); });
    if (!args.has("sequence") || map->entries.empty()) configuration.ipsec.dynamic_maps.erase(args.text("tag"));
    return Result::ok();
}

void each(const Configuration& configuration, ShownEntries& entries) {
    for (const auto& map : configuration.ipsec.dynamic_maps)
        for (const auto& entry : map.entries)
            entries.add_raw(entry, (map.ipv6 ? "crypto dynamic-map ipv6 " : "crypto dynamic-map ") + map.name + ' ' + std::to_string(entry.sequence));
}

}  // namespace

const Mode& dynamic_map_mode() {
    static const Mode mode = Mode::of<CryptoMapEntry>(
        {.prompt = "config-crypto-map", .title = "Crypto Map configuration commands:",
         .exit_help = "Exit from crypto map configuration mode"},
        {dynamic_map_peer_lines(), dynamic_map_set_lines(), dynamic_map_remembered_lines()});
    return mode;
}

std::span<const Line> dynamic_map_headers() {
    static const Entries<Configuration, CryptoMapEntry> entries{&find, &open, &erase, &each, 2};
    static const Line lines[] = {
        opens(kw("crypto", "Encryption module") >> kw("dynamic-map", "Specify a dynamic crypto map template") >> -kw("ipv6", "IPv6 dynamic crypto map") >>
              word("tag", "Dynamic crypto map template tag") >> number("sequence", 1, 65535, "Sequence to insert into dynamic map entry"),
              &dynamic_map_mode, entries)
            .no_needs(1).in("crypto dynamic-map").changes(topic),
    };
    return lines;
}

}  // namespace config
