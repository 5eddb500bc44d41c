#include <fmt/format.h>

#include <array>

#include "cli/exec/commands.h"
#include "cli/exec/exec.h"

namespace cli {

using namespace config;

namespace {

constexpr std::string_view running = "running-config", startup = "startup-config";

bool is_running(std::string_view name) { return name == running || name == "system:running-config"; }
bool is_startup(std::string_view name) { return name == startup || name == "nvram:startup-config"; }

std::optional<std::string> content_of(Exec& exec, std::string_view name) {
    if (is_running(name)) return exec.ports().running_configuration();
    return is_startup(name) ? exec.ports().startup_configuration() : exec.ports().read_file(name);
}

bool save(Exec& exec) {
    exec.print("Building configuration...\n");
    const bool saved = exec.ports().save_startup_configuration(exec.ports().running_configuration());
    saved ? exec.print("[OK]\n") : exec.fail("%Error opening nvram:startup-config\n");
    return saved;
}

/// "flash:old.cfg" -> "old.cfg"
std::string_view file_part(std::string_view url) {
    const std::size_t start = url.find_last_of(":/");
    return start == std::string_view::npos ? url : url.substr(start + 1);
}

/// `copy SOURCE DESTINATION`: asks for the destination's name, then copies.
class Copy final : public Task {
public:
    Copy(std::string source, std::string destination) : source_(std::move(source)), destination_(std::move(destination)) {}

    void start(Exec& exec) override {
        const std::string_view name = file_part(destination_).empty() ? file_part(source_) : file_part(destination_);
        offered_ = name;
        exec.ask({fmt::format("Destination filename [{}]? ", name), Question::Kind::line});
    }

    void answer(Exec& exec, std::string_view text) override {
        if (!text.empty() && text != offered_) rename(text);
        else if (file_part(destination_).empty()) destination_ += offered_;
        copy(exec);
        exec.finish();
    }

private:
    void rename(std::string_view name) {
        destination_.resize(destination_.size() - file_part(destination_).size());
        destination_ += name;
    }

    void copy(Exec& exec) {
        if (is_running(source_) && is_startup(destination_)) return static_cast<void>(save(exec));
        const auto content = content_of(exec, source_);
        if (!content) return exec.fail(fmt::format("%Error opening {} (No such file or directory)\n", source_));
        if (is_running(destination_)) exec.ports().merge_configuration(*content, exec.now());
        else if (!store(exec, *content)) return exec.fail(fmt::format("%Error opening {} (Permission denied)\n", destination_));
        exec.print(fmt::format("{} bytes copied\n", content->size()));
    }

    bool store(Exec& exec, std::string_view content) {
        return is_startup(destination_) ? exec.ports().save_startup_configuration(content)
                                        : exec.ports().write_file(destination_, content, false);
    }

    std::string source_, destination_, offered_;
};

class Erase final : public Task {
public:
    void start(Exec& exec) override {
        exec.ask({"Erasing the nvram filesystem will remove all configuration files! Continue? [confirm]", Question::Kind::confirm});
    }
    void answer(Exec& exec, std::string_view text) override {
        if (text == "y") {
            const bool erased = exec.ports().erase_startup_configuration();
            erased ? exec.print("[OK]\nErase of nvram: complete\n") : exec.fail("%Error erasing nvram:\n");
        }
        exec.finish();
    }
};

/// The values are indexes of running and startup.
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

std::string end_of(const Args& args, std::string_view place, std::string_view file) {
    if (const Arg* arg = args.find(place)) return std::string{arg->number == 0 ? running : startup};
    return std::string{args.text(file)};
}

void copy(Exec& exec, const Args& args) {
    exec.run(std::make_unique<Copy>(end_of(args, "from", "from-file"), end_of(args, "to", "to-file")));
}

Syntax copy_word() { return kw("copy", "Copy from one file to another"); }
Syntax write_word() { return kw("write", "Write running configuration to memory, network, or terminal"); }

void write_memory(Exec& exec, const Args&) { save(exec); }
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
        line(kw("erase", "Erase a filesystem") >> kw("startup-config", "Erase contents of configuration memory"), &erase).privilege(15),
        line(kw("erase", "Erase a filesystem") >> kw("nvram:", "Filesystem to be erased"), &erase).privilege(15),
    };
    return lines;
}

}  // namespace cli
