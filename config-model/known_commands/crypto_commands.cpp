#include "config-model/known_commands/tables.h"

namespace config::known {

namespace {

constexpr KeptCommand commands[] = {
    {"crypto ca certificate chain", blob, "config-cert-chain"},
    {"crypto ca identity", plain, "config-ca-identity"},
    {"crypto ca trustpoint", plain, "ca-trustpoint"},
    {"crypto ca"},
    {"crypto call", plain},
    {"crypto engine"},
    {"crypto gdoi group", warns, "config-gdoi-group"},
    {"crypto gdoi"},
    {"crypto gkm group", warns, "config-gkm-group"},
    {"crypto identity", plain, "config-crypto-identity"},
    {"crypto isakmp client configuration browser-proxy", plain, "config-isakmp-browser-proxy"},
    {"crypto isakmp client"},
    {"crypto key decrypt"},
    {"crypto key encrypt"},
    {"crypto key export"},
    {"crypto key import"},
    {"crypto key move"},
    {"crypto key pubkey-chain rsa", blob, "config-pubkey-chain"},
    {"crypto key storage"},
    {"crypto logging ezvpn"},
    {"crypto mib"},
    {"crypto pki authenticate"},
    {"crypto pki cert"},
    {"crypto pki certificate chain", blob, "config-cert-chain"},
    {"crypto pki certificate map", plain, "ca-certificate-map"},
    {"crypto pki certificate pool", blob, "config-cert-pool"},
    {"crypto pki certificate storage"},
    {"crypto pki crl"},
    {"crypto pki enroll"},
    {"crypto pki export"},
    {"crypto pki import"},
    {"crypto pki profile enrollment", plain, "ca-profile-enroll"},
    {"crypto pki server", plain, "cs-server"},
    {"crypto pki token"},
    {"crypto pki trustpoint", plain, "ca-trustpoint"},
    {"crypto pki trustpool", plain, "ca-trustpool"},
    {"crypto provisioning", plain, "tti-registrar"},
    {"crypto ssl", plain, "config-crypto-ssl"},
    {"crypto tls-tunnel", plain, "config-tls-tunnel"},
    {"crypto vpn", plain, "config-crypto-vpn"},
    {"crypto wui"},
    {"crypto xauth"},
};

}  // namespace

std::span<const KeptCommand> crypto_commands() { return commands; }

}  // namespace config::known
