#include <catch2/catch.hpp>

#include "config-model/language/command_set.h"

using namespace config;

namespace {

struct Shell {
    int runs = 0;
};

std::string named(Shell&, const Args& args) {
    std::string text;
    for (const Arg& arg : args) text.append(text.empty() ? "" : " ").append(arg.leaf->kind == WordKind::keyword ? arg.leaf->word : arg.text);
    return text;
}
std::string ping(Shell& shell, const Args& args) { return ++shell.runs, "ping " + std::string(args.text("host")) + " " + std::to_string(args.number("repeat", 5)); }

constexpr Choice sizes[] = {{"small", "Small", 1}, {"smaller", "Smaller", 2}};

std::span<const Line> lines() {
    static const Line all[] = {
        line(kw("show", "Show running system information") >> kw("version", "System hardware and software status"), named),
        line(kw("show", "Show running system information") >> kw("vlans", "Virtual LANs Information"), named),
        line(kw("show", "Show running system information") >> kw("route", "Routing table") >> -(kw("connected", "Connected") | word("Network to display")), named),
        line(kw("show", "Show running system information") >> kw("secret", "Never listed"), named).hidden(),
        line(kw("reload", "Halt and perform a cold restart"), named).privilege(15),
        line(kw("rename", "Rename a file") >> word("Old name"), named),
        line(kw("ping", "Send echo messages") >> word("host", "Ping destination address or hostname").labelled("WORD") >>
                 any_order(kw("repeat", "specify repeat count") >> number("repeat", 1, 100, "Repeat count"), kw("source", "specify source address or name") >> interface_name("source", "interface"),
                           kw("df-bit", "enable do not fragment bit in IP header")), ping),
        line(kw("size", "Size") >> one_of("size", sizes), named),
        line(kw("send", "Send") >> text("message", "Text"), named),
        line(kw("list", "Numbers") >> +number(1, 200, "Number"), named),
        line(kw("key", "Key") >> -one_of("type", std::span<const Choice>(sizes)) >> word("key", "Key"), named),
    };
    return all;
}

const CommandSet<Shell, std::string>& commands() {
    static const CommandSet<Shell, std::string> set({lines()});
    return set;
}

std::string run(std::string_view text, unsigned privilege = 15) {
    Match match;
    Shell shell;
    if (commands().matcher().match(Words(text), Form::plain, privilege, match)) return commands().run(match, shell);
    const MatchError error = commands().matcher().explain(Words(text), Form::plain, privilege);
    return error_text(error, text) + (error.kind == MatchError::Kind::invalid ? " " + std::to_string(error.column) : "");
}

std::string help(std::string_view text, unsigned privilege = 15) {
    std::string words;
    for (const HelpItem& item : commands().matcher().help(Words(text), Form::plain, privilege).items) words.append(words.empty() ? "" : " ").append(item.word);
    return words;
}

}  // namespace

TEST_CASE("abbreviations, exact words and values") {
    CHECK(run("sh ver") == "show version");
    CHECK(run("SHOW Version") == "show version");
    CHECK(run("sh v") == "% Ambiguous command:  \"sh v\"");
    CHECK(run("sh rou c") == "show route connected");
    CHECK(run("sh rou x") == "show route x");
    CHECK(run("size small") == "size small");
    CHECK(run("size sm") == "% Ambiguous command:  \"size sm\"");
    CHECK(run("size smalle") == "size smaller");
    CHECK(run("show") == "% Incomplete command.");
    CHECK(run("show version now") == "% Invalid input detected at '^' marker. 13");
    CHECK(run("show vexs") == "% Invalid input detected at '^' marker. 7");
    CHECK(run("list 1 2 200 3") == "list 1 2 200 3");
    CHECK(run("list 1 201") == "% Invalid input detected at '^' marker. 7");
    CHECK(run("list 1 2x") == "% Invalid input detected at '^' marker. 7");
    CHECK(run("send a  b   c ") == "send a  b   c ");
}

TEST_CASE("a keyword is preferred to a value as long as the line can end so") {
    CHECK(run("key small abc") == "key small abc");
    CHECK(run("key smal") == "key smal");
    CHECK(run("key small") == "% Incomplete command.");
    CHECK(run("key anything") == "key anything");
}

TEST_CASE("options in any order, each once") {
    CHECK(run("ping 10.0.0.1") == "ping 10.0.0.1 5");
    CHECK(run("ping 10.0.0.1 df rep 7 source lo 0") == "ping 10.0.0.1 7");
    CHECK(run("ping 10.0.0.1 repeat 7 repeat 8") == "% Invalid input detected at '^' marker. 23");
    CHECK(help("ping 10.0.0.1 repeat 7 ") == "df-bit source <cr>");
    CHECK(help("ping 10.0.0.1 repeat ") == "<1-100>");
    CHECK(run("ping 10.0.0.1 source lo") == "% Incomplete command.");
}

TEST_CASE("privilege and hidden words") {
    CHECK(run("re", 15) == "% Ambiguous command:  \"re\"");
    CHECK(run("re x", 1) == "rename x");
    CHECK(run("reload", 1) == "% Invalid input detected at '^' marker. 2");
    CHECK(help("re", 1) == "rename");
    CHECK(help("show ") == "route version vlans");
    CHECK(run("show secret") == "show secret");
    CHECK(help("show route ") == "WORD connected <cr>");
}

TEST_CASE("lines without end") {
    std::string list = "list";
    for (int i = 0; i < 63; ++i) list += " 1";
    CHECK(run(list) == list);
    CHECK(run(list + " 1").starts_with("% Invalid input"));
    for (int i = 0; i < 100; ++i) list += " 1";
    CHECK(run(list).starts_with("% Invalid input"));
    CHECK(run("send " + list) == "send " + list);
    CHECK(run("") == "% Incomplete command.");
    CHECK(run(std::string(5000, 'x')).starts_with("% Invalid input"));
}

TEST_CASE("samples of a syntax") {
    const auto samples = sample_lines(kw("a", "") >> (kw("b", "") | number(1, 5, "")) >> -word(""));
    CHECK(samples == std::vector<std::string>{"a 1", "a 5 Sample-1", "a b Sample-1"});
}

TEST_CASE("rendering chooses by what is given") {
    const Syntax syntax = kw("match", "") >> ((kw("address", "") >> ipv4("") >> -mask("")) | (kw("fqdn", "") >> word("")));
    const auto text = [&](std::vector<Item> items) { return rendered(syntax, items); };
    CHECK(text({{"address", {}}, {"10.0.0.1", {}}}) == "match address 10.0.0.1");
    CHECK(text({{"address", {}}, {"10.0.0.1", {}}, {"255.0.0.0", {}}}) == "match address 10.0.0.1 255.0.0.0");
    CHECK(text({{"fqdn", {}}, {"a.b", {}}}) == "match fqdn a.b");
    CHECK(leading_keywords(syntax) == "match");
}
