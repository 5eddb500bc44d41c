#pragma once

#include <string>

#include "cli/lab/lab.h"

/// Echo requests from one node to one address, and how many of them were answered. A node that reboots ends its life.
class EchoSource final : public cli::EchoListener {
public:
    EchoSource(cli::Lab& lab, const std::string& node, const std::string& source, const std::string& destination, std::uint16_t size = 100)
        : lab_(lab), router_(*lab.find(node)), identifier_(router_.open_echo(*this)) {
        request_.source = config::IpAddress::parse(source);
        request_.destination = config::IpAddress::parse(destination).value();
        request_.size = size;
    }
    ~EchoSource() override { router_.close_echo(identifier_); }
    EchoSource(const EchoSource&) = delete;
    EchoSource& operator=(const EchoSource&) = delete;

    void send() {
        request_.token = std::uint32_t{identifier_} << 16 | (static_cast<std::uint32_t>(sent_++) & 0xffff);
        router_.send_echo(request_, lab_.now());
    }
    void on(const dataplane::EchoOutcome& outcome) override {
        if (outcome.kind == dataplane::EchoOutcome::Kind::reply) ++answered_;
    }
    std::uint64_t sent() const { return sent_; }
    std::uint64_t answered() const { return answered_; }
    std::uint64_t lost() const { return sent_ - answered_; }

private:
    cli::Lab& lab_;
    cli::Router& router_;
    std::uint16_t identifier_;
    dataplane::EchoRequest request_;
    std::uint64_t sent_ = 0, answered_ = 0;
};

/// Where a protected network has a host that answers.
struct Host {
    std::string node, address;
};

/// Echo requests in both directions.
struct Conversation {
    Conversation(cli::Lab& in_lab, const Host& a, const Host& b, std::uint16_t size = 100)
        : lab(in_lab), forth(in_lab, a.node, a.address, b.address, size), back(in_lab, b.node, b.address, a.address, size) {}

    /// One request a second from each end, not at the same moment; the answer to the last one has come when it returns.
    void run(cli::Duration time, cli::Duration interval = std::chrono::seconds(1)) {
        for (const cli::Instant end = lab.now() + time; lab.now() < end;) {
            forth.send();
            lab.advance(interval * 3 / 10);
            back.send();
            lab.advance(interval - interval * 3 / 10);
        }
    }
    /// Whether a round trip works now from both ends.
    bool works() {
        const std::uint64_t before = lost();
        run(std::chrono::seconds(1));
        return lost() == before;
    }
    std::uint64_t sent() const { return forth.sent() + back.sent(); }
    std::uint64_t lost() const { return forth.lost() + back.lost(); }

    cli::Lab& lab;
    EchoSource forth, back;
};

/// What all identities of a node counted; it outlives their SAs.
struct ProtectedPackets {
    std::uint64_t sent = 0, received = 0;
};

inline ProtectedPackets protected_packets(cli::Lab& lab, const std::string& node) {
    ProtectedPackets sum;
    const dataplane::DataPlane& data_plane = lab.find(node)->data_plane();
    for (auto flow = data_plane.next_flow(0, lab.now()); flow; flow = data_plane.next_flow(flow->flow.id, lab.now())) {
        sum.sent += flow->counters.encaps;
        sum.received += flow->counters.decaps;
    }
    return sum;
}
