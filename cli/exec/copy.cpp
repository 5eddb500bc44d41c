#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/exec/commands.h"
#include "cli/exec/exec.h"
#include "cli/exec/file_url.h"
#include "cli/exec/save.h"

namespace cli {

using namespace config;

namespace {

/// `copy SOURCE DESTINATION`: asks for the names, and before a file is written over, then copies.
class Copy final : public Task {
public:
    Copy(std::string_view source, std::string_view destination) : source_(source), destination_(destination) {}

    void start(Exec& exec) override {
        began_ = exec.now();
        for (const FileUrl* url : {&source_, &destination_})
            if (!url->is_known_filesystem()) return refuse(exec, url->text());
        if (source_.name.empty()) return question(exec, Asked::source, "Source filename []? ");
        ask_destination(exec);
    }

    void answer(Exec& exec, std::string_view text) override {
        switch (asked_) {
        case Asked::source:
            source_.name = text;
            return source_.name.empty() ? exec.finish() : ask_destination(exec);
        case Asked::destination:
            if (!text.empty()) destination_.rename(text);
            return ask_overwriting(exec);
        case Asked::overwriting: return text == "y" ? copy(exec) : exec.finish();
        }
    }

private:
    enum class Asked : std::uint8_t { source, destination, overwriting } asked_ = Asked::source;

    static bool is_quiet(Exec& exec) { return exec.ports().configuration().system.file_prompt == FilePrompt::quiet; }

    void question(Exec& exec, Asked what, std::string prompt) {
        asked_ = what;
        exec.ask({std::move(prompt), what == Asked::overwriting ? Question::Kind::confirm : Question::Kind::line});
    }

    void ask_destination(Exec& exec) {
        if (destination_.name.empty()) destination_.name = source_.file_part();
        if (is_quiet(exec)) return copy(exec);
        question(exec, Asked::destination, fmt::format("Destination filename [{}]? ", destination_.file_part()));
    }

    void ask_overwriting(Exec& exec) {
        if (destination_.is_running() || destination_.is_startup() || !exec.ports().read_file(destination_.text())) return copy(exec);
        question(exec, Asked::overwriting,
                 "%Warning:There is a file already existing with this name \nDo you want to over write? [confirm]");
    }

    void refuse(Exec& exec, const std::string& url) {
        exec.fail(fmt::format("%Error opening {} (No such device)\n", url));
        exec.finish();
    }

    void copy(Exec& exec) {
        if (source_.is_running() && destination_.is_startup()) save_configuration(exec);
        else if (const auto content = content_of(exec, source_)) put(exec, *content);
        else exec.fail(fmt::format("%Error opening {} (No such file or directory)\n", source_.text()));
        exec.finish();
    }

    void put(Exec& exec, std::string_view content) {
        if (destination_.is_running()) merge_configuration(exec, content, source_.is_startup() ? "memory" : source_.text());
        else if (const FileOutcome stored = store(exec, content); !stored) return print_file_error(exec, destination_.text(), stored);
        exec.print(copied_text(content.size(), exec.now() - began_));
    }

    FileOutcome store(Exec& exec, std::string_view content) {
        return destination_.is_startup() ? exec.ports().save_startup_configuration(content)
                                         : exec.ports().write_file(destination_.text(), content, false);
    }

    FileUrl source_, destination_;
    Instant began_{};
};

class Erase final : public Task {
public:
    void start(Exec& exec) override {
        exec.ask({"Erasing the nvram filesystem will remove all configuration files! Continue? [confirm]", Question::Kind::confirm});
    }
    void answer(Exec& exec, std::string_view text) override {
        if (text == "y") erase(exec);
        exec.finish();
    }

private:
    static void erase(Exec& exec) {
        if (const FileOutcome erased = exec.ports().erase_startup_configuration(); !erased)
            return exec.fail(fmt::format("%Error erasing nvram: ({})\n", erased.reason));
        exec.print("[OK]\nErase of nvram: complete\n");
        exec.ports().log({"SYS", 7, "NV_BLOCK_INIT", "Initialized the geometry of nvram"}, exec.now());
    }
};

constexpr std::array<Choice, 4> places{{
    {"running-config", "Copy from current system configuration", 0},
    {"startup-config", "Copy from startup configuration", 1},
    {"system:running-config", "Copy from current system configuration", 0},
    {"nvram:startup-config", "Copy from startup configuration", 1},
}};

Syntax from_place() { return one_of("from", places); }
Syntax from_file() { return word("from-file", "Copy from a file").labelled("flash:"); }
Syntax to_place() { return one_of("to", places); }
Syntax to_file() { return word("to-file", "Copy to a file").labelled("flash:"); }

std::string_view end_of(const Args& args, std::string_view place, std::string_view file) {
    if (const Arg* arg = args.find(place)) return arg->number == 0 ? "running-config" : "startup-config";
    return args.text(file);
}

void copy(Exec& exec, const Args& args) {
    exec.run(std::make_unique<Copy>(end_of(args, "from", "from-file"), end_of(args, "to", "to-file")));
}

Syntax copy_word() { return kw("copy", "Copy from one file to another"); }
Syntax write_word() { return kw("write", "Write running configuration to memory, network, or terminal"); }
Syntax erase_word() { return kw("erase", "Erase a filesystem"); }

void write_memory(Exec& exec, const Args&) { save_configuration(exec); }
void erase(Exec& exec, const Args&) { exec.run(std::make_unique<Erase>()); }

}  // namespace

std::span<const Line> copy_lines() {
    static const Line lines[] = {
        line(copy_word() >> from_place() >> to_place(), &copy).privilege(15),
        line(copy_word() >> from_place() >> to_file(), &copy).privilege(15),
        line(copy_word() >> from_file() >> to_place(), &copy).privilege(15),
        line(copy_word() >> from_file() >> to_file(), &copy).privilege(15),
        line(write_word(), &write_memory).privilege(15),
        line(write_word() >> kw("memory", "Write to NV memory"), &write_memory).privilege(15),
        line(write_word() >> kw("terminal", "Write to terminal"),
             +[](Exec& exec, const Args&) { exec.run_line("show running-config"); }).privilege(15),
        line(write_word() >> kw("erase", "Erase NV memory"), &erase).privilege(15),
        line(erase_word() >> kw("startup-config", "Erase contents of configuration memory"), &erase).privilege(15),
        line(erase_word() >> kw("nvram:", "Filesystem to be erased"), &erase).privilege(15),
    };
    return lines;
}

}  // namespace cli
