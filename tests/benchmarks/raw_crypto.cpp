#include "tests/benchmarks/raw_crypto.h"

#include <openssl/evp.h>

#include <array>

#ifdef IKE_ROUTER_IPSEC_MB
#include <intel-ipsec-mb.h>
#endif

namespace benchmark {

using namespace dataplane;

namespace {

constexpr std::uint32_t header = 24;

struct Buffers {
    /// Header with IV in front, room for the longest tag behind.
    std::vector<std::uint8_t> memory = std::vector<std::uint8_t>(RawCrypto::buffers * 2048, 0x5a);
    std::uint8_t* at(std::size_t i) { return memory.data() + i * 2048; }
};

const char* openssl_cipher(const EspSuite& suite) {
    const bool gcm = suite.encryption == Encryption::aes_gcm;
    if (gcm || suite.encryption == Encryption::aes_cbc)
        return suite.key_bits == 128 ? (gcm ? "AES-128-GCM" : "AES-128-CBC") : (gcm ? "AES-256-GCM" : "AES-256-CBC");
    return suite.encryption == Encryption::triple_des ? "DES-EDE3-CBC" : nullptr;
}

const char* openssl_digest(Integrity integrity) {
    return integrity == Integrity::hmac_sha1_96        ? "SHA1"
           : integrity == Integrity::hmac_sha2_256_128 ? "SHA256"
                                                       : nullptr;
}

class RawOpenssl final : public RawCrypto {
public:
    explicit RawOpenssl(const EspSuite& suite) : combined_(suite.encryption == Encryption::aes_gcm) {
        EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, openssl_cipher(suite), nullptr);
        EVP_CipherInit_ex2(cipher_, cipher, key_.data(), nullptr, 1, nullptr);
        EVP_CIPHER_CTX_set_padding(cipher_, 0);
        EVP_CIPHER_free(cipher);
        if (combined_) return;
        EVP_MD* digest = EVP_MD_fetch(nullptr, openssl_digest(suite.integrity), nullptr);
        for (EVP_MD_CTX* state : {inner_, outer_}) {
            EVP_DigestInit_ex2(state, digest, nullptr);
            EVP_DigestUpdate(state, key_.data(), key_.size());
        }
        EVP_MD_free(digest);
    }
    ~RawOpenssl() override {
        EVP_CIPHER_CTX_free(cipher_);
        for (EVP_MD_CTX* state : {inner_, outer_, work_}) EVP_MD_CTX_free(state);
    }

    void round(std::uint32_t length) override {
        for (std::size_t i = 0; i < buffers; ++i)
            combined_ ? seal_combined(memory_.at(i), length) : seal(memory_.at(i), length);
    }

private:
    void seal_combined(std::uint8_t* at, std::uint32_t length) {
        int written = 0;
        EVP_CipherInit_ex2(cipher_, nullptr, nullptr, at + 8, -1, nullptr);
        EVP_CipherUpdate(cipher_, nullptr, &written, at, 8);
        EVP_CipherUpdate(cipher_, at + header, &written, at + header, static_cast<int>(length));
        EVP_CipherFinal_ex(cipher_, at + header + length, &written);
        EVP_CIPHER_CTX_ctrl(cipher_, EVP_CTRL_AEAD_GET_TAG, 16, at + header + length);
    }
    void seal(std::uint8_t* at, std::uint32_t length) {
        int written = 0;
        unsigned size = 0;
        EVP_CipherInit_ex2(cipher_, nullptr, nullptr, at + 8, -1, nullptr);
        EVP_CipherUpdate(cipher_, at + header, &written, at + header, static_cast<int>(length));
        EVP_MD_CTX_copy_ex(work_, inner_);
        EVP_DigestUpdate(work_, at, header + length);
        EVP_DigestFinal_ex(work_, at + header + length, &size);
        EVP_MD_CTX_copy_ex(work_, outer_);
        EVP_DigestUpdate(work_, at + header + length, size);
        EVP_DigestFinal_ex(work_, at + header + length, &size);
    }

    Buffers memory_;
    std::array<std::uint8_t, 64> key_{1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12,
                                      13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24};
    bool combined_;
    EVP_CIPHER_CTX* cipher_ = EVP_CIPHER_CTX_new();
    EVP_MD_CTX* inner_ = EVP_MD_CTX_new();
    EVP_MD_CTX* outer_ = EVP_MD_CTX_new();
    EVP_MD_CTX* work_ = EVP_MD_CTX_new();
};

#ifdef IKE_ROUTER_IPSEC_MB

class RawIpsecMb final : public RawCrypto {
public:
    RawIpsecMb(IMB_MGR* manager, const EspSuite& suite) : manager_(manager), suite_(suite) {
        const bool long_key = suite.key_bits == 256;
        if (suite.encryption == Encryption::aes_gcm)
            long_key ? manager->gcm256_pre(key_.data(), &gcm_) : manager->gcm128_pre(key_.data(), &gcm_);
        else if (suite.encryption == Encryption::aes_cbc)
            long_key ? manager->keyexp_256(key_.data(), encrypt_.data(), decrypt_.data())
                     : manager->keyexp_128(key_.data(), encrypt_.data(), decrypt_.data());
        else
            for (std::size_t i = 0; i < 3; ++i) {
                manager->des_key_sched(schedules_[i].data(), key_.data() + 8 * i);
                schedule_list_[i] = schedules_[i].data();
            }
    }
    ~RawIpsecMb() override { free_mb_mgr(manager_); }

    void round(std::uint32_t length) override {
        if (suite_.encryption == Encryption::aes_gcm)
            for (std::size_t i = 0; i < buffers; ++i) seal_gcm(memory_.at(i), length);
        else
            for (std::size_t i = 0; i < buffers; i += burst) seal_burst(i, length);
    }

private:
    static constexpr std::uint32_t burst = 32;

    void seal_gcm(std::uint8_t* at, std::uint32_t length) {
        const auto call = suite_.key_bits == 256 ? manager_->gcm256_enc : manager_->gcm128_enc;
        call(&gcm_, &context_, at + header, at + header, length, at + 8, at, 8, at + header + length, 16);
    }
    void seal_burst(std::size_t start, std::uint32_t length) {
        std::array<IMB_JOB*, burst> jobs;
        IMB_GET_NEXT_BURST(manager_, burst, jobs.data());
        for (std::uint32_t i = 0; i < burst; ++i) fill(*jobs[i], memory_.at(start + i), length);
        const std::uint32_t done = IMB_SUBMIT_BURST_NOCHECK(manager_, burst, jobs.data());
        if (done < burst) IMB_FLUSH_BURST(manager_, burst - done, jobs.data());
    }
    void fill(IMB_JOB& job, std::uint8_t* at, std::uint32_t length) {
        const bool aes = suite_.encryption == Encryption::aes_cbc;
        const bool sha1 = suite_.integrity == Integrity::hmac_sha1_96;
        job.cipher_mode = aes ? IMB_CIPHER_CBC : IMB_CIPHER_DES3;
        job.cipher_direction = IMB_DIR_ENCRYPT;
        job.chain_order = IMB_ORDER_CIPHER_HASH;
        job.enc_keys = aes ? static_cast<const void*>(encrypt_.data()) : schedule_list_.data();
        job.dec_keys = aes ? static_cast<const void*>(decrypt_.data()) : schedule_list_.data();
        job.key_len_in_bytes = aes ? suite_.key_bits / 8U : 24U;
        job.src = at;
        job.dst = at + header;
        job.cipher_start_src_offset_in_bytes = header;
        job.msg_len_to_cipher_in_bytes = length;
        job.hash_start_src_offset_in_bytes = 0;
        job.msg_len_to_hash_in_bytes = header + length;
        job.iv = at + 8;
        job.iv_len_in_bytes = aes ? 16 : 8;
        job.hash_alg = sha1 ? IMB_AUTH_HMAC_SHA_1 : IMB_AUTH_HMAC_SHA_256;
        job.auth_tag_output = at + header + length;
        job.auth_tag_output_len_in_bytes = sha1 ? 12 : 16;
        job.u.HMAC._hashed_auth_key_xor_ipad = key_.data();
        job.u.HMAC._hashed_auth_key_xor_opad = key_.data();
    }

    Buffers memory_;
    IMB_MGR* manager_;
    EspSuite suite_;
    alignas(64) gcm_key_data gcm_{};
    gcm_context_data context_{};
    alignas(16) std::array<std::uint8_t, 64> key_{1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                                  11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    alignas(16) std::array<std::uint32_t, 60> encrypt_{};
    alignas(16) std::array<std::uint32_t, 60> decrypt_{};
    std::array<std::array<std::uint64_t, 16>, 3> schedules_{};
    std::array<const void*, 3> schedule_list_{};
};

std::unique_ptr<RawCrypto> make_raw_ipsec_mb(const EspSuite& suite) {
    IMB_MGR* manager = alloc_mb_mgr(0);
    if (manager == nullptr) return nullptr;
    IMB_ARCH architecture = IMB_ARCH_NONE;
    init_mb_mgr_auto(manager, &architecture);
    return std::make_unique<RawIpsecMb>(manager, suite);
}

#else

std::unique_ptr<RawCrypto> make_raw_ipsec_mb(const EspSuite&) { return nullptr; }

#endif

}  // namespace

std::unique_ptr<RawCrypto> make_raw_crypto(std::string_view library, const EspSuite& suite) {
    if (openssl_cipher(suite) == nullptr) return nullptr;
    if (suite.encryption != Encryption::aes_gcm && openssl_digest(suite.integrity) == nullptr) return nullptr;
    if (library == "openssl") return std::make_unique<RawOpenssl>(suite);
    return make_raw_ipsec_mb(suite);
}

}  // namespace benchmark
