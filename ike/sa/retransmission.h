#pragma once

#include <optional>

#include "ipsec-dataplane/instant.h"

namespace ike {

/// Back-off of a request without answer: `first` (plus up to `jitter`), then twice as long each time.
struct RetransmissionPolicy {
    dataplane::Duration first, jitter;
    /// Times a request is sent again before the exchange is given up.
    unsigned tries;
};

inline constexpr RetransmissionPolicy retransmission_policy{std::chrono::milliseconds(1900), std::chrono::milliseconds(100), 5};

/// How long things that wait may wait, and how many of them there may be.
struct NegotiationLimits {
    /// A responder's SA that has not been authenticated.
    dataplane::Duration half_open;
    /// An SA whose DELETE is not answered for other reasons than a lost datagram.
    dataplane::Duration deleting;
    /// The last answers of an SA that is gone, for a peer that did not get them.
    dataplane::Duration answers_kept;
    std::uint32_t sas_with_answers_kept;
    std::uint32_t half_open_per_source;
    std::uint32_t incoming, outgoing;
    unsigned invalid_ke_retries, cookie_retries;
};

inline constexpr NegotiationLimits negotiation_limits{std::chrono::seconds(30), std::chrono::seconds(130), std::chrono::seconds(60), 1000, 12, 40, 400, 3, 3};

/// When an exchange begins again that the peer was not ready for: `after` plus up to `jitter`, so that two ends that stand in each
/// other's way do not do so for ever.
struct RetryLimits {
    dataplane::Duration after_temporary_failure, jitter;
    /// How long packets are taken for a pair that both ends have deleted, and that a newer one replaced.
    dataplane::Duration fading;
};

inline constexpr RetryLimits retry_limits{std::chrono::seconds(2), std::chrono::seconds(2), std::chrono::seconds(5)};

/// The timer of one request.
struct Retransmission {
    std::optional<dataplane::Instant> due;
    dataplane::Duration interval{};
    unsigned sent_again = 0;
    /// The interval stays the same: probes of dead-peer detection.
    bool steady = false;

    void start(dataplane::Instant now, dataplane::Duration first) {
        interval = first;
        sent_again = 0;
        due = now + interval;
    }
    void again(dataplane::Instant now) {
        if (!steady) interval *= 2;
        ++sent_again;
        due = now + interval;
    }
    void stop() { due.reset(); }
    /// A probe counts among the tries, a request before its repetitions does not.
    bool exceeded() const { return sent_again + (steady ? 1 : 0) >= retransmission_policy.tries; }
};

}  // namespace ike
