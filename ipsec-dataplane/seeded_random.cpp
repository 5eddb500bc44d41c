#include "ipsec-dataplane/seeded_random.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

#include <openssl/evp.h>

namespace dataplane {

struct SeededRandom::Stream {
    EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();

    Stream() = default;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    ~Stream() { EVP_CIPHER_CTX_free(context); }
};

SeededRandom::SeededRandom(const Seed& seed) : stream_(std::make_unique<Stream>()) {
    const std::array<std::uint8_t, 16> counter{};
    if (EVP_EncryptInit_ex(stream_->context, EVP_aes_256_ctr(), nullptr, seed.data(), counter.data()) != 1)
        throw std::runtime_error("AES-256-CTR is not available");
}

SeededRandom SeededRandom::of_router(std::uint64_t lab_seed, std::string_view hostname) {
    std::string material;
    for (int shift = 56; shift >= 0; shift -= 8) material.push_back(static_cast<char>(lab_seed >> shift));
    material.append(hostname);
    Seed seed{};
    if (EVP_Digest(material.data(), material.size(), seed.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    return SeededRandom(seed);
}

SeededRandom::~SeededRandom() = default;
SeededRandom::SeededRandom(SeededRandom&&) noexcept = default;
SeededRandom& SeededRandom::operator=(SeededRandom&&) noexcept = default;

void SeededRandom::refill() {
    buffer_.fill(0);
    int written = 0;
    if (EVP_EncryptUpdate(stream_->context, buffer_.data(), &written, buffer_.data(),
                          static_cast<int>(buffer_.size())) != 1)
        throw std::runtime_error("AES-256-CTR failed");
    used_ = 0;
}

void SeededRandom::fill(std::span<std::uint8_t> octets) {
    while (!octets.empty()) {
        if (used_ == buffer_.size()) refill();
        const std::size_t size = std::min(octets.size(), buffer_.size() - used_);
        std::memcpy(octets.data(), buffer_.data() + used_, size);
        used_ += size;
        octets = octets.subspan(size);
    }
}

}  // namespace dataplane
