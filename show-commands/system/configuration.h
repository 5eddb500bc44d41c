#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace show {

/// `text`: the running configuration from its first line down to and without `end`.
std::string running_config_screen(std::string_view text);
/// The same of one section: the line `heading` and the indented lines below it.
std::string running_config_section_screen(std::string_view text, std::string_view heading);
/// The text with the heading of each certificate and not its octets.
std::string without_certificate_data(std::string_view text);
/// `text` as it is in NVRAM, `end` included.
std::string startup_config_screen(std::string_view text, std::size_t nvram_bytes);

}  // namespace show
