#include "config-model/field.h"
#include "config-model/isakmp/modes.h"
#include "config-model/isakmp/peer_key.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::isakmp_key;

Result set_key(IsakmpKeyring& keyring, const Args& args) {
    auto key = read_key_peer(args);
    key.key = *read_isakmp_key(args);
    return add_isakmp_key(keyring.keys, std::move(key));
}

void unset_key(IsakmpKeyring& keyring, const Args& args) { erase_isakmp_key(keyring.keys, read_key_peer(args)); }

std::string peer_text(const IsakmpKey& key) {
    if (!key.address) return "hostname " + key.hostname;
    const auto& [address, length] = *key.address;
    if (address.is_v6()) return "address ipv6 " + address.text() + '/' + std::to_string(length);
    return "address " + address.text() + (length == 32 ? "" : ' ' + key.address->mask().text());
}

void show_keys(const IsakmpKeyring& keyring, Shown& shown) {
    for (const auto& key : keyring.keys) shown.raw("pre-shared-key " + peer_text(key) + " key " + isakmp_key_text(key.key));
}

void set_local(IsakmpKeyring& keyring, const Args& args) {
    keyring.local_address = args.get<IpAddress>("value");
    keyring.local_interface = args.get<InterfaceName>("out");
}

void unset_local(IsakmpKeyring& keyring, const Args&) {
    keyring.local_address.reset();
    keyring.local_interface.reset();
}

void show_local(const IsakmpKeyring& keyring, Shown& shown) {
    if (keyring.local_address) shown.raw("local-address " + keyring.local_address->text());
    if (keyring.local_interface) shown.raw("local-address " + keyring.local_interface->text());
}

std::span<const Line> keyring_lines() {
    static const Line lines[] = {
        line(kw("description", "Specify a description of this keyring") >> text("description of this keyring"), &IsakmpKeyring::description)
            .no_needs(0).changes(topic),
        line(kw("local-address", "Specify an interface to use as local address") >> (ip("value", "IP address") | interface_name("out", "Interface")))
            .set(&set_local).unset(&unset_local).reset(&unset_local).show(&show_local).no_needs(0).changes(topic),
        line(kw("pre-shared-key", "Define IKE pre-shared key") >> key_peer_words() >> kw("key", "specify key") >> isakmp_key_value())
            .set(&set_key).unset(&unset_key).reset(&unset_key).show(&show_keys).no_needs(2).changes(topic),
    };
    return lines;
}

using Keyrings = NamedEntries<Configuration, &Configuration::isakmp, &IsakmpConfig::keyrings>;

Result open(Configuration& configuration, const Args& args, Edit& edit) {
    if (auto result = Keyrings::open(configuration, args, edit); !result) return result;
    if (args.has("table")) configuration.isakmp.keyrings.find(args.value(0)->text)->vrf = args.text("table");
    return Result::ok();
}

/// Two blanks end the title, one the title with a VRF.
void each(const Configuration& configuration, ShownEntries& entries) {
    for (const auto& keyring : configuration.isakmp.keyrings)
        entries.add_raw(keyring, "crypto keyring " + keyring.name + (keyring.vrf.empty() ? "  " : " vrf " + keyring.vrf + ' '));
}

}  // namespace

const Mode& isakmp_keyring_mode() {
    static const Mode mode = Mode::of<IsakmpKeyring>(
        {.prompt = "conf-keyring", .title = "Keyring commands:", .exit_help = "Exit from keyring sub mode", .indent = 2},
        {keyring_lines()});
    return mode;
}

std::span<const Line> isakmp_keyring_headers() {
    static const Entries<Configuration, IsakmpKeyring> entries{&Keyrings::find, &open, &Keyrings::erase, &each};
    static const Line lines[] = {
        opens(kw("crypto", "Encryption module") >> kw("keyring", "Key ring commands") >> word("Name of the keyring") >>
              -(kw("vrf", "Specify FVRF for this keyring") >> word("table", "FVRF name")), &isakmp_keyring_mode, entries)
            .in("crypto keyring").changes(topic),
    };
    return lines;
}

}  // namespace config
