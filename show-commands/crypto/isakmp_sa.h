#pragma once

#include <string>

#include "show-commands/crypto/crypto_rows.h"
#include "show-commands/row_screen.h"
#include "show-commands/show_look.h"

namespace show {

/// A row of `show crypto isakmp sa`, and its JSON.
struct IsakmpSaRow {
    ike::isakmp::SaView sa;
    template <class F>
    void fields(F&& field) const;
};

struct IsakmpSaFilter {
    bool detail = false;
    bool standby = false;              ///< SAs taken over from another router: this one has none
    bool nat = false;                  ///< only those behind address translation
    std::string vrf;                   ///< empty: any
    bool admits(const ike::isakmp::SaView& sa) const;
};

/// "des", "3des", "aes"; empty while unknown. The key size is not shown.
std::string_view encryption_word(const ike::isakmp::Suite& suite);
/// "md5", "sha", "sha256", …
std::string_view hash_word(const ike::isakmp::Suite& suite);
/// "psk", "rsig", "renc", "ecdsig"; empty where a user is authenticated after the pre-shared key.
std::string_view authentication_word(const ike::isakmp::Suite& suite);
/// Letters of C D K N X, in this order; empty: none.
std::string capability_letters(const ike::isakmp::SaView& sa);

void print_isakmp_sa(const ike::isakmp::SaView& sa, const ShowLook& look, TextWriter& out);
void print_isakmp_sa_detail(const ike::isakmp::SaView& sa, const ShowLook& look, TextWriter& out);

std::unique_ptr<Screen> isakmp_sa_screen(std::unique_ptr<CryptoRows> rows, const IsakmpSaFilter& filter, const ShowLook& look);

/// Counts for `show crypto isakmp sa count`.
struct IsakmpSaCount {
    std::uint64_t active = 0, standby = 0, negotiating = 0, dead = 0;

    template <class F>
    void fields(F&& field) const {
        field("active", active);
        field("standby", standby);
        field("negotiating", negotiating);
        field("dead", dead);
    }
};
IsakmpSaCount count_isakmp_sas(const CryptoRows& rows);
void print_isakmp_sa_count(const IsakmpSaCount& count, TextWriter& out);

}  // namespace show
