#pragma once

#include <string>

#include "ike/isakmp/views.h"
#include "show-commands/text_writer.h"

namespace show {

/// A peer with which this router has, or lately had, an IKEv1 SA.
struct IsakmpPeerRow {
    ike::isakmp::PeerView peer;
    template <class F>
    void fields(F&& field) const {
        field("remote", peer.remote);
        field("port", peer.port);
        field("local", peer.local);
        field("phase1_id", peer.phase1_id);
        field("description", peer.description);
    }
};

void print_isakmp_peer(const IsakmpPeerRow& row, TextWriter& out);

}  // namespace show
