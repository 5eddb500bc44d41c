#include "show-commands/crypto/isakmp_peers.h"

#include "ike/engine.h"
#include "ike/isakmp/isakmp.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

class IsakmpPeerScreen final : public RowScreen<IsakmpPeerRow> {
public:
    IsakmpPeerScreen(const RouterView& view, const std::optional<config::IpAddress>& only) : view_(view), only_(only) {}

private:
    std::optional<IsakmpPeerRow> next() override {
        if (!view_.engine) return std::nullopt;
        while (auto peer = view_.engine->isakmp().next_peer(cursor_)) {
            cursor_ = peer->number;
            if (!only_ || peer->remote == *only_) return IsakmpPeerRow{std::move(*peer)};
        }
        return std::nullopt;
    }
    void print(const IsakmpPeerRow& row, TextWriter& out) override { print_isakmp_peer(row, out); }

    const RouterView& view_;
    std::optional<config::IpAddress> only_;
    std::uint32_t cursor_ = 0;
};

}  // namespace

void print_isakmp_peer(const IsakmpPeerRow& row, TextWriter& out) {
    out.line("Peer: ", row.peer.remote, " Port: ", row.peer.port, " Local: ", row.peer.local);
    out.line(" Phase1 id: ", row.peer.phase1_id);
    if (!row.peer.description.empty()) out.line(" Description: \"", row.peer.description, '"');
}

std::span<const config::Line> isakmp_peer_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto_isakmp() >> config::kw("peers", "Show ISAKMP peer structures") >> -config::ip("peer-address", "IP address of peer"),
                     +[](const RouterView& view, const config::Args& args) -> ScreenPointer {
                         return std::make_unique<IsakmpPeerScreen>(view, args.get<config::IpAddress>("peer-address"));
                     }),
    };
    return lines;
}

}  // namespace show
