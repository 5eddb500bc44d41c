#include <catch2/catch.hpp>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <unistd.h>

#include "cli/iol/arguments.h"
#include "cli/iol/iol_nvram.h"
#include "cli/iol/nvram_image.h"
#include "cli/options.h"
#include "cli/router/durable_file.h"
#include "tests/cli/memory_disk.h"

using namespace cli;

namespace {

IolArguments parsed(std::initializer_list<const char*> words) {
    std::vector<const char*> argv{"image"};
    argv.insert(argv.end(), words);
    return parse_iol_arguments(static_cast<int>(argv.size()), argv.data());
}

std::string octets(std::initializer_list<int> values) {
    std::string text;
    for (const int value : values) text += static_cast<char>(value);
    return text;
}

struct Folder {
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "iol-XXXXXX").string();
        path = ::mkdtemp(pattern.data());
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string path;
};

std::string size_of_configuration(std::size_t octets_of_text) { return "hostname R\n" + std::string(octets_of_text - 11, '!'); }

}  // namespace

TEST_CASE("an image's options stand in any order, before and behind the application id", "[iol]") {
    const IolArguments absent = parsed({"7"});
    CHECK(absent.application == 7);
    CHECK(ethernet_ports(absent).size() == 8);
    CHECK(serial_ports(absent).size() == 8);
    CHECK(absent.nvram_kilobytes == 1024);
    const IolArguments given = parsed({"-e", "1", "12", "-s0", "-n", "64", "-m", "512", "-l", "-q", "-tdCLNRUW", "-b", "x", "-u", "9", "-c", "a.txt"});
    CHECK(given.application == 12);
    CHECK(given.nvram_kilobytes == 64);
    CHECK(given.configuration == "a.txt");
    CHECK(ethernet_ports(given).size() == 4);
    CHECK(serial_ports(given).empty());
    CHECK(parsed({"-h"}).help);
}

TEST_CASE("an image's ports are named by bay and unit, serial bays behind those of Ethernet", "[iol]") {
    const IolArguments arguments = parsed({"-e", "2", "-s", "1", "1"});
    CHECK(ethernet_ports(arguments).at(6).interface.text() == "Ethernet1/2");
    CHECK(ethernet_ports(arguments).at(6).bay == 1);
    CHECK(ethernet_ports(arguments).at(6).unit == 2);
    CHECK(serial_ports(arguments).front().interface.text() == "Serial2/0");
}

TEST_CASE("arguments that no image has are refused", "[iol]") {
    CHECK_THROWS_AS(parsed({}), UsageError);
    CHECK_THROWS_AS(parsed({"0"}), UsageError);
    CHECK_THROWS_AS(parsed({"1025"}), UsageError);
    CHECK_THROWS_AS(parsed({"1", "2"}), UsageError);
    CHECK_THROWS_AS(parsed({"1x"}), UsageError);
    CHECK_THROWS_AS(parsed({"-n", "4", "1"}), UsageError);
    CHECK_THROWS_AS(parsed({"-e", "10", "-s", "7", "1"}), UsageError);
    CHECK_THROWS_AS(parsed({"-x", "1"}), UsageError);
    CHECK_THROWS_AS(parsed({"1", "-e"}), UsageError);
}

TEST_CASE("an NVRAM image is laid out as lab programs read it", "[iol]") {
    const std::string image = nvram_image(8192, "end\n!", {});
    REQUIRE(image.size() == 8192);
    // Sum of all other words: abcd+0001+0f04+1000+0024+1000+0029+0005+656e+640a+2100+fedc+0001+1000+003c+1000+003c = 2e4f1, folded e4f3.
    CHECK(image.substr(0, 8) == octets({0xab, 0xcd, 0, 1, 0x1b, 0x0c, 0x0f, 0x04}));
    CHECK(image.substr(8, 12) == octets({0x10, 0, 0, 0x24, 0x10, 0, 0, 0x29, 0, 0, 0, 5}));
    CHECK(image.substr(20, 16) == std::string(16, '\0'));
    CHECK(image.substr(36, 8) == "end\n!" + std::string(3, '\0'));
    CHECK(image.substr(44, 16) == octets({0xfe, 0xdc, 0, 1, 0x10, 0, 0, 0x3c, 0x10, 0, 0, 0x3c, 0, 0, 0, 0}));
    CHECK(image.substr(60) == std::string(8192 - 60, '\0'));
    CHECK(nvram_image(128 * 1024, "end\n", {}).substr(36, 12) == "end\n" + octets({0, 0, 0, 0, 0xfe, 0xdc, 0, 1}));
    CHECK(nvram_image(128 * 1024 - 1024, "end\n", {}).substr(36, 8) == "end\n" + octets({0xfe, 0xdc, 0, 1}));
}

TEST_CASE("a new startup configuration leaves the private one and the second half alone", "[iol]") {
    std::string old = nvram_image(8192, "one\n", {});
    old.replace(52, 8, octets({0, 0, 0, 3, 'k', 'e', 'y', 0}));   // length and text of the private configuration
    old.back() = 'z';
    const std::string image = nvram_image(8192, "hostname A\n", old);
    CHECK(startup_of(image) == "hostname A\n");
    CHECK(image.substr(60, 7) == octets({0, 0, 0, 3, 'k', 'e', 'y'}));
    CHECK(image.back() == 'z');
    CHECK(nvram_image(8192, std::nullopt, old).substr(0, 4096) == std::string(4096, '\0'));
    CHECK(nvram_image(16384, "hostname A\n", old).back() == '\0');
}

TEST_CASE("an image without a whole configuration has none", "[iol]") {
    const std::string image = nvram_image(8192, "hostname A\n", {});
    CHECK(startup_of(image) == "hostname A\n");
    CHECK(startup_of("") == std::nullopt);
    CHECK(startup_of(image.substr(0, 35)) == std::nullopt);
    CHECK(startup_of(image.substr(0, 46)) == std::nullopt);
    CHECK(startup_of(image.substr(0, 47)) == "hostname A\n");
    CHECK(startup_of(std::string(8192, '\0')) == std::nullopt);
    std::string endless = image;
    endless[16] = '\xff';
    CHECK(startup_of(endless) == std::nullopt);
}

TEST_CASE("what was saved wins over the configuration file, which is back once that is erased", "[iol]") {
    const Folder folder;
    IolNvram nvram(folder.path, 7, 64, "hostname File\n");
    CHECK(nvram.read("startup-config") == "hostname File\n");
    CHECK_FALSE(std::filesystem::exists(folder.path + "/nvram_00007"));
    REQUIRE(nvram.write("startup-config", "hostname Saved\n"));
    CHECK(std::filesystem::file_size(folder.path + "/nvram_00007") == 64 * 1024);
    CHECK(IolNvram(folder.path, 7, 64, "hostname File\n").read("startup-config") == "hostname Saved\n");
    CHECK(IolNvram(folder.path, 8, 64, std::nullopt).read("startup-config") == std::nullopt);
    REQUIRE(nvram.erase("startup-config"));
    CHECK(nvram.read("startup-config") == "hostname File\n");
}

TEST_CASE("NVRAM takes a configuration of up to one half of its file", "[iol]") {
    const Folder folder;
    IolNvram nvram(folder.path, 1, 64, std::nullopt);
    CHECK(nvram.capacity() == 32 * 1024);
    const std::size_t room = nvram_image_room(64 * 1024);
    CHECK(room > 32 * 1024 - 64);
    CHECK(nvram.write("startup-config", size_of_configuration(room)));
    const FileOutcome full = nvram.write("startup-config", size_of_configuration(room + 1));
    CHECK(full.failed_at == FileOutcome::Step::writing);
    CHECK(full.reason == "No space left on device");
    CHECK(nvram.read("startup-config") == size_of_configuration(room));
}

TEST_CASE("other files of an image are there again at its next start", "[iol]") {
    const Folder folder;
    {
        IolNvram nvram(folder.path, 1, 64, std::nullopt);
        CHECK(nvram.read("flash:a.cfg") == std::nullopt);
        CHECK(nvram.list("flash:").empty());
        CHECK(nvram.erase("flash:a.cfg").failed_at == FileOutcome::Step::opening);
        REQUIRE(nvram.write("flash:a.cfg", "hostname A\n"));
    }
    IolNvram nvram(folder.path, 1, 64, std::nullopt);
    CHECK(nvram.read("flash:a.cfg") == "hostname A\n");
    CHECK(nvram.list("flash:").size() == 1);
    CHECK(IolNvram(folder.path, 2, 64, std::nullopt).list("flash:").empty());
}

TEST_CASE("a file that something is mounted on is written in place", "[nvram]") {
    MemoryDisk disk;
    REQUIRE(replace_file(disk, "d", "file", "old"));
    disk.calls = 0;
    disk.fail_at = 5;      // the renaming
    disk.error = EBUSY;
    CHECK(replace_file(disk, "d", "file", "new"));
    CHECK(disk.read("d/file") == "new");
    CHECK(disk.file_count() == 1);
}
