#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config-model/configuration.h"
#include "ike/isakmp/views.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/protected_flow.h"

namespace ike::isakmp {

struct Context;
struct IsakmpSa;
struct Attribute;

/// What a server gave: the answer to mode config.
struct ClientSettings {
    std::optional<config::IpAddress> address, netmask;
    std::vector<config::IpAddress> dns, wins;
    std::string domain, banner;
    bool save_password = false, pfs = false, include_local_lan = false;
    std::vector<config::Prefix> split_include;
    std::vector<std::string> backup_servers;
};

/// One `crypto ipsec client ezvpn NAME` that an outside interface uses.
///
///     VALID_CFG / CONNECT_REQUIRED -> READY (phase 1) -> XAUTH_REQ (user is asked) -> SS_OPEN (mode config done) -> IPSEC_ACTIVE
struct EzvpnSession {
    config::EzvpnClient client;              ///< as configured when the session began
    config::InterfaceName outside;
    std::vector<config::InterfaceName> inside;

    EzvpnState state = EzvpnState::VALID_CFG;
    std::string_view last_event = "VALID_CONFIG";
    std::size_t peer_index = 0;
    std::uint32_t sa_number = 0;             ///< 0: no SA
    bool lost = false;                       ///< the SA went: to be settled when the engine call ends
    std::optional<dataplane::Instant> retry_at;

    std::string typed_user;                  ///< by the xauth command; used once
    std::optional<config::Secret> typed_password;
    std::string user;                        ///< who logged in
    bool stored_used = false;                ///< the stored credentials went out on the present SA
    bool stored_refused = false;             ///< they were wrong, or the group does not let them be saved

    ClientSettings settings;
    dataplane::PolicyEntryId policy = 0;     ///< while connected

    bool is_automatic() const { return client.connect != config::EzvpnConnect::manual; }
    /// What can be answered to an Xauth request now.
    bool has_credentials() const;
};

/// The VPN clients of one router.
class EzvpnClients {
public:
    /// Clients begin, end and begin anew as the configuration says.
    void config_changed(Context& context);
    /// crypto ipsec client ezvpn connect NAME. An empty name is the only client.
    void connect(Context& context, const std::string& name);
    /// crypto ipsec client ezvpn xauth NAME. An empty name is the only client that waits.
    void xauth(Context& context, const std::string& name, const std::string& user, config::Secret password);
    /// clear crypto ipsec client ezvpn [NAME]: connects again unless by hand only.
    void clear(Context& context, const std::string& name);
    std::vector<EzvpnView> views(const Context& context) const;

    std::optional<dataplane::Instant> deadline() const;
    void run_timers(Context& context);
    /// What the engine call has done to SAs and pairs of clients.
    void settle(Context& context);

    EzvpnSession* find(std::string_view name);
    const EzvpnSession* find(std::string_view name) const;

private:
    std::map<std::string, EzvpnSession, std::less<>> sessions_;
};

/// The session that an SA of client role serves; nothing for any other.
EzvpnSession* session_of(const IsakmpSa& sa);
/// At the start of Context::settle.
void settle_clients(Context& context);

/// The server's attributes as settings. Those that are not understood are left out.
ClientSettings settings_from(const std::vector<Attribute>& attributes);
/// Group of the quick modes of a client whose server asks for perfect forward secrecy.
std::optional<std::uint16_t> client_pfs_group(const IsakmpSa& sa);
/// Mode config is done: the policy stands, quick modes begin.
void open_client_policy(IsakmpSa& sa);

}  // namespace ike::isakmp
