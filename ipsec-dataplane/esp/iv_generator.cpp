#include "ipsec-dataplane/esp/iv_generator.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstring>
#include <stdexcept>

namespace dataplane {

struct IvGenerator::Stream {
    EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, "AES-128-CTR", nullptr);
    EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
    ~Stream() {
        EVP_CIPHER_CTX_free(context);
        EVP_CIPHER_free(cipher);
    }
};

IvGenerator::IvGenerator(RandomSource& random) : stream_(std::make_unique<Stream>()) {
    std::array<std::uint8_t, 32> seed{};
    random.fill(seed);
    const int done = EVP_EncryptInit_ex2(stream_->context, stream_->cipher, seed.data(), seed.data() + 16, nullptr);
    OPENSSL_cleanse(seed.data(), seed.size());
    if (done != 1) throw std::runtime_error("OpenSSL has no AES-128-CTR");
}

IvGenerator::~IvGenerator() { OPENSSL_cleanse(octets_.data(), octets_.size()); }

void IvGenerator::refill() {
    int written = 0;
    octets_.fill(0);
    EVP_EncryptUpdate(stream_->context, octets_.data(), &written, octets_.data(), static_cast<int>(octets_.size()));
    used_ = 0;
}

void IvGenerator::next(std::uint8_t* to, std::size_t length) {
    if (used_ + length > octets_.size()) refill();
    std::memcpy(to, octets_.data() + used_, length);
    used_ += length;
}

}  // namespace dataplane
