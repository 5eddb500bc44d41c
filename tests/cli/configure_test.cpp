#include <catch2/catch.hpp>

#include "tests/cli/fake_router.h"

using namespace cli;

TEST_CASE("into configuration mode and out of it", "[configure]") {
    TypedConsole typed;
    typed.enable();
    CHECK(typed.type("configure terminal\r") == "configure terminal\nEnter configuration commands, one per line.  End with CNTL/Z.\nR1(config)#");
    CHECK(typed.type("interface Loopback0\r") == "interface Loopback0\nR1(config-if)#");
    SECTION("exit by exit") {
        CHECK(typed.type("exit\r") == "exit\nR1(config)#");
        CHECK(typed.type("exit\r") == "exit\nR1#");
    }
    SECTION("end") { CHECK(typed.type("end\r") == "end\nR1#"); }
    SECTION("Ctrl-Z") { CHECK(typed.type("\x1a") == "^Z\nR1#"); }
    SECTION("Ctrl-Z after a command carries it out") {
        CHECK(typed.type("description uplink\x1a") == "description uplink^Z\nR1#");
        CHECK(typed.router.running_configuration().find(" description uplink\n") != std::string::npos);
    }
    SECTION("Ctrl-C drops the line") {
        CHECK(typed.type("description uplink\x03") == "description uplink^C\nR1#");
        CHECK(typed.router.running_configuration().find("uplink") == std::string::npos);
    }
    CHECK(typed.router.notes == std::vector<std::string>{"%SYS-5-CONFIG_I: Configured from console by console"});
}

TEST_CASE("configure asks where from", "[configure]") {
    TypedConsole typed;
    typed.enable();
    CHECK(typed.type("conf\r\r") == "conf\nConfiguring from terminal, memory, or network [terminal]? \n"
                                    "Enter configuration commands, one per line.  End with CNTL/Z.\nR1(config)#");
}

TEST_CASE("errors in configuration mode", "[configure]") {
    TypedConsole typed;
    typed.configure();
    CHECK(typed.type("crypto isakmpp\r").find("^\n% Invalid input detected at '^' marker.\n\nR1(config)#") != std::string::npos);
    CHECK(typed.type("interface\r") == "interface\n% Incomplete command.\n\nR1(config)#");
    CHECK(typed.type("undebug all\r").find("^\n% Invalid input detected") != std::string::npos);
    CHECK(typed.console.failed_commands() == 3);
}

TEST_CASE("do runs EXEC commands", "[configure]") {
    TypedConsole typed;
    typed.configure();
    CHECK(typed.type("do debug crypto ikev2\r") == "do debug crypto ikev2\nIKEv2 default debugging is on\nR1(config)#");
    CHECK(typed.type("do clear crypto xx\r") == "do clear crypto xx\n"
                                                "                           ^\n"
                                                "% Invalid input detected at '^' marker.\n\nR1(config)#");
    CHECK(typed.type("do debug crypto ikev2 packet ?") == "do debug crypto ikev2 packet ?\n  hexdump  Also hexdumps the packet\n  <cr>\n\n"
                                                          "R1(config)#do debug crypto ikev2 packet ");
}

TEST_CASE("the prompt follows the hostname, cut at 20 characters in configuration mode", "[configure]") {
    TypedConsole typed;
    typed.configure();
    CHECK(typed.type("hostname a-router-with-a-very-long-name\r") == "hostname a-router-with-a-very-long-name\na-router-with-a-very(config)#");
    CHECK(typed.type("end\r") == "end\na-router-with-a-very-long-name#");
    CHECK_FALSE(typed.router.applied.empty());
}

TEST_CASE("a whole file can be pasted", "[configure]") {
    TypedConsole typed;
    const std::string paste =
        "\xef\xbb\xbf" "enable\r\nconfigure terminal\r\n!\r\nhostname R7\r\nnosuchcommand here\r\n"
        "banner motd ^C\r\nWho goes there?\tSpeak\r\n^C\r\ninterface Loopback0\r\n ip address 10.9.9.9 255.255.255.255\r\nend\r\nshow privilegex y\r\n";
    const std::string screen = typed.type(paste);
    CHECK(screen.find("R7(config)#nosuchcommand here\n             ^\n% Invalid input") == std::string::npos);
    CHECK(screen.find("% Invalid input detected at '^' marker.") != std::string::npos);
    CHECK(screen.find("Enter TEXT message.  End with the character '^C'.\nWho goes there? Speak\n^C\nR7(config)#") != std::string::npos);
    CHECK(screen.find("R7(config-if)#end\nR7#") != std::string::npos);
    REQUIRE(typed.router.configured.system.banners.size() == 1);
    CHECK(typed.router.running_configuration().find(" ip address 10.9.9.9 255.255.255.255\n") != std::string::npos);
    CHECK(typed.console.failed_commands() == 2);
}

TEST_CASE("help and Tab in configuration modes", "[configure]") {
    TypedConsole typed;
    typed.configure();
    CHECK(typed.type("crypto ikev2 prop?").find("proposal") != std::string::npos);
    CHECK(typed.type("\x15" "inter\t") .find("\nR1(config)#interface ") != std::string::npos);
    typed.console.terminal().length = 4;
    CHECK(typed.type("\x15" "?").find("Configure commands:\n") != std::string::npos);
    CHECK(typed.type("q") == "\b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\bR1(config)#");
}
