#include <algorithm>

#include "tests/debug/scene.h"

using namespace scene;
namespace event = ike::event;

namespace {

constexpr auto last_step = ike::Step::processing_init_payloads;
constexpr auto last_failure = ike::Failed::retry_with_group;

/// Steps that no release prints: other events carry their words.
constexpr ike::Step silent_steps[] = {
    ike::Step::computing_dh_public_key,  // event::DhComputation
    ike::Step::computing_dh_secret,
    ike::Step::building_packet_for_encryption,  // event::PayloadsBuilt
    ike::Step::processing_auth_message,
    ike::Step::processing_sa_ts,
    ike::Step::initial_contact_check,
};

/// Failures that print nothing of their own: the failure of the exchange follows.
constexpr ike::Failed silent_failures[] = {ike::Failed::peer_refused_authentication, ike::Failed::retry_with_group};

debug::Switches everything() {
    debug::Switches all;
    for (const auto& names : debug::switch_names()) all.set(names.which, true);
    return all;
}

std::size_t lines_of(config::Look look, const debug::Switches& on, event::Body body) {
    Scene s(look, on);
    s.say(std::move(body));
    return s.take().size();
}

template <class T, std::size_t N>
bool is_in(const T (&list)[N], T value) {
    return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

}  // namespace

TEST_CASE("every step has words or is known to be silent") {
    for (unsigned i = 0; i <= static_cast<unsigned>(last_step); ++i) {
        const auto step = static_cast<ike::Step>(i);
        INFO("step " << i);
        const bool speaks = lines_of(config::Look::ios15_1, everything(), event::StepDone{step}) +
                                lines_of(config::Look::ios15_4, everything(), event::StepDone{step}) >
                            0;
        CHECK(speaks != is_in(silent_steps, step));
    }
}

TEST_CASE("every failure has words or is known to be silent") {
    for (unsigned i = 0; i <= static_cast<unsigned>(last_failure); ++i) {
        const auto why = static_cast<ike::Failed>(i);
        INFO("failure " << i);
        for (const config::Look look :
             {config::Look::ios12, config::Look::ios15_1, config::Look::ios15_4, config::Look::ios17})
            CHECK((lines_of(look, everything(), event::Failure{why, {}}) > 0) != is_in(silent_failures, why));
    }
}

TEST_CASE("with every switch off nothing is printed") {
    const ike::Message message = on_the_wire(samples::init_request());
    const std::vector<ike::Payload> payloads = samples::auth_request();
    for (const config::Look look : {config::Look::ios15_1, config::Look::ios15_4}) {
        std::size_t printed = 0;
        for (unsigned i = 0; i <= static_cast<unsigned>(last_step); ++i)
            printed += lines_of(look, {}, event::StepDone{static_cast<ike::Step>(i)});
        for (unsigned i = 0; i <= static_cast<unsigned>(last_failure); ++i)
            printed +=
                lines_of(look, {}, event::Failure{static_cast<ike::Failed>(i), ike::NotifyType::AUTHENTICATION_FAILED});
        printed += lines_of(look, {}, event::MessageSent{&message, nullptr, false, {}}) +
                   lines_of(look, {}, event::MessageReceived{&message, nullptr, {}});
        printed += lines_of(look, {}, event::PayloadsBuilt{&payloads}) +
                   lines_of(look, {}, event::SmTrace{"IDLE", "EV_INIT_SA"});
        printed += lines_of(look, {}, event::ProposalsOffered{message.payloads[0].as<ike::SaPayload>(), false, false});
        printed += lines_of(look, {}, event::SessionUp{"a", "b"}) + lines_of(look, {}, event::DeleteQueued{"unknown"});
        CHECK(printed == 0);
    }
}

TEST_CASE("with only the default level on there are sentences, but neither traces nor dumps") {
    const auto on = switches({debug::Switch::ikev2});
    const ike::Message message = on_the_wire(samples::init_request());
    CHECK(lines_of(config::Look::ios15_1, on, event::StepDone{ike::Step::policies_set}) == 1);
    CHECK(lines_of(config::Look::ios15_1, on, event::SmTrace{"IDLE", "EV_INIT_SA"}) == 0);
    CHECK(lines_of(config::Look::ios15_1, on, event::MessageSent{&message, nullptr, false, {}}) == 0);
    CHECK(lines_of(config::Look::ios15_4, on, event::StepDone{ike::Step::policies_set}) == 0);
    CHECK(lines_of(config::Look::ios15_4, on, event::MessageSent{&message, nullptr, false, {}}) == 6);
}

TEST_CASE("the sentences of the documented trace are among its lines") {
    const Lines reference = sample("seed001-restored-english-15.1T.txt");
    if (reference.empty()) return;
    Scene s(config::Look::ios15_1, switches({debug::Switch::ikev2_internal}));
    using enum ike::Step;
    for (const ike::Step step :
         {process_nat_discovery, processing_nat_source, remote_address_matched, processing_nat_destination,
          local_address_matched, nat_not_found, opening_pki_session, closing_pki_session, delete_reason_enabled,
          skeyid_generated, valid_parameters_in_id, redirect_not_needed, asynchronous_request_queued,
          accounting_not_required, processing_init_message})
        s.step(step);
    for (const ike::Step step :
         {sa_request_activated, failed_to_decrement_outgoing, failed_to_decrement_incoming,
          no_config_data_init_responder, sending_config_data_to_toolkit, received_config_data_from_toolkit,
          error_constructing_config_reply, no_data_for_mode_config_set, aaa_group_not_configured,
          aaa_user_not_configured, kmi_message_8_consumed, kmi_message_12_consumed})
        s.platform_step(step);
    s.say(event::ProfileUsed{"IKEV2-SETUP"});
    s.say(event::RequestWindow{1, 1, 1});
    s.say(event::ResponseSent{3, 4, 8});
    s.say_platform(event::MibStored{1, 60});
    s.say_platform(event::IdentAdded{0x80000002, 0x9506D414, 8});
    for (std::string line : s.take()) {
        if (line.find("response with message id") != std::string::npos) line.replace(line.find("ID = 1"), 6, "ID = 2");
        CHECK_THAT(reference, Catch::Matchers::VectorContains(line));
    }
}
