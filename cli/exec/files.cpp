#include <fmt/format.h>

#include <algorithm>

#include "cli/exec/commands.h"
#include "cli/exec/exec.h"
#include "cli/exec/file_url.h"

namespace cli {

using namespace config;

namespace {

constexpr std::size_t flash_bytes = 64 * 1024 * 1024;

using Entries = std::vector<RouterPorts::FileEntry>;

Entries entries_of(Exec& exec, std::string_view filesystem) {
    if (filesystem == "system:") return {{"running-config", exec.ports().running_configuration().size()}};
    Entries entries = exec.ports().list_files(filesystem);
    if (filesystem == "nvram:")
        if (const auto startup = exec.ports().startup_configuration()) entries.push_back({"startup-config", startup->size()});
    return entries;
}

std::string space_text(Exec& exec, std::string_view filesystem, std::size_t used) {
    if (filesystem == "system:") return "No space information available\n";
    const std::size_t total = filesystem == "nvram:" ? exec.ports().nvram_bytes() : flash_bytes;
    return fmt::format("{} bytes total ({} bytes free)\n", total, total - std::min(used, total));
}

/// One filesystem, or the one file of it that is named.
std::string directory_text(Exec& exec, std::string_view filesystem, std::string_view only) {
    std::string text = fmt::format("Directory of {}/{}\n\n", filesystem, only);
    std::size_t number = 0, used = 0, listed = 0;
    for (const auto& file : entries_of(exec, filesystem)) {
        ++number;
        used += file.bytes;
        if (!only.empty() && file.name != only) continue;
        ++listed;
        text += fmt::format("{:>5}  -rw- {:>12}                    <no date>  {}\n", number, file.bytes, file.name);
    }
    if (listed == 0 && !only.empty()) return fmt::format("%Error opening {}/{} (No such file or directory)\n", filesystem, only);
    if (listed == 0) text += "No files in directory\n";
    return text + "\n" + space_text(exec, filesystem, used);
}

void directory(Exec& exec, const Args& args) {
    std::string_view typed = args.text("filesystem");
    const bool bare = typed == "flash" || typed == "nvram" || typed == "system";
    const FileUrl url(typed.empty() ? "flash:" : bare ? std::string{typed} + ":" : std::string{typed});
    if (!url.is_known_filesystem()) return exec.fail(fmt::format("%Error opening {} (No such device)\n", url.text()));
    std::string text = directory_text(exec, url.filesystem, url.name);
    if (text.starts_with('%')) return exec.fail(text);
    exec.list_text(std::move(text));
}

void all_directories(Exec& exec, const Args&) {
    exec.list_text(directory_text(exec, "system:", {}) + "\n" + directory_text(exec, "nvram:", {}) + "\n" +
                   directory_text(exec, "flash:", {}));
}

void more(Exec& exec, const Args& args) {
    const FileUrl url(args.text("file"));
    const auto content = content_of(exec, url);
    if (content) return exec.list_text(*content);
    exec.fail(fmt::format("%Error opening {} ({})\n", url.text(), url.is_known_filesystem() ? "No such file or directory" : "No such device"));
}

/// `delete`: the name, and one key.
class Delete final : public Task {
public:
    Delete(std::string_view typed, bool force) : url_(typed), force_(force) {}
    void start(Exec& exec) override {
        if (force_ || exec.ports().configuration().system.file_prompt == FilePrompt::quiet) return erase(exec);
        exec.ask({fmt::format("Delete filename [{}]? ", url_.name), Question::Kind::line});
    }
    void answer(Exec& exec, std::string_view text) override {
        if (named_ && text == "y") return erase(exec);
        if (named_) {
            exec.print("Delete of " + shown() + " aborted!\n");
            return exec.finish();
        }
        named_ = true;
        if (!text.empty()) url_.rename(text);
        exec.ask({"Delete " + shown() + "? [confirm]", Question::Kind::confirm});
    }

private:
    std::string shown() const { return url_.filesystem + "/" + url_.name; }
    void erase(Exec& exec) {
        const FileOutcome done = url_.is_startup() ? exec.ports().erase_startup_configuration()
                                 : url_.is_known_filesystem() ? exec.ports().delete_file(url_.text())
                                                              : FileOutcome{FileOutcome::Step::opening, "No such device"};
        if (!done) exec.fail(fmt::format("%Error deleting {} ({})\n", shown(), done.reason));
        exec.finish();
    }

    FileUrl url_;
    bool force_, named_ = false;
};

Syntax dir_word() { return kw("dir", "List files on a filesystem"); }

}  // namespace

std::span<const Line> file_lines() {
    static const Line lines[] = {
        line(dir_word() >> -word("filesystem", "Directory or file name").labelled("flash:"), &directory),
        line(dir_word() >> kw("/all", "List all files"), &directory),
        line(dir_word() >> kw("all-filesystems", "List files on all filesystems"), &all_directories),
        line(kw("more", "Display the contents of a file") >> word("file", "File name").labelled("flash:"), &more).privilege(15),
        line(kw("delete", "Delete a file") >> config::flag("/force", "Force delete") >> word("file", "File to be deleted").labelled("flash:"),
             +[](Exec& exec, const Args& args) { exec.run(std::make_unique<Delete>(args.text("file"), args.has("/force"))); }).privilege(15),
        line(kw("pwd", "Display current working directory"), +[](Exec& exec, const Args&) { exec.print("flash:/\n"); }),
    };
    return lines;
}

}  // namespace cli
