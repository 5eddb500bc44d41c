#include "ipsec-dataplane/esp/sa_database.h"

#include <algorithm>
#include <cstring>

namespace dataplane {

namespace {

constexpr std::uint32_t first_spi = 256;

bool has_keys(const SaParameters& parameters) {
    const EspSuite& suite = parameters.suite;
    if (parameters.protocol == IpsecProtocol::ah && suite.encryption != Encryption::null) return false;
    if (parameters.protocol == IpsecProtocol::ah && suite.integrity == Integrity::none) return false;
    return has_key_lengths(suite, parameters.encryption_key, parameters.integrity_key);
}

bool has_addresses(const SaParameters& parameters) {
    return parameters.local_address && parameters.local_address.family() == parameters.remote_address.family();
}

CryptoDirection crypto_direction(SaDirection direction) {
    return direction == SaDirection::outbound ? CryptoDirection::seal : CryptoDirection::open;
}

}  // namespace

SaDatabase::SaDatabase(CryptoBackend& backend, std::uint16_t workers)
    : backend_(backend), workers_(workers), grace_(workers), volume_(workers) {}

SaDatabase::~SaDatabase() {
    SaCursor cursor;
    while (const SecurityAssociation* sa = next(cursor)) delete sa;
}

SecurityAssociation* SaDatabase::at(std::uint32_t slot) const {
    if (slot >= SaIndex::capacity) return nullptr;
    const Chunk* chunk = chunks_[slot >> chunk_bits].load(std::memory_order_acquire);
    return chunk == nullptr ? nullptr : (*chunk)[slot & (chunk_size - 1)].load(std::memory_order_acquire);
}

SecurityAssociation* SaDatabase::lookup(SaIndex index) const {
    SecurityAssociation* sa = index ? at(index.index()) : nullptr;
    return sa != nullptr && sa->index() == index ? sa : nullptr;
}

SecurityAssociation* SaDatabase::outbound(SaIndex index) {
    SecurityAssociation* sa = lookup(index);
    return sa != nullptr && sa->direction() == SaDirection::outbound ? sa : nullptr;
}

SecurityAssociation* SaDatabase::find_inbound(const InboundKey& key) {
    const auto wanted = packed(key);
    InboundTable::Search search = inbound_.search(key.spi);
    while (search.next()) {
        SecurityAssociation* sa = at(search.candidate());
        if (sa != nullptr && sa->direction() == SaDirection::inbound && sa->path().header == wanted) return sa;
    }
    return nullptr;
}

bool SaDatabase::in_use(const InboundKey& key) const {
    return const_cast<SaDatabase*>(this)->find_inbound(key) != nullptr;
}

SaInstallError SaDatabase::check(const SaPair& pair) const {
    if (!has_keys(pair.inbound) || !has_keys(pair.outbound)) return SaInstallError::bad_suite;
    if (!has_addresses(pair.inbound) || !has_addresses(pair.outbound)) return SaInstallError::bad_address;
    if (pair.inbound.spi < first_spi || pair.outbound.spi < first_spi) return SaInstallError::bad_spi;
    if (in_use(inbound_key(pair.inbound))) return SaInstallError::bad_spi;
    if (free_slots_.size() + (SaIndex::capacity - generations_.size()) < 2) return SaInstallError::table_full;
    return SaInstallError::none;
}

SaIndex SaDatabase::take_slot() {
    if (generations_.size() == SaIndex::capacity || free_slots_.size() > chunk_size) {
        const std::uint32_t slot = free_slots_.front();
        free_slots_.pop_front();
        generations_[slot] = static_cast<std::uint16_t>(generations_[slot] % SaIndex::last_generation + 1);
        return {slot, generations_[slot]};
    }
    const auto slot = static_cast<std::uint32_t>(generations_.size());
    if ((slot & (chunk_size - 1)) == 0) {
        chunk_storage_.push_back(std::make_unique<Chunk>());
        chunks_[slot >> chunk_bits].store(chunk_storage_.back().get(), std::memory_order_release);
    }
    generations_.push_back(1);
    return {slot, 1};
}

std::unique_ptr<SecurityAssociation> SaDatabase::make(SaParameters&& parameters, SaDirection direction, WorkerId worker,
                                                      Instant now) {
    auto key = backend_.make_key(parameters.suite, crypto_direction(direction), parameters.encryption_key,
                                 parameters.integrity_key);
    if (key == nullptr) return nullptr;
    // The expanded keys are in the context now.
    parameters.encryption_key = {};
    parameters.integrity_key = {};
    return std::make_unique<SecurityAssociation>(std::move(parameters), direction, SaIndex(), worker, workers_,
                                                 std::move(key), now);
}

SaInstallResult SaDatabase::install(SaPair&& pair, Instant now) {
    if (const SaInstallError error = check(pair); error != SaInstallError::none) return {{}, error};
    auto inbound = make(std::move(pair.inbound), SaDirection::inbound, pair.inbound_worker, now);
    auto outbound = make(std::move(pair.outbound), SaDirection::outbound, pair.outbound_worker, now);
    if (inbound == nullptr || outbound == nullptr) return {{}, SaInstallError::bad_suite};
    inbound->path_.announces.store(pair.outbound_waits, std::memory_order_relaxed);
    const SaPairIndex indexes{take_slot(), take_slot()};
    inbound->path_.index = outbound->twin_ = indexes.inbound;
    outbound->path_.index = inbound->twin_ = inbound->path_.twin = indexes.outbound;
    publish(std::move(inbound));
    publish(std::move(outbound));
    return {indexes, SaInstallError::none};
}

void SaDatabase::publish(std::unique_ptr<SecurityAssociation> owned) {
    SecurityAssociation& sa = *owned.release();
    const std::uint32_t slot = sa.index().index();
    (*chunk_storage_[slot >> chunk_bits])[slot & (chunk_size - 1)].store(&sa, std::memory_order_release);
    if (sa.direction() == SaDirection::inbound) inbound_.insert(sa.parameters().spi, slot);
    policies_[sa.parameters().policy].live.push_back(sa.index());
    schedule(sa);
    ++size_;
}

void SaDatabase::schedule(const SecurityAssociation& sa) {
    const SaLifetime& life = sa.parameters().lifetime;
    const auto add = [&](std::uint32_t seconds, ExpiryKind kind) {
        if (seconds != 0)
            seconds_.add({sa.index(), kind, ExpiryCause::seconds, sa.installed() + std::chrono::seconds(seconds)});
    };
    add(life.soft_seconds, ExpiryKind::soft);
    add(life.hard_seconds, ExpiryKind::hard);
}

void SaDatabase::turn(const PeerMove& move) {
    if (SecurityAssociation* sa = lookup(move.sa)) dataplane::turn(sa->path(), move);
}

void SaDatabase::unlink(SecurityAssociation& sa) {
    const std::uint32_t slot = sa.index().index();
    if (sa.direction() == SaDirection::inbound) inbound_.erase(sa.parameters().spi, slot);
    (*chunk_storage_[slot >> chunk_bits])[slot & (chunk_size - 1)].store(nullptr, std::memory_order_release);
    if (SecurityAssociation* twin = lookup(sa.twin())) twin->twin_ = {};
    std::erase(policies_[sa.parameters().policy].live, sa.index());
    --size_;
}

void SaDatabase::remove(SaIndex index) {
    SecurityAssociation* sa = lookup(index);
    if (sa == nullptr) return;
    unlink(*sa);
    retired_.push_back({std::unique_ptr<SecurityAssociation>(sa), grace_.retire()});
}

void SaDatabase::remove(const SaPairIndex& pair) {
    remove(pair.inbound);
    remove(pair.outbound);
}

void SaDatabase::tick() {
    if (auto arrays = inbound_.take_replaced(); !arrays.empty())
        retired_arrays_.push_back({std::move(arrays), grace_.retire()});
    while (!retired_arrays_.empty() && grace_.passed(retired_arrays_.front().epoch)) retired_arrays_.pop_front();
    while (!retired_.empty() && grace_.passed(retired_.front().epoch)) {
        const SecurityAssociation& sa = *retired_.front().sa;
        if (const auto policy = policies_.find(sa.parameters().policy); policy != policies_.end())
            policy->second.dead += sa.counters();
        free_slots_.push_back(sa.index().index());
        retired_.pop_front();
    }
}

std::uint32_t SaDatabase::choose_spi(VrfId front_vrf, const config::IpAddress& destination, IpsecProtocol protocol,
                                     RandomSource& random) const {
    for (;;) {
        std::array<std::uint8_t, 4> octets{};
        random.fill(octets);
        std::uint32_t spi = 0;
        std::memcpy(&spi, octets.data(), sizeof spi);
        if (spi >= first_spi && !in_use({front_vrf, destination, protocol, spi})) return spi;
    }
}

const SecurityAssociation* SaDatabase::next(SaCursor& cursor) const {
    while (cursor.next < generations_.size())
        if (const SecurityAssociation* sa = at(cursor.next++)) return sa;
    return nullptr;
}

std::vector<SaIndex> SaDatabase::of_policy(PolicyId policy) const {
    const auto record = policies_.find(policy);
    return record == policies_.end() ? std::vector<SaIndex>() : record->second.live;
}

}  // namespace dataplane
