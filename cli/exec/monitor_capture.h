#pragma once

#include <memory>
#include <string>

#include "cli/router/packet_capture.h"
#include "show-commands/screen.h"

namespace cli {

/// `show monitor capture [NAME]`.
std::string capture_status_text(const PacketCapture& capture);
/// `… parameter`: the lines that make it.
std::string capture_parameter_text(const PacketCapture& capture);
/// `… buffer`: how full it is.
std::string capture_buffer_text(const PacketCapture& capture);

enum class CaptureDetail : std::uint8_t { brief, detailed, dump };
/// `… buffer brief|detailed|dump`, some frames at a time.
std::unique_ptr<show::Screen> capture_screen(PacketCaptures& captures, std::string name, CaptureDetail detail);

/// The buffer as a pcapng file; `unix_at_start`: nanoseconds since 1970 at Instant 0.
std::string capture_file(const PacketCapture& capture, std::int64_t unix_at_start);

}  // namespace cli
