#ifdef IKE_ROUTER_IPSEC_MB

#include <intel-ipsec-mb.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "ipsec-dataplane/crypto/crypto_backend.h"

namespace dataplane {

namespace {

constexpr std::size_t salt_length = 4;
constexpr std::size_t nonce_length = 12;
constexpr std::size_t largest_tag = 64;

/// How a suite runs: AES-GCM by the direct call, everything else as jobs of a burst.
struct CipherRow {
    IMB_CIPHER_MODE mode;
    bool direct;
};

/// Indexed by Encryption.
constexpr std::array<CipherRow, 6> ciphers = {{{IMB_CIPHER_NULL, false},
                                               {IMB_CIPHER_DES, false},
                                               {IMB_CIPHER_DES3, false},
                                               {IMB_CIPHER_CBC, false},
                                               {IMB_CIPHER_GCM, true},
                                               {IMB_CIPHER_CHACHA20_POLY1305, false}}};

using OneBlock = void (*)(IMB_MGR*, const void*, void*);

struct HashRow {
    IMB_HASH_ALG algorithm;
    std::uint8_t block;
    OneBlock one_block;
};

/// Indexed by Integrity. `one_block` runs the compression function once over a padded key.
const std::array<HashRow, 6> hashes = {{
    {IMB_AUTH_NULL, 0, nullptr},
    {IMB_AUTH_MD5, 64, [](IMB_MGR* m, const void* in, void* out) { IMB_MD5_ONE_BLOCK(m, in, out); }},
    {IMB_AUTH_HMAC_SHA_1, 64, [](IMB_MGR* m, const void* in, void* out) { IMB_SHA1_ONE_BLOCK(m, in, out); }},
    {IMB_AUTH_HMAC_SHA_256, 64, [](IMB_MGR* m, const void* in, void* out) { IMB_SHA256_ONE_BLOCK(m, in, out); }},
    {IMB_AUTH_HMAC_SHA_384, 128, [](IMB_MGR* m, const void* in, void* out) { IMB_SHA384_ONE_BLOCK(m, in, out); }},
    {IMB_AUTH_HMAC_SHA_512, 128, [](IMB_MGR* m, const void* in, void* out) { IMB_SHA512_ONE_BLOCK(m, in, out); }},
}};

/// Prepared jobs of one key differ in pointers and lengths only.
struct IpsecMbKey : KeyContext {
    IpsecMbKey(const EspSuite& suite, CryptoDirection direction)
        : KeyContext(suite, direction),
          key_bytes(static_cast<std::uint16_t>(suite.key_bits / 8)),
          tag_length(static_cast<std::uint8_t>(icv_length(suite))) {}

    std::uint16_t key_bytes;
    std::uint8_t tag_length;
    std::array<std::uint8_t, salt_length> salt{};
};

/// 64-byte aligned, as the GCM code wants it.
struct GcmKey final : IpsecMbKey {
    using IpsecMbKey::IpsecMbKey;
    ~GcmKey() override { OPENSSL_cleanse(&data, sizeof data); }
    alignas(64) gcm_key_data data;
};

struct AesKeys {
    alignas(16) std::array<std::uint32_t, 60> encrypt;
    alignas(16) std::array<std::uint32_t, 60> decrypt;
};

struct DesKeys {
    std::array<std::array<std::uint64_t, IMB_DES_KEY_SCHED_SIZE / sizeof(std::uint64_t)>, 3> schedules;
    std::array<const void*, 3> list;
};

struct JobKey : IpsecMbKey {
    using IpsecMbKey::IpsecMbKey;
    ~JobKey() override {
        OPENSSL_cleanse(inner.data(), inner.size());
        OPENSSL_cleanse(outer.data(), outer.size());
    }
    const void* encrypt_keys = nullptr;
    const void* decrypt_keys = nullptr;
    alignas(16) std::array<std::uint8_t, largest_tag> inner{};
    alignas(16) std::array<std::uint8_t, largest_tag> outer{};
};

template <typename Keys>
struct JobKeyOf final : JobKey {
    using JobKey::JobKey;
    ~JobKeyOf() override { OPENSSL_cleanse(&keys, sizeof keys); }
    Keys keys{};
};

void expand_gcm(IMB_MGR* mgr, GcmKey& key, const std::uint8_t* bytes) {
    if (key.key_bytes == 16) IMB_AES128_GCM_PRE(mgr, bytes, &key.data);
    if (key.key_bytes == 24) IMB_AES192_GCM_PRE(mgr, bytes, &key.data);
    if (key.key_bytes == 32) IMB_AES256_GCM_PRE(mgr, bytes, &key.data);
}

void expand_aes(IMB_MGR* mgr, std::uint16_t key_bytes, AesKeys& keys, const std::uint8_t* bytes) {
    if (key_bytes == 16) IMB_AES_KEYEXP_128(mgr, bytes, keys.encrypt.data(), keys.decrypt.data());
    if (key_bytes == 24) IMB_AES_KEYEXP_192(mgr, bytes, keys.encrypt.data(), keys.decrypt.data());
    if (key_bytes == 32) IMB_AES_KEYEXP_256(mgr, bytes, keys.encrypt.data(), keys.decrypt.data());
}

std::unique_ptr<JobKey> make_aes(IMB_MGR* mgr, const EspSuite& suite, CryptoDirection direction,
                                 const std::uint8_t* bytes) {
    auto key = std::make_unique<JobKeyOf<AesKeys>>(suite, direction);
    expand_aes(mgr, key->key_bytes, key->keys, bytes);
    key->encrypt_keys = key->keys.encrypt.data();
    key->decrypt_keys = key->keys.decrypt.data();
    return key;
}

std::unique_ptr<JobKey> make_des(IMB_MGR* mgr, const EspSuite& suite, CryptoDirection direction,
                                 const std::uint8_t* bytes) {
    auto key = std::make_unique<JobKeyOf<DesKeys>>(suite, direction);
    const bool triple = suite.encryption == Encryption::triple_des;
    for (std::size_t i = 0; i < (triple ? 3U : 1U); ++i) {
        IMB_DES_KEYSCHED(mgr, key->keys.schedules[i].data(), bytes + 8 * i);
        key->keys.list[i] = key->keys.schedules[i].data();
    }
    key->key_bytes = triple ? 24 : 8;
    key->encrypt_keys = triple ? static_cast<const void*>(key->keys.list.data()) : key->keys.schedules[0].data();
    key->decrypt_keys = key->encrypt_keys;
    return key;
}

std::unique_ptr<JobKey> make_chacha(const EspSuite& suite, CryptoDirection direction, const std::uint8_t* bytes) {
    auto key = std::make_unique<JobKeyOf<std::array<std::uint8_t, 32>>>(suite, direction);
    std::copy_n(bytes, key->keys.size(), key->keys.begin());
    key->encrypt_keys = key->decrypt_keys = key->keys.data();
    return key;
}

void absorb_padded_key(IMB_MGR* mgr, const HashRow& row, std::span<const std::uint8_t> key, std::uint8_t pad,
                       std::uint8_t* state) {
    alignas(64) std::array<std::uint8_t, 128> block{};
    std::copy(key.begin(), key.end(), block.begin());
    for (std::uint8_t& octet : block) octet ^= pad;
    row.one_block(mgr, block.data(), state);
    OPENSSL_cleanse(block.data(), block.size());
}

void prefetch(const KeyContext* key) {
    const auto* bytes = reinterpret_cast<const char*>(key);
    for (int line = 0; line < 5; ++line) __builtin_prefetch(bytes + 64 * line);
}

class IpsecMbBackend final : public CryptoBackend {
public:
    explicit IpsecMbBackend(IMB_MGR* manager) : manager_(manager) {}

    std::string_view name() const override { return "Intel IPSec-MB"; }

    std::unique_ptr<KeyContext> make_key(const EspSuite& suite, CryptoDirection direction,
                                         const config::Secret& encryption_key,
                                         const config::Secret& integrity_key) override {
        if (!has_key_lengths(suite, encryption_key, integrity_key)) return nullptr;
        const auto bytes = encryption_key.reveal();
        if (suite.encryption == Encryption::aes_gcm) return make_gcm(suite, direction, bytes);
        std::unique_ptr<JobKey> key = make_job_key(suite, direction, bytes.data());
        if (is_combined_mode(suite.encryption)) std::copy(bytes.end() - salt_length, bytes.end(), key->salt.begin());
        const HashRow& row = hashes[static_cast<std::size_t>(suite.integrity)];
        if (row.one_block != nullptr) {
            absorb_padded_key(manager_.get(), row, integrity_key.reveal(), 0x36, key->inner.data());
            absorb_padded_key(manager_.get(), row, integrity_key.reveal(), 0x5c, key->outer.data());
        }
        return key;
    }

    void seal(std::span<CryptoJob> jobs) override { run<CryptoDirection::seal>(jobs); }
    void open(std::span<CryptoJob> jobs) override { run<CryptoDirection::open>(jobs); }

private:
    struct FreeManager {
        void operator()(IMB_MGR* manager) const { free_mb_mgr(manager); }
    };
    using Nonce = std::array<std::uint8_t, nonce_length>;
    using Tag = std::array<std::uint8_t, largest_tag>;

    std::unique_ptr<KeyContext> make_gcm(const EspSuite& suite, CryptoDirection direction,
                                         std::span<const std::uint8_t> bytes) {
        auto key = std::make_unique<GcmKey>(suite, direction);
        expand_gcm(manager_.get(), *key, bytes.data());
        std::copy(bytes.end() - salt_length, bytes.end(), key->salt.begin());
        return key;
    }

    std::unique_ptr<JobKey> make_job_key(const EspSuite& suite, CryptoDirection direction, const std::uint8_t* bytes) {
        switch (suite.encryption) {
            case Encryption::aes_cbc: return make_aes(manager_.get(), suite, direction, bytes);
            case Encryption::des:
            case Encryption::triple_des: return make_des(manager_.get(), suite, direction, bytes);
            case Encryption::chacha20_poly1305: return make_chacha(suite, direction, bytes);
            case Encryption::null:
            case Encryption::aes_gcm: break;
        }
        return std::make_unique<JobKey>(suite, direction);
    }

    static const IpsecMbKey& key_of(const CryptoJob& job) { return static_cast<const IpsecMbKey&>(*job.key); }

    /// Null encryption without integrity.
    static bool is_idle(const CryptoJob& job) {
        const EspSuite& suite = job.key->suite();
        return suite.integrity == Integrity::none && !is_combined_mode(suite.encryption) &&
               (suite.encryption == Encryption::null || job.length == 0);
    }

    static void set_nonce(Nonce& nonce, const CryptoJob& job) {
        std::memcpy(nonce.data(), key_of(job).salt.data(), salt_length);
        std::memcpy(nonce.data() + salt_length, job.iv, nonce_length - salt_length);
    }

    template <CryptoDirection direction>
    void run(std::span<CryptoJob> jobs) {
        std::array<CryptoJob*, batch> queued;
        std::size_t count = 0;
        if (jobs.size() > 1) prefetch(jobs[1].key);
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            if (i + 2 < jobs.size()) prefetch(jobs[i + 2].key);
            if (is_idle(jobs[i]))
                jobs[i].status = CryptoStatus::ok;
            else if (ciphers[static_cast<std::size_t>(jobs[i].key->suite().encryption)].direct)
                run_gcm<direction>(jobs[i]);
            else
                queued[count++] = &jobs[i];
        }
        for (std::size_t done = 0; done < count; done += burst_size)
            run_burst<direction>({queued.data() + done, std::min(burst_size, count - done)});
    }

    template <CryptoDirection direction>
    void run_gcm(CryptoJob& job) {
        const auto& key = static_cast<const GcmKey&>(*job.key);
        Nonce nonce;
        set_nonce(nonce, job);
        alignas(16) std::array<std::uint8_t, 16> tag;
        constexpr bool sealing = direction == CryptoDirection::seal;
        std::uint8_t* const written = sealing ? job.tag : tag.data();
        IMB_MGR* mgr = manager_.get();
        const auto call = key.key_bytes == 16   ? (sealing ? mgr->gcm128_enc : mgr->gcm128_dec)
                          : key.key_bytes == 24 ? (sealing ? mgr->gcm192_enc : mgr->gcm192_dec)
                                                : (sealing ? mgr->gcm256_enc : mgr->gcm256_dec);
        call(&key.data, &gcm_context_, job.destination, job.source, job.length, nonce.data(), job.authenticated,
             job.authenticated_length, written, tag.size());
        job.status = sealing || CRYPTO_memcmp(tag.data(), job.tag, tag.size()) == 0
                         ? CryptoStatus::ok
                         : CryptoStatus::authentication_failed;
    }

    /// Jobs come back from the submission or from the flush that ends it.
    template <CryptoDirection direction>
    void run_burst(std::span<CryptoJob* const> jobs) {
        std::array<IMB_JOB*, burst_size> burst{};
        const auto count = static_cast<std::uint32_t>(jobs.size());
        IMB_MGR* mgr = manager_.get();
        if (IMB_GET_NEXT_BURST(mgr, count, burst.data()) < count) {
            for (CryptoJob* job : jobs) job->status = CryptoStatus::error;
            return;
        }
        for (std::uint32_t i = 0; i < count; ++i) fill<direction>(*burst[i], *jobs[i], i);
        std::uint32_t done = IMB_SUBMIT_BURST_NOCHECK(mgr, count, burst.data());
        finish({burst.data(), done});
        while (done < count) {
            const std::uint32_t flushed = IMB_FLUSH_BURST(mgr, count - done, burst.data());
            if (flushed == 0) break;
            finish({burst.data(), flushed});
            done += flushed;
        }
        if constexpr (direction == CryptoDirection::open) compare_tags(jobs);
    }

    template <CryptoDirection direction>
    void fill(IMB_JOB& to, CryptoJob& from, std::uint32_t place) {
        const auto& key = static_cast<const JobKey&>(*from.key);
        constexpr bool sealing = direction == CryptoDirection::seal;
        from.status = CryptoStatus::error;
        const bool combined = is_combined_mode(key.suite().encryption);
        const bool ciphers_nothing = from.length == 0 && !combined;
        const bool null_cipher = key.suite().encryption == Encryption::null || ciphers_nothing;
        to.cipher_mode = null_cipher ? IMB_CIPHER_NULL : ciphers[static_cast<std::size_t>(key.suite().encryption)].mode;
        to.cipher_direction = sealing ? IMB_DIR_ENCRYPT : IMB_DIR_DECRYPT;
        to.chain_order = sealing ? IMB_ORDER_CIPHER_HASH : IMB_ORDER_HASH_CIPHER;
        to.enc_keys = key.encrypt_keys;
        to.dec_keys = key.decrypt_keys;
        to.key_len_in_bytes = key.key_bytes;
        to.src = null_cipher ? from.authenticated : from.source;
        to.dst = from.destination;
        to.cipher_start_src_offset_in_bytes = 0;
        to.msg_len_to_cipher_in_bytes = from.length;
        to.auth_tag_output = sealing ? from.tag : tags_[place].data();
        to.auth_tag_output_len_in_bytes = key.tag_length;
        to.user_data = &from;
        if (combined)
            fill_combined(to, from, place);
        else
            fill_hash(to, from, key);
    }

    void fill_combined(IMB_JOB& to, const CryptoJob& from, std::uint32_t place) {
        set_nonce(nonces_[place], from);
        to.hash_alg = IMB_AUTH_CHACHA20_POLY1305;
        to.iv = nonces_[place].data();
        to.iv_len_in_bytes = nonce_length;
        to.hash_start_src_offset_in_bytes = 0;
        to.msg_len_to_hash_in_bytes = from.length;
        to.u.CHACHA20_POLY1305.aad = from.authenticated;
        to.u.CHACHA20_POLY1305.aad_len_in_bytes = from.authenticated_length;
    }

    /// The library counts the start of the hashed bytes from `src`, modulo 2^64.
    void fill_hash(IMB_JOB& to, const CryptoJob& from, const JobKey& key) {
        to.hash_alg = hashes[static_cast<std::size_t>(key.suite().integrity)].algorithm;
        to.iv = from.iv;
        to.iv_len_in_bytes = iv_length(key.suite().encryption);
        to.hash_start_src_offset_in_bytes =
            reinterpret_cast<std::uintptr_t>(from.authenticated) - reinterpret_cast<std::uintptr_t>(to.src);
        to.msg_len_to_hash_in_bytes = from.authenticated_length;
        to.u.HMAC._hashed_auth_key_xor_ipad = key.inner.data();
        to.u.HMAC._hashed_auth_key_xor_opad = key.outer.data();
    }

    static void finish(std::span<IMB_JOB* const> jobs) {
        for (const IMB_JOB* job : jobs)
            if (job->status == IMB_STATUS_COMPLETED) static_cast<CryptoJob*>(job->user_data)->status = CryptoStatus::ok;
    }

    void compare_tags(std::span<CryptoJob* const> jobs) {
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            CryptoJob& job = *jobs[i];
            if (job.status != CryptoStatus::ok || CRYPTO_memcmp(tags_[i].data(), job.tag, key_of(job).tag_length) == 0)
                continue;
            job.status = CryptoStatus::authentication_failed;
        }
    }

    static constexpr std::size_t burst_size = 32;

    std::unique_ptr<IMB_MGR, FreeManager> manager_;
    gcm_context_data gcm_context_{};
    std::array<Nonce, burst_size> nonces_{};
    std::array<Tag, burst_size> tags_{};
};

}  // namespace

std::unique_ptr<CryptoBackend> make_ipsec_mb_backend() {
    IMB_MGR* manager = alloc_mb_mgr(0);
    if (manager == nullptr) return nullptr;
    IMB_ARCH architecture = IMB_ARCH_NONE;
    init_mb_mgr_auto(manager, &architecture);
    // Without AES-NI the library emulates, slower than OpenSSL.
    const bool fit =
        imb_get_errno(manager) == 0 && architecture >= IMB_ARCH_SSE && (manager->features & IMB_FEATURE_AESNI) != 0;
    if (fit) return std::make_unique<IpsecMbBackend>(manager);
    free_mb_mgr(manager);
    return nullptr;
}

}  // namespace dataplane

#endif
