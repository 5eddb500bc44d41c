#include <catch2/catch.hpp>

#include "tests/config-model/language_laws.h"
#include "tests/config-model/language_toy.h"

using namespace toy;

namespace {

class ToyRouter final : public laws::Router {
public:
    ConfigSession& session() override { return bench_.session; }
    std::string text() const override { return bench_.text(); }

private:
    Bench bench_;
};

std::unique_ptr<laws::Router> new_toy() { return std::make_unique<ToyRouter>(); }

std::string listed(const std::vector<std::string>& failures) {
    std::string text;
    for (std::size_t i = 0; i < failures.size() && i < 20; ++i) text += failures[i] + "\n";
    return text;
}

}  // namespace

TEST_CASE("every declared word is matched, helped and abbreviated") {
    CHECK(listed(laws::words_failures(global_mode())) == std::string{});
}

TEST_CASE("a line and its no, or default, leave the configuration as it was") {
    std::size_t accepted = 0;
    const auto failures = laws::edit_failures(global_mode(), new_toy, nullptr, accepted);
    CHECK(listed(failures) == std::string{});
    CHECK(accepted > 60);
}

TEST_CASE("a law that is broken is reported") {
    CHECK(laws::first_difference("a\nb\n", "a\nc\n") == "`b' became `c'");
    const Line one[] = {line(kw("alpha", "") >> word("x")), line(kw("alpha", "") >> kw("Sample-1", ""))};
    CHECK(laws::words_failures(Matcher({one})).empty());
}
