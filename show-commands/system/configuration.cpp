#include "show-commands/system/configuration.h"

#include <algorithm>

#include "config-model/language/kept_lines.h"
#include "config-model/modes.h"
#include "show-commands/subjects.h"
#include "show-commands/system/text_screen.h"

namespace show {

namespace {

using config::kw;

std::string with_heading(std::string_view body) {
    TextWriter out;
    out.line("Building configuration...").end();
    out.line("Current configuration : ", body.size(), " bytes");
    out.block(body).end();
    return out.take();
}

std::string_view line_at(std::string_view text, std::size_t at_line) { return text.substr(at_line, text.find('\n', at_line) - at_line); }

std::string running_text(const RouterView& view) {
    static const config::KeptLines none;
    return config::render(config::global_mode(), &view.configuration, view.kept ? *view.kept : none, config::running_config_order(),
                          view.look);
}

ScreenPointer show_running(const RouterView& view, const config::Args& args) {
    std::string text = running_text(view);
    if (args.has("brief")) text = without_certificate_data(text);
    const auto interface = args.get<config::InterfaceName>("interface-name");
    std::string screen = interface ? running_config_section_screen(text, "interface " + interface->text()) : running_config_screen(text);
    const std::size_t heading = screen.find('!');
    return text_screen(std::move(screen), heading);
}

ScreenPointer show_startup(const RouterView& view, const config::Args&) {
    if (!view.startup_config) {
        std::string absent = "startup-config is not present\n";
        const std::size_t heading = absent.size();
        return text_screen(std::move(absent), heading);
    }
    std::string screen = startup_config_screen(*view.startup_config, view.nvram_bytes);
    const std::size_t heading = screen.find('\n') + 1;
    return text_screen(std::move(screen), heading);
}

}  // namespace

std::string running_config_screen(std::string_view text) {
    std::string body = text.starts_with('!') ? std::string{} : std::string("!\n");
    body.append(text).append("end\n");
    return with_heading(body);
}

std::string running_config_section_screen(std::string_view text, std::string_view heading) {
    std::string body = "!\n";
    bool inside = false;
    for (std::size_t at_line = 0; at_line < text.size();) {
        const std::string_view line = line_at(text, at_line);
        inside = line.starts_with(' ') ? inside : line == heading;
        if (inside) body.append(line).append("\n");
        at_line += line.size() + 1;
    }
    return with_heading(body + "end\n");
}

std::string without_certificate_data(std::string_view text) {
    std::string brief;
    bool inside = false;
    for (std::size_t at_line = 0; at_line < text.size();) {
        const std::string_view line = line_at(text, at_line);
        at_line += line.size() + 1;
        if (!inside) brief.append(line).append("\n");
        inside = inside ? line.substr(std::min(line.size(), line.find_first_not_of(" \t"))) != "quit" : line.starts_with(" certificate ");
    }
    return brief;
}

std::string startup_config_screen(std::string_view text, std::size_t nvram_bytes) {
    TextWriter out;
    out.line("Using ", text.size(), " out of ", nvram_bytes, " bytes");
    if (!text.starts_with('!')) out.line('!');
    out.block(text);
    if (!text.ends_with('\n')) out.end();
    return out.end().take();
}

std::span<const config::Line> configuration_lines() {
    static const config::Line lines[] = {
        config::line(show_word() >> kw("running-config", "Current operating configuration") >>
                         -(kw("all", "Configuration with defaults") | kw("brief", "configuration without certificate data") |
                           kw("full", "full configuration") |
                           (kw("interface", "Show interface configuration") >> config::interface_name("interface-name", "Interface name")) |
                           (kw("view", "View options") >> kw("full", "Show full running-config"))),
                     &show_running)
            .privilege(15),
        config::line(show_word() >> kw("startup-config", "Contents of startup configuration"), &show_startup).privilege(15),
    };
    return lines;
}

}  // namespace show
