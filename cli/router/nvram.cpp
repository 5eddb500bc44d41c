#include "cli/router/nvram.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "cli/text_file.h"

namespace cli {

namespace {

constexpr std::size_t nvram_capacity = 262144;

bool belongs_to(std::string_view name, std::string_view filesystem) {
    return name.size() > filesystem.size() && name.starts_with(filesystem);
}

}  // namespace

std::optional<std::string> MemoryNvram::read(std::string_view name) const {
    const auto at = files_.find(name);
    return at == files_.end() ? std::nullopt : std::optional(at->second);
}

bool MemoryNvram::write(std::string_view name, std::string_view text) {
    if (name == "startup-config" && text.size() > nvram_capacity) return false;
    files_.insert_or_assign(std::string{name}, std::string{text});
    return true;
}

bool MemoryNvram::erase(std::string_view name) {
    const auto at = files_.find(name);
    if (at == files_.end()) return false;
    files_.erase(at);
    return true;
}

std::vector<RouterPorts::FileEntry> MemoryNvram::list(std::string_view filesystem) const {
    std::vector<RouterPorts::FileEntry> entries;
    for (const auto& [name, text] : files_)
        if (belongs_to(name, filesystem)) entries.push_back({name.substr(filesystem.size()), text.size()});
    return entries;
}

DirectoryNvram::DirectoryNvram(std::string directory) : directory_(std::move(directory)) {
    std::error_code error;
    std::filesystem::create_directories(directory_, error);
    if (!std::filesystem::is_directory(directory_)) throw std::runtime_error(directory_ + ": not a directory");
}

/// "flash:a/b" becomes "flash_a_b": no name leaves the directory.
std::string DirectoryNvram::path_of(std::string_view name) const {
    std::string plain{name};
    std::replace_if(plain.begin(), plain.end(), [](char c) { return c == '/' || c == ':'; }, '_');
    return directory_ + "/" + plain;
}

std::optional<std::string> DirectoryNvram::read(std::string_view name) const {
    return read_text_file(path_of(name));
}

namespace {

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(file) == 0;
}

void sync_directory(const std::string& directory) {
    const int handle = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return;
    ::fsync(handle);
    ::close(handle);
}

}  // namespace

bool DirectoryNvram::write(std::string_view name, std::string_view text) {
    const std::string path = path_of(name), temporary = path + ".new";
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return false;
    const bool written = write_all(file, text);
    ::close(file);
    if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) {
        ::unlink(temporary.c_str());
        return false;
    }
    sync_directory(directory_);
    return true;
}

bool DirectoryNvram::erase(std::string_view name) { return ::unlink(path_of(name).c_str()) == 0; }

std::vector<RouterPorts::FileEntry> DirectoryNvram::list(std::string_view filesystem) const {
    std::vector<RouterPorts::FileEntry> entries;
    std::string prefix{filesystem};
    std::replace(prefix.begin(), prefix.end(), ':', '_');
    for (const auto& file : std::filesystem::directory_iterator(directory_)) {
        const std::string name = file.path().filename().string();
        if (file.is_regular_file() && belongs_to(name, prefix))
            entries.push_back({name.substr(prefix.size()), static_cast<std::size_t>(file.file_size())});
    }
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return entries;
}

}  // namespace cli
