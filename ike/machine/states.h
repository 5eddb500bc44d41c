#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// The documented states and events of the IKEv2 machine, under their documented names.
namespace ike {

// clang-format off
#define IKE_STATES(X) \
    X(ANY) X(IDLE) \
    X(I_BLD_INIT) X(I_WAIT_INIT) X(I_PROC_INIT) X(INIT_DONE) X(I_BLD_AUTH) X(I_WAIT_AUTH) X(I_PROC_AUTH) X(AUTH_DONE) X(READY) \
    X(R_INIT) X(R_BLD_INIT) X(R_WAIT_AUTH) X(R_VERIFY_AUTH) X(R_BLD_AUTH) \
    X(CHILD_R_INIT) X(CHILD_R_BLD_MSG) X(CHILD_R_DONE) \
    X(INFO_R) X(INFO_I_BLD_INFO) X(INFO_I_WAIT) X(INFO_I_EXIT) X(DELETE) X(EXIT)

#define IKE_EVENTS(X) \
    X(NONE) X(EV_NO_EVENT) \
    X(EV_INIT_SA) X(EV_GET_IKE_POLICY) X(EV_SET_POLICY) X(EV_CHK_AUTH4PKI) X(EV_GEN_DH_KEY) X(EV_OK_RECD_DH_PUBKEY_RESP) \
    X(EV_GET_CONFIG_MODE) X(EV_BLD_MSG) X(EV_RECV_INIT) X(EV_CHK4_NOTIFY) X(EV_VERIFY_MSG) X(EV_PROC_MSG) X(EV_DETECT_NAT) \
    X(EV_CHK_NAT_T) X(EV_CHK_CONFIG_MODE) X(EV_GEN_DH_SECRET) X(EV_OK_RECD_DH_SECRET_RESP) X(EV_GEN_SKEYID) X(EV_DONE) X(EV_CHK4_ROLE) \
    X(EV_INSERT_SA) X(EV_PKI_SESH_OPEN) X(EV_START_TMR) \
    X(EV_CHK_EAP) X(EV_GEN_AUTH) X(EV_CHK_AUTH_TYPE) X(EV_OK_AUTH_GEN) X(EV_SEND_AUTH) X(EV_RECV_AUTH) \
    X(EV_PROC_ID) X(EV_CHK_IF_PEER_CERT_NEEDS_TO_BE_FETCHED_FOR_PROF_SEL) X(EV_GET_POLICY_BY_PEERID) X(EV_VERIFY_POLICY_BY_PEERID) \
    X(EV_CHK_AUTH4EAP) X(EV_CHK_POLREQEAP) X(EV_GET_PRESHR_KEY) X(EV_VERIFY_AUTH) X(EV_CHK4_IC) X(EV_CHK_REDIRECT) \
    X(EV_NOTIFY_AUTH_DONE) X(EV_SET_RECD_CONFIG_MODE) X(EV_PROC_SA_TS) X(EV_MY_AUTH_METHOD) X(EV_CHK4_SIGN) X(EV_CHK_IKE_ONLY) \
    X(EV_OK) X(EV_PKI_SESH_CLOSE) X(EV_UPDATE_CAC_STATS) X(EV_INSERT_IKE) X(EV_GEN_LOAD_IPSEC) X(EV_OK_RECD_LOAD_IPSEC) X(EV_START_ACCT) \
    X(EV_CHECK_DUPE) X(EV_R_OK) X(EV_I_OK) \
    X(EV_RECV_CREATE_CHILD) X(EV_CHK_CC_TYPE) X(EV_CHK_PENDING) \
    X(EV_SEND_INFO) X(EV_SEND_DEL) X(EV_RECV_INFO_REQ) X(EV_CHK_INFO_TYPE) X(EV_RECV_DEL) X(EV_RECV_INFO_ACK) X(EV_DELETE) X(EV_FREE_SA) \
    X(EV_FREE_NEG) \
    X(EV_RE_XMT) X(EV_RE_XMT_EXCEED) X(EV_RETRY) X(EV_TIMEOUT) X(EV_ABORT) X(EV_FAIL) X(EV_AUTH_FAIL)
// clang-format on

#define IKE_ENUMERATOR(name) name,
enum class StateId : std::uint8_t { IKE_STATES(IKE_ENUMERATOR) };
enum class EventId : std::uint8_t { IKE_EVENTS(IKE_ENUMERATOR) };
#undef IKE_ENUMERATOR

#define IKE_NAME(name) #name,
inline constexpr std::string_view state_names[] = {IKE_STATES(IKE_NAME)};
inline constexpr std::string_view event_names[] = {IKE_EVENTS(IKE_NAME)};
#undef IKE_NAME

constexpr std::string_view name_of(StateId state) { return state_names[static_cast<std::size_t>(state)]; }
constexpr std::string_view name_of(EventId event) { return event_names[static_cast<std::size_t>(event)]; }

}  // namespace ike
