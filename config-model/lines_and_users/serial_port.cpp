#include "config-model/lines_and_users/modes.h"
#include "config-model/option_lines.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::lines;
using Options = OptionLines<TerminalLine>;

Line speed(std::string_view word, std::string_view help) {
    return Options::line(kw(word, help) >> number(0, 4294967295, "Transmit and receive speeds"), {}, topic);
}

}  // namespace

/// No line of this router is a serial port: the settings are remembered.
std::span<const Line> terminal_serial_lines() {
    static const Line lines[] = {
        Options::line(kw("databits", "Set number of data bits per character") >> number(5, 8, "Number of data bits per character"), {}, topic).show(&Options::show),
        Options::line(kw("flowcontrol", "Set the flow control") >>
                          (kw("none", "Set no flow control") | kw("software", "Set software flow control") | kw("hardware", "Set hardware flow control")) >>
                          -(kw("in", "Listen to flow control from the attached device") | kw("out", "Send flow control information to the attached device")), {}, topic),
        Options::line(kw("parity", "Set terminal parity") >>
                          (kw("even", "Even parity") | kw("mark", "Mark parity") | kw("none", "No parity") | kw("odd", "Odd parity") | kw("space", "Space parity")), {}, topic),
        speed("rxspeed", "Set the receive speed"), speed("speed", "Set the transmit and receive speeds"), speed("txspeed", "Set the transmit speeds"),
        Options::line(kw("stopbits", "Set async line stop bits") >>
                          (kw("1", "One stop bit") | kw("1.5", "One and one-half stop bits") | kw("2", "Two stop bits")), {}, topic),
    };
    return lines;
}

}  // namespace config
