#pragma once

#include <memory>
#include <string>

#include "cli/options.h"
#include "ipsec-dataplane/link.h"

namespace cli {

/// A link of the real world: a file descriptor that becomes readable when frames wait.
class KernelLink : public dataplane::Link {
public:
    ~KernelLink() override;
    int descriptor() const { return descriptor_; }
    /// The next frame into `buffer`; 0 when none waits.
    virtual std::size_t receive(std::span<std::uint8_t> buffer) = 0;
    bool is_up() const override { return true; }

protected:
    explicit KernelLink(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

/// tap:NAME (made if it is missing), packet:NAME (an existing interface whose addresses the kernel does not own), or
/// udp:LOCAL:PORT,REMOTE:PORT (one Ethernet frame per datagram). Throws std::runtime_error.
std::unique_ptr<KernelLink> open_link(const LinkOption& option);

}  // namespace cli
