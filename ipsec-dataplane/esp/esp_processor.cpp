#include <algorithm>

#include "ipsec-dataplane/esp/authentication_header.h"
#include "ipsec-dataplane/esp/esp.h"
#include "ipsec-dataplane/esp/esp_decapsulate.h"
#include "ipsec-dataplane/esp/esp_encapsulate.h"
#include "ipsec-dataplane/esp/esp_scratch.h"
#include "ipsec-dataplane/esp/sa_accounting.h"

namespace dataplane {

namespace {

/// The lines that every packet of the vector is about to touch, asked for together.
void prefetch(std::span<const EspItem> items) {
    for (const EspItem& item : items) {
        __builtin_prefetch(item.packet->data);
        if (item.sa == nullptr) continue;
        const auto* path = reinterpret_cast<const char*>(item.sa);
        for (unsigned line = 0; line < sizeof(SaPath) / 64; ++line) __builtin_prefetch(path + 64 * line);
    }
    for (const EspItem& item : items) {
        if (item.sa == nullptr) continue;
        __builtin_prefetch(item.sa->path().key);
        __builtin_prefetch(item.sa->path().counters);
    }
}

}  // namespace

EspProcessor::EspProcessor(SaDatabase& database, CryptoBackend& backend, RandomSource& random, WorkerId worker)
    : database_(database), backend_(backend), worker_(worker), scratch_(std::make_unique<Scratch>(random)) {}

EspProcessor::~EspProcessor() = default;

void EspProcessor::drop(EspItem& item, EspDrop reason) {
    item.drop = reason;
    if (item.sa != nullptr) account_drop(item.sa->path(), item.sa->counters(worker_), reason);
}

template <typename Begin>
void EspProcessor::begin(std::span<EspItem> items, SaDirection direction, Begin begin_one) {
    prefetch(items);
    Scratch& scratch = *scratch_;
    scratch.count = 0;
    for (EspItem& item : items) {
        item.drop = EspDrop::none;
        EspDrop reason = usable(item.sa, direction, worker_);
        scratch.works[scratch.count].item = &item;
        if (reason == EspDrop::none) reason = begin_one(scratch, scratch.count);
        if (reason == EspDrop::none)
            ++scratch.count;
        else
            drop(item, reason);
    }
}

template <typename End>
void EspProcessor::end(Instant now, End end_one) {
    Scratch& scratch = *scratch_;
    for (std::size_t i = 0; i < scratch.count; ++i) {
        EspItem& item = *scratch.works[i].item;
        const EspDrop reason = end_one(scratch, i);
        if (reason == EspDrop::none)
            account(database_, *item.sa, scratch.works[i].plain_length, now);
        else
            drop(item, reason);
    }
}

void EspProcessor::encapsulate(std::span<EspItem> items, Instant now) {
    for (; !items.empty(); items = items.subspan(std::min(items.size(), burst)))
        encapsulate_burst(items.first(std::min(items.size(), burst)), now);
}

void EspProcessor::decapsulate(std::span<EspItem> items, Instant now) {
    for (; !items.empty(); items = items.subspan(std::min(items.size(), burst)))
        decapsulate_burst(items.first(std::min(items.size(), burst)), now);
}

void EspProcessor::encapsulate_burst(std::span<EspItem> items, Instant now) {
    begin(items, SaDirection::outbound, [&](Scratch& scratch, std::size_t i) {
        const bool esp = scratch.works[i].item->sa->path().protocol == IpsecProtocol::esp;
        return esp ? begin_esp_encapsulation(scratch, i, database_, now)
                   : begin_ah_encapsulation(scratch, i, database_, now);
    });
    backend_.seal({scratch_->jobs.data(), scratch_->count});
    end(now, [](Scratch& scratch, std::size_t i) {
        const bool esp = scratch.works[i].item->sa->path().protocol == IpsecProtocol::esp;
        return esp ? end_esp_encapsulation(scratch, i) : end_ah_encapsulation(scratch, i);
    });
}

void EspProcessor::decapsulate_burst(std::span<EspItem> items, Instant now) {
    begin(items, SaDirection::inbound, [](Scratch& scratch, std::size_t i) {
        const bool esp = scratch.works[i].item->sa->path().protocol == IpsecProtocol::esp;
        return esp ? begin_esp_decapsulation(scratch, i) : begin_ah_decapsulation(scratch, i);
    });
    backend_.open({scratch_->jobs.data(), scratch_->count});
    end(now, [](Scratch& scratch, std::size_t i) {
        const bool esp = scratch.works[i].item->sa->path().protocol == IpsecProtocol::esp;
        return esp ? end_esp_decapsulation(scratch, i) : end_ah_decapsulation(scratch, i);
    });
}

void EspProcessor::count_bad_selector(SecurityAssociation& sa) {
    SaCounters& counters = sa.counters(worker_);
    counters.add(SaCounter::recv_errors);
    counters.add(SaCounter::invalid_identity_recv);
}

}  // namespace dataplane
