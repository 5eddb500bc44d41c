#pragma once

#include <memory>

#include "cli/router/nvram.h"

namespace cli {

/// NVRAM of an IOL instance: the startup configuration in the instance's NVRAM file, other files in a directory beside it.
class IolNvram final : public Nvram {
public:
    /// Files of application N in `directory`: "nvram_0000N" of `kilobytes` KB, which lab programs may have filled, and the directory
    /// "files_0000N". `first` is the startup configuration for as long as the file holds none.
    IolNvram(const std::string& directory, std::uint16_t application, std::size_t kilobytes, std::optional<std::string> first,
             FileSystem& files = posix_files());

    std::optional<std::string> read(std::string_view name) const override;
    FileOutcome write(std::string_view name, std::string_view text) override;
    FileOutcome erase(std::string_view name) override;
    std::vector<RouterPorts::FileEntry> list(std::string_view filesystem) const override;
    /// One half of the file.
    std::size_t capacity() const override { return bytes_ / 2; }

private:
    std::string path() const { return directory_ + "/" + name_; }
    std::optional<std::string> saved() const;
    FileOutcome save(const std::optional<std::string>& startup);
    DirectoryNvram& others();

    std::string directory_, name_, other_files_;
    std::size_t bytes_;
    std::optional<std::string> first_;
    FileSystem* files_;
    std::unique_ptr<DirectoryNvram> others_;   ///< null while nobody wrote such a file
};

}  // namespace cli
