#include <catch2/catch.hpp>

#include <set>
#include <sstream>

#include "tests/cli/fake_router.h"

namespace {

/// Walks what `?` lists, as a hand would: each word is typed in full and asked about in turn.
class HelpWalk {
public:
    explicit HelpWalk(const std::string& keys) {
        typed_.console.terminal().length = 0;
        typed_.console.terminal().width = 0;
        typed_.type(keys);
    }
    void walk(const std::string& line, unsigned depth) {
        for (const std::string& word : words(typed_.type(line + "?"))) {
            if (word == "<cr>" || word == "|") continue;
            const std::string longer = line + sample(word, std::string_view{line}.substr(line.size() - std::min<std::size_t>(line.size(), 8))) + " ";
            INFO(longer << "?");
            const std::string answer = typed_.type("\x15" + longer + "?");
            CHECK(answer.find("% Unrecognized command") == std::string::npos);
            CHECK(answer.find("% Ambiguous command") == std::string::npos);
            typed_.type("\x15");
            ++walked;
            if (depth > 1 && is_keyword(word)) walk(longer, depth - 1);
            typed_.type("\x15");
        }
    }
    unsigned walked = 0;

private:
    static bool is_keyword(const std::string& word) { return word.find_first_of("<:.") == std::string::npos && (word[0] & 0x20) != 0; }
    static std::set<std::string> words(const std::string& screen) {
        std::set<std::string> found;
        std::istringstream lines(screen);
        for (std::string line; std::getline(lines, line);)
            if (line.rfind("  ", 0) == 0 && line.size() > 2 && line[2] != ' ') found.insert(line.substr(2, std::min(line.find("  ", 2), line.size()) - 2));
        return found;
    }
    /// Something that stands for a value: "<1-4094>" -> "1", "A.B.C.D" -> an address.
    static std::string sample(const std::string& word, std::string_view after) {
        if (word.front() == '<' && word.find('-') != std::string::npos) return word.substr(1, word.find('-', 2) - 1);
        if (word == "A.B.C.D") return after == "netmask " ? "255.255.255.0" : "10.0.0.1";
        if (word == "Hostname or A.B.C.D") return "10.0.0.1";
        if (word == "A.B.C.D/nn") return "10.0.0.0/24";
        if (word.rfind("X:X", 0) == 0) return word.find('/') == std::string::npos ? "2001:db8::1" : "2001:db8::/64";
        if (word == "hh:mm:ss") return "10:11:12";
        if (word == "MONTH") return "March";
        if (word == "H.H.H") return "0000.0c12.3456";
        return word;
    }
    TypedConsole typed_;
};

}  // namespace

TEST_CASE("every word that ? lists is taken, in every mode", "[console][help]") {
    const std::string mode = GENERATE(as<std::string>{}, "", "enable\r", "interface Loopback0\r", "interface Tunnel0\r", "crypto ikev2 proposal P\r",
                                      "crypto ikev2 policy P\r", "crypto ikev2 keyring K\r", "crypto ikev2 profile P\r", "crypto isakmp policy 10\r",
                                      "crypto isakmp profile P\r", "crypto keyring K\r", "crypto ipsec profile P\r",
                                      "crypto ipsec transform-set T esp-aes\r", "crypto map M 10 ipsec-isakmp\r", "crypto dynamic-map D 10\r",
                                      "crypto isakmp client configuration group G\r", "crypto ipsec client ezvpn E\r",
                                      "ip access-list extended A\r", "ip access-list standard 10\r", "line con 0\r", "hostname R1\r");
    const bool configures = !mode.empty() && mode != "enable\r";
    HelpWalk walk((configures ? "enable\rconfigure terminal\r" : "") + mode);
    INFO(mode);
    walk.walk("", 3);
    CHECK(walk.walked > 5);
}
