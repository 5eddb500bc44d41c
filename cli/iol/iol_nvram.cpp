#include "cli/iol/iol_nvram.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "cli/iol/nvram_image.h"
#include "cli/router/durable_file.h"

namespace cli {

namespace {

constexpr std::string_view startup = "startup-config";

/// "nvram_00001"
std::string numbered(std::string prefix, std::uint16_t application) {
    const std::string digits = std::to_string(application);
    return prefix + std::string(5 - digits.size(), '0') + digits;
}

}  // namespace

IolNvram::IolNvram(const std::string& directory, std::uint16_t application, std::size_t kilobytes, std::optional<std::string> first,
                   FileSystem& files)
    : directory_(directory), name_(numbered("nvram_", application)), other_files_(directory + "/" + numbered("files_", application)),
      bytes_(kilobytes * 1024), first_(std::move(first)), files_(&files) {
    if (std::filesystem::is_directory(other_files_)) others();
}

DirectoryNvram& IolNvram::others() {
    if (!others_) others_ = std::make_unique<DirectoryNvram>(other_files_, *files_);
    return *others_;
}

std::optional<std::string> IolNvram::saved() const {
    const auto image = files_->read(path());
    return image ? startup_of(*image) : std::nullopt;
}

std::optional<std::string> IolNvram::read(std::string_view name) const {
    if (name != startup) return others_ ? others_->read(name) : std::nullopt;
    auto text = saved();
    return text ? text : first_;
}

FileOutcome IolNvram::save(const std::optional<std::string>& text) {
    if (text && text->size() > nvram_image_room(bytes_)) return {FileOutcome::Step::writing, std::strerror(ENOSPC)};
    try {
        return replace_file(*files_, directory_, name_, nvram_image(bytes_, text, files_->read(path()).value_or(std::string{})));
    } catch (const std::length_error&) {
        return {FileOutcome::Step::writing, std::strerror(ENOSPC)};
    }
}

FileOutcome IolNvram::write(std::string_view name, std::string_view text) {
    if (name == startup) return save(std::string{text});
    try {
        return others().write(name, text);
    } catch (const std::runtime_error&) {
        return {FileOutcome::Step::opening, std::strerror(ENOTDIR)};
    }
}

FileOutcome IolNvram::erase(std::string_view name) {
    if (name != startup) return others_ ? others_->erase(name) : FileOutcome{FileOutcome::Step::opening, std::strerror(ENOENT)};
    return saved() ? save(std::nullopt) : FileOutcome{};
}

std::vector<RouterPorts::FileEntry> IolNvram::list(std::string_view filesystem) const {
    return others_ ? others_->list(filesystem) : std::vector<RouterPorts::FileEntry>{};
}

}  // namespace cli
