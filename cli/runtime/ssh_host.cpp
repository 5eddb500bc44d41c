#include "cli/runtime/ssh_host.h"

#include <libssh/server.h>

#include <csignal>
#include <stdexcept>

namespace cli {

namespace {

struct HostKey {
    const char* file;            ///< its name in NVRAM
    enum ssh_keytypes_e type;
    int bits;
};
constexpr HostKey host_keys[] = {{"ssh-host-rsa", SSH_KEYTYPE_RSA, 2048}, {"ssh-host-ed25519", SSH_KEYTYPE_ED25519, 0}};

/// What clients of today choose stands first, what clients of twenty years ago have last.
constexpr const char* key_exchanges =
    "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,"
    "diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,diffie-hellman-group14-sha256,diffie-hellman-group14-sha1";
constexpr const char* ciphers =
    "chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr,"
    "aes256-cbc,aes192-cbc,aes128-cbc,3des-cbc";
constexpr const char* macs = "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512,hmac-sha1";
constexpr const char* signatures = "ssh-ed25519,rsa-sha2-512,rsa-sha2-256,ssh-rsa";
constexpr const char* client_keys = "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256,ssh-rsa";

struct FreeText {
    void operator()(char* text) const { ssh_string_free_char(text); }
};

std::string text_of(ssh_key key) {
    char* text = nullptr;
    if (ssh_pki_export_privkey_base64(key, nullptr, nullptr, nullptr, &text) != SSH_OK) return {};
    return std::unique_ptr<char, FreeText>(text).get();
}

ssh_key read_key(const std::optional<std::string>& text) {
    ssh_key key = nullptr;
    return text && ssh_pki_import_privkey_base64(text->c_str(), nullptr, nullptr, nullptr, &key) == SSH_OK ? key : nullptr;
}

/// Null when none can be made.
ssh_key key_of(Router& router, const HostKey& wanted) {
    if (ssh_key kept = read_key(router.read_file(wanted.file))) return kept;
    ssh_key key = nullptr;
    if (ssh_pki_generate(wanted.type, wanted.bits, &key) == SSH_OK) router.write_file(wanted.file, text_of(key), false);
    return key;
}

/// The public half of the RSA key, as `show ip ssh` prints it.
std::string public_text(ssh_key key) {
    char* text = nullptr;
    if (ssh_pki_export_pubkey_base64(key, &text) != SSH_OK) return {};
    return std::unique_ptr<char, FreeText>(text).get();
}

}  // namespace

SshHost::SshHost(Router& router) : router_(router), bind_(ssh_bind_new(), &ssh_bind_free) {
    std::signal(SIGPIPE, SIG_IGN);   // the library writes to sockets whose other end may be gone
    if (!bind_) throw std::runtime_error("SSH cannot be served");
    router_.ssh_service() = {.enabled = true, .encryption = ciphers, .macs = macs};
    if (router_.read_file(host_keys[0].file)) prepare();
}

SshHost::~SshHost() = default;

void SshHost::prepare() {
    prepared_ = true;
    const bool own_options_only = false;
    ssh_bind_options_set(bind_.get(), SSH_BIND_OPTIONS_PROCESS_CONFIG, &own_options_only);
    ssh_bind_options_set(bind_.get(), SSH_BIND_OPTIONS_BANNER, "ike-router");
    ssh_bind_options_set(bind_.get(), SSH_BIND_OPTIONS_KEY_EXCHANGE, key_exchanges);
    for (const auto direction : {SSH_BIND_OPTIONS_CIPHERS_C_S, SSH_BIND_OPTIONS_CIPHERS_S_C})
        ssh_bind_options_set(bind_.get(), direction, ciphers);
    for (const auto direction : {SSH_BIND_OPTIONS_HMAC_C_S, SSH_BIND_OPTIONS_HMAC_S_C}) ssh_bind_options_set(bind_.get(), direction, macs);
    for (const HostKey& each : host_keys)
        if (ssh_key key = key_of(router_, each)) {
            if (each.type == SSH_KEYTYPE_RSA) router_.ssh_service().host_key = public_text(key);
            ssh_bind_options_set(bind_.get(), SSH_BIND_OPTIONS_IMPORT_KEY, key);
        }
    ssh_bind_options_set(bind_.get(), SSH_BIND_OPTIONS_HOSTKEY_ALGORITHMS, signatures);
    ssh_bind_options_set(bind_.get(), SSH_BIND_OPTIONS_PUBKEY_ACCEPTED_KEY_TYPES, client_keys);
}

bool SshHost::accept(ssh_session_struct* session, int socket) {
    if (!prepared_) prepare();
    ssh_set_blocking(session, 0);
    return ssh_bind_accept_fd(bind_.get(), session, socket) == SSH_OK;
}

}  // namespace cli
