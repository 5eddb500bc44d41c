#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// The documented states and inputs of the ISAKMP machine, under their documented names.
namespace ike::isakmp {

// clang-format off
#define ISAKMP_STATES(X) \
    X(ANY) X(IKE_READY) X(IKE_I_MM1) X(IKE_I_MM2) X(IKE_I_MM3) X(IKE_I_MM4) X(IKE_I_MM5) X(IKE_I_MM6) \
    X(IKE_R_MM1) X(IKE_R_MM2) X(IKE_R_MM3) X(IKE_R_MM4) X(IKE_R_MM5) X(IKE_I_AM1) X(IKE_R_AM_AAA_AWAIT) X(IKE_R_AM2) X(IKE_P1_COMPLETE) \
    X(IKE_XAUTH_AAA_START_LOGIN_AWAIT) X(IKE_XAUTH_REQ_SENT) X(IKE_XAUTH_AAA_CONT_LOGIN_AWAIT) X(IKE_XAUTH_SET_SENT) \
    X(IKE_CONFIG_AUTHOR_AAA_AWAIT) X(IKE_CONFIG_MODE_SET_SENT) \
    X(IKE_XAUTH_REPLY_AWAIT) X(IKE_XAUTH_REPLY_SENT) X(IKE_CONFIG_MODE_REQ_SENT) X(IKE_DEST_SA) \
    X(IKE_QM_READY) X(IKE_QM_I_QM1) X(IKE_QM_SPI_STARVE) X(IKE_QM_R_QM2) X(IKE_QM_IPSEC_INSTALL_AWAIT) X(IKE_QM_PHASE2_COMPLETE)

/// Source and input of each event: "IKE_MESG_FROM_PEER, IKE_MM_EXCH".
#define ISAKMP_EVENTS(X) \
    X(NONE, NONE) X(REST, REST) \
    X(IKE_MESG_FROM_IPSEC, IKE_SA_REQ_MM) X(IKE_MESG_FROM_IPSEC, IKE_SA_REQ_AM) X(IKE_MESG_FROM_PEER, IKE_MM_EXCH) X(IKE_MESG_FROM_PEER, IKE_AM_EXCH) \
    X(IKE_MESG_INTERNAL, IKE_PROCESS_MAIN_MODE) X(IKE_MESG_INTERNAL, IKE_PROCESS_COMPLETE) X(IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE) \
    X(IKE_MESG_INTERNAL, IKE_PHASE1_DEL) X(IKE_MESG_FROM_AAA, PRESHARED_KEY_REPLY) X(IKE_MESG_FROM_AAA, IKE_AAA_START_LOGIN) \
    X(IKE_MESG_FROM_AAA, IKE_AAA_CONT_LOGIN) X(IKE_MESG_FROM_AAA, IKE_AAA_GROUP_ATTR) \
    X(IKE_MESG_FROM_PEER, IKE_CFG_REQUEST) X(IKE_MESG_FROM_PEER, IKE_CFG_REPLY) X(IKE_MESG_FROM_PEER, IKE_CFG_SET) X(IKE_MESG_FROM_PEER, IKE_CFG_ACK) \
    X(IKE_MESG_INTERNAL, IKE_XAUTH_REPLY_ATTR) X(IKE_MESG_FROM_PEER, IKE_INFO_NOTIFY) X(IKE_MESG_FROM_PEER, IKE_INFO_DELETE) \
    X(IKE_MESG_FROM_TIMER, IKE_TIMER_PEERS_ALIVE) X(IKE_MESG_FROM_TIMER, IKE_TIMER_IM_ALIVE) X(IKE_MESG_FROM_PEER, IKE_MESG_KEEP_ALIVE) \
    X(IKE_MESG_INTERNAL, IKE_INIT_QM) X(IKE_MESG_FROM_PEER, IKE_QM_EXCH) X(IKE_MESG_INTERNAL, IKE_GOT_SPI) X(IKE_MESG_FROM_IPSEC, IKE_SPI_REPLY) \
    X(IKE_MESG_FROM_IPSEC, IPSEC_INSTALL_DONE)
// clang-format on

#define ISAKMP_STATE(name) name,
enum class State : std::uint8_t { ISAKMP_STATES(ISAKMP_STATE) };
#undef ISAKMP_STATE
#define ISAKMP_EVENT(source, input) input,
enum class Event : std::uint8_t { ISAKMP_EVENTS(ISAKMP_EVENT) };
#undef ISAKMP_EVENT

#define ISAKMP_STATE_NAME(name) #name,
inline constexpr std::string_view state_names[] = {ISAKMP_STATES(ISAKMP_STATE_NAME)};
#undef ISAKMP_STATE_NAME
#define ISAKMP_EVENT_NAME(source, input) #source ", " #input,
inline constexpr std::string_view event_names[] = {ISAKMP_EVENTS(ISAKMP_EVENT_NAME)};
#undef ISAKMP_EVENT_NAME

constexpr std::string_view name_of(State state) { return state_names[static_cast<std::size_t>(state)]; }
constexpr std::string_view name_of(Event event) { return event_names[static_cast<std::size_t>(event)]; }

/// The state that `show crypto isakmp sa` and the packet lines print.
enum class Label : std::uint8_t { MM_NO_STATE, MM_SA_SETUP, MM_KEY_EXCH, MM_KEY_AUTH, AG_NO_STATE, AG_INIT_EXCH, AG_AUTH, CONF_XAUTH, CONF_ADDR, QM_IDLE };
inline constexpr std::string_view label_names[] = {"MM_NO_STATE", "MM_SA_SETUP", "MM_KEY_EXCH", "MM_KEY_AUTH", "AG_NO_STATE",
                                                   "AG_INIT_EXCH", "AG_AUTH", "CONF_XAUTH", "CONF_ADDR", "QM_IDLE"};
constexpr std::string_view name_of(Label label) { return label_names[static_cast<std::size_t>(label)]; }

}  // namespace ike::isakmp
