#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/esp/algorithms.h"
#include "ipsec-dataplane/ids.h"

namespace dataplane {

/// What names an inbound SA (RFC 4301 4.1 for several routing tables).
struct InboundKey {
    VrfId front_vrf;
    config::IpAddress destination;
    IpsecProtocol protocol = IpsecProtocol::esp;
    /// Host order.
    std::uint32_t spi = 0;
    auto operator<=>(const InboundKey&) const = default;
};

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
    /// Arrays that were replaced since the last call: the caller frees them after a grace period.
    struct Array;
    std::vector<std::unique_ptr<Array>> take_replaced();

private:
    void rebuild();

    std::unique_ptr<Array> array_;
    std::atomic<const Array*> published_;
    std::vector<std::unique_ptr<Array>> replaced_;
    std::uint32_t live_ = 0;
    std::uint32_t used_ = 0;
};

}  // namespace dataplane
