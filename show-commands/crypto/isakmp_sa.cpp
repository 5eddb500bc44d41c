#include "show-commands/crypto/isakmp_sa.h"

#include <algorithm>

#include "show-commands/duration.h"

namespace show {

namespace {

using namespace ike::isakmp;

template <class Id>
struct Word {
    Id id;
    std::string_view word;
};

constexpr Word<Phase1Encryption> encryptions[] = {
    {Phase1Encryption::DES_CBC, "des"},
    {Phase1Encryption::TRIPLE_DES_CBC, "3des"},
    {Phase1Encryption::AES_CBC, "aes"},
};
constexpr Word<Phase1Hash> hashes[] = {
    {Phase1Hash::MD5, "md5"},         {Phase1Hash::SHA, "sha"},         {Phase1Hash::SHA2_256, "sha256"},
    {Phase1Hash::SHA2_384, "sha384"}, {Phase1Hash::SHA2_512, "sha512"},
};
constexpr Word<Phase1Auth> authentications[] = {
    {Phase1Auth::PRE_SHARED, "psk"},   {Phase1Auth::RSA_SIG, "rsig"},     {Phase1Auth::RSA_ENC, "renc"},
    {Phase1Auth::ECDSA_256, "ecdsig"}, {Phase1Auth::ECDSA_384, "ecdsig"}, {Phase1Auth::ECDSA_521, "ecdsig"},
};

template <class Id, std::size_t size>
constexpr std::string_view word_in(const Word<Id> (&table)[size], Id id) {
    for (const Word<Id>& row : table)
        if (row.id == id) return row.word;
    return {};
}

const config::IpAddress& initiator(const SaView& sa) { return sa.initiator ? sa.local : sa.remote; }
const config::IpAddress& responder(const SaView& sa) { return sa.initiator ? sa.remote : sa.local; }
std::string_view state_word(const SaView& sa) { return name_of(sa.deleted ? Label::MM_NO_STATE : sa.label); }
std::string_view status_word(const SaView& sa) { return sa.deleted ? "ACTIVE (deleted)" : "ACTIVE"; }
bool is_known(const SaView& sa) { return sa.suite.encryption != Phase1Encryption::none; }
bool is_alive(const SaView& sa) { return sa.active && !sa.deleted; }

std::string remaining(const SaView& sa) { return is_alive(sa) ? hours_minutes_seconds(sa.seconds_left) : "0"; }

void put_group(const SaView& sa, TextWriter& out) {
    if (is_known(sa)) out.put(static_cast<unsigned>(sa.suite.group));
}

void put_engine(const SaView& sa, TextWriter& out) {
    out.put("Engine-id:Conn-id =  ");
    if (is_alive(sa) && sa.engine_id != 0) out.put("SW:", sa.engine_id);
    else out.put("????");
    out.line(sa.deleted ? " (deleted)" : "");
}

void print_detail_v4(const SaView& sa, TextWriter& out) {
    out.put(sa.conn_id, at(6), sa.local, at(22), sa.remote, at(38), sa.ivrf, at(45), "ACTIVE", at(52),
            encryption_word(sa.suite), at(57), hash_word(sa.suite), at(64), authentication_word(sa.suite), at(69));
    put_group(sa, out);
    out.line(at(72), remaining(sa), at(81), capability_letters(sa), at(85));
    put_engine(sa, out.put("       "));
    out.end();
}

void print_detail_v6(const SaView& sa, TextWriter& out) {
    out.line(" dst: ", responder(sa)).line(" src: ", initiator(sa));
    out.line(" conn-id: ", right(sa.conn_id, 6), "  I-VRF: ", sa.ivrf, at(32), "Status: ACTIVE Encr: ",
             encryption_word(sa.suite), at(58), "Hash: ", hash_word(sa.suite), at(71), "Auth: ", authentication_word(sa.suite));
    put_group(sa, out.put(" DH: "));
    out.put(at(8), "Lifetime: ", remaining(sa), at(27), "Cap: ", capability_letters(sa), at(38));
    put_engine(sa, out);
    out.end();
}

void print_detail_12(const SaView& sa, TextWriter& out) {
    out.put(sa.conn_id, at(6), sa.local, at(22), sa.remote, at(38), sa.ivrf, at(46), encryption_word(sa.suite), at(51),
            hash_word(sa.suite), at(56), authentication_word(sa.suite), at(61));
    put_group(sa, out);
    out.put(at(64), remaining(sa));
    const std::string letters = capability_letters(sa);
    if (!letters.empty()) out.put(at(73), letters);
    out.end();
}

constexpr std::string_view plain_head = "dst             src             state          conn-id status\n";
constexpr std::string_view plain_head_12 = "dst             src             state           conn-id    slot\n";
constexpr std::string_view detail_head = "\nC-id  Local           Remote          I-VRF  Status Encr Hash   Auth DH Lifetime Cap.\n\n";
constexpr std::string_view detail_head_12 = "C-id  Local           Remote          I-VRF   Encr Hash Auth DH Lifetime Cap.\n";

/// IPv4 before IPv6; newest first, in 12.x oldest first. Holds the numbers of one family, and looks each SA up again when its turn comes.
class IsakmpSaScreen final : public RowScreen<IsakmpSaRow> {
public:
    IsakmpSaScreen(std::unique_ptr<CryptoRows> rows, const IsakmpSaFilter& filter, const ShowLook& look)
        : rows_(std::move(rows)), filter_(filter), look_(look) {}

private:
    std::optional<IsakmpSaRow> next() override {
        if (!begun_) collect();
        for (;;) {
            while (!numbers_.empty()) {
                auto sa = rows_->isakmp_sa(numbers_.back());
                numbers_.pop_back();
                if (sa) return IsakmpSaRow{std::move(*sa)};
            }
            if (v6_) return std::nullopt;
            v6_ = true;
            collect();
        }
    }
    void collect() {
        begun_ = true;
        for (auto sa = rows_->next_isakmp_sa(0); sa; sa = rows_->next_isakmp_sa(sa->number))
            if (sa->remote.is_v6() == v6_ && filter_.admits(*sa)) numbers_.push_back(sa->number);
        if (!look_.isakmp_families) std::reverse(numbers_.begin(), numbers_.end());
    }

    void print_head(TextWriter& out) override {
        if (filter_.detail) out.block(look_.isakmp_codes);
        if (look_.isakmp_families) out.line("IPv4 Crypto ISAKMP SA");
        if (look_.isakmp_families) out.block(filter_.detail ? detail_head : plain_head);
        else out.block(filter_.detail ? detail_head_12 : plain_head_12);
    }
    void print(const IsakmpSaRow& row, TextWriter& out) override {
        if (v6_) print_v6_title(out);
        if (filter_.detail) print_isakmp_sa_detail(row.sa, look_, out);
        else print_isakmp_sa(row.sa, look_, out);
    }
    void print_foot(TextWriter& out) override { print_v6_title(out); }

    /// Detailed rows end with an empty line of their own.
    void print_v6_title(TextWriter& out) {
        if (titled_ || !look_.isakmp_families) return;
        titled_ = true;
        if (!filter_.detail) out.end();
        out.line("IPv6 Crypto ISAKMP SA").end();
    }

    std::unique_ptr<CryptoRows> rows_;
    IsakmpSaFilter filter_;
    const ShowLook& look_;
    std::vector<std::uint32_t> numbers_;   ///< still to come, the next one last
    bool begun_ = false, v6_ = false, titled_ = false;
};

}  // namespace

std::string_view encryption_word(const Suite& suite) { return word_in(encryptions, suite.encryption); }
std::string_view hash_word(const Suite& suite) { return word_in(hashes, suite.hash); }
std::string_view authentication_word(const Suite& suite) { return word_in(authentications, suite.authentication); }

std::string capability_letters(const SaView& sa) {
    std::string letters;
    if (sa.config_mode) letters += 'C';
    if (sa.dpd) letters += 'D';
    if (sa.keepalives) letters += 'K';
    if (sa.nat_traversal) letters += 'N';
    if (sa.xauth) letters += 'X';
    return letters;
}

bool IsakmpSaFilter::admits(const SaView& sa) const {
    return !standby && (!nat || sa.nat_traversal) && (vrf.empty() || sa.ivrf == vrf || sa.fvrf == vrf);
}

template <class F>
void IsakmpSaRow::fields(F&& field) const {
    field("conn_id", sa.conn_id);
    field("local", sa.local);
    field("local_port", sa.local_port);
    field("remote", sa.remote);
    field("remote_port", sa.remote_port);
    field("initiator", sa.initiator);
    field("state", state_word(sa));
    field("active", is_alive(sa));
    field("deleted", sa.deleted);
    field("ivrf", sa.ivrf);
    field("encryption", encryption_word(sa.suite));
    field("key_size", sa.suite.key_bits);
    field("hash", hash_word(sa.suite));
    field("authentication", authentication_word(sa.suite));
    field("dh_group", static_cast<unsigned>(sa.suite.group));
    field("life_seconds", sa.lifetime);
    field("seconds_left", sa.seconds_left);
    field("capabilities", capability_letters(sa));
    field("profile", sa.profile);
    field("group", sa.group);
    field("username", sa.username);
    field("phase1_id", sa.phase1_id);
    field("assigned_address", sa.assigned.value_or(config::IpAddress{}));
}

void print_isakmp_sa(const SaView& sa, const ShowLook& look, TextWriter& out) {
    if (!look.isakmp_families) {
        out.line(responder(sa), at(16), initiator(sa), at(32), state_word(sa), at(47), ' ', right(sa.conn_id, 7), right(0U, 8));
    } else if (sa.remote.is_v6()) {
        out.line(" dst: ", responder(sa)).line(" src: ", initiator(sa));
        out.line(" state: ", state_word(sa), at(23), " conn-id: ", right(sa.conn_id, 6), " status: ", status_word(sa)).end();
    } else {
        out.line(responder(sa), at(16), initiator(sa), at(32), state_word(sa), at(46), ' ', right(sa.conn_id, 7), ' ', status_word(sa));
    }
}

void print_isakmp_sa_detail(const SaView& sa, const ShowLook& look, TextWriter& out) {
    if (!look.isakmp_families) print_detail_12(sa, out);
    else if (sa.remote.is_v6()) print_detail_v6(sa, out);
    else print_detail_v4(sa, out);
}

std::unique_ptr<Screen> isakmp_sa_screen(std::unique_ptr<CryptoRows> rows, const IsakmpSaFilter& filter, const ShowLook& look) {
    return std::make_unique<IsakmpSaScreen>(std::move(rows), filter, look);
}

IsakmpSaCount count_isakmp_sas(const CryptoRows& rows) {
    IsakmpSaCount count;
    for (auto sa = rows.next_isakmp_sa(0); sa; sa = rows.next_isakmp_sa(sa->number))
        ++(sa->deleted ? count.dead : sa->active ? count.active : count.negotiating);
    return count;
}

void print_isakmp_sa_count(const IsakmpSaCount& count, TextWriter& out) {
    out.line("Active ISAKMP SA's: ", count.active).end();
    out.line("Standby ISAKMP SA's: ", count.standby).end();
    out.line("Currently being negotiated ISAKMP SA's: ", count.negotiating).end();
    out.line("Dead ISAKMP SA's: ", count.dead).end();
}

}  // namespace show
