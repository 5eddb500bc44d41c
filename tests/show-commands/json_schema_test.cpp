#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <vector>

#include "config-model/language/matcher.h"
#include "show-commands/show_commands.h"
#include "show-commands/system/login.h"
#include "tests/show-commands/synthetic_rows.h"

/// show-commands/json-schema.md against what every command prints in the lab tests/scenarios/json-screens (of remote access clients:
/// examples/ikev1-hub-and-clients): neither may have a field, an order or a type that the other lacks.
namespace {

using Json = nlohmann::ordered_json;

struct Field {
    std::string path;   ///< "inbound[].spi"
    std::string types;  ///< "integer or null"
};
using Schema = std::map<std::string, std::vector<Field>>;   ///< by command

std::vector<std::string> lines_of(const std::string& path) {
    std::ifstream file(SOURCE_DIR "/" + path);
    REQUIRE(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

/// What stands between back quotes.
std::vector<std::string> quoted(const std::string& line) {
    std::vector<std::string> words;
    for (std::size_t open = line.find('`'); open != std::string::npos;) {
        const std::size_t close = line.find('`', open + 1);
        words.push_back(line.substr(open + 1, close - open - 1));
        open = line.find('`', close + 1);
    }
    return words;
}

/// "### `show arp`, `show ip arp`" begins the table of these commands; "| `field` | types | meaning |" is a row.
Schema documented() {
    Schema schema;
    std::vector<std::string> commands;
    for (const std::string& line : lines_of("show-commands/json-schema.md")) {
        if (line.starts_with("### ")) {
            commands = quoted(line);
            for (const std::string& command : commands) schema[command];
        }
        if (!line.starts_with("| `")) continue;
        const std::size_t types = line.find("` | ") + 4;
        for (const std::string& command : commands)
            schema[command].push_back({quoted(line).front(), line.substr(types, line.find(" |", types) - types)});
    }
    return schema;
}

using Arrays = std::map<std::string, Json>;   ///< by command

/// Adds the arrays that a transcript holds.
void read_transcript(const std::string& path, Arrays& arrays) {
    std::string command, text;
    for (std::string line : lines_of(path)) {
        const std::size_t bar = line.find("| ");
        if (bar == std::string::npos) continue;
        line.erase(0, bar + 2);
        const std::size_t typed = line.find("#show "), json = line.find(" | json");
        if (typed != std::string::npos && json != std::string::npos) {
            command = line.substr(typed + 1, json - typed - 1);
            text.clear();
        } else if (!command.empty() && (line == "]" || line == "[]")) {
            arrays[std::exchange(command, {})] = Json::parse(text + line);
        } else {
            text += line;
        }
    }
}

Arrays printed() {
    Arrays arrays;
    read_transcript("tests/scenarios/json-screens/session.txt", arrays);
    read_transcript("examples/ikev1-hub-and-clients/session.txt", arrays);
    return arrays;
}

/// On a router that has nothing but an SSH session and a failed login: for a screen that a lab does not have, or whose words depend on the machine.
Json on_bare_router(const std::string& command) {
    static const config::Matcher commands(show::show_commands());
    const config::Configuration configuration;
    show::SshService service;
    service.sessions[2] = {"alice", "aes256-ctr", "hmac-sha2-256"};
    show::RouterView view{.configuration = configuration};
    view.ssh = &service;
    show::LoginWatch logins;
    logins.last_failures.push_back({"eve", "192.0.2.7", 22, 1, 0});
    view.logins = &logins;
    config::Match match;
    REQUIRE(commands.match(config::Words(command), config::Form::plain, 15, match));
    return Json::parse(json_of(*show::open_screen(*match.line, view, match.args)));
}

std::string type_of(const Json& value) {
    if (value.is_number()) return "integer";
    return value.is_string() ? "string" : value.is_boolean() ? "boolean" : value.is_null() ? "null" : value.is_array() ? "array" : "object";
}

bool allows(const std::string& types, const std::string& type) {
    std::istringstream words(types);
    for (std::string word; words >> word;)
        if (word == type) return true;
    return false;
}

class Comparison {
public:
    explicit Comparison(const std::vector<Field>& fields) : fields_(fields) {}

    void object(const Json& is, const std::string& prefix) {
        std::vector<std::string> names, expected;
        for (const auto& [name, value] : is.items()) names.push_back(prefix + name);
        for (const Field& field : fields_)
            if (field.path.starts_with(prefix) && field.path.find_first_of(".[", prefix.size()) == std::string::npos) expected.push_back(field.path);
        CHECK(names == expected);
        for (const auto& [name, value] : is.items()) member(value, prefix + name);
    }
    std::set<std::string> seen;

private:
    void member(const Json& value, const std::string& path) {
        INFO(path << " is " << value.dump());
        seen.insert(path);
        const auto field = std::find_if(fields_.begin(), fields_.end(), [&](const Field& is) { return is.path == path; });
        if (field != fields_.end()) CHECK(allows(field->types, type_of(value)));
        CHECK(value != "");
        if (value.is_object()) object(value, path + ".");
        if (!value.is_array()) return;
        for (const Json& element : value)
            if (element.is_object()) object(element, path + "[].");
    }

    const std::vector<Field>& fields_;
};

}  // namespace

TEST_CASE("the document of the JSON screens says what the screens print") {
    const Schema schema = documented();
    const auto arrays = printed();
    for (const auto& [command, fields] : schema) {
        INFO(command);
        Comparison comparison(fields);
        for (const Json& row : arrays.contains(command) ? arrays.at(command) : on_bare_router(command)) comparison.object(row, "");
        for (const Field& field : fields) {
            INFO(field.path);
            CHECK(comparison.seen.contains(field.path));
        }
    }
    for (const auto& [command, rows] : arrays) {
        INFO(command);
        CHECK(schema.contains(command));
    }
}

/// Commands that ask the shell rather than the models: no screens of show-commands.
constexpr std::string_view shell_commands[] = {"show crypto debug-condition", "show reload"};

TEST_CASE("every show command is in the document of the JSON screens") {
    static const config::Matcher commands(show::show_commands());
    std::set<const config::Line*> reached;
    for (const auto& [command, fields] : documented()) {
        INFO(command);
        if (std::find(std::begin(shell_commands), std::end(shell_commands), command) != std::end(shell_commands)) continue;
        config::Match match;
        REQUIRE(commands.match(config::Words(command), config::Form::plain, 15, match));
        reached.insert(match.line);
    }
    for (const auto& lines : show::show_commands())
        for (const config::Line& line : lines) CHECK(reached.contains(&line));
}
