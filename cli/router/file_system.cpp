#include "cli/router/file_system.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "cli/text_file.h"

namespace cli {

namespace {

template <class Result>
Result or_error(Result result) { return result < 0 ? static_cast<Result>(-errno) : result; }

class PosixFiles final : public FileSystem {
public:
    std::optional<std::string> read(const std::string& path) override { return read_text_file(path); }

    std::vector<Entry> list(const std::string& directory) override {
        std::vector<Entry> entries;
        std::error_code error;
        for (const auto& file : std::filesystem::directory_iterator(directory, error)) {
            if (!file.is_regular_file(error)) continue;
            const auto bytes = file.file_size(error);
            if (!error) entries.push_back({file.path().filename().string(), static_cast<std::size_t>(bytes)});
        }
        return entries;
    }

    int create(const std::string& path) override {
        return or_error(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    }
    long write(int file, std::string_view octets) override { return or_error<long>(::write(file, octets.data(), octets.size())); }
    int sync(int file) override { return or_error(::fsync(file)); }
    int close(int file) override { return or_error(::close(file)); }
    int rename(const std::string& from, const std::string& to) override { return or_error(std::rename(from.c_str(), to.c_str())); }
    int remove(const std::string& path) override { return or_error(::unlink(path.c_str())); }

    int sync_directory(const std::string& path) override {
        const int handle = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (handle < 0) return -errno;
        const int result = or_error(::fsync(handle));
        ::close(handle);
        return result;
    }
};

}  // namespace

FileSystem& posix_files() {
    static PosixFiles files;
    return files;
}

}  // namespace cli
