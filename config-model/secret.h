#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace config {

/// Key material. Not printable, wiped when it is destroyed or overwritten, compared in constant time.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::span<const std::uint8_t> bytes) : bytes_(bytes.begin(), bytes.end()) {}
    explicit Secret(std::vector<std::uint8_t>&& bytes) : bytes_(std::move(bytes)) {}
    static Secret of_text(std::string_view text) {
        return Secret(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
    }
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) { other.bytes_.clear(); }
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret() { wipe(); }

    /// The bytes, for the crypto calls that need them.
    std::span<const std::uint8_t> reveal() const { return bytes_; }
    std::size_t size() const { return bytes_.size(); }
    bool empty() const { return bytes_.empty(); }
    bool operator==(const Secret& other) const;

private:
    void wipe();
    std::vector<std::uint8_t> bytes_;
};

}  // namespace config
