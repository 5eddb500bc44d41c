#include "cli/exec/file_url.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/exec/exec.h"

namespace cli {

namespace {

constexpr std::array<std::string_view, 3> filesystems{"flash:", "nvram:", "system:"};

}  // namespace

FileUrl::FileUrl(std::string_view typed) {
    if (typed == "running-config") filesystem = "system:";
    else if (typed == "startup-config") filesystem = "nvram:";
    else if (const auto colon = typed.find(':'); colon != std::string_view::npos) {
        filesystem = typed.substr(0, colon + 1);
        typed.remove_prefix(colon + 1);
    } else filesystem = "flash:";
    while (typed.starts_with('/')) typed.remove_prefix(1);
    name = typed;
}

bool FileUrl::is_known_filesystem() const { return std::find(filesystems.begin(), filesystems.end(), filesystem) != filesystems.end(); }

void FileUrl::rename(std::string_view answer) {
    if (answer == file_part()) return;
    if (answer.find(':') != std::string_view::npos) *this = FileUrl(answer);
    else name.replace(name.size() - file_part().size(), file_part().size(), answer);
}

std::optional<std::string> content_of(Exec& exec, const FileUrl& url) {
    if (url.is_running()) return exec.ports().running_configuration();
    return url.is_startup() ? exec.ports().startup_configuration() : exec.ports().read_file(url.text());
}

std::string copied_text(std::size_t bytes, dataplane::Duration elapsed) {
    constexpr dataplane::Duration tick = std::chrono::milliseconds(4);
    const auto milliseconds = static_cast<std::size_t>(std::chrono::duration_cast<std::chrono::milliseconds>(std::max(elapsed, tick)).count());
    return fmt::format("{} bytes copied in {}.{:03} secs ({} bytes/sec)\n", bytes, milliseconds / 1000, milliseconds % 1000,
                       bytes * 1000 / milliseconds);
}

}  // namespace cli
