#pragma once

#include <atomic>
#include <string>

namespace cli {

/// Whether an interface of the kernel can carry frames: up by administration and with a carrier (RFC 2863 operational state), as rtnetlink
/// tells. Where there is no rtnetlink it always can.
class CarrierWatch {
public:
    /// `moves_along`: what we hold of the interface still works when it is moved to another namespace, where nobody tells us of it.
    CarrierWatch(std::string interface, bool moves_along);
    ~CarrierWatch();
    CarrierWatch(const CarrierWatch&) = delete;
    CarrierWatch& operator=(const CarrierWatch&) = delete;

    /// Readable when something may have changed; -1 without rtnetlink.
    int descriptor() const { return descriptor_; }
    /// Asked on any thread.
    bool is_up() const { return up_; }
    /// Takes what the kernel said; true when the state is another one now.
    bool read();

private:
    void ask() const;
    void take(const char* message, std::size_t size);

    std::string interface_;
    bool moves_along_;
    int descriptor_ = -1;
    std::atomic<bool> up_{true};
};

}  // namespace cli
