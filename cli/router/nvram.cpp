#include "cli/router/nvram.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>

namespace cli {

namespace {

using Step = FileOutcome::Step;

/// No file's own name begins with a full stop, so nobody's file is taken for what a write left behind.
constexpr std::string_view temporary_prefix = ".writing-";

bool belongs_to(std::string_view name, std::string_view filesystem) {
    return name.size() > filesystem.size() && name.starts_with(filesystem);
}

FileOutcome failure(Step step, int error) { return {step, std::strerror(error)}; }

}  // namespace

std::optional<std::string> MemoryNvram::read(std::string_view name) const {
    const auto at = files_.find(name);
    return at == files_.end() ? std::nullopt : std::optional(at->second);
}

FileOutcome MemoryNvram::write(std::string_view name, std::string_view text) {
    if (name == "startup-config" && text.size() > nvram_capacity) return failure(Step::writing, ENOSPC);
    files_.insert_or_assign(std::string{name}, std::string{text});
    return {};
}

FileOutcome MemoryNvram::erase(std::string_view name) {
    const auto at = files_.find(name);
    if (at == files_.end()) return failure(Step::opening, ENOENT);
    files_.erase(at);
    return {};
}

std::vector<RouterPorts::FileEntry> MemoryNvram::list(std::string_view filesystem) const {
    std::vector<RouterPorts::FileEntry> entries;
    for (const auto& [name, text] : files_)
        if (belongs_to(name, filesystem)) entries.push_back({name.substr(filesystem.size()), text.size()});
    return entries;
}

DirectoryNvram::DirectoryNvram(std::string directory, FileSystem& files) : directory_(std::move(directory)), files_(&files) {
    std::error_code error;
    std::filesystem::create_directories(directory_, error);
    if (!std::filesystem::is_directory(directory_)) throw std::runtime_error(directory_ + ": not a directory");
    remove_leftovers();
}

void DirectoryNvram::remove_leftovers() {
    for (const auto& entry : files_->list(directory_))
        if (entry.name.starts_with(temporary_prefix)) files_->remove(directory_ + "/" + entry.name);
}

/// "flash:a/b" becomes "flash_a_b": no name leaves the directory or is hidden in it.
std::string DirectoryNvram::plain_name(std::string_view name) {
    std::string plain{name};
    std::replace_if(plain.begin(), plain.end(), [](char c) { return c == '/' || c == ':' || c == '\0'; }, '_');
    if (plain.starts_with('.')) plain.front() = '_';
    return plain;
}

std::optional<std::string> DirectoryNvram::read(std::string_view name) const { return files_->read(path_of(name)); }

/// The text in a file of its own, on the disk. 0, or the error; `step` then says of what.
int DirectoryNvram::fill(const std::string& path, std::string_view text, Step& step) {
    step = Step::opening;
    const int file = files_->create(path);
    if (file < 0) return -file;
    step = Step::writing;
    int error = 0;
    while (error == 0 && !text.empty()) {
        const long taken = files_->write(file, text);
        if (taken > 0) text.remove_prefix(static_cast<std::size_t>(taken));
        else if (taken == 0) error = EIO;
        else if (taken != -EINTR) error = static_cast<int>(-taken);
    }
    if (error == 0) do error = -files_->sync(file); while (error == EINTR);
    const int closed = files_->close(file);
    return error == 0 && closed != -EINTR ? -closed : error;
}

FileOutcome DirectoryNvram::write(std::string_view name, std::string_view text) {
    if (name == "startup-config" && text.size() > nvram_capacity) return failure(Step::writing, ENOSPC);
    const std::string temporary = directory_ + "/" + std::string{temporary_prefix} + plain_name(name);
    Step step = Step::done;
    int error = fill(temporary, text, step);
    if (error == 0) error = -files_->rename(temporary, path_of(name));
    if (error != 0) {
        files_->remove(temporary);
        return failure(step, error);
    }
    error = -files_->sync_directory(directory_);
    return error == 0 ? FileOutcome{} : failure(Step::writing, error);
}

FileOutcome DirectoryNvram::erase(std::string_view name) {
    int error = -files_->remove(path_of(name));
    if (error != 0) return failure(Step::opening, error);
    error = -files_->sync_directory(directory_);
    return error == 0 ? FileOutcome{} : failure(Step::writing, error);
}

std::vector<RouterPorts::FileEntry> DirectoryNvram::list(std::string_view filesystem) const {
    const std::string prefix = plain_name(filesystem);
    std::vector<RouterPorts::FileEntry> entries;
    for (const auto& file : files_->list(directory_))
        if (belongs_to(file.name, prefix)) entries.push_back({file.name.substr(prefix.size()), file.bytes});
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return entries;
}

}  // namespace cli
