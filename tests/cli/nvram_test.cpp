#include <catch2/catch.hpp>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include "cli/router/nvram.h"
#include "tests/cli/memory_disk.h"

using namespace cli;

namespace {

/// A directory that goes with the test.
struct Folder {
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "nvram-XXXXXX").string();
        path = ::mkdtemp(pattern.data());
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string path;
};

const std::string old_text = "hostname Old\n" + std::string(5000, '!') + "\nend\n";
const std::string new_text = "hostname New\n" + std::string(9000, '!') + "\nend\n";

/// A disk on which the old configuration is safe, and the number of calls that writing the new one takes.
struct Saved {
    Saved() {
        DirectoryNvram(folder.path, disk).write("startup-config", old_text);
        disk.calls = 0;
    }
    FileOutcome save() { return DirectoryNvram(folder.path, disk).write("startup-config", new_text); }
    std::string found() { return DirectoryNvram(folder.path, disk).read("startup-config").value_or("nothing"); }
    Folder folder;
    MemoryDisk disk;
};

int calls_of_a_save() {
    Saved saved;
    REQUIRE(saved.save());
    return saved.disk.calls;
}

}  // namespace

TEST_CASE("a write to NVRAM creates, writes, syncs, closes, renames and syncs the directory", "[nvram]") {
    CHECK(calls_of_a_save() == 6);
}

TEST_CASE("any call that fails during a write is reported and leaves a whole configuration", "[nvram]") {
    const int calls = calls_of_a_save();
    for (const int error : {EIO, ENOSPC, EDQUOT, EROFS, EACCES})
        for (int call = 1; call <= calls; ++call) {
            INFO("call " << call << " fails with " << std::strerror(error));
            Saved saved;
            saved.disk.fail_at = call;
            saved.disk.error = error;
            const FileOutcome outcome = saved.save();
            CHECK_FALSE(outcome);
            CHECK(outcome.failed_at == (call == 1 ? FileOutcome::Step::opening : FileOutcome::Step::writing));
            CHECK(outcome.reason == std::strerror(error));
            // Until the renaming the old one stands; what fails after it, is whether the new one lasts.
            CHECK(saved.found() == (call < calls ? old_text : new_text));
            CHECK(saved.disk.file_count() == 1);
            CHECK(saved.save());
            CHECK(saved.found() == new_text);
        }
}

TEST_CASE("a program killed, or a machine without power, at any call leaves a whole configuration", "[nvram]") {
    const int calls = calls_of_a_save();
    bool found_old = false, found_new = false;
    for (int call = 1; call <= calls; ++call)
        for (const auto power : {MemoryDisk::Power::stays, MemoryDisk::Power::lost})
            for (const bool names_survive : {false, true}) {
                INFO("call " << call << ", power " << (power == MemoryDisk::Power::lost ? "lost" : "stays") << ", names " << names_survive);
                Saved saved;
                saved.disk.fail_at = call;
                saved.disk.dies = true;
                CHECK_THROWS_AS(saved.save(), Killed);
                saved.disk.restart(power, names_survive);
                const std::string text = saved.found();
                CHECK((text == old_text || text == new_text));
                CHECK(saved.disk.file_count() == 1);
                found_old |= text == old_text;
                found_new |= text == new_text;
            }
    CHECK(found_old);
    CHECK(found_new);
}

TEST_CASE("what write memory called saved survives the loss of power", "[nvram]") {
    Saved saved;
    REQUIRE(saved.save());
    saved.disk.restart(MemoryDisk::Power::lost, false);
    CHECK(saved.found() == new_text);
    CHECK(DirectoryNvram(saved.folder.path, saved.disk).erase("startup-config"));
    saved.disk.restart(MemoryDisk::Power::lost, false);
    CHECK(saved.found() == "nothing");
}

TEST_CASE("short writes and interrupted calls are gone on with", "[nvram]") {
    Saved saved;
    saved.disk.most_octets = 1000;
    REQUIRE(saved.save());
    CHECK(saved.found() == new_text);
    for (const int call : {2, 5, 12, 13}) {   // writes, the sync, the close
        INFO("call " << call);
        Saved interrupted;
        interrupted.disk.most_octets = 1000;
        interrupted.disk.fail_at = call;
        interrupted.disk.error = EINTR;
        CHECK(interrupted.save());
        CHECK(interrupted.found() == new_text);
    }
}

TEST_CASE("leftovers are nobody's file, and go when the directory is opened", "[nvram]") {
    Folder folder;
    std::ofstream(folder.path + "/.writing-startup-config") << "hostname Half";
    {
        DirectoryNvram nvram(folder.path);
        CHECK_FALSE(nvram.read("startup-config"));
        CHECK(std::filesystem::is_empty(folder.path));
        CHECK(nvram.write("flash:a.cfg", "one"));
        CHECK(nvram.write("flash:a.cfg.new", "two"));
        CHECK(nvram.write("flash:a.cfg", "three"));
        CHECK(nvram.read("flash:a.cfg.new") == "two");
        CHECK(nvram.write("../.writing-x", "outside"));
    }
    DirectoryNvram again(folder.path);
    CHECK(again.read("../.writing-x") == "outside");
    CHECK_FALSE(std::filesystem::exists(folder.path + "/../.writing-x"));
    const auto files = again.list("flash:");
    REQUIRE(files.size() == 2);
    CHECK(files[0].name == "a.cfg");
    CHECK(files[0].bytes == 5);
    CHECK(files[1].name == "a.cfg.new");
}

TEST_CASE("the machine's own errors reach the outcome", "[nvram]") {
    Folder folder;
    DirectoryNvram nvram(folder.path + "/r1");
    std::filesystem::remove_all(folder.path + "/r1");
    const FileOutcome outcome = nvram.write("startup-config", new_text);
    CHECK(outcome.failed_at == FileOutcome::Step::opening);
    CHECK(outcome.reason == "No such file or directory");
    CHECK(nvram.erase("startup-config").reason == "No such file or directory");
}

namespace {

/// Saves the two texts in turn until it is killed.
[[noreturn]] void save_for_ever(const std::string& directory) {
    DirectoryNvram nvram(directory);
    for (unsigned round = 0;; ++round)
        if (!nvram.write("startup-config", round % 2 == 0 ? new_text : old_text)) ::_exit(1);
}

}  // namespace

TEST_CASE("a process killed again and again while it saves leaves a whole configuration", "[nvram]") {
    Folder folder;
    REQUIRE(DirectoryNvram(folder.path).write("startup-config", old_text));
    for (int round = 0; round < 40; ++round) {
        const pid_t child = ::fork();
        if (child == 0) save_for_ever(folder.path);
        std::this_thread::sleep_for(std::chrono::microseconds(500 + 137 * round));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));
        DirectoryNvram nvram(folder.path);
        const auto text = nvram.read("startup-config");
        REQUIRE(text);
        CHECK((*text == old_text || *text == new_text));
        CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
    }
}

TEST_CASE("a startup configuration larger than NVRAM is refused and the old one stays", "[nvram]") {
    const std::string large(nvram_capacity + 1, '!');
    MemoryNvram memory;
    REQUIRE(memory.write("startup-config", "hostname Old\n"));
    const FileOutcome outcome = memory.write("startup-config", large);
    CHECK(outcome.failed_at == FileOutcome::Step::writing);
    CHECK(outcome.reason == std::strerror(ENOSPC));
    CHECK(memory.read("startup-config") == "hostname Old\n");
    CHECK(memory.write("startup-config", std::string_view(large).substr(1)));
}
