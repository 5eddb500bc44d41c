#include "cli/router/durable_file.h"

#include <cerrno>
#include <cstring>

namespace cli {

namespace {

using Step = FileOutcome::Step;

FileOutcome failure(Step step, int error) { return {step, std::strerror(error)}; }

/// The text in a file of its own, on the disk. 0, or the error; `step` then says of what.
int fill(FileSystem& files, const std::string& path, std::string_view text, Step& step) {
    step = Step::opening;
    const int file = files.create(path);
    if (file < 0) return -file;
    step = Step::writing;
    int error = 0;
    while (error == 0 && !text.empty()) {
        const long taken = files.write(file, text);
        if (taken > 0) text.remove_prefix(static_cast<std::size_t>(taken));
        else if (taken == 0) error = EIO;
        else if (taken != -EINTR) error = static_cast<int>(-taken);
    }
    if (error == 0) do error = -files.sync(file); while (error == EINTR);
    const int closed = files.close(file);
    return error == 0 && closed != -EINTR ? -closed : error;
}

FileOutcome rewrite(FileSystem& files, const std::string& path, std::string_view octets) {
    Step step = Step::done;
    const int error = fill(files, path, octets, step);
    return error == 0 ? FileOutcome{} : failure(step, error);
}

}  // namespace

FileOutcome replace_file(FileSystem& files, const std::string& directory, const std::string& name, std::string_view octets) {
    const std::string path = directory + "/" + name, temporary = directory + "/" + std::string{temporary_prefix} + name;
    Step step = Step::done;
    int error = fill(files, temporary, octets, step);
    if (error == 0) error = -files.rename(temporary, path);
    if (error != 0) {
        files.remove(temporary);
        return error == EBUSY ? rewrite(files, path, octets) : failure(step, error);
    }
    error = -files.sync_directory(directory);
    return error == 0 ? FileOutcome{} : failure(Step::writing, error);
}

}  // namespace cli
