#pragma once

#include <string>
#include <string_view>

#include "cli/router/file_system.h"
#include "cli/shell/file_outcome.h"

namespace cli {

/// Beginning of the names that unfinished files have. No file's own name begins with a full stop.
constexpr std::string_view temporary_prefix = ".writing-";

/// `octets` become the file `name` of the directory, whole or not at all: they go to a temporary file that is synced, renamed over the
/// old one, and made durable by a sync of the directory. An error after the renaming is reported although the new text is in place: it
/// may not outlive a power failure. A file that cannot be renamed over because something is mounted on it is written in place.
FileOutcome replace_file(FileSystem& files, const std::string& directory, const std::string& name, std::string_view octets);

}  // namespace cli
