#pragma once

#include <vector>

#include "show-commands/crypto/ikev2_sa.h"

namespace show {

/// One session: the IKE SAs that share its number (two while one is being rekeyed) and their children.
struct Ikev2SessionRow {
    std::uint32_t session_id = 0;
    std::vector<ike::IkeSaView> sas;   ///< ascending by tunnel-id

    template <class F>
    void fields(F&& field) const;
};

/// `Session-id:` line, SAs and child SAs, with the empty line after them.
void print_ikev2_session(const Ikev2SessionRow& row, bool detailed, const ShowLook& look, TextWriter& out);

std::unique_ptr<Screen> ikev2_session_screen(std::unique_ptr<CryptoRows> rows, bool detailed, const ShowLook& look);

}  // namespace show
