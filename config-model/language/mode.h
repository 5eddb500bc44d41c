#pragma once

#include <string_view>
#include <vector>

#include "config-model/language/matcher.h"

namespace config {

/// What a mode is called and says, on top of its lines.
template <class Owner>
struct ModeInfo {
    std::string_view prompt;         ///< inside the parentheses of the prompt: config-if
    std::string_view title;          ///< first line of its `?` screen: "Interface configuration commands:"
    /// Notes at a terminal when the mode is entered ("IKEv2 policy MUST have …"); `created` for a new entry.
    void (*on_enter)(const Owner&, bool created, std::vector<std::string>& notes) = nullptr;
    std::string_view exit_help = "Exit from configure mode";
    std::string_view leave = {};     ///< printed in the running-config after the body, indented like the header: exit-address-family, !
    unsigned indent = 1;             ///< blanks before its lines in the running-config
};

/// A configuration mode: its lines merged into one matcher, over owners of one type.
class Mode {
public:
    template <class Owner>
    static Mode of(const ModeInfo<Owner>& info, std::vector<std::span<const Line>> lines) {
        Mode mode(type_tag<Owner>(), std::move(lines), info.prompt, info.exit_help);
        mode.title_ = info.title;
        mode.leave_ = info.leave;
        mode.indent_ = info.indent;
        if (info.on_enter) mode.on_enter_ = reinterpret_cast<void (*)()>(info.on_enter);
        mode.call_on_enter_ = [](void (*function)(), const void* owner, bool created, std::vector<std::string>& notes) {
            reinterpret_cast<void (*)(const Owner&, bool, std::vector<std::string>&)>(function)(
                *static_cast<const Owner*>(owner), created, notes);
        };
        return mode;
    }

    std::string_view prompt() const { return prompt_; }
    std::string_view title() const { return title_; }
    std::string_view leave() const { return leave_; }
    unsigned indent() const { return indent_; }
    TypeTag owner() const { return owner_; }
    const Matcher& matcher() const { return matcher_; }
    /// Notes of the completeness check.
    void on_enter(const void* owner, bool created, std::vector<std::string>& notes) const {
        if (on_enter_) call_on_enter_(on_enter_, owner, created, notes);
    }

private:
    /// Every line must be declared over this owner; a mix-up aborts at first use.
    Mode(TypeTag owner_type, std::vector<std::span<const Line>> lines, std::string_view prompt, std::string_view exit_help);

    TypeTag owner_;
    std::vector<Line> common_;   ///< exit, end, do, help
    Matcher matcher_;
    std::string_view prompt_, title_, leave_;
    unsigned indent_ = 1;
    void (*on_enter_)() = nullptr;
    void (*call_on_enter_)(void (*)(), const void*, bool, std::vector<std::string>&) = nullptr;
};

}  // namespace config
