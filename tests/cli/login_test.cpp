#include <catch2/catch.hpp>

#include "config-model/configuration_text.h"
#include "fake_router.h"

namespace {

/// A line of a router with this configuration, and its screen with CR LF written as \n.
class Line {
public:
    explicit Line(std::string_view configuration, cli::ConsoleOptions options = vty()) {
        config::load_configuration(router.configured, configuration);
        console = std::make_unique<cli::Console>(router, std::move(options));
        console->start(now);
        first = screen();
    }
    static cli::ConsoleOptions vty() {
        cli::ConsoleOptions options;
        options.kind = cli::ConsoleOptions::Kind::vty;
        options.remote = "192.0.2.7";
        return options;
    }
    static cli::ConsoleOptions known(std::string user) {
        cli::ConsoleOptions options = vty();
        options.user = std::move(user);
        return options;
    }
    std::string type(std::string_view keys) {
        console->input(keys, now);
        return screen();
    }
    /// Lets the pause pass: how long it was, and what came.
    std::pair<std::int64_t, std::string> wait() {
        const auto due = console->next_deadline();
        REQUIRE(due);
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*due - now).count();
        console->tick(now = *due);
        return {seconds, screen()};
    }

    FakeRouter router;
    std::unique_ptr<cli::Console> console;
    cli::Instant now{};
    std::string first;

private:
    std::string screen() {
        std::string plain;
        for (const char byte : console->take_output())
            if (byte != '\r') plain += byte;
        return plain;
    }
};

constexpr std::string_view users = "hostname R1\nusername ann privilege 15 password 0 builder\nusername bob password 7 0201024E070A0E2649\n"
                                   "username guest nopassword\n";
std::string with_users(std::string_view rest) { return std::string{users} + std::string{rest}; }

}  // namespace

TEST_CASE("a wrong password costs two seconds, and three of them the line", "[login]") {
    Line line(with_users("line vty 0 4\n login local\n"));
    CHECK(line.first == "\n\nUser Access Verification\n\nUsername: ");
    CHECK(line.type("ann\rwrong\r") == "ann\nPassword: \n");
    CHECK(line.wait() == std::pair<std::int64_t, std::string>{2, "% Login invalid\n\nUsername: "});
    line.type("ann\rwrong\r");
    line.wait();
    CHECK(line.type("nobody\r\r") == "nobody\nPassword: \n");
    CHECK(line.wait().second == "% Login invalid\n\n% Bad passwords\n");
    CHECK(line.console->is_finished());
}

TEST_CASE("what is typed while a wrong password is paused waits for the question", "[login]") {
    Line line(with_users("login delay 5\nline vty 0 4\n login local\n"));
    CHECK(line.type("ann\rwrong\rbob\rgfullage\r") == "ann\nPassword: \n");
    CHECK(line.wait() == std::pair<std::int64_t, std::string>{5, "% Login invalid\n\nUsername: bob\nPassword: \nR1>"});
}

TEST_CASE("a log-in by name brings the user's privilege", "[login]") {
    Line line(with_users("line vty 0 4\n login local\n"));
    CHECK(line.type("ann\rbuilder\r") == "ann\nPassword: \nR1#");
    CHECK(line.type("show privilege\r").find("Current privilege level is 15\n") != std::string::npos);
    Line guest(with_users("line vty 0 4\n login local\n privilege level 7\n"));
    CHECK(guest.type("guest\r") == "guest\nR1#");
    CHECK(guest.console->privilege() == 7);
    CHECK(Line(with_users("line vty 0 4\n login local\n"), Line::known("ann")).first == "R1#");
}

TEST_CASE("the new model: method lists, its own words, and exec authorization", "[login][aaa]") {
    const std::string model = "aaa new-model\naaa authentication login default local\n";
    SECTION("local") {
        Line line(with_users(model));
        CHECK(line.type("ann\rwrong\r") == "ann\nPassword: \n");
        CHECK(line.wait().second == "% Authentication failed\n\nUsername: ");
        CHECK(line.type("ann\rbuilder\r") == "ann\nPassword: \nR1>");
    }
    SECTION("authorized") {
        Line line(with_users(model + "aaa authorization exec default local if-authenticated\n"));
        CHECK(line.type("ann\rbuilder\r") == "ann\nPassword: \nR1#");
    }
    SECTION("a list of its own that asks only for a password") {
        Line line(with_users(model + "aaa authentication login VTY line\nline vty 0 4\n password sesame\n login authentication VTY\n"));
        CHECK(line.first == "\n\nUser Access Verification\n\nPassword: ");
        CHECK(line.type("sesame\r") == "\nR1>");
    }
    SECTION("none") { CHECK(Line(with_users("aaa new-model\naaa authentication login default none\n")).first == "R1>"); }
    SECTION("without a list a vty asks the users, and the console nobody") {
        CHECK(Line(with_users("aaa new-model\n")).first == "\n\nUser Access Verification\n\nUsername: ");
        CHECK(Line(with_users("aaa new-model\n"), cli::ConsoleOptions{}).first == "R1>");
    }
}

TEST_CASE("enable asks for what guards the level", "[login][enable]") {
    const std::string open = "line vty 0 4\n no login\n";
    SECTION("nothing") { CHECK(Line("hostname R1\n" + open).type("enable\r") == "enable\n% No password set\nR1>"); }
    SECTION("a password") {
        Line line("hostname R1\nenable password sesame\n" + open);
        CHECK(line.type("enable\ra\rb\rc\r") == "enable\nPassword: \nPassword: \nPassword: \n% Bad passwords\n\nR1>");
        CHECK(line.type("enable\rsesame\r") == "enable\nPassword: \nR1#");
    }
    SECTION("a level's own secret") {
        Line line("hostname R1\nenable secret level 5 $imsim\nenable secret 0 sesame\n" + open);
        CHECK(line.type("enable 5\r$imsim\r") == "enable 5\nPassword: \nR1#");
        CHECK(line.console->privilege() == 5);
        CHECK(line.type("enable\r$imsim\rsesame\r") == "enable\nPassword: \nPassword: \nR1#");
        CHECK(line.console->privilege() == 15);
        CHECK(line.type("enable 6\rdisable 1\renable 6\r").find("% No password set\n") != std::string::npos);
    }
    SECTION("the new model") {
        const std::string model = "hostname R1\naaa new-model\naaa authentication login default none\n";
        CHECK(Line(model).type("enable\r") == "enable\n% Error in authentication.\n\nR1>");
        CHECK(Line(model + "enable secret sesame\n").type("enable\ra\rb\rc\r").find("% Access denied\n\nR1>") != std::string::npos);
        CHECK(Line(model + "aaa authentication enable default none\n").type("enable\r") == "enable\nR1#");
    }
}

TEST_CASE("banners know their router and line", "[login]") {
    Line line("hostname R1\nip domain name lab.example\nbanner motd ^C$(hostname).$(domain) on line $(line)^C\nbanner exec ^CHello $(hostname)^C\n"
              "line vty 0 4\n no login\n");
    CHECK(line.first == "\nR1.lab.example on line 2\n\nHello R1\nR1>");
}

TEST_CASE("log-ins are logged where that is asked for, and never with the password", "[login]") {
    Line line(with_users("login on-failure log\nlogin on-success log\nline vty 0 4\n login local\n"));
    line.type("ann\rwr0ng\r");
    line.wait();
    line.type("ann\rbuilder\r");
    REQUIRE(line.router.notes.size() == 2);
    CHECK(line.router.notes[0] == "%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: ann] [Source: 192.0.2.7] [localport: 23] "
                                  "[Reason: Login Authentication Failed] at 00:00:00 UTC Thu Jan 1 1970");
    CHECK(line.router.notes[1] == "%SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: ann] [Source: 192.0.2.7] [localport: 23] "
                                  "at 00:00:02 UTC Thu Jan 1 1970");
    for (const std::string& note : line.router.notes) CHECK(note.find("wr0ng") == std::string::npos);
}

TEST_CASE("what is typed at a password prompt is neither shown nor remembered", "[login]") {
    Line line(with_users("enable secret 0 s3same\nline vty 0 4\n login local\n"));
    std::string seen = line.type("bob\rgfullage\r");
    seen += line.type("enable\rs3same\r");
    seen += line.type("show history\r");
    seen += line.type("\x10\x10\x10\x10\x15");
    CHECK(seen.find("R1#") != std::string::npos);
    CHECK(seen.find("gfullage") == std::string::npos);
    CHECK(seen.find("s3same") == std::string::npos);
}
