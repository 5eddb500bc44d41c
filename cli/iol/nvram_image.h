#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cli {

/// The NVRAM file of an IOL instance. Its first half holds, with big-endian numbers: magic ABCD, format 1 (plain text), a checksum,
/// the release, the address of the configuration's first octet and of the one behind its last, its length, 16 octets of nothing, the
/// configuration; then, aligned, the same of the private configuration behind a shorter header of its own. The second half is not ours.

/// What of `bytes` of NVRAM a startup configuration may fill.
std::size_t nvram_image_room(std::size_t bytes);
/// The startup configuration in an image; nothing when there is none or its length is impossible.
std::optional<std::string> startup_of(std::string_view image);
/// An image of `bytes` octets with this startup configuration, or without one; the private configuration and all behind the first half
/// are those of `old` when that was of the same size. Throws std::length_error when the configurations do not fit.
std::string nvram_image(std::size_t bytes, const std::optional<std::string>& startup, std::string_view old);

}  // namespace cli
