#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ipsec-dataplane/instant.h"

namespace cli {

class Exec;

/// "flash:old.cfg", "flash:/dir/old.cfg", "nvram:startup-config", "running-config": where a file is, and its name there. A name
/// without a filesystem is in flash:.
struct FileUrl {
    explicit FileUrl(std::string_view typed);

    bool is_running() const { return filesystem == "system:" && name == "running-config"; }
    bool is_startup() const { return filesystem == "nvram:" && name == "startup-config"; }
    bool is_known_filesystem() const;
    /// "flash:old.cfg": also what the file is called in NVRAM.
    std::string text() const { return filesystem + name; }
    /// Without its directories.
    std::string_view file_part() const { return std::string_view{name}.substr(name.find_last_of('/') + 1); }
    /// As the answer to "Destination filename": a name in the same directory, or a whole URL.
    void rename(std::string_view answer);

    std::string filesystem, name;
};

std::optional<std::string> content_of(Exec& exec, const FileUrl& url);

/// "1543 bytes copied in 0.068 secs (22691 bytes/sec)". What takes less than a tick of the timer, 4 ms, counts as one.
std::string copied_text(std::size_t bytes, dataplane::Duration elapsed);

}  // namespace cli
