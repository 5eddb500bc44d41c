#include "show-commands/crypto/engine.h"

#include <deque>

#include "ipsec-dataplane/data_plane.h"
#include "show-commands/crypto/crypto_rows.h"
#include "show-commands/crypto/ike_names.h"
#include "show-commands/crypto/isakmp_sa.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

std::string_view short_hash(dataplane::Integrity integrity) {
    switch (integrity) {
        case dataplane::Integrity::none: return "";
        case dataplane::Integrity::hmac_md5_96: return "MD5";
        case dataplane::Integrity::hmac_sha1_96: return "SHA";
        case dataplane::Integrity::hmac_sha2_256_128: return "SHA256";
        case dataplane::Integrity::hmac_sha2_384_192: return "SHA384";
        case dataplane::Integrity::hmac_sha2_512_256: return "SHA512";
    }
    return {};
}

std::string sized(std::string_view name, unsigned bits) {
    return std::string(name) + (bits > 128 ? std::to_string(bits) : std::string{});
}

std::string short_cipher(const dataplane::EspSuite& suite) {
    switch (suite.encryption) {
        case dataplane::Encryption::null: return "NULL";
        case dataplane::Encryption::des: return "DES";
        case dataplane::Encryption::triple_des: return "3DES";
        case dataplane::Encryption::aes_cbc: return sized("AES", suite.key_bits);
        case dataplane::Encryption::aes_gcm: return sized("AES-GCM", suite.key_bits);
        case dataplane::Encryption::chacha20_poly1305: return "CHACHA20";
    }
    return {};
}

/// "3DES+MD5", "AES-GCM256"
std::string ipsec_algorithm(const dataplane::SaParameters& sa) {
    const auto hash = short_hash(sa.suite.integrity);
    if (sa.protocol == dataplane::IpsecProtocol::ah) return std::string(hash);
    std::string name = short_cipher(sa.suite);
    if (!hash.empty()) name.append("+").append(hash);
    return name;
}

/// "SHA256+AES256": the PRF's hash, then the cipher.
std::string ike_algorithm(const ike::IkeSaView& sa) {
    if (sa.encryption == ike::EncryptionId::none) return {};
    const auto hash = prf_name(sa.prf) == "SHA1" ? "SHA" : prf_name(sa.prf);
    const bool cbc = sa.encryption == ike::EncryptionId::AES_CBC;
    const auto cipher = cbc ? "AES" : encryption_name(sa.encryption);
    return std::string(hash) + '+' + sized(cipher, has_key_size(sa.encryption) ? sa.key_bits : 0);
}

/// "SHA+3DES"
std::string isakmp_algorithm(const ike::isakmp::SaView& sa) {
    std::string name{hash_word(sa.suite)};
    if (name.empty()) return name;
    name.append("+").append(encryption_word(sa.suite));
    for (char& letter : name)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return sized(name, sa.suite.key_bits);
}

EngineConnectionRow ipsec_row(const dataplane::SaView& sa, bool inbound) {
    EngineConnectionRow row{sa.connection_id, "IPsec", ipsec_algorithm(sa.parameters), 0, 0, 0, sa.parameters.local_address};
    (inbound ? row.decrypted : row.encrypted) = sa.packets;
    if (inbound) row.last_sequence = sa.last_sequence;
    return row;
}

/// IPsec connections in the order of their identities, then the IKE SAs.
class EngineConnections final : public RowScreen<EngineConnectionRow> {
public:
    explicit EngineConnections(std::unique_ptr<CryptoRows> rows) : rows_(std::move(rows)) {}

private:
    std::optional<EngineConnectionRow> next() override {
        while (waiting_.empty() && fetch_flow()) {}
        if (!waiting_.empty()) {
            EngineConnectionRow row = std::move(waiting_.front());
            waiting_.pop_front();
            return row;
        }
        if (const auto sa = rows_->next_ike_sa(tunnel_id_)) {
            tunnel_id_ = sa->tunnel_id;
            return EngineConnectionRow{sa->ce_id, "IKEv2", ike_algorithm(*sa), 0, 0, 0, sa->local};
        }
        while (const auto sa = rows_->next_isakmp_sa(isakmp_)) {
            isakmp_ = sa->number;
            if (sa->conn_id == 0 || sa->deleted) continue;
            return EngineConnectionRow{sa->conn_id, "IKE", isakmp_algorithm(*sa), 0, 0, 0, sa->local};
        }
        return std::nullopt;
    }
    bool fetch_flow() {
        const auto flow = rows_->next_flow(flow_);
        if (!flow) return false;
        flow_ = flow->flow.id;
        for (const dataplane::SaView& sa : flow->inbound) waiting_.push_back(ipsec_row(sa, true));
        for (const dataplane::SaView& sa : flow->outbound) waiting_.push_back(ipsec_row(sa, false));
        return true;
    }
    void print_head(TextWriter& out) override {
        out.line("Crypto Engine Connections").end();
        out.line("   ID  Type    Algorithm           Encrypt  Decrypt LastSeqN IP-Address");
    }
    void print(const EngineConnectionRow& row, TextWriter& out) override { print_engine_connection(row, out); }

    std::unique_ptr<CryptoRows> rows_;
    dataplane::FlowId flow_ = 0;
    std::uint32_t tunnel_id_ = 0, isakmp_ = 0;
    std::deque<EngineConnectionRow> waiting_;   ///< rest of the identity fetched last
};

std::string_view backend_of(const RouterView& view) { return view.data_plane ? view.data_plane->crypto_backend() : "none"; }

/// What JSON has of the engine.
struct EngineRow {
    std::string_view library;

    template <class F>
    void fields(F&& field) const {
        field("name", "software crypto engine");
        field("type", "software");
        field("state", "installed");
        field("library", library);
    }
};

void print_engine(std::string_view backend, TextWriter& out) {
    out.end();
    out.line("        crypto engine name:  software crypto engine");
    out.line("        crypto engine type:  software");
    out.line("       crypto engine state:  installed");
    out.line("     crypto engine in slot:  N/A");
    out.line("            crypto library:  ", backend);
}

}  // namespace

void print_engine_connection(const EngineConnectionRow& row, TextWriter& out) {
    out.line(right(row.id, 5), "  ", row.type, at(15), row.algorithm, at(35), right(row.encrypted, 7), right(row.decrypted, 9),
             right(row.last_sequence, 9), ' ', row.address);
}

std::unique_ptr<Screen> engine_connections_screen(std::unique_ptr<CryptoRows> rows) {
    return std::make_unique<EngineConnections>(std::move(rows));
}

std::span<const config::Line> crypto_engine_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto() >> kw("engine", "Show crypto engine info") >> kw("brief", "Show all crypto engines in the system"),
                     +[](const RouterView& view, const config::Args&) {
                         return whole_screen([&view](TextWriter& out) { print_engine(backend_of(view), out); },
                                             [&view] { return std::vector{EngineRow{backend_of(view)}}; });
                     }),
        config::line(show_crypto() >> kw("engine", "Show crypto engine info") >>
                         kw("connections", "Show connection information") >> kw("active", "Show all active crypto engine connections"),
                     +[](const RouterView& view, const config::Args&) { return engine_connections_screen(rows_of(view)); }),
    };
    return lines;
}

}  // namespace show
