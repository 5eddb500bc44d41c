#pragma once

#include <set>
#include <string>

#include "ike/key_listener.h"
#include "ipsec-dataplane/key_engine.h"

namespace cli {

/// The keys of SAs as lines of Wireshark's tables, in a directory that serves as a configuration profile of Wireshark:
/// `esp_sa`, `ikev2_decryption_table`, `ikev1_decryption_table`, and `preferences` that switch decryption on if there are none.
/// Whoever reads the directory can read the traffic. SAs of algorithms that Wireshark cannot decrypt are left out.
class KeyLog final : public ike::KeyListener {
public:
    /// Makes the directory, for its owner alone, if it is missing; its tables grow. Throws std::runtime_error.
    explicit KeyLog(std::string directory);

    void on_ike_keys(ike::IkeSpi initiator, ike::IkeSpi responder, const ike::IkeSuite& suite, const ike::SkKeys& keys) override;
    void on_isakmp_key(ike::IkeSpi initiator_cookie, const config::Secret& encryption) override;
    /// Both directions of a pair.
    void add(const dataplane::SaPair& pair);

private:
    void add(const dataplane::SaParameters& sa, const config::IpAddress& from, const config::IpAddress& to);
    /// Once, whoever of several routers with that key comes first.
    void append(const char* table, const std::string& line);

    std::string directory_;
    std::set<std::string> lines_;
};

/// Passes every call on to a data plane, and the keys of pairs that it takes to a log.
class LoggedKeyEngine final : public dataplane::KeyEngine {
public:
    LoggedKeyEngine(dataplane::KeyEngine& engine, KeyLog& log) : engine_(engine), log_(log) {}

    std::uint32_t allocate_spi(dataplane::VrfId vrf, const config::IpAddress& local) override { return engine_.allocate_spi(vrf, local); }
    void release_spi(std::uint32_t spi) override { engine_.release_spi(spi); }
    dataplane::InstallError install(const dataplane::SaPair& pair, dataplane::FlowId& flow, dataplane::Instant now) override {
        return logged(pair, engine_.install(pair, flow, now));
    }
    dataplane::InstallError install_dynamic(const dataplane::SaPair& pair, dataplane::PolicyEntryId entry, dataplane::FlowId& flow,
                                            dataplane::Instant now) override {
        return logged(pair, engine_.install_dynamic(pair, entry, flow, now));
    }
    void enable_outbound(std::uint32_t inbound_spi, dataplane::Instant now) override { engine_.enable_outbound(inbound_spi, now); }
    std::optional<dataplane::PairActivity> activity(std::uint32_t inbound_spi) const override { return engine_.activity(inbound_spi); }
    dataplane::PolicyEntryId add_client_policy(const dataplane::ClientPolicy& policy, dataplane::Instant now) override {
        return engine_.add_client_policy(policy, now);
    }
    void remove_client_policy(dataplane::PolicyEntryId entry, dataplane::Instant now) override { engine_.remove_client_policy(entry, now); }
    bool remove(std::uint32_t inbound_spi, dataplane::Instant now) override { return engine_.remove(inbound_spi, now); }
    void acquire_failed(dataplane::FlowId flow, dataplane::Instant now) override { engine_.acquire_failed(flow, now); }

private:
    dataplane::InstallError logged(const dataplane::SaPair& pair, dataplane::InstallError result) {
        if (result == dataplane::InstallError::none) log_.add(pair);
        return result;
    }

    dataplane::KeyEngine& engine_;
    KeyLog& log_;
};

}  // namespace cli
