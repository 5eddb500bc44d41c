// Debian has no static libfmt: what the libraries call of it becomes part of the program here.
#define FMT_HEADER_ONLY
#include <fmt/format.h>

namespace {

using Format = std::string (*)(fmt::string_view, fmt::format_args);
[[gnu::used]] const Format format = &fmt::vformat;

}  // namespace
