#include "ike/crypto/diffie_hellman.h"
#include "ike/ports.h"

namespace ike {

namespace {

/// Group parameters are made once per thread.
DiffieHellman& group_parameters() {
    thread_local DiffieHellman made;
    return made;
}

Completion answer(const job::GenerateKeyPair& asked) {
    const auto id = static_cast<DhGroupId>(asked.group);
    const DhGroup* const group = dh_group(id);
    if (group == nullptr || asked.seed.size() != group->private_size) return completion::Failed{};
    DhKeyPair pair = group_parameters().from_private(id, asked.seed);
    return completion::KeyPair{std::move(pair.private_key), std::move(pair.public_value)};
}

Completion answer(const job::SharedSecret& asked) {
    const auto id = static_cast<DhGroupId>(asked.group);
    if (dh_group(id) == nullptr) return completion::Failed{};
    DhKeyPair own;
    own.group = id;
    own.private_key = asked.private_key;
    auto shared = group_parameters().shared_secret(own, asked.peer_public);
    if (!shared) return completion::Failed{};
    return completion::Secret{std::move(*shared)};
}

Completion answer(const job::LoadIpsec&) { return completion::Loaded{}; }
Completion answer(const job::StartLogin&) { return completion::Failed{}; }
Completion answer(const job::Login&) { return completion::Failed{}; }
Completion answer(const job::AuthorizeGroup&) { return completion::Failed{}; }

}  // namespace

Completion perform(const Job& job) {
    return std::visit([](const auto& asked) { return answer(asked); }, job);
}

bool is_for_aaa(const Job& job) {
    return std::holds_alternative<job::StartLogin>(job) || std::holds_alternative<job::Login>(job) ||
           std::holds_alternative<job::AuthorizeGroup>(job);
}

}  // namespace ike
