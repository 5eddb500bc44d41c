#include <fmt/format.h>

#include <algorithm>

#include "cli/exec/commands.h"
#include "cli/exec/exec.h"

namespace cli {

using namespace config;

namespace {

constexpr std::size_t flash_bytes = 64 * 1024 * 1024, nvram_bytes = 256 * 1024;

void directory(Exec& exec, const Args& args) {
    std::string filesystem{args.text("filesystem")};
    if (filesystem.empty()) filesystem = "flash:";
    if (filesystem.back() != ':' && filesystem.back() != '/') filesystem += ':';
    const bool nvram = filesystem.compare(0, 6, "nvram:") == 0;
    if (!nvram && filesystem.compare(0, 6, "flash:") != 0)
        return exec.fail(fmt::format("%Error opening {} (No such device)\n", filesystem));

    std::string text = fmt::format("Directory of {}/\n\n", filesystem.substr(0, 6));
    std::size_t number = 0, used = 0;
    for (const auto& file : exec.ports().list_files(filesystem.substr(0, 6))) {
        text += fmt::format("{:>5}  -rw- {:>12}                    <no date>  {}\n", ++number, file.bytes, file.name);
        used += file.bytes;
    }
    if (number == 0) text += "No files in directory\n";
    const std::size_t total = nvram ? nvram_bytes : flash_bytes;
    text += fmt::format("\n{} bytes total ({} bytes free)\n", total, total - std::min(used, total));
    exec.list_text(std::move(text));
}

void more(Exec& exec, const Args& args) {
    const std::string_view name = args.text("file");
    if (name == "system:running-config" || name == "running-config") return exec.list_text(exec.ports().running_configuration());
    const auto content = name == "nvram:startup-config" ? exec.ports().startup_configuration() : exec.ports().read_file(name);
    if (!content) return exec.fail(fmt::format("%Error opening {} (No such file or directory)\n", name));
    exec.list_text(*content);
}

}  // namespace

std::span<const Line> file_lines() {
    static const Line lines[] = {
        line(kw("dir", "List files on a filesystem") >> -word("filesystem", "Directory or file name").labelled("flash:"), &directory),
        line(kw("more", "Display the contents of a file") >> word("file", "File name").labelled("flash:"), &more).privilege(15),
        line(kw("pwd", "Display current working directory"), +[](Exec& exec, const Args&) { exec.print("flash:/\n"); }),
    };
    return lines;
}

}  // namespace cli
