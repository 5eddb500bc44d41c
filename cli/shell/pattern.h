#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cli {

/// A regular expression as IOS writes them: extended, case-sensitive, without {}; `_` stands for a delimiter or an end of the line.
class Pattern {
public:
    /// Nothing when the expression is malformed.
    static std::optional<Pattern> compile(std::string_view expression);
    Pattern(Pattern&&) noexcept;
    Pattern& operator=(Pattern&&) noexcept;
    ~Pattern();
    bool matches(const std::string& line) const;

private:
    struct Compiled;
    explicit Pattern(std::unique_ptr<Compiled> compiled);
    std::unique_ptr<Compiled> compiled_;
};

}  // namespace cli
