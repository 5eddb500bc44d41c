#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/shell/ports.h"

namespace cli {

/// Where a router keeps its startup configuration and files. Names are plain: "startup-config", "flash:r1.cfg".
class Nvram {
public:
    virtual ~Nvram() = default;
    virtual std::optional<std::string> read(std::string_view name) const = 0;
    /// Whole or not at all: a crash leaves the old text or the new one. False when it could not be written.
    virtual bool write(std::string_view name, std::string_view text) = 0;
    virtual bool erase(std::string_view name) = 0;
    virtual std::vector<RouterPorts::FileEntry> list(std::string_view filesystem) const = 0;
};

/// For routers of a lab that were given no directory: gone with the process.
class MemoryNvram final : public Nvram {
public:
    std::optional<std::string> read(std::string_view name) const override;
    bool write(std::string_view name, std::string_view text) override;
    bool erase(std::string_view name) override;
    std::vector<RouterPorts::FileEntry> list(std::string_view filesystem) const override;

private:
    std::map<std::string, std::string, std::less<>> files_;
};

/// One directory; each write goes to a temporary file that is synced and renamed.
class DirectoryNvram final : public Nvram {
public:
    /// Creates the directory if it is missing. Throws std::runtime_error when it cannot be used.
    explicit DirectoryNvram(std::string directory);
    std::optional<std::string> read(std::string_view name) const override;
    bool write(std::string_view name, std::string_view text) override;
    bool erase(std::string_view name) override;
    std::vector<RouterPorts::FileEntry> list(std::string_view filesystem) const override;

private:
    std::string path_of(std::string_view name) const;
    std::string directory_;
};

}  // namespace cli
