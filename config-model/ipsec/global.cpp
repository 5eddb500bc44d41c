#include <array>

#include "config-model/field.h"
#include "config-model/ipsec/sa_parameters.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::ipsec_global;
constexpr std::string_view association_section = "crypto ipsec security-association";
constexpr std::string_view section = "crypto ipsec";

Syntax ipsec() { return kw("crypto", "Encryption module") >> kw("ipsec", "Configure IPSEC policy"); }
Syntax association() { return ipsec() >> kw("security-association", "Security association parameters"); }

void show_lifetime(const Configuration& configuration, Shown& shown) {
    for (const auto& text : lifetime_texts(configuration.ipsec.lifetime)) shown.raw("crypto ipsec security-association lifetime " + text);
}

void show_replay(const Configuration& configuration, Shown& shown) {
    if (configuration.ipsec.replay_window) shown.raw("crypto ipsec security-association " + replay_text(*configuration.ipsec.replay_window));
}

constexpr std::array df_bits{
    Choice{"clear", "Clear DF bit in outer IP header", static_cast<int>(DfBit::clear)},
    Choice{"copy", "Copy DF bit from inner IP header", static_cast<int>(DfBit::copy)},
    Choice{"set", "Set DF bit in outer IP header", static_cast<int>(DfBit::set)},
};

void set_fragmentation(Configuration& configuration, const Args& args) {
    configuration.ipsec.fragment_after_encryption = args.has("after-encryption");
}

void show_fragmentation(const Configuration& configuration, Shown& shown) {
    if (configuration.ipsec.fragment_after_encryption) shown.raw("crypto ipsec fragmentation after-encryption");
}

}  // namespace

std::span<const Line> ipsec_lifetime_lines() {
    static const Line lines[] = {
        line(association() >> lifetime_words(2592000))
            .set([](Configuration& c, const Args& args) { set_lifetime(c.ipsec.lifetime, args); })
            .unset([](Configuration& c, const Args& args) { unset_lifetime(c.ipsec.lifetime, args); })
            .reset([](Configuration& c, const Args& args) { unset_lifetime(c.ipsec.lifetime, args); })
            .show(&show_lifetime).no_needs(0).in(association_section).changes(topic),
        field<&Configuration::ipsec, &IpsecConfig::idle_time>(
            association() >> kw("idle-time", "Automatically delete IPSec SAs after a given idle period.") >>
            number(60, 86400, "Idle time in seconds"))
            .no_needs(0).in(association_section).changes(topic),
        line(association() >> replay_words())
            .set([](Configuration& c, const Args& args) { c.ipsec.replay_window = read_replay(args); })
            .unset([](Configuration& c, const Args&) { c.ipsec.replay_window.reset(); })
            .reset([](Configuration& c, const Args&) { c.ipsec.replay_window.reset(); })
            .show(&show_replay).no_needs(0).in(association_section).changes(topic),
    };
    return lines;
}

std::span<const Line> ipsec_global_lines() {
    static const Line lines[] = {
        line(ipsec() >> kw("df-bit", "Handling of encapsulated DF bit.") >> one_of("df", df_bits))
            .set([](Configuration& c, const Args& args) { c.ipsec.df_bit = args.get<DfBit>("df"); })
            .unset([](Configuration& c, const Args&) { c.ipsec.df_bit.reset(); })
            .reset([](Configuration& c, const Args&) { c.ipsec.df_bit.reset(); })
            .show([](const Configuration& c, Shown& shown) { if (c.ipsec.df_bit) shown.line(*c.ipsec.df_bit); })
            .no_needs(0).in(section).changes(topic),
        line(ipsec() >> kw("fragmentation", "Handling of fragmentation of near-MTU sized packets") >>
             (kw("after-encryption", "Fragment after encryption") | kw("before-encryption", "Fragment before encryption (default)")))
            .set(&set_fragmentation)
            .unset([](Configuration& c, const Args&) { c.ipsec.fragment_after_encryption = false; })
            .reset([](Configuration& c, const Args&) { c.ipsec.fragment_after_encryption = false; })
            .show(&show_fragmentation).no_needs(0).in(section).changes(topic),
        field<&Configuration::ipsec, &IpsecConfig::nat_transparency>(
            ipsec() >> kw("nat-transparency", "IPsec NAT transparency model") >> kw("udp-encapsulation", "UDP encapsulation of IPsec protocols"))
            .in(section).changes(topic),
        field<&Configuration::ipsec, &IpsecConfig::spi_matching>(
            ipsec() >> kw("nat-transparency", "IPsec NAT transparency model") >> kw("spi-matching", "Match inbound SPI to outbound SPI for IPsec aware NAT"))
            .warns("SPI matching is not modelled").in(section).changes(topic),
    };
    return lines;
}

}  // namespace config
