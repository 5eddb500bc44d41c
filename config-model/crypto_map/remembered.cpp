#include "config-model/crypto_map/modes.h"
#include "config-model/ipsec/option_set_lines.h"

namespace config {

namespace {

/// Session keys print with their own line.
void show_others(const CryptoMapEntry& entry, Shown& shown) {
    for (const auto& option : entry.options)
        if (!OptionLines<CryptoMapEntry>::begins(option, session_key_words)) shown.raw(option);
}

template <ChangeTopic topic>
std::span<const Line> remembered_lines() {
    using Options = OptionLines<CryptoMapEntry>;
    static const auto lines = [] {
        const auto set = [] { return kw("set", "Set values for encryption/decryption"); };
        auto all = option_set_lines<CryptoMapEntry, topic>();
        std::move(all.front()).show(&show_others);
        all.push_back(Options::line(set() >> kw("ip", "Interface Internet Protocol config commands") >>
                                        kw("access-group", "Specify access control for packets") >> text("List, in or out"),
                                    "decrypted packets are not filtered", topic, Options::Takes::many));
        all.push_back(Options::line(set() >> kw("nat", "Set NAT translation") >> kw("demux", "Set NAT demultiplexing"), "NAT is not modelled", topic));
        all.push_back(Options::line(kw("qos", "Quality of Service related commands") >>
                                        kw("pre-classify", "Enable QOS classification before packets are tunnel encapsulated"), "", topic));
        all.push_back(Options::line(kw("dialer", "Dialer related commands") >>
                                        kw("pre-classify", "Enable dialer list classification before initiating IKE"), "", topic));
        return all;
    }();
    return lines;
}

}  // namespace

std::span<const Line> crypto_map_remembered_lines() { return remembered_lines<ChangeTopic::crypto_map>(); }
std::span<const Line> dynamic_map_remembered_lines() { return remembered_lines<ChangeTopic::dynamic_map>(); }

}  // namespace config
