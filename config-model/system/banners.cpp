#include <algorithm>
#include <array>

#include "config-model/configuration.h"
#include "config-model/language/line.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr std::array kinds{
    Choice{"config-save", "Set message for saving configuration", 0}, Choice{"exec", "Set EXEC process creation banner", 1},
    Choice{"incoming", "Set incoming terminal line banner", 2}, Choice{"login", "Set login banner", 3},
    Choice{"motd", "Set Message of the Day banner", 4}, Choice{"prompt-timeout", "Set Message for login authentication timeout", 5},
    Choice{"slip-ppp", "Set Message for SLIP/PPP", 6},
};

std::string kind_of(const Args& args) { return std::string{kinds[static_cast<std::size_t>(args.number("kind", 4))].word}; }

void set(Configuration& configuration, const Args& args, Edit& edit) {
    auto& all = configuration.system.banners;
    const auto kind = kind_of(args);
    std::erase_if(all, [&](const Banner& banner) { return banner.kind == kind; });
    Banner banner{kind, std::string{edit.body}};
    const auto at = std::find_if(all.begin(), all.end(), [&](const Banner& other) { return other.kind > kind; });
    all.insert(at, std::move(banner));
}

void erase(Configuration& configuration, const Args& args) {
    std::erase_if(configuration.system.banners, [&](const Banner& banner) { return banner.kind == kind_of(args); });
}

void show(const Configuration& configuration, Shown& shown) {
    for (const auto& banner : configuration.system.banners) shown.raw("banner " + banner.kind + " ^C" + banner.text + "^C");
}

}  // namespace

std::span<const Line> banner_lines() {
    static const Line lines[] = {
        line(kw("banner", "Define a login banner") >> one_of("kind", kinds) >> text("banner", "c banner-text c, where 'c' is a delimiting character"))
            .set(&set).unset(&erase).reset(&erase).show(&show).no_needs(1).body(Body::until_delimiter).in("banner").changes(ChangeTopic::other),
    };
    return lines;
}

}  // namespace config
