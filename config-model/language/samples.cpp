#include <algorithm>
#include <string>
#include <vector>

#include "config-model/language/matcher.h"

namespace config {

namespace {

using Samples = std::vector<std::string>;

std::string joined(const std::string& left, const std::string& right) {
    return left.empty() || right.empty() ? left + right : left + ' ' + right;
}

Samples of_leaf(const Leaf& leaf) {
    switch (leaf.kind) {
        case WordKind::keyword: return {std::string(leaf.word)};
        case WordKind::number:
            if (leaf.low == leaf.high) return {std::to_string(leaf.low)};
            return {std::to_string(leaf.low), std::to_string(leaf.high)};
        case WordKind::word: return {"Sample-1"};
        case WordKind::text: return {"Some  text ?"};
        case WordKind::ipv4: return {"192.0.2.1"};
        case WordKind::ipv6: return {"2001:DB8::1"};
        case WordKind::ip: return {"192.0.2.1", "2001:DB8::1"};
        case WordKind::mask: return {"255.255.255.0"};
        case WordKind::wildcard: return {"0.0.0.255"};
        case WordKind::ipv4_prefix: return {"192.0.2.1/24"};
        case WordKind::ipv6_prefix: return {"2001:DB8::1/64"};
        case WordKind::interface_name: return {"GigabitEthernet0/1", "Loopback7"};
        case WordKind::hex: return {"1A2B"};
    }
    return {};
}

Samples of(const Syntax& syntax);

/// Side by side: as many lines as the richest part has samples.
Samples of_sequence(const Syntax& syntax) {
    Samples lines{std::string{}};
    for (const Syntax& part : syntax.parts()) {
        const Samples next = of(part);
        Samples longer;
        for (std::size_t i = 0; i < std::max(lines.size(), next.size()); ++i)
            longer.push_back(joined(lines[i % lines.size()], next[i % next.size()]));
        lines = std::move(longer);
    }
    return lines;
}

std::string all_of(const Samples& samples) {
    std::string all;
    for (const std::string& sample : samples) all = joined(all, sample);
    return all;
}

Samples of_any_order(const Syntax& syntax) {
    Samples lines{std::string{}};
    std::string all;
    for (const Syntax& part : syntax.parts()) {
        const Samples samples = of(part);
        lines.insert(lines.end(), samples.begin(), samples.end());
        all = joined(all, samples.front());
    }
    lines.push_back(std::move(all));
    return lines;
}

Samples of(const Syntax& syntax) {
    Samples lines;
    switch (syntax.shape()) {
        case Syntax::Shape::leaf: return of_leaf(syntax.leaf());
        case Syntax::Shape::sequence: return of_sequence(syntax);
        case Syntax::Shape::alternatives:
            for (const Syntax& part : syntax.parts()) {
                const Samples samples = of(part);
                lines.insert(lines.end(), samples.begin(), samples.end());
            }
            return lines;
        case Syntax::Shape::optional:
            lines = of(syntax.parts()[0]);
            lines.emplace_back();
            return lines;
        case Syntax::Shape::repeated:
            lines = of(syntax.parts()[0]);
            if (lines.size() > 1) lines.push_back(all_of(lines));
            return lines;
        case Syntax::Shape::any_order: return of_any_order(syntax);
    }
    return lines;
}

}  // namespace

std::vector<std::string> sample_lines(const Syntax& syntax) {
    Samples lines = of(syntax);
    std::sort(lines.begin(), lines.end());
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    return lines;
}

}  // namespace config
