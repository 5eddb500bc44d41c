#include <array>

#include "config-model/interfaces/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::interfaces;

Syntax ipsec() { return kw("crypto", "Encryption/Decryption commands") >> kw("ipsec", "Set IPSec parameters"); }

constexpr std::array df_bits{
    Choice{"clear", "Clear DF bit in outer IP header", static_cast<int>(DfBit::clear)},
    Choice{"copy", "Copy DF bit from inner IP header", static_cast<int>(DfBit::copy)},
    Choice{"set", "Set DF bit in outer IP header", static_cast<int>(DfBit::set)},
};

void set_fragmentation(Interface& interface, const Args& args) {
    interface.fragment_after_encryption = args.has("after-encryption");
}

void unset_fragmentation(Interface& interface, const Args&) { interface.fragment_after_encryption.reset(); }

void show_fragmentation(const Interface& interface, Shown& shown) {
    if (!interface.fragment_after_encryption) return;
    shown.raw(*interface.fragment_after_encryption ? "crypto ipsec fragmentation after-encryption" : "crypto ipsec fragmentation before-encryption");
}

}  // namespace

std::span<const Line> interface_ipsec_lines() {
    static const Line lines[] = {
        line(ipsec() >> kw("df-bit", "Handling of encapsulated DF bit.") >> one_of(df_bits), &Interface::crypto_df_bit).no_needs(0).changes(topic),
        line(ipsec() >> kw("fragmentation", "Handling of fragmentation of near-MTU sized packets") >>
             (kw("after-encryption", "Fragment after encryption") | kw("before-encryption", "Fragment before encryption (default)")))
            .set(&set_fragmentation).unset(&unset_fragmentation).reset(&unset_fragmentation).show(&show_fragmentation)
            .no_needs(0).changes(topic),
    };
    return lines;
}

}  // namespace config
