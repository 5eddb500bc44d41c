#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "config-model/isakmp.h"
#include "config-model/secret.h"
#include "ike/events.h"
#include "ipsec-dataplane/key_engine.h"
#include "ipsec-dataplane/random_source.h"
#include "ipsec-dataplane/udp_datagram.h"

namespace ike {

using RequestId = std::uint64_t;

/// Work that is slow or foreign; done elsewhere and answered by Engine::complete.
namespace job {
struct GenerateKeyPair { std::uint16_t group = 0; config::Secret seed; };                 ///< seed: bytes for the private value, drawn by the engine
struct SharedSecret { std::uint16_t group = 0; config::Secret private_key; std::vector<std::uint8_t> peer_public; };
/// Asks the key engine (in its own time) to load a negotiated pair: answered when it has.
struct LoadIpsec { std::uint32_t token = 0; };
/// The question of an Xauth server: does the list know how to log users in? Answered by Loaded or Failed.
struct StartLogin { std::string list; };
struct Login { std::string list, user; config::Secret password; };
/// A VPN client's group with its key and attributes.
struct AuthorizeGroup { std::string list, group; };
}  // namespace job

using Job = std::variant<job::GenerateKeyPair, job::SharedSecret, job::LoadIpsec, job::StartLogin, job::Login, job::AuthorizeGroup>;

namespace completion {
struct KeyPair { config::Secret private_key; std::vector<std::uint8_t> public_value; };
struct Secret { config::Secret shared; };
struct Loaded {};
struct Failed {};
struct LoginResult { bool accepted = false; };
struct GroupAttributes { config::ClientGroup group; };   ///< Failed: there is no such group
}  // namespace completion

using Completion = std::variant<completion::KeyPair, completion::Secret, completion::Loaded, completion::Failed, completion::LoginResult,
                                completion::GroupAttributes>;

/// Computes a job's answer. Pure; may run on any thread. Jobs of AAA are not computed but asked: Failed (see Aaa::answer).
Completion perform(const Job& job);
/// StartLogin, Login and AuthorizeGroup.
bool is_for_aaa(const Job& job);

class Jobs {
public:
    virtual ~Jobs() = default;
    /// Only enqueues. Virtual runtime: answered at the same Instant in order of submission; real one: by a small pool.
    virtual RequestId submit(Job job) = 0;
};

class Datagrams {
public:
    virtual ~Datagrams() = default;
    virtual void send(dataplane::UdpDatagram datagram) = 0;
};

/// Group and user authorization. The local implementation answers from the configuration.
class Aaa {
public:
    virtual ~Aaa() = default;
    /// The answer to a job that is_for_aaa.
    virtual Completion answer(const Job&) { return completion::Failed{}; }
};

/// Certificates and trustpoints; an engine without any has an implementation that knows none.
class Pki {
public:
    virtual ~Pki() = default;
    virtual bool has_trustpoints() const = 0;
    /// SHA-1 hashes of the public keys of the trust anchors, concatenated (RFC 7296 3.7).
    virtual std::vector<std::uint8_t> trust_anchor_hashes() const = 0;
};

class KeyListener;

struct Ports {
    Datagrams* datagrams = nullptr;
    dataplane::KeyEngine* keys = nullptr;
    const dataplane::PolicyDirectory* policies = nullptr;
    Jobs* jobs = nullptr;
    Aaa* aaa = nullptr;
    Pki* pki = nullptr;
    EventSink* events = nullptr;
    dataplane::RandomSource* random = nullptr;
    KeyListener* key_listener = nullptr;         ///< null: nobody is told
};

}  // namespace ike
