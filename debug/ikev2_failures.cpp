#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "debug/ikev2_line.h"

namespace debug {

namespace {

using ike::Failed;
using enum ike::Failed;

struct FailureText {
    Failed why;
    std::string_view text;  ///< after the prefix; a bare error string begins with ": "
};

constexpr std::array texts{
    FailureText{no_matching_policy, ": Failed to find a matching policy"},
    FailureText{no_matching_ipsec_policy, ": Failed to find a matching policy"},
    FailureText{wrong_dh_group, ": The peer's KE payload contained the wrong DH group"},
    FailureText{no_profile, "% IKEv2 profile not found"},
    FailureText{no_preshared_key, ": Failed to locate an item in the database"},
    FailureText{authentication, ": Failed to authenticate the IKE SA"},
    FailureText{peer_sent_no_proposal_chosen, ": Received no proposal chosen notify"},
    FailureText{ts_unacceptable, "There was no IPSEC policy found for received TS"},
    FailureText{peer_sent_ts_unacceptable, ": Received TS unacceptable notify"},
    FailureText{retransmissions_exceeded, ": Maximum number of retransmissions reached"},
    FailureText{initial_exchange, "Initial exchange failed: Initial exchange failed"},
    FailureText{auth_exchange, ": Auth exchange failed"},
    FailureText{create_child_exchange, ": Create child exchange failed"},
    FailureText{invalid_syntax, ": A supplied parameter is incorrect"},
    FailureText{unsupported_critical_payload, ": Unsupported critical payload"},
    FailureText{invalid_major_version, ": Invalid major version"},
    FailureText{invalid_ike_spi, ": Detected an invalid IKE SPI"},
    FailureText{invalid_message_id, ": Message id is out of the window"},
    FailureText{integrity, ": Failed to verify the integrity of the packet"},
    FailureText{decode, ": A supplied parameter is incorrect"},
    FailureText{negotiation_timeout, ": Failed to receive the AUTH msg before the timer expired"},
    FailureText{locate_item, ": Failed to locate an item in the database"},
    FailureText{too_many_negotiations, ": Maximum number of negotiating sessions reached"},
    FailureText{certificate, "Verify cert failed"},
    FailureText{temporary_failure, ": Received temporary failure notify"},
    FailureText{child_sa_not_found, ": Received child SA not found notify"},
    FailureText{no_additional_sas, ": Received no additional SAs notify"},
    FailureText{cleared, "Initial exchange failed: Initial exchange failed"},
};

/// "Sending authentication failure notify" and its like: what goes back to the peer.
std::string_view sending_text(ike::NotifyType notify) {
    using enum ike::NotifyType;
    if (notify == AUTHENTICATION_FAILED) return "Sending authentication failure notify";
    if (notify == NO_PROPOSAL_CHOSEN) return "Sending no proposal chosen notify";
    if (notify == TS_UNACCEPTABLE) return "Sending TS unacceptable notify";
    if (notify == INVALID_KE_PAYLOAD) return "Sending invalid ke notification";
    if (notify == INVALID_SYNTAX) return "Sending invalid syntax notify";
    if (notify == TEMPORARY_FAILURE) return "Sending temporary failure notify";
    if (notify == CHILD_SA_NOT_FOUND) return "Sending child SA not found notify";
    return {};
}

template <class Id>
void append_transforms(std::string& text, const ike::Proposal& proposal, ike::TransformType type, Id) {
    for (const ike::Transform& transform : proposal.transforms) {
        if (transform.type != type) continue;
        text += fmt::format(" {}", ike::name_of(static_cast<Id>(transform.id)));
        if (transform.key_length) text += fmt::format("-{}", *transform.key_length);
    }
}

/// "Proposal 1:  ENCRYPTION: AES-CBC-256 PRF: SHA512 INTEGRITY: SHA512 DH GROUP: …" [V, 26.02]; the early form is one
/// run of names [A].
std::string described(const ike::Proposal& proposal, bool labelled) {
    std::string text = fmt::format("Proposal {}: ", proposal.number);
    const auto label = [&](std::string_view name) {
        if (labelled) text += fmt::format(" {}:", name);
    };
    label("ENCRYPTION");
    append_transforms(text, proposal, ike::TransformType::ENCR, ike::EncryptionId{});
    label("PRF");
    append_transforms(text, proposal, ike::TransformType::PRF, ike::PrfId{});
    label("INTEGRITY");
    append_transforms(text, proposal, ike::TransformType::INTEG, ike::IntegrityId{});
    label("DH GROUP");
    append_transforms(text, proposal, ike::TransformType::DH, ike::DhGroupId{});
    return text;
}

void write_policies(Ikev2Writer& out, std::string_view whose, const ike::SaPayload* sa, bool ipsec) {
    if (!sa) return;
    if (out.is_early()) {
        std::string text = fmt::format("{} Policies: ", whose);
        for (const ike::Proposal& proposal : sa->proposals) text += "\n" + described(proposal, false);
        return out.line(Level::error, text);
    }
    for (const ike::Proposal& proposal : sa->proposals)
        out.line(Level::error, fmt::format("{} Policies: : Failed to find a matching policy{}{}", whose,
                                           ipsec ? "ESP: " : "", described(proposal, true)));
}

}  // namespace

std::string_view error_text(ike::Failed why) {
    if (why == no_profile) return "Failed to locate an item in the database";
    const auto found = std::find_if(texts.begin(), texts.end(), [&](const FailureText& text) { return text.why == why; });
    if (found == texts.end()) return "Auth exchange failed";
    const std::size_t colon = found->text.find(": ");
    return colon == std::string_view::npos ? found->text : found->text.substr(colon + 2);
}

void write_failure(Ikev2Writer& out, const ike::event::Failure& failure) {
    if (const auto sending = sending_text(failure.sent); !sending.empty()) out.line(Level::standard, sending);
    const auto found =
        std::find_if(texts.begin(), texts.end(), [&](const FailureText& text) { return text.why == failure.why; });
    if (found == texts.end()) return;
    // A refused pair inside IKE_AUTH: the later releases print the prefix alone.
    if (failure.why == peer_sent_no_proposal_chosen && out.header().message_id != 0 && !out.is_early())
        return out.line(Level::error, "");
    const bool bare = failure.why == no_profile && out.look() != config::Look::ios17;
    out.line(Level::error, found->text, bare ? PrefixKind::bare : PrefixKind::full);
    if (failure.why == no_profile) out.line(Level::error, ": Failed to locate an item in the database");
}

void write_mismatch(Ikev2Writer& out, const ike::event::PolicyMismatch& mismatch) {
    write_policies(out, "Received", mismatch.received, mismatch.ipsec);
    write_policies(out, "Expected", mismatch.expected, mismatch.ipsec);
}

}  // namespace debug
