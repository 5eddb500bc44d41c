#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Text of the reference folder beside the project. Tests that need it are skipped, with a message, where it is absent.
namespace reference {

/// The whole file, path from the reference folder.
std::optional<std::string> file(std::string_view path);
/// The block of a file between its BEGIN line that contains `label` and the next END, the two marks left out.
std::optional<std::string> sample(std::string_view path, std::string_view label);
/// The block of a file of notes between its `-----` line that contains `label` and the next such line, without empty lines at the end.
std::optional<std::string> noted(std::string_view path, std::string_view label);
/// Tabs as blanks up to the next multiple of eight.
std::string without_tabs(std::string_view text);
/// From the first line that begins with `first` (after leading blanks) to the end of the block.
std::string from_line(std::string_view text, std::string_view first);
/// Up to, without, the first line that contains `stop`.
std::string before_line(std::string_view text, std::string_view stop);
/// Without the blanks at line ends, and without empty lines at the end: for samples that lost theirs.
std::string without_trailing_blanks(std::string_view text);
/// Words separated by single blanks, without code fences: for samples whose layout was lost.
std::string words(std::string_view text);

}  // namespace reference

/// Declares `name`, or leaves the test with a message.
#define REFERENCE(name, ...)                                  \
    const auto name##_found = reference::__VA_ARGS__;         \
    if (!name##_found) {                                      \
        WARN("reference text is absent: test skipped");       \
        return;                                               \
    }                                                         \
    const std::string& name = *name##_found
