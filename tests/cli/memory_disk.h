#pragma once

#include <cerrno>
#include <map>
#include <stdexcept>
#include <string>

#include "cli/router/file_system.h"

/// Thrown in the place of a call: the program is gone.
struct Killed : std::runtime_error {
    Killed() : std::runtime_error("killed") {}
};

/// A disk that knows what would survive a loss of power: the octets of a file since its last sync, and names since the last sync of
/// the directory, may be lost. One call, chosen by number, fails or is the last that the program makes.
class MemoryDisk final : public cli::FileSystem {
public:
    struct File { std::string octets, durable; };
    enum class Power { stays, lost };

    int fail_at = 0;             ///< number of the call that fails, from 1; 0: none
    int error = EIO;
    bool dies = false;           ///< instead of failing
    std::size_t most_octets = std::string::npos;   ///< that one write takes
    int calls = 0;

    /// What a program that starts now finds. `names`: whether the newest names reached the disk.
    void restart(Power power, bool names_survive) {
        calls = fail_at = 0;
        dies = false;
        if (power == Power::stays) return;
        if (!names_survive) names_ = durable_names_;
        for (auto& [number, file] : files_) file.octets = file.durable;
        durable_names_ = names_;
    }
    std::size_t file_count() const { return names_.size(); }

    std::optional<std::string> read(const std::string& path) override {
        const auto at = names_.find(path);
        return at == names_.end() ? std::nullopt : std::optional{files_.at(at->second).octets};
    }
    std::vector<Entry> list(const std::string& directory) override {
        std::vector<Entry> entries;
        for (const auto& [path, number] : names_)
            if (path.starts_with(directory + "/")) entries.push_back({path.substr(directory.size() + 1), files_.at(number).octets.size()});
        return entries;
    }
    int create(const std::string& path) override {
        if (const int failed = next_call()) return failed;
        files_[++newest_] = {};
        names_[path] = newest_;
        return newest_;
    }
    long write(int file, std::string_view octets) override {
        const bool last = calls + 1 == fail_at;
        if (last && dies) files_.at(file).octets += octets.substr(0, octets.size() / 2);
        if (const int failed = next_call()) return failed;
        const std::string_view taken = octets.substr(0, most_octets);
        files_.at(file).octets += taken;
        return static_cast<long>(taken.size());
    }
    int sync(int file) override {
        if (const int failed = next_call()) return failed;
        files_.at(file).durable = files_.at(file).octets;
        return 0;
    }
    int close(int) override { return next_call(); }
    int rename(const std::string& from, const std::string& to) override {
        if (const int failed = next_call()) return failed;
        names_[to] = names_.at(from);
        names_.erase(from);
        return 0;
    }
    int remove(const std::string& path) override {
        if (const int failed = next_call()) return failed;
        return names_.erase(path) == 1 ? 0 : -ENOENT;
    }
    int sync_directory(const std::string&) override {
        if (const int failed = next_call()) return failed;
        durable_names_ = names_;
        return 0;
    }

private:
    int next_call() {
        if (++calls != fail_at) return 0;
        if (dies) throw Killed();
        return -error;
    }

    std::map<int, File> files_;
    std::map<std::string, int> names_, durable_names_;
    int newest_ = 0;
};
