#include "ipsec-dataplane/esp/inbound_table.h"

#include <utility>

namespace dataplane {

struct InboundTable::Array {
    explicit Array(std::uint32_t size)
        : mask(size - 1), entries(std::make_unique<std::atomic<std::uint64_t>[]>(size)) {}
    std::uint32_t size() const { return mask + 1; }

    std::uint32_t mask;
    std::unique_ptr<std::atomic<std::uint64_t>[]> entries;
};

namespace {

constexpr std::uint32_t smallest_array = 64;
constexpr std::uint64_t vacant = 0;
/// SPI 0 never stands in the table.
constexpr std::uint64_t erased = 0xffffffff;

constexpr std::uint64_t entry_of(std::uint32_t spi, std::uint32_t slot) { return std::uint64_t{spi} << 32 | slot; }
constexpr std::uint32_t home_of(std::uint32_t spi) {
    const std::uint32_t mixed = spi * 0x9e3779b1U;
    return mixed ^ mixed >> 15;
}

void place(std::atomic<std::uint64_t>* entries, std::uint32_t mask, std::uint64_t entry) {
    std::uint32_t position = home_of(static_cast<std::uint32_t>(entry >> 32)) & mask;
    while (entries[position].load(std::memory_order_relaxed) != vacant) position = (position + 1) & mask;
    entries[position].store(entry, std::memory_order_release);
}

}  // namespace

void InboundTable::ArrayDelete::operator()(Array* array) const { delete array; }

InboundTable::InboundTable() : array_(new Array(smallest_array)), published_(array_.get()) {}

InboundTable::~InboundTable() = default;

InboundTable::Search InboundTable::search(std::uint32_t spi) const {
    const Array* array = published_.load(std::memory_order_acquire);
    Search search;
    search.entries_ = array->entries.get();
    search.mask_ = array->mask;
    search.position_ = home_of(spi);
    search.spi_ = spi;
    return search;
}

bool InboundTable::Search::next() {
    for (;;) {
        const std::uint64_t entry = entries_[position_++ & mask_].load(std::memory_order_acquire);
        if (entry == vacant) return false;
        candidate_ = static_cast<std::uint32_t>(entry);
        if (entry >> 32 == spi_) return true;
    }
}

void InboundTable::insert(std::uint32_t spi, std::uint32_t slot) {
    if ((used_ + 1) * 2 > array_->size()) rebuild();
    place(array_->entries.get(), array_->mask, entry_of(spi, slot));
    ++live_;
    ++used_;
}

void InboundTable::erase(std::uint32_t spi, std::uint32_t slot) {
    std::uint32_t position = home_of(spi);
    for (;; ++position) {
        auto& entry = array_->entries[position & array_->mask];
        const std::uint64_t value = entry.load(std::memory_order_relaxed);
        if (value == vacant) return;
        if (value != entry_of(spi, slot)) continue;
        entry.store(erased, std::memory_order_release);
        --live_;
        return;
    }
}

void InboundTable::rebuild() {
    std::uint32_t size = smallest_array;
    while (size < (live_ + 1) * 4) size *= 2;
    ArrayPtr bigger(new Array(size));
    for (std::uint32_t i = 0; i < array_->size(); ++i) {
        const std::uint64_t entry = array_->entries[i].load(std::memory_order_relaxed);
        if (entry != vacant && entry != erased) place(bigger->entries.get(), bigger->mask, entry);
    }
    used_ = live_;
    published_.store(bigger.get(), std::memory_order_release);
    replaced_.push_back(std::exchange(array_, std::move(bigger)));
}

InboundTable::Replaced InboundTable::take_replaced() { return std::exchange(replaced_, Replaced()); }

}  // namespace dataplane
