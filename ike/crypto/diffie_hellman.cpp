#include "ike/crypto/diffie_hellman.h"

#include <array>
#include <stdexcept>

#include "ike/crypto/curve_groups.h"
#include "ike/crypto/modp_groups.h"

namespace ike {
namespace {

using Kind = DhGroup::Kind;

constexpr auto groups = std::to_array<DhGroup>({
    {DhGroupId::modp768, Kind::modp, 96, 96, 32},
    {DhGroupId::modp1024, Kind::modp, 128, 128, 32},
    {DhGroupId::modp1536, Kind::modp, 192, 192, 32},
    {DhGroupId::modp2048, Kind::modp, 256, 256, 32},
    {DhGroupId::modp3072, Kind::modp, 384, 384, 36},
    {DhGroupId::modp4096, Kind::modp, 512, 512, 40},
    {DhGroupId::ecp256, Kind::ecp, 64, 32, 32},
    {DhGroupId::ecp384, Kind::ecp, 96, 48, 48},
    {DhGroupId::ecp521, Kind::ecp, 132, 66, 66},
    {DhGroupId::modp2048_256, Kind::modp_subgroup, 256, 256, 32},
    {DhGroupId::curve25519, Kind::montgomery, 32, 32, 32},
});

const DhGroup& known(DhGroupId id) {
    const DhGroup* group = dh_group(id);
    if (!group) throw std::logic_error("no such Diffie-Hellman group");
    return *group;
}

}  // namespace

const DhGroup* dh_group(DhGroupId id) {
    for (const DhGroup& group : groups)
        if (group.id == id) return &group;
    return nullptr;
}

std::span<const DhGroup> dh_groups() { return groups; }

struct DiffieHellman::State {
    BnContext context = new_bn_context();
    std::vector<std::unique_ptr<ModpGroup>> modp;
    std::vector<std::unique_ptr<EcpGroup>> ecp;

    ModpGroup& modp_group(const DhGroup& group);
    EcpGroup& ecp_group(const DhGroup& group);
};

ModpGroup& DiffieHellman::State::modp_group(const DhGroup& group) {
    for (const auto& made : modp)
        if (made->id() == group.id) return *made;
    return *modp.emplace_back(std::make_unique<ModpGroup>(group, context.get()));
}

EcpGroup& DiffieHellman::State::ecp_group(const DhGroup& group) {
    for (const auto& made : ecp)
        if (made->id() == group.id) return *made;
    return *ecp.emplace_back(std::make_unique<EcpGroup>(group));
}

DiffieHellman::DiffieHellman() : state_(std::make_unique<State>()) {}
DiffieHellman::~DiffieHellman() = default;
DiffieHellman::DiffieHellman(DiffieHellman&&) noexcept = default;
DiffieHellman& DiffieHellman::operator=(DiffieHellman&&) noexcept = default;

DhKeyPair DiffieHellman::generate(DhGroupId id, dataplane::RandomSource& random) {
    const DhGroup& group = known(id);
    BN_CTX* const context = state_->context.get();
    switch (group.kind) {
        case Kind::modp:
        case Kind::modp_subgroup: return from_private(id, state_->modp_group(group).draw(random, context));
        case Kind::ecp: return from_private(id, state_->ecp_group(group).draw(random, context));
        case Kind::montgomery: return from_private(id, draw_octets(random, group.private_size));
    }
    throw std::logic_error("no such kind of group");
}

DhKeyPair DiffieHellman::from_private(DhGroupId id, config::Secret private_key) {
    const DhGroup& group = known(id);
    BN_CTX* const context = state_->context.get();
    DhKeyPair pair{id, std::move(private_key), {}};
    switch (group.kind) {
        case Kind::modp:
        case Kind::modp_subgroup:
            pair.public_value = state_->modp_group(group).public_value(pair.private_key, context);
            break;
        case Kind::ecp: pair.public_value = state_->ecp_group(group).public_value(pair.private_key, context); break;
        case Kind::montgomery: pair.public_value = curve25519_public(pair.private_key); break;
    }
    return pair;
}

std::optional<config::Secret> DiffieHellman::shared_secret(const DhKeyPair& own,
                                                           std::span<const std::uint8_t> peer_public) {
    const DhGroup& group = known(own.group);
    if (peer_public.size() != group.public_size) return {};
    BN_CTX* const context = state_->context.get();
    switch (group.kind) {
        case Kind::modp:
        case Kind::modp_subgroup: return state_->modp_group(group).shared_secret(own.private_key, peer_public, context);
        case Kind::ecp: return state_->ecp_group(group).shared_secret(own.private_key, peer_public, context);
        case Kind::montgomery: return curve25519_shared(own.private_key, peer_public);
    }
    return {};
}

}  // namespace ike
