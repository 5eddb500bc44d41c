#pragma once

#include <optional>

#include "show-commands/crypto/crypto_rows.h"
#include "show-commands/row_screen.h"
#include "show-commands/show_look.h"

namespace show {

/// One IKE SA, header included, as `show crypto ikev2 sa [detailed]` and `… session` print it. Without an empty line after it.
void print_ikev2_sa(const ike::IkeSaView& sa, bool detailed, const ShowLook& look, TextWriter& out);

struct Ikev2SaFilter {
    std::optional<config::IpAddress> local, remote;
    bool detailed = false;
    bool admits(const ike::IkeSaView& sa) const { return (!local || sa.local == *local) && (!remote || sa.remote == *remote); }
};

/// A row of `show crypto ikev2 sa`, and its JSON.
struct Ikev2SaRow {
    ike::IkeSaView sa;
    template <class F>
    void fields(F&& field) const;
};

std::unique_ptr<Screen> ikev2_sa_screen(std::unique_ptr<CryptoRows> rows, const Ikev2SaFilter& filter, const ShowLook& look);

}  // namespace show
