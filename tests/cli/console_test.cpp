#include <catch2/catch.hpp>

#include "tests/cli/fake_router.h"

using namespace cli;

TEST_CASE("a console line starts in user EXEC", "[console]") {
    TypedConsole typed;
    CHECK(typed.first == "R1>");
    CHECK(typed.console.is_at_prompt());
    CHECK(typed.enable() == "enable\nR1#");
    CHECK(typed.type("disable\r") == "disable\nR1>");
    CHECK(typed.type("\r") == "\nR1>");
    CHECK(typed.type("! a remark\r") == "! a remark\nR1>");
}

TEST_CASE("every spelling of Enter counts once", "[console]") {
    TypedConsole typed;
    CHECK(typed.type("\r\n") == "\nR1>");
    CHECK(typed.type(std::string_view{"\r\0", 2}) == "\nR1>");
    CHECK(typed.type("\n") == "\nR1>");
    CHECK(typed.type("\r") == "\nR1>");
}

TEST_CASE("the enable secret is asked for three times", "[console]") {
    TypedConsole typed;
    typed.router.configured.system.enable_secret = config::PasswordText{5, true, "$1$28772684$iEwNOgGugqO9.bIz5sk8k/"};
    CHECK(typed.enable() == "enable\nPassword: ");
    CHECK(typed.console.is_asking_question());
    CHECK(typed.type("wrong\r") == "\nPassword: ");
    CHECK(typed.type("wrong\r") == "\nPassword: ");
    CHECK(typed.type("wrong\r") == "\n% Bad secrets\n\nR1>");
    CHECK(typed.console.last_command_failed());
    CHECK(typed.type("ena\rhashcat\r") == "ena\nPassword: \nR1#");
}

TEST_CASE("errors with the caret under the right column", "[console]") {
    TypedConsole typed;
    typed.enable();
    CHECK(typed.type("clear crypto xx\r") == "clear crypto xx\n"
                                             "                ^\n"
                                             "% Invalid input detected at '^' marker.\n\nR1#");
    CHECK(typed.type("clear\r") == "clear\n% Incomplete command.\n\nR1#");
    CHECK(typed.type("c\r") == "c\n% Ambiguous command:  \"c\"\nR1#");
    CHECK(typed.type("show\r") == "show\n% Type \"show ?\" for a list of subcommands\nR1#");
    CHECK(typed.console.failed_commands() == 4);
}

TEST_CASE("a single unknown word is taken for a host", "[console]") {
    TypedConsole typed;
    CHECK(typed.type("foo\r") == "foo\nTranslating \"foo\"\n\n% Bad IP address or host name\n"
                                 "% Unknown command or computer name, or unable to find computer address\nR1>");
    CHECK(typed.type("foo\r") == "foo\n% Bad IP address or host name\n"
                                 "% Unknown command or computer name, or unable to find computer address\nR1>");
}

TEST_CASE("user EXEC lacks what changes the router", "[console]") {
    TypedConsole typed;
    for (const char* command : {"configure terminal", "clear crypto sa", "debug crypto ikev2", "write memory", "copy running-config startup-config",
                                "reload now", "undebug all"}) {
        INFO(command);
        CHECK(typed.type(std::string{command} + "\r").find("% Invalid input detected at '^' marker.") != std::string::npos);
    }
}

TEST_CASE("a question mark answers at once and the line comes back", "[console]") {
    TypedConsole typed;
    typed.enable();
    CHECK(typed.type("debug crypto ikev2 ?") == "debug crypto ikev2 ?\n"
                                                "  error     IKEv2 Error debugging\n"
                                                "  internal  IKEv2 Internal debugging\n"
                                                "  packet    IKEv2 Packet debugging\n"
                                                "  <cr>\n"
                                                "\nR1#debug crypto ikev2 ");
    CHECK(typed.type("error\r") == "error\nIKEv2 error debugging is on\nR1#");
    CHECK(typed.type("en?") == "en?\nenable\nR1#en");
    CHECK(typed.type("\x15" "foo ?") .find("% Unrecognized command\nR1#foo ") != std::string::npos);
}

TEST_CASE("Tab writes the word out", "[console]") {
    TypedConsole typed;
    typed.enable();
    CHECK(typed.type("deb\t") == "deb\nR1#debug ");
    CHECK(typed.type("cry\tikev2 err\t\r") == "cry\nR1#debug crypto ikev2 err\nR1#debug crypto ikev2 error \nIKEv2 error debugging is on\nR1#");
    CHECK(typed.type("c\t") == "c\nR1#c");
}

TEST_CASE("history and its keys in the shell", "[console]") {
    TypedConsole typed;
    typed.enable();
    typed.type("terminal length 0\r");
    CHECK(typed.type("\x10") == "terminal length 0");
    CHECK(typed.type("\r") == "\nR1#");
    CHECK(typed.type("\x10\x10") == "terminal length 0\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\benable           \b\b\b\b\b\b\b\b\b\b\b");
}

TEST_CASE("leaving the console", "[console]") {
    TypedConsole typed;
    CHECK(typed.type("exit\r") == "exit\n\n\nR1 con0 is now available\n\n\n\n\nPress RETURN to get started.\n\n\n");
    CHECK(typed.console.is_finished());
    CHECK(typed.type("\r") == "R1>");
    CHECK_FALSE(typed.console.is_finished());
}

TEST_CASE("log lines beside the line being typed", "[console]") {
    TypedConsole typed;
    SECTION("begin a line of their own") {
        typed.type("sho");
        typed.console.log_line("%SYS-5-CONFIG_I: Configured");
        CHECK(typed.type("w") == "\n%SYS-5-CONFIG_I: Configured\nw");
    }
    SECTION("or leave it whole") {
        typed.console.terminal().logging_synchronous = true;
        typed.type("sho");
        typed.console.log_line("%SYS-5-CONFIG_I: Configured");
        CHECK(typed.type("w") == "\b\b\b\b\b\b      \b\b\b\b\b\b%SYS-5-CONFIG_I: Configured\nR1>show");
    }
}

TEST_CASE("line con 0 asks for its password, or for a user", "[console]") {
    FakeRouter router;
    router.configured.system.lines.clear();
    config::TerminalLine line;
    SECTION("password") {
        line.login = true;
        line.password = config::PasswordText{7, true, "0201024E070A0E2649"};
        router.configured.system.lines.push_back(line);
        Console console(router, {});
        console.start({});
        CHECK(console.take_output() == "\r\n\r\nUser Access Verification\r\n\r\nPassword: ");
        console.input("gfullage\r", {});
        CHECK(console.take_output() == "\r\nR1>");
    }
    SECTION("user") {
        line.login_local = true;
        router.configured.system.lines.push_back(line);
        config::User user;
        user.name = "admin";
        user.privilege = 15;
        user.secret = config::PasswordText{9, true, "$9$2MJBozw/9R3UsU$2lFhcKvpghcyw8deP25GOfyZaagyUOGBymkryvOdfo6"};
        router.configured.system.users.push_back(user);
        Console console(router, {});
        console.start({});
        console.take_output();
        console.input("admin\rnonsense\r", {});
        CHECK(console.take_output() == "admin\r\nPassword: \r\n");
        REQUIRE(console.next_deadline());
        console.tick(*console.next_deadline());
        CHECK(console.take_output() == "% Login invalid\r\n\r\nUsername: ");
        console.input("admin\rhashcat\r", {});
        CHECK(console.take_output() == "admin\r\nPassword: \r\nR1#");
    }
}

TEST_CASE("a vty with login and without a password is refused", "[console]") {
    ConsoleOptions options;
    options.kind = ConsoleOptions::Kind::vty;
    FakeRouter router;
    Console console(router, options);
    console.start({});
    CHECK(console.take_output() == "\r\n\r\nPassword required, but none set\r\n");
    CHECK(console.is_finished());
}

TEST_CASE("a hang-up ends what runs", "[console]") {
    TypedConsole typed;
    typed.type("ping 10.0.0.2\r");
    CHECK(typed.router.waits_for_echo());
    typed.console.lost(typed.now);
    CHECK_FALSE(typed.router.waits_for_echo());
    CHECK(typed.console.is_finished());
}
