#include <catch2/catch.hpp>

#include "config-model/configuration_text.h"
#include "config-model/modes.h"
#include "tests/config-model/language_laws.h"

using namespace config;

namespace {

class ConfiguredRouter final : public laws::Router {
public:
    ConfigSession& session() override { return session_; }
    std::string text() const override { return running_config_text(configuration_); }

private:
    Configuration configuration_;
    ConfigSession session_ = configuration_session(configuration_, true);
};

std::unique_ptr<laws::Router> new_router() { return std::make_unique<ConfiguredRouter>(); }

std::string listed(const std::vector<std::string>& failures, const char* unless = nullptr) {
    std::string text;
    for (const auto& failure : failures)
        if (!unless || failure.find(unless) == std::string::npos) text += failure + "\n";
    return text;
}

bool begins(const std::string& line, std::initializer_list<const char*> beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(), [&](const char* beginning) { return line.starts_with(beginning); });
}

/// Lines whose `no` does not lead back: what they change is on by default in another form, or a real router refuses the `no`.
bool has_its_own_no(const std::vector<std::string>& headers, const std::string& line) {
    if (!headers.empty() && headers.back().starts_with("line")) return begins(line, {"exec-timeout", "login"});
    return begins(line, {"service timestamps", "logging buffered", "logging console", "logging monitor", "logging trap", "interface GigabitEthernet",
                         "line 0", "line 1500", "line console", "line vty", "shutdown"});
}

}  // namespace

TEST_CASE("every line of every mode is matched, helped and abbreviated") {
    // A sample names every port there is; a router takes ten.
    CHECK(listed(laws::words_failures(global_mode()), " eq 0 65535 b") == std::string{});
}

TEST_CASE("every line and its no, or its default, leave a router as it was") {
    std::size_t accepted = 0;
    const auto failures = laws::edit_failures(global_mode(), new_router, has_its_own_no, accepted);
    CHECK(listed(failures) == std::string{});
    CHECK(accepted > 800);
}
