#include "cli/router/nvram.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "cli/router/durable_file.h"

namespace cli {

namespace {

using Step = FileOutcome::Step;

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

FileOutcome DirectoryNvram::write(std::string_view name, std::string_view text) {
    if (name == "startup-config" && text.size() > nvram_capacity) return failure(Step::writing, ENOSPC);
    return replace_file(*files_, directory_, plain_name(name), text);
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
