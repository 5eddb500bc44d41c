#include "cli/runtime/telnet_line.h"

#include <libtelnet.h>

#include <utility>

namespace cli {

namespace {

constexpr telnet_telopt_t options[] = {
    {TELNET_TELOPT_ECHO, TELNET_WILL, TELNET_DONT},
    {TELNET_TELOPT_SGA, TELNET_WILL, TELNET_DO},
    {TELNET_TELOPT_NAWS, TELNET_WONT, TELNET_DO},
    {-1, 0, 0},
};

/// Commands of the protocol that are keys of a terminal.
struct CommandKey {
    unsigned char command;
    char key;
};
constexpr CommandKey command_keys[] = {
    {TELNET_BREAK, '\x1e'}, {TELNET_IP, '\x03'}, {TELNET_EC, '\x7f'}, {TELNET_EL, '\x15'},
};

std::uint16_t two_octets(const char* at) {
    return static_cast<std::uint16_t>(static_cast<unsigned char>(at[0]) << 8 | static_cast<unsigned char>(at[1]));
}

struct FreeTelnet {
    void operator()(telnet_t* telnet) const { telnet_free(telnet); }
};

}  // namespace

struct TelnetLine::State {
    static void on_event(telnet_t*, telnet_event_t* event, void* state) { static_cast<State*>(state)->on(*event); }
    void on(const telnet_event_t& event);
    void command(unsigned char command);

    std::string keys, octets;
    std::optional<Window> window;
    std::unique_ptr<telnet_t, FreeTelnet> telnet{telnet_init(options, &State::on_event, 0, this)};
};

void TelnetLine::State::on(const telnet_event_t& event) {
    if (event.type == TELNET_EV_DATA) keys.append(event.data.buffer, event.data.size);
    if (event.type == TELNET_EV_SEND) octets.append(event.data.buffer, event.data.size);
    if (event.type == TELNET_EV_IAC) command(event.iac.cmd);
    if (event.type == TELNET_EV_SUBNEGOTIATION && event.sub.telopt == TELNET_TELOPT_NAWS && event.sub.size == 4)
        window = Window{two_octets(event.sub.buffer), two_octets(event.sub.buffer + 2)};
}

void TelnetLine::State::command(unsigned char command) {
    for (const CommandKey& each : command_keys)
        if (each.command == command) keys += each.key;
}

TelnetLine::TelnetLine() : state_(std::make_unique<State>()) {
    telnet_negotiate(state_->telnet.get(), TELNET_WILL, TELNET_TELOPT_ECHO);
    telnet_negotiate(state_->telnet.get(), TELNET_WILL, TELNET_TELOPT_SGA);
    telnet_negotiate(state_->telnet.get(), TELNET_DO, TELNET_TELOPT_NAWS);
}

TelnetLine::~TelnetLine() = default;

void TelnetLine::receive(std::string_view octets) { telnet_recv(state_->telnet.get(), octets.data(), octets.size()); }
std::string TelnetLine::take_keys() { return std::exchange(state_->keys, {}); }
std::optional<TelnetLine::Window> TelnetLine::take_window() { return std::exchange(state_->window, std::nullopt); }
void TelnetLine::print(std::string_view text) { telnet_send(state_->telnet.get(), text.data(), text.size()); }
std::string TelnetLine::take_octets() { return std::exchange(state_->octets, {}); }

}  // namespace cli
