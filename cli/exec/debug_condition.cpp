#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/exec/commands.h"
#include "cli/exec/exec.h"
#include "debug/crypto_conditions.h"
#include "show-commands/row_screen.h"

namespace cli {

using namespace config;
using debug::CryptoConditions;
using debug::CryptoPart;

namespace {

template <class T>
void change(std::vector<T>& all, const T& value, bool on) {
    std::erase(all, value);
    if (on) all.push_back(value);
}

/// Adds what the arguments name, or takes it away.
void change(CryptoConditions& conditions, const Args& args, bool on) {
    if (const auto peer = args.get<IpAddress>("peer-address"))
        change(conditions.peers, Prefix{*peer, static_cast<std::uint8_t>(peer->is_v6() ? 128 : 32)}, on);
    if (const auto net = args.get<IpAddress>("subnet"))
        if (const auto length = mask_length(*args.get<IpAddress>("mask"))) change(conditions.peers, Prefix{*net, *length}, on);
    const auto name = [&](std::string_view word, std::vector<std::string>& all) {
        if (args.has(word)) change(all, std::string{args.text(word)}, on);
    };
    name("hostname-text", conditions.hostnames);
    name("group-name", conditions.groups);
    name("user-name", conditions.usernames);
    name("fvrf-name", conditions.fvrfs);
    name("ivrf-name", conditions.ivrfs);
    if (const auto spi = args.find("spi-value")) change(conditions.spis, static_cast<std::uint32_t>(spi->number), on);
    if (const auto id = args.find("connection")) change(conditions.connections, static_cast<std::uint32_t>(id->number), on);
    if (args.has("unmatched"))
        for (const auto part : {CryptoPart::isakmp, CryptoPart::ipsec, CryptoPart::engine}) {
            const bool all = !args.has("part");
            if (all || args.number("part") == static_cast<int>(part)) conditions.unmatched[static_cast<std::size_t>(part)] = on;
        }
}

template <bool On>
void turn(Exec& exec, const Args& args) {
    CryptoConditions conditions = exec.ports().crypto_conditions();
    change(conditions, args, On);
    exec.ports().set_crypto_conditions(std::move(conditions));
}

void reset(Exec& exec, const Args&) { exec.ports().set_crypto_conditions({}); }

constexpr std::array parts{
    Choice{"engine", "Crypto engine", static_cast<int>(CryptoPart::engine)},
    Choice{"ipsec", "IPsec", static_cast<int>(CryptoPart::ipsec)},
    Choice{"isakmp", "ISAKMP", static_cast<int>(CryptoPart::isakmp)},
};

Syntax condition_words(Syntax verb) {
    return std::move(verb) >> kw("crypto", "Cryptographic subsystem") >> kw("condition", "Define debug condition filters");
}
Syntax engine_id() { return kw("engine-id", "Crypto engine identification") >> number(1, 64, "Engine id"); }

Syntax peer_condition() {
    return kw("peer", "IKE peer based filters") >>
           ((kw("group", "IKE peer group filter") >> word("group-name", "Unity group name")) |
            (kw("hostname", "IKE peer hostname filter") >> word("hostname-text", "FQDN host name")) |
            (kw("ipv4", "IKE peer IPv4 address filter") >> ipv4("peer-address", "Peer IP address")) |
            (kw("ipv6", "IKE peer IPv6 address filter") >> ipv6("peer-address", "Peer IPv6 address")) |
            (kw("subnet", "IKE peer subnet filter") >> ipv4("subnet", "Subnet address") >> mask("mask", "Subnet mask")) |
            (kw("username", "IKE peer username filter") >> word("user-name", "FQDN user name")));
}

Syntax condition() {
    return (kw("connid", "Connection ID filter") >> number("connection", 1, 2147483647, "Connection id") >> engine_id()) |
           (kw("flowid", "Flow ID filter") >> number("connection", 1, 2147483647, "Flow id") >> engine_id()) |
           (kw("fvrf", "Front-door VRF filter") >> word("fvrf-name", "VRF name")) |
           (kw("ivrf", "Inside VRF filter") >> word("ivrf-name", "VRF name")) | peer_condition() |
           (kw("spi", "SPI filter") >> number("spi-value", 0, 4294967295, "SPI value")) |
           (kw("unmatched", "Output debugs even if no context available") >> -one_of("part", parts));
}

Syntax debug_word() { return kw("debug", "Debugging functions (see also 'undebug')"); }
Syntax undebug_word() { return kw("undebug", "Disable debugging functions (see also 'debug')"); }
Syntax reset_word() { return kw("reset", "Reset all conditions"); }

template <class T, class F>
std::string filters(std::string_view title, const std::vector<T>& all, F text) {
    if (all.empty()) return {};
    std::string lines = fmt::format("\n{}\n", title);
    for (const T& each : all) lines += text(each) + "\n";
    return lines;
}

std::string peer_text(const Prefix& peer) {
    const bool host = peer.length == (peer.address.is_v6() ? 128 : 32);
    return host ? peer.address.text() : peer.address.text() + " " + peer.mask().text();
}

bool is_v6(const Prefix& peer) { return peer.address.is_v6(); }
bool is_subnet(const Prefix& peer) { return !is_v6(peer) && peer.length < 32; }

template <class Keep>
std::vector<Prefix> those(std::vector<Prefix> peers, Keep keep) { return std::erase_if(peers, [&](const Prefix& each) { return !keep(each); }), peers; }

/// The conditions for JSON.
struct ConditionsRow {
    CryptoConditions is;

    template <class F>
    void fields(F&& field) const {
        const auto unmatched = [this](CryptoPart part) { return bool{is.unmatched[static_cast<std::size_t>(part)]}; };
        std::vector<std::string> peers;
        for (const Prefix& peer : is.peers) peers.push_back(peer_text(peer));
        field("on", is.any());
        field("unmatched_ike", unmatched(CryptoPart::isakmp));
        field("unmatched_ipsec", unmatched(CryptoPart::ipsec));
        field("unmatched_engine", unmatched(CryptoPart::engine));
        field("peers", peers);
        field("hostnames", is.hostnames);
        field("groups", is.groups);
        field("usernames", is.usernames);
        field("fvrfs", is.fvrfs);
        field("ivrfs", is.ivrfs);
        field("connections", is.connections);
        field("spis", is.spis);
    }
};

void show_conditions(Exec& exec, const Args&) {
    const CryptoConditions& is = exec.ports().crypto_conditions();
    const auto flag = [&](CryptoPart part) { return is.unmatched[static_cast<std::size_t>(part)] ? "ON" : "OFF"; };
    std::string text = fmt::format("\nCrypto conditional debug currently is turned {}\n", is.any() ? "ON" : "OFF");
    text += fmt::format("IKE debug context unmatched flag:{}\nIPsec debug context unmatched flag:{}\nCrypto Engine debug context unmatched flag:{}\n",
                        flag(CryptoPart::isakmp), flag(CryptoPart::ipsec), flag(CryptoPart::engine));
    const auto same = [](const std::string& name) { return name; };
    const auto number = [](std::uint32_t value) { return std::to_string(value); };
    text += filters("IKE peer IP address filters:", those(is.peers, [](const Prefix& each) { return !is_v6(each) && !is_subnet(each); }), &peer_text);
    text += filters("IKE peer IPv6 address filters:", those(is.peers, &is_v6), &peer_text);
    text += filters("IKE peer IP subnet filters:", those(is.peers, &is_subnet), &peer_text);
    text += filters("IKE peer hostname filters:", is.hostnames, same) + filters("IKE peer group filters:", is.groups, same) +
            filters("IKE peer username filters:", is.usernames, same) + filters("IKE fvrf filters:", is.fvrfs, same) +
            filters("IKE ivrf filters:", is.ivrfs, same) +
            filters("IKE connection ID filters[connid:engine_id]:", is.connections, [](std::uint32_t id) { return fmt::format("{}:1", id); }) +
            filters("IPsec SPI filters:", is.spis, number);
    exec.list(show::whole_screen([text](show::TextWriter& out) { out.block(text); }, [is] { return std::vector{ConditionsRow{is}}; }));
}

}  // namespace

std::span<const Line> debug_condition_lines() {
    static const Line lines[] = {
        line(condition_words(debug_word()) >> condition(), &turn<true>).privilege(15),
        line(condition_words(debug_word()) >> reset_word(), &reset).privilege(15),
        line(condition_words(undebug_word()) >> condition(), &turn<false>).privilege(15),
        line(condition_words(kw("no", "Disable debugging functions") >> debug_word()) >> condition(), &turn<false>).privilege(15),
        line(kw("show", "Show running system information") >> kw("crypto", "Encryption module") >>
                 kw("debug-condition", "Debug Condition filters"), &show_conditions).privilege(15),
    };
    return lines;
}

}  // namespace cli
