#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace dataplane {

/// SPI to slot numbers, read by workers while the control thread changes it: open addressing over 64-bit entries
/// {SPI, slot}. It says which slots may hold the SA; the reader compares the whole key there. A bigger or swept array
/// replaces the old one, which is kept until the grace period is over.
class InboundTable {
public:
    InboundTable();
    ~InboundTable();
    InboundTable(const InboundTable&) = delete;
    InboundTable& operator=(const InboundTable&) = delete;

    /// Where a search stands; `candidate` is the slot to look at.
    class Search {
    public:
        /// The next slot with this SPI; false when there is none.
        bool next();
        std::uint32_t candidate() const { return candidate_; }

    private:
        friend class InboundTable;
        const std::atomic<std::uint64_t>* entries_ = nullptr;
        std::uint32_t mask_ = 0;
        std::uint32_t position_ = 0;
        std::uint32_t spi_ = 0;
        std::uint32_t candidate_ = 0;
    };
    Search search(std::uint32_t spi) const;

    // Control thread.
    void insert(std::uint32_t spi, std::uint32_t slot);
    void erase(std::uint32_t spi, std::uint32_t slot);
    /// The arrays that were replaced since the last call: the caller frees them after a grace period.
    struct Array;
    struct ArrayDelete {
        void operator()(Array* array) const;
    };
    using ArrayPtr = std::unique_ptr<Array, ArrayDelete>;
    using Replaced = std::vector<ArrayPtr>;
    Replaced take_replaced();

private:
    void rebuild();

    ArrayPtr array_;
    std::atomic<const Array*> published_;
    Replaced replaced_;
    std::uint32_t live_ = 0;
    std::uint32_t used_ = 0;
};

}  // namespace dataplane
