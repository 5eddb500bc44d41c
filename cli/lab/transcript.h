#pragma once

#include <cstdio>
#include <map>
#include <string>
#include <string_view>

namespace cli {

/// One interleaved transcript of several consoles: whole lines, each after `NODE| `, in the order in which they were completed.
/// With a folder, each console's exact bytes go to FOLDER/NODE.txt too.
class Transcript {
public:
    Transcript(std::FILE* out, std::string folder) : out_(out), folder_(std::move(folder)) {}
    ~Transcript();
    Transcript(const Transcript&) = delete;
    Transcript& operator=(const Transcript&) = delete;

    void add(const std::string& node, std::string_view bytes);
    /// Whether the console's last line is unfinished: a prompt, and not the end of a log line, is on the screen.
    bool is_in_line(const std::string& node) const;
    /// Unfinished lines (prompts), at the end.
    void finish();

private:
    struct Console {
        std::string unfinished;
        std::FILE* file = nullptr;
    };
    Console& console(const std::string& node);
    void print(const std::string& node, std::string_view line);

    std::FILE* out_;
    std::string folder_;
    std::map<std::string, Console> consoles_;
};

}  // namespace cli
