#pragma once

#include "cli/options.h"
#include "cli/runtime/frame_source.h"

namespace cli {

/// The wires of the options, opened. KIND:TARGET is tap:NAME (made if it is missing), packet:NAME (an existing interface whose addresses
/// the kernel does not own), udp:LOCAL:PORT,REMOTE:PORT (one Ethernet frame per datagram), or iol:APPLICATION (Ethernet1/2 is unit 2 of
/// bay 1 of that IOL application, wired as NETMAP in the working directory says). Throws std::runtime_error or UsageError.
FrameSources open_links(const std::vector<LinkOption>& options);

}  // namespace cli
