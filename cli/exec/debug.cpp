#include <array>
#include <string>
#include <utility>

#include "cli/exec/commands.h"
#include "cli/exec/exec.h"
#include "debug/switches.h"

namespace cli {

using namespace config;
using debug::Switch;

namespace {

struct SwitchWord {
    std::string_view word, help;
};

/// The words of each switch behind the verb, in the order of Switch.
struct SwitchCommand {
    Switch which;
    std::array<SwitchWord, 4> words;
};

constexpr SwitchWord crypto{"crypto", "Cryptographic subsystem"};
constexpr SwitchWord ikev2{"ikev2", "IKEv2 debugging"};
constexpr SwitchWord isakmp{"isakmp", "ISAKMP Key Management"};
constexpr SwitchWord ipsec{"ipsec", "IPSEC processing"};
constexpr SwitchWord engine{"engine", "Crypto Engine Debug"};
constexpr SwitchWord ip_word{"ip", "IP information"};

constexpr std::array<SwitchCommand, debug::switch_count> switch_commands{{
    {Switch::ikev2, {{crypto, ikev2}}},
    {Switch::ikev2_error, {{crypto, ikev2, {"error", "IKEv2 Error debugging"}}}},
    {Switch::ikev2_packet, {{crypto, ikev2, {"packet", "IKEv2 Packet debugging"}}}},
    {Switch::ikev2_packet_hexdump, {{crypto, ikev2, {"packet", "IKEv2 Packet debugging"}, {"hexdump", "Also hexdumps the packet"}}}},
    {Switch::ikev2_internal, {{crypto, ikev2, {"internal", "IKEv2 Internal debugging"}}}},
    {Switch::isakmp, {{crypto, isakmp}}},
    {Switch::isakmp_error, {{crypto, isakmp, {"error", "ISAKMP Error debugging"}}}},
    {Switch::ipsec, {{crypto, ipsec}}},
    {Switch::ipsec_error, {{crypto, ipsec, {"error", "IPSEC Error debugging"}}}},
    {Switch::engine, {{crypto, engine}}},
    {Switch::engine_error, {{crypto, engine, {"error", "Crypto Engine Error debugging"}}}},
    {Switch::engine_packet, {{crypto, engine, {"packet", "Crypto Engine Packet debugging"}}}},
    {Switch::kmi, {{crypto, {"kmi", "Crypto Key Management Interface debug"}}}},
    {Switch::ip_icmp, {{ip_word, {"icmp", "ICMP transactions"}}}},
    {Switch::ip_packet, {{ip_word, {"packet", "General IP debugging and IPSO security transactions"}}}},
}};

Syntax debug_word() { return kw("debug", "Debugging functions (see also 'undebug')"); }
Syntax undebug_word() { return kw("undebug", "Disable debugging functions (see also 'debug')"); }
Syntax no_debug_words() { return kw("no", "Disable debugging functions") >> debug_word(); }
Syntax all_word() { return kw("all", "Enable all debugging"); }

Syntax words_of(Syntax verb, const SwitchCommand& command) {
    for (const SwitchWord& each : command.words)
        if (!each.word.empty()) verb = std::move(verb) >> kw(each.word, each.help);
    return verb;
}

std::string sentence(Switch which, bool on) {
    return std::string{debug::switch_names()[static_cast<std::size_t>(which)].subject()} + (on ? " is on\n" : " is off\n");
}

template <std::size_t N, bool On>
void turn(Exec& exec, const Args&) {
    exec.ports().set_debugging(switch_commands[N].which, On);
    exec.print(sentence(switch_commands[N].which, On));
}

template <bool On, std::size_t... N>
void add_lines(std::vector<Line>& lines, Syntax (*verb)(), std::index_sequence<N...>) {
    (lines.push_back(line(words_of(verb(), switch_commands[N]), &turn<N, On>).privilege(15)), ...);
}

void set_all(Exec& exec, bool on) {
    for (const SwitchCommand& each : switch_commands) exec.ports().set_debugging(each.which, on);
    exec.print(on ? "All possible debugging has been turned on\n" : "All possible debugging has been turned off\n");
}

class DebugAll final : public Task {
public:
    void start(Exec& exec) override {
        exec.ask({"This may severely impact network performance. Continue? (yes/[no]): ", Question::Kind::line});
    }
    void answer(Exec& exec, std::string_view text) override {
        if (!text.empty() && is_abbreviation(text, "yes")) set_all(exec, true);
        exec.finish();
    }
};

void undebug_all(Exec& exec, const Args&) { set_all(exec, false); }

using AllSwitches = std::make_index_sequence<debug::switch_count>;

}  // namespace

std::span<const Line> debug_lines() {
    static const std::vector<Line> lines = [] {
        std::vector<Line> made;
        add_lines<true>(made, &debug_word, AllSwitches{});
        made.push_back(line(debug_word() >> all_word(), +[](Exec& exec, const Args&) { exec.run(std::make_unique<DebugAll>()); }).privilege(15));
        return made;
    }();
    return lines;
}

std::span<const Line> undebug_lines() {
    static const std::vector<Line> lines = [] {
        std::vector<Line> made;
        add_lines<false>(made, &undebug_word, AllSwitches{});
        add_lines<false>(made, &no_debug_words, AllSwitches{});
        made.push_back(line(undebug_word() >> all_word(), &undebug_all).privilege(15));
        made.push_back(line(no_debug_words() >> all_word(), &undebug_all).privilege(15));
        return made;
    }();
    return lines;
}

}  // namespace cli
