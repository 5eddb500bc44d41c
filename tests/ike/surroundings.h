#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "ike/engine.h"

/// What stands around an engine in tests, played by plain values that record.
namespace engine_test {

/// The policies of a data plane: what an engine asks of them, from two tables. A template of a dynamic map is open to any peer.
class PolicyTables : public dataplane::PolicyDirectory {
public:
    std::map<dataplane::PolicyEntryId, dataplane::PolicyEntry> entry_table;
    std::map<dataplane::FlowId, dataplane::ProtectedFlow> flow_table;

    const dataplane::PolicyEntry* entry(dataplane::PolicyEntryId id) const override {
        const auto at = entry_table.find(id);
        return at == entry_table.end() ? nullptr : &at->second;
    }
    const dataplane::ProtectedFlow* flow(dataplane::FlowId id) const override {
        const auto at = flow_table.find(id);
        return at == flow_table.end() ? nullptr : &at->second;
    }
    std::vector<dataplane::PolicyEntryId> entries() const override {
        std::vector<dataplane::PolicyEntryId> ids;
        for (const auto& [id, entry] : entry_table) ids.push_back(id);
        return ids;
    }
    std::vector<dataplane::PolicyEntryId> entries_for(const config::IpAddress& local, const config::IpAddress& peer) const override {
        std::vector<dataplane::PolicyEntryId> ids;
        for (const auto& [id, entry] : entry_table) {
            const bool listed = std::find(entry.peers.begin(), entry.peers.end(), peer) != entry.peers.end();
            const bool any = entry.origin == dataplane::PolicyOrigin::dynamic_map && entry.peers.empty();
            if (entry.local == local && (listed || any)) ids.push_back(id);
        }
        return ids;
    }
};

class NoAaa final : public ike::Aaa {};

class NoPki final : public ike::Pki {
public:
    bool has_trustpoints() const override { return false; }
    std::vector<std::uint8_t> trust_anchor_hashes() const override { return {}; }
};

class FivePkiAnchors final : public ike::Pki {
public:
    bool has_trustpoints() const override { return false; }
    std::vector<std::uint8_t> trust_anchor_hashes() const override { return std::vector<std::uint8_t>(100, 0x5a); }
};

class OrderedJobs final : public ike::Jobs {
public:
    std::deque<std::pair<ike::RequestId, ike::Job>> waiting;
    ike::RequestId last = 0;
    ike::RequestId submit(ike::Job job) override {
        waiting.emplace_back(++last, std::move(job));
        return last;
    }
};

class Outbox final : public ike::Datagrams {
public:
    std::deque<dataplane::UdpDatagram> waiting;
    void send(dataplane::UdpDatagram datagram) override { waiting.push_back(std::move(datagram)); }
};

/// What the wire does with datagram number k, counted over both directions.
enum class Fate { deliver, drop, duplicate, delay };

}  // namespace engine_test
