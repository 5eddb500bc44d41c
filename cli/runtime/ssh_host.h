#pragma once

#include <memory>
#include <string>

#include "cli/router/router.h"

struct ssh_bind_struct;
struct ssh_session_struct;

namespace cli {

/// A router as an SSH host: its keys, RSA and Ed25519, made when first needed and kept in its NVRAM, and the algorithms it offers.
class SshHost {
public:
    explicit SshHost(Router& router);
    ~SshHost();
    SshHost(const SshHost&) = delete;
    SshHost& operator=(const SshHost&) = delete;

    /// Makes the session the server's end of a connected socket, which it owns from then on. False: that was not possible.
    bool accept(ssh_session_struct* session, int socket);

private:
    void prepare();

    Router& router_;
    std::unique_ptr<ssh_bind_struct, void (*)(ssh_bind_struct*)> bind_;
    bool prepared_ = false;
};

}  // namespace cli
