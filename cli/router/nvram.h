#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/router/file_system.h"
#include "cli/shell/ports.h"

namespace cli {

/// Octets of non-volatile memory, which the startup configuration has to fit in, unless the machine says otherwise.
constexpr std::size_t nvram_capacity = 32 * 1024 * 1024;

/// Where a router keeps its startup configuration and files. Names are plain: "startup-config", "flash:r1.cfg".
class Nvram {
public:
    virtual ~Nvram() = default;
    virtual std::optional<std::string> read(std::string_view name) const = 0;
    /// Whole or not at all: a crash leaves the old text or the new one.
    virtual FileOutcome write(std::string_view name, std::string_view text) = 0;
    virtual FileOutcome erase(std::string_view name) = 0;
    /// The files whose name begins with `filesystem` ("flash:"), by name and without it.
    virtual std::vector<RouterPorts::FileEntry> list(std::string_view filesystem) const = 0;
    /// Its size in octets.
    virtual std::size_t capacity() const { return nvram_capacity; }
};

/// For routers of a lab that were given no directory: gone with the process.
class MemoryNvram final : public Nvram {
public:
    std::optional<std::string> read(std::string_view name) const override;
    FileOutcome write(std::string_view name, std::string_view text) override;
    FileOutcome erase(std::string_view name) override;
    std::vector<RouterPorts::FileEntry> list(std::string_view filesystem) const override;

private:
    std::map<std::string, std::string, std::less<>> files_;
};

/// One directory, written as `replace_file` does.
class DirectoryNvram final : public Nvram {
public:
    /// Creates the directory if it is missing and removes what an interrupted write left behind. Throws std::runtime_error when the
    /// directory cannot be used.
    explicit DirectoryNvram(std::string directory, FileSystem& files = posix_files());
    std::optional<std::string> read(std::string_view name) const override;
    FileOutcome write(std::string_view name, std::string_view text) override;
    FileOutcome erase(std::string_view name) override;
    std::vector<RouterPorts::FileEntry> list(std::string_view filesystem) const override;

private:
    std::string path_of(std::string_view name) const { return directory_ + "/" + plain_name(name); }
    static std::string plain_name(std::string_view name);
    void remove_leftovers();

    std::string directory_;
    FileSystem* files_;
};

}  // namespace cli
