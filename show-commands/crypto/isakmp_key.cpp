#include "show-commands/crypto/isakmp_key.h"

#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

void put_host(const config::IsakmpKey& key, TextWriter& out) {
    if (!key.address) return static_cast<void>(out.put(key.hostname));
    const config::Prefix& prefix = *key.address;
    const bool host = prefix.length == prefix.address.bits();
    out.put(prefix.address);
    if (host) return;
    if (prefix.address.is_v6()) out.put('/', prefix.length);
    else out.put(at(28), '[', prefix.mask(), at(44), ']');
}

void put_key(const config::PresharedKey& key, TextWriter& out) {
    constexpr std::uint8_t encrypted = 6;
    if (key.type == encrypted) return static_cast<void>(out.put("(encrypted)"));
    const auto bytes = key.key.reveal();
    out.put(std::string(bytes.begin(), bytes.end()));
}

void print_keys(std::string_view keyring, const std::vector<config::IsakmpKey>& keys, TextWriter& out) {
    for (const config::IsakmpKey& key : keys) {
        put_host(key, out.put(&key == &keys.front() ? keyring : std::string_view{}, at(13)));
        put_key(key.key, out.put(at(57)));
        out.end();
    }
}

/// What JSON has of a key: the cells of its line.
struct IsakmpKeyRow {
    std::string keyring;
    config::IsakmpKey key;

    template <class F>
    void fields(F&& field) const {
        field("keyring", keyring);
        field("address", key.address ? std::optional(key.address->address) : std::nullopt);
        field("prefix_length", key.address ? std::optional(key.address->length) : std::nullopt);
        field("hostname", key.address ? std::nullopt : std::optional(key.hostname));
        TextWriter text;
        put_key(key.key, text);
        field("preshared_key", text.take());
    }
};

std::vector<IsakmpKeyRow> key_rows(const config::IsakmpConfig& isakmp) {
    std::vector<IsakmpKeyRow> rows;
    for (const config::IsakmpKey& key : isakmp.keys) rows.push_back({"default", key});
    for (const config::IsakmpKeyring& keyring : isakmp.keyrings)
        for (const config::IsakmpKey& key : keyring.keys) rows.push_back({keyring.name, key});
    return rows;
}

}  // namespace

void print_isakmp_keys(const config::IsakmpConfig& isakmp, TextWriter& out) {
    out.line("Keyring      Hostname/Address                            Preshared Key").end();
    print_keys("default", isakmp.keys, out);
    for (const config::IsakmpKeyring& keyring : isakmp.keyrings) print_keys(keyring.name, keyring.keys, out);
}

std::span<const config::Line> isakmp_key_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto_isakmp() >> config::kw("key", "Show ISAKMP preshared keys"),
                     +[](const RouterView& view, const config::Args&) {
                         return whole_screen([&view](TextWriter& out) { print_isakmp_keys(view.configuration.isakmp, out); },
                                             [&view] { return key_rows(view.configuration.isakmp); });
                     }).privilege(15),
    };
    return lines;
}

}  // namespace show
