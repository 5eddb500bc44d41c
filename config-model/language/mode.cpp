#include "config-model/language/mode.h"

#include <cstdio>
#include <cstdlib>

namespace config {

namespace {

std::vector<Line> common_lines(std::string_view exit_help, bool is_root) {
    std::vector<Line> lines;
    lines.push_back(line(kw("exit", exit_help)).control(Control::exit));
    Line end = line(kw("end", "Exit from configure mode")).control(Control::end);
    lines.push_back(is_root ? std::move(end) : std::move(end).hidden());
    Line exec = line(kw("do-exec", "To run exec commands in config mode") >> text("Exec Command")).control(Control::exec);
    lines.push_back(is_root ? std::move(exec) : std::move(exec).hidden());
    lines.push_back(line(kw("do", "To run exec commands in config mode") >> text("Exec Command")).control(Control::exec).hidden());
    lines.push_back(line(kw("help", "Description of the interactive help system")).control(Control::help).hidden());
    return lines;
}

std::vector<std::span<const Line>> with(std::vector<std::span<const Line>> lines, const std::vector<Line>& common) {
    lines.emplace_back(common);
    return lines;
}

void check_owner(const Line& line, TypeTag owner) {
    if (!line.owner() || line.owner() == owner) return;
    std::fprintf(stderr, "line `%s' is declared over another type than its mode\n", leading_keywords(line.syntax()).c_str());
    std::abort();
}

}  // namespace

Mode::Mode(TypeTag owner_type, std::vector<std::span<const Line>> lines, std::string_view prompt, std::string_view exit_help)
    : owner_(owner_type), common_(common_lines(exit_help, prompt == "config")), matcher_(with(std::move(lines), common_)),
      prompt_(prompt) {
    for (std::size_t i = 0; i < matcher_.line_count(); ++i) check_owner(matcher_.line(i), owner_);
}

}  // namespace config
