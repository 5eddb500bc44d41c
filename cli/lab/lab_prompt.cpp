#include "cli/lab/lab_prompt.h"

#include <fmt/format.h>

#include <charconv>

#include "config-model/language/command_set.h"

namespace cli {

namespace {

using config::Args;
using config::kw;
using config::line;
using config::number;
using config::word;

struct Context {
    Lab& lab;
    LabAnswer answer;
    void fail(std::string text) { answer.text = "% " + std::move(text) + "\n", answer.failed = true; }
};

/// "10", "10s", "1500ms", "5m", "2h": a span of virtual time. Nothing for other texts.
std::optional<Duration> duration_of(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || value < 0) return std::nullopt;
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (unit.empty() || unit == "s") return std::chrono::seconds(value);
    if (unit == "ms") return std::chrono::milliseconds(value);
    if (unit == "us") return std::chrono::microseconds(value);
    if (unit == "m") return std::chrono::minutes(value);
    if (unit == "h") return std::chrono::hours(value);
    if (unit == "d") return std::chrono::hours(24 * value);
    return std::nullopt;
}

void connect(Context& context, const Args& args) {
    const std::string node{args.text("node")};
    if (!context.lab.find(node)) return context.fail("No node " + node);
    context.answer.connect = node;
}

void advance(Context& context, const Args& args) {
    const auto duration = duration_of(args.text("time"));
    if (!duration) return context.fail("A time is written 10s, 500ms, 5m or 2h");
    context.lab.advance(*duration);
}

void quiet(Context& context, const Args&) { context.lab.run_until_quiet(); }

void list_nodes(Context& context, const Args&) {
    for (const auto& router : context.lab.routers()) context.answer.text += fmt::format("  {}\n", router->node_name());
}

void list_links(Context& context, const Args&) {
    for (const auto& wire : context.lab.wires()) {
        const Impairment& state = wire->impairment();
        context.answer.text += fmt::format(
            "  {:<16} {}:{} - {}:{}  {}, latency {} us, loss {}%, {} frames, {} lost\n", wire->name(), wire->end(0).node,
            wire->end(0).interface.text(), wire->end(1).node, wire->end(1).interface.text(), state.down ? "down" : "up",
            std::chrono::duration_cast<std::chrono::microseconds>(state.latency).count(), state.loss_percent,
            wire->carried(), wire->lost());
    }
}

VirtualWire* wire_of(Context& context, const Args& args) {
    VirtualWire* const wire = context.lab.find_wire(args.text("link"));
    if (!wire) context.fail(fmt::format("No link {}", args.text("link")));
    return wire;
}

void link_drop(Context& context, const Args& args) {
    if (VirtualWire* const wire = wire_of(context, args)) wire->drop_nth(args.get_or<std::uint64_t>("frame", 0));
}

void link_loss(Context& context, const Args& args) {
    std::string_view text = args.text("percent");
    if (text.ends_with('%')) text.remove_suffix(1);
    unsigned percent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
    if (error != std::errc{} || end != text.data() + text.size() || percent > 100) return context.fail("A loss is written 10%");
    if (VirtualWire* const wire = wire_of(context, args)) wire->impairment().loss_percent = percent;
}

void link_latency(Context& context, const Args& args) {
    const auto latency = duration_of(args.text("time"));
    if (!latency) return context.fail("A time is written 10s, 500ms or 200us");
    if (VirtualWire* const wire = wire_of(context, args)) wire->impairment().latency = *latency;
}

void link_mtu(Context& context, const Args& args) {
    if (VirtualWire* const wire = wire_of(context, args)) wire->impairment().mtu = args.get_or<std::uint32_t>("bytes", 0);
}

void link_down(Context& context, const Args& args) {
    if (VirtualWire* const wire = wire_of(context, args)) context.lab.set_wire_down(*wire, true);
}

void link_up(Context& context, const Args& args) {
    if (VirtualWire* const wire = wire_of(context, args)) context.lab.set_wire_down(*wire, false);
}

void clock_real(Context& context, const Args&) { context.answer.real_clock = true; }
void clock_virtual(Context& context, const Args&) { context.answer.real_clock = false; }
void leave(Context& context, const Args&) { context.answer.leave = true; }

config::Syntax link_words() { return kw("link", "Change a link") >> word("link", "Name, as `links` prints it"); }

std::span<const config::Line> lab_lines() {
    static const config::Line lines[] = {
        line(kw("connect", "Go to a node's console (Ctrl-^ x comes back)") >> word("node", "Name of the node"), +connect),
        line(kw("advance", "Let virtual time pass") >> word("time", "10s, 500ms, 5m, 2h"), +advance),
        line(kw("quiet", "Run until nothing is in flight"), +quiet),
        line(kw("nodes", "List the nodes"), +list_nodes),
        line(kw("links", "List the links"), +list_links),
        line(link_words() >> kw("drop", "Lose one frame") >> number("frame", 0, 1000000, "Which one, counted from now"), +link_drop),
        line(link_words() >> kw("loss", "Lose frames at random") >> word("percent", "0% to 100%"), +link_loss),
        line(link_words() >> kw("latency", "Delay frames") >> word("time", "10ms, 200us"), +link_latency),
        line(link_words() >> kw("mtu", "Lose larger packets") >> number("bytes", 0, 65535, "Bytes of IP, 0 for no limit"), +link_mtu),
        line(link_words() >> kw("down", "Unplug"), +link_down),
        line(link_words() >> kw("up", "Plug in"), +link_up),
        line(kw("clock", "How time passes") >> kw("real", "As on the wall"), +clock_real),
        line(kw("clock", "How time passes") >> kw("virtual", "Only by `advance` and by commands"), +clock_virtual),
        line(kw("exit", "Leave the lab"), +leave),
        line(kw("quit", "Leave the lab"), +leave),
    };
    return lines;
}

const config::CommandSet<Context, void>& commands() {
    static const config::CommandSet<Context, void> set({lab_lines()});
    return set;
}

std::string help_for(std::string_view text) {
    const config::Words words(text);
    const config::Help help = commands().matcher().help(words, config::Form::plain, 15);
    if (help.error.kind != config::MatchError::Kind::none) return "% Unrecognized command\n";
    return config::help_text(help.items);
}

}  // namespace

LabAnswer run_lab_command(Lab& lab, std::string_view text) {
    constexpr unsigned all_privileges = 15;
    Context context{lab, {}};
    while (text.starts_with(' ')) text.remove_prefix(1);
    if (text.empty()) return {};
    if (text.ends_with('?')) return {help_for(text.substr(0, text.size() - 1)), {}, {}, false, false};
    const config::Words words(text);
    config::Match match;
    if (commands().matcher().match(words, config::Form::plain, all_privileges, match)) {
        commands().run(match, context);
        return std::move(context.answer);
    }
    const auto error = commands().matcher().explain(words, config::Form::plain, all_privileges);
    constexpr std::size_t prompt_width = 5;  // "lab> "
    if (error.kind == config::MatchError::Kind::invalid)
        context.answer.text = std::string(prompt_width + error.column, ' ') + "^\n";
    context.answer.text += config::error_text(error, text) + "\n\n";
    context.answer.failed = true;
    return std::move(context.answer);
}

}  // namespace cli
