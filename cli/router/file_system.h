#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// The calls by which NVRAM is kept in a directory, as POSIX has them. A result below zero is a negated errno.
class FileSystem {
public:
    virtual ~FileSystem() = default;
    virtual std::optional<std::string> read(const std::string& path) = 0;
    struct Entry { std::string name; std::size_t bytes = 0; };
    /// Regular files, in no order.
    virtual std::vector<Entry> list(const std::string& directory) = 0;
    /// An empty file to write to, readable by its owner only: its handle.
    virtual int create(const std::string& path) = 0;
    /// How many octets were taken, which may be fewer than given.
    virtual long write(int file, std::string_view octets) = 0;
    virtual int sync(int file) = 0;
    virtual int close(int file) = 0;
    virtual int rename(const std::string& from, const std::string& to) = 0;
    virtual int remove(const std::string& path) = 0;
    /// Makes names in the directory durable.
    virtual int sync_directory(const std::string& path) = 0;
};

/// The machine's own.
FileSystem& posix_files();

}  // namespace cli
