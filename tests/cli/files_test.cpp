#include <catch2/catch.hpp>

#include "tests/cli/fake_router.h"

using namespace cli;

namespace {

struct Privileged : TypedConsole {
    Privileged() { enable(); }
};

const FileOutcome disk_full{FileOutcome::Step::writing, "No space left on device"};
const FileOutcome read_only{FileOutcome::Step::opening, "Read-only file system"};

}  // namespace

TEST_CASE("saving the configuration", "[files]") {
    Privileged typed;
    for (const std::string command : {"write memory", "wr", "write", "write mem"}) {
        typed.router.startup.reset();
        CHECK(typed.type(command + "\r") == command + "\nBuilding configuration...\n[OK]\nR1#");
        REQUIRE(typed.router.startup);
        CHECK(typed.router.startup->find("hostname R1\n") != std::string::npos);
    }
    typed.router.startup.reset();
    // Both Enters in one write, as automation does.
    CHECK(typed.type("copy running-config startup-config\r\r") ==
          "copy running-config startup-config\nDestination filename [startup-config]? \nBuilding configuration...\n[OK]\nR1#");
    CHECK(typed.router.startup);
}

TEST_CASE("a save that fails says why and keeps the old configuration", "[files]") {
    Privileged typed;
    typed.router.startup = "old";
    typed.router.disk = disk_full;
    CHECK(typed.type("write memory\r") ==
          "write memory\nBuilding configuration...\n%Error writing nvram:/startup-config (No space left on device)\nR1#");
    typed.router.disk = read_only;
    CHECK(typed.type("wr\r") == "wr\nBuilding configuration...\nstartup-config file open failed (Read-only file system)\nR1#");
    CHECK(typed.type("copy run flash:a\r\r").find("%Error opening flash:a (Read-only file system)\nR1#") != std::string::npos);
    CHECK(typed.type("show version | redirect flash:v\r").find("%Error opening flash:v (Read-only file system)\nR1#") != std::string::npos);
    CHECK(typed.type("write erase\r\r").find("%Error erasing nvram: (Read-only file system)\nR1#") != std::string::npos);
    CHECK(typed.router.startup == "old");
    CHECK(typed.console.failed_commands() == 5);
}

TEST_CASE("copying to and from files", "[files]") {
    Privileged typed;
    CHECK(typed.type("copy run flash:backup.cfg\r") == "copy run flash:backup.cfg\nDestination filename [backup.cfg]? ");
    CHECK(typed.type("other.cfg\r").find(" bytes copied in 0.004 secs (") != std::string::npos);
    REQUIRE(typed.router.files.count("flash:other.cfg") == 1);
    const std::string saved = typed.router.files["flash:other.cfg"];
    CHECK(saved == typed.router.running_configuration());
    // Written over only with a yes.
    CHECK(typed.type("copy startup-config flash:other.cfg\r\r") ==
          "copy startup-config flash:other.cfg\nDestination filename [other.cfg]? \n"
          "%Warning:There is a file already existing with this name \nDo you want to over write? [confirm]");
    CHECK(typed.type("n") == "n\nR1#");
    CHECK(typed.router.files["flash:other.cfg"] == saved);
    CHECK(typed.type("copy flash:none startup-config\r\r").find("%Error opening flash:none (No such file or directory)\nR1#") != std::string::npos);
    CHECK(typed.type("copy tftp://10.0.0.1/x running-config\r") ==
          "copy tftp://10.0.0.1/x running-config\n%Error opening tftp:10.0.0.1/x (No such device)\nR1#");
    CHECK(typed.type("copy flash: startup-config\r") == "copy flash: startup-config\nSource filename []? ");
    CHECK(typed.type("other.cfg\r\r").find("other.cfg\nDestination filename [startup-config]? \n") == 0);
    CHECK(typed.router.startup == saved);
    CHECK(typed.type("copy flash:other.cfg flash:\r") == "copy flash:other.cfg flash:\nDestination filename [other.cfg]? ");
    typed.type("flash:third.cfg\r");
    CHECK(typed.router.files["flash:third.cfg"] == saved);
}

TEST_CASE("merging a file into the running configuration", "[files]") {
    Privileged typed;
    typed.router.startup = "hostname R9\nend\n";
    CHECK(typed.type("copy startup-config running-config\r\r") ==
          "copy startup-config running-config\nDestination filename [running-config]? \n16 bytes copied in 0.004 secs (4000 bytes/sec)\nR9#");
    CHECK(typed.router.notes == std::vector<std::string>{"%SYS-5-CONFIG_I: Configured from memory by console"});
    typed.router.files["flash:r8.cfg"] = "hostname R8\nend\n";
    CHECK(typed.type("copy flash:r8.cfg run\r\r").find("bytes/sec)\nR8#") != std::string::npos);
    CHECK(typed.router.notes.back() == "%SYS-5-CONFIG_I: Configured from flash:r8.cfg by console");
}

TEST_CASE("erasing the startup configuration", "[files]") {
    Privileged typed;
    for (const std::string command : {"write erase", "erase startup-config", "erase nvram:"}) {
        typed.router.startup = "hostname R9\nend\n";
        CHECK(typed.type(command + "\rn") == command + "\nErasing the nvram filesystem will remove all configuration files! Continue? [confirm]n\nR1#");
        CHECK(typed.router.startup);
        CHECK(typed.type(command + "\r\r") == command + "\nErasing the nvram filesystem will remove all configuration files! Continue? [confirm]\n"
                                                        "[OK]\nErase of nvram: complete\nR1#");
        CHECK_FALSE(typed.router.startup);
    }
    CHECK(typed.router.notes.back() == "%SYS-7-NV_BLOCK_INIT: Initialized the geometry of nvram");
}

TEST_CASE("deleting files", "[files]") {
    Privileged typed;
    typed.router.files["flash:a.cfg"] = "a";
    CHECK(typed.type("delete flash:a.cfg\r\r") == "delete flash:a.cfg\nDelete filename [a.cfg]? \nDelete flash:/a.cfg? [confirm]");
    CHECK(typed.type("n") == "n\nDelete of flash:/a.cfg aborted!\nR1#");
    CHECK(typed.router.files.count("flash:a.cfg") == 1);
    typed.type("delete flash:a.cfg\r\r\r");
    CHECK(typed.router.files.count("flash:a.cfg") == 0);
    CHECK(typed.type("delete /force flash:a.cfg\r") == "delete /force flash:a.cfg\n%Error deleting flash:/a.cfg (No such file or directory)\nR1#");
}

TEST_CASE("directories", "[files]") {
    Privileged typed;
    const std::string flash = "Directory of flash:/\n\n    1  -rw-         1234                    <no date>  backup.cfg\n"
                              "\n67108864 bytes total (67107630 bytes free)\n";
    CHECK(typed.type("dir\r") == "dir\n" + flash + "R1#");
    CHECK(typed.type("dir flash:\r") == "dir flash:\n" + flash + "R1#");
    CHECK(typed.type("dir flash:/\r") == "dir flash:/\n" + flash + "R1#");
    CHECK(typed.type("dir flash:none\r") == "dir flash:none\n%Error opening flash:/none (No such file or directory)\nR1#");
    CHECK(typed.type("dir disk9:\r") == "dir disk9:\n%Error opening disk9: (No such device)\nR1#");
    typed.router.startup = "hostname R1\nend\n";
    CHECK(typed.type("dir nvram:\r").find("    2  -rw-           16                    <no date>  startup-config\n") != std::string::npos);
    const std::string all = typed.type("dir all-filesystems\r");
    for (const char* each : {"Directory of system:/\n", "  running-config\n\nNo space information available\n", "Directory of nvram:/\n"})
        CHECK(all.find(each) != std::string::npos);
    CHECK(all.find(flash) != std::string::npos);
}

TEST_CASE("more prints a file", "[files]") {
    Privileged typed;
    CHECK(typed.type("more system:running-config | include hostname\r") == "more system:running-config | include hostname\nhostname R1\nR1#");
    typed.router.startup = "hostname R9\nend\n";
    typed.router.files["flash:a.cfg"] = "hostname R7\n";
    CHECK(typed.type("more nvram:startup-config\r") == "more nvram:startup-config\nhostname R9\nend\nR1#");
    CHECK(typed.type("more nvram:/startup-config\r") == "more nvram:/startup-config\nhostname R9\nend\nR1#");
    CHECK(typed.type("more flash:a.cfg\r") == "more flash:a.cfg\nhostname R7\nR1#");
    CHECK(typed.type("more flash:none\r").find("%Error opening flash:none (No such file or directory)\n") != std::string::npos);
}
