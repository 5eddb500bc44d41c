#pragma once

/// THE LINE LANGUAGE. One declaration per command; parsing, `?`, abbreviation, errors, `no`/`default` and the running-config come from it.
///
///     struct Ikev2Proposal { std::string name; std::vector<Encryption> encryption; };
///     struct Interface     { InterfaceName name; bool shutdown = false; std::string description; };
///     struct Configuration { std::map<std::string, Ikev2Proposal> proposals; std::map<InterfaceName, Interface> interfaces; … };
///
///     std::span<const Line> ikev2_proposal_lines() {                       // a subject exports its lines
///         static const Line lines[] = {
///             line(kw("encryption", "Set encryption algorithm(s) for proposal") >> +one_of(encryptions), &Ikev2Proposal::encryption)
///                 .changes(ChangeTopic::ikev2_proposal),
///             line(kw("description", "Description") >> text("Up to 240 characters"), &Ikev2Proposal::description),
///         };
///         return lines;
///     }
///     const Mode& ikev2_proposal_mode() {                                  // a mode is a value
///         static const Mode mode = Mode::of<Ikev2Proposal>({.prompt = "config-ikev2-proposal",
///             .title = "IKEv2 Proposal commands:", .on_enter = check_proposal}, {ikev2_proposal_lines()});
///         return mode;
///     }
///     std::span<const Line> ikev2_lines() {                                // lines of the parent; the header opens the mode
///         static const Line lines[] = {
///             opens(kw("crypto", "Encryption module") >> kw("ikev2", "Configure IKEv2 Options") >> kw("proposal", "Define IKEv2 proposals")
///                   >> word("Name of IKEv2 proposal"), ikev2_proposal_mode, &Configuration::proposals)
///                 .in("crypto ikev2 proposal").changes(ChangeTopic::ikev2_proposal),
///             line(kw("ip", "…") >> kw("route", "…") >> ipv4("prefix", "…") >> mask("mask", "…") >> (ipv4("gateway", "…") | interface_name("out", "…")))
///                 .set([](Configuration& c, const Args& a) { return add_route(c, a.get<IpAddress>("prefix"), …); })
///                 .unset([](Configuration& c, const Args& a) { return remove_route(c, a); })
///                 .show([](const Configuration& c, Shown& out) { for (const Route& r : c.routes) out.line(r.prefix, r.mask, r.gateway); })
///                 .in("ip route").changes(ChangeTopic::routes),
///         };
///         return lines;
///     }
///
/// A choice of two C++ types behind one command is two lines; they share their keywords freely (lines are merged word by word).
/// EXEC commands: `line(kw("show", "…") >> kw("version", "…"), +[](Shell& shell, const Args& args) -> Outcome { … }).privilege(1)`,
/// grouped in a CommandSet (command_set.h).

#include <memory>
#include <string_view>

#include "config-model/language/opening.h"
#include "config-model/language/syntax.h"
#include "config-model/language/type_tag.h"

namespace config {

class Mode;

/// Which following lines belong to a line, verbatim.
enum class Body : std::uint8_t {
    none,
    until_delimiter,  ///< banner motd ^C … ^C: the first character (or the pair ^C) of the line's text argument
    until_quit        ///< certificate ca 01 … quit
};

/// What every configuration mode understands by itself.
enum class Control : std::uint8_t { none, exit, end, exec, help };

/// One command: its words, and what it does. Immutable once declared.
class Line {
public:
    using Erased = void (*)();
    explicit Line(Syntax words) : syntax_(std::move(words)) {}
    Line(Syntax words, std::unique_ptr<Binding> bound, TypeTag owner_type)
        : syntax_(std::move(words)), binding_(std::move(bound)), owner_(owner_type) {}
    Line(Syntax words, std::unique_ptr<const Opening> entries, const Mode& (*opened)(), TypeTag owner_type)
        : syntax_(std::move(words)), opening_(std::move(entries)), mode_(opened), owner_(owner_type),
          no_needs_(opening_->keys) {}
    Line(Syntax words, Erased command, TypeTag command_type, TypeTag context)
        : syntax_(std::move(words)), owner_(context), handler_(command), handler_type_(command_type) {}
    Line(Line&&) = default;

    // What it does. `F` is a function or a lambda without captures:
    //   set, unset (`no`), reset (`default`): Result or void (Owner&, const Args&) or (Owner&, const Args&, Edit&)
    //   show: void (const Owner&, Shown&)
    template <class F> Line&& set(F function) && { return std::move(hook(set_, function)); }
    template <class F> Line&& unset(F function) && { return std::move(hook(unset_, function)); }
    template <class F> Line&& reset(F function) && { return std::move(hook(reset_, function)); }
    template <class F> Line&& show(F function) && { return std::move(show_hook(+function)); }

    // How it behaves.
    Line&& negates(Negates how) &&;
    Line&& shows(Shows when) &&;
    /// A list member: every line adds a value, and each value is printed on a line of its own.
    Line&& appends() &&;
    /// `no` needs at least this many words after the line's leading keywords. 0, or for headers the key's values, unless set.
    Line&& no_needs(unsigned words) &&;
    /// Parsed and acted on, but not listed by `?`.
    Line&& hidden() &&;
    /// Another spelling of a line: parsed, never rendered.
    Line&& alias() &&;
    /// Understood only after `no` or `default` (`no crypto map CM`, which removes every entry); never rendered.
    Line&& only_no() &&;
    /// Acted on as far as possible, and reported as warned.
    Line&& warns(std::string_view why) &&;
    Line&& privilege(unsigned level) &&;
    /// Topic of the change; its name is the key of the outermost entry: interface, map, keyring …
    Line&& changes(ChangeTopic topic) &&;
    /// Section of the running-config (global lines only), a name in its order table.
    Line&& in(std::string_view section) &&;
    Line&& body(Body kind) &&;
    /// Leaves the mode it stands in (exit-address-family).
    Line&& leaves() &&;
    Line&& control(Control what) &&;

    const Syntax& syntax() const { return syntax_; }
    const Binding* binding() const { return binding_.get(); }
    const Opening* opening() const { return opening_.get(); }
    /// The mode that the line opens; null for an ordinary line.
    const Mode* mode() const { return mode_ ? &mode_() : nullptr; }
    bool opens_mode() const { return mode_ != nullptr; }
    TypeTag owner() const { return owner_; }
    bool is_hidden() const { return hidden_; }
    bool is_alias() const { return alias_; }
    bool is_only_no() const { return only_no_; }
    bool leaves_mode() const { return leaves_; }
    unsigned no_needs() const { return no_needs_; }
    bool appends_values() const { return binding_ && binding_->appends; }
    unsigned privilege() const { return privilege_; }
    std::string_view warning() const { return warning_; }
    std::string_view section() const { return section_; }
    std::optional<ChangeTopic> topic() const { return topic_; }
    Body body() const { return body_; }
    Control control() const { return control_; }

    /// Applies the line to its owner in the form that `edit` names. Lines that open a mode: creates, or with `no` erases, the entry.
    Result apply(void* owner, const Args& args, Edit& edit) const;
    /// What the owner's running-config holds of this line (lines that open a mode print through their entries instead).
    std::vector<std::string> shown(const void* owner, Look look) const;

    // EXEC commands: the handler and the proof of its type (command_set.h calls it).
    Erased handler() const { return handler_; }
    TypeTag handler_type() const { return handler_type_; }

private:
    struct Hook {
        Erased function = nullptr;
        Result (*call)(Erased, void* owner, const Args&, Edit&) = nullptr;
    };
    struct ShowHook {
        Erased function = nullptr;
        void (*call)(Erased, const void* owner, Shown&) = nullptr;
    };

    template <class F>
    Line& hook(Hook& place, F function) { return place = erased(+function), *this; }
    template <class Owner, class R>
    Hook erased(R (*function)(Owner&, const Args&)) {
        owner_ = type_tag<Owner>();
        return {reinterpret_cast<Erased>(function), [](Erased f, void* owner, const Args& args, Edit&) -> Result {
            const auto typed = reinterpret_cast<R (*)(Owner&, const Args&)>(f);
            if constexpr (std::is_void_v<R>) return typed(*static_cast<Owner*>(owner), args), Result::ok();
            else return typed(*static_cast<Owner*>(owner), args);
        }};
    }
    template <class Owner, class R>
    Hook erased(R (*function)(Owner&, const Args&, Edit&)) {
        owner_ = type_tag<Owner>();
        return {reinterpret_cast<Erased>(function), [](Erased f, void* owner, const Args& args, Edit& edit) -> Result {
            const auto typed = reinterpret_cast<R (*)(Owner&, const Args&, Edit&)>(f);
            if constexpr (std::is_void_v<R>) return typed(*static_cast<Owner*>(owner), args, edit), Result::ok();
            else return typed(*static_cast<Owner*>(owner), args, edit);
        }};
    }
    template <class Owner>
    Line& show_hook(void (*function)(const Owner&, Shown&)) {
        owner_ = type_tag<Owner>();
        show_ = {reinterpret_cast<Erased>(function), [](Erased f, const void* owner, Shown& shown) {
            reinterpret_cast<void (*)(const Owner&, Shown&)>(f)(*static_cast<const Owner*>(owner), shown);
        }};
        return *this;
    }
    Result apply_plain(void* owner, const Args& args, Edit& edit) const;
    Result apply_no(void* owner, const Args& args, Edit& edit) const;
    Result apply_default(void* owner, const Args& args, Edit& edit) const;

    Syntax syntax_;
    std::unique_ptr<Binding> binding_;
    std::unique_ptr<const Opening> opening_;
    const Mode& (*mode_)() = nullptr;
    TypeTag owner_ = nullptr;
    Hook set_, unset_, reset_;
    ShowHook show_;
    Erased handler_ = nullptr;
    TypeTag handler_type_ = nullptr;
    std::string_view warning_, section_;
    unsigned no_needs_ = 0, privilege_ = 0;
    std::optional<ChangeTopic> topic_;
    Body body_ = Body::none;
    Control control_ = Control::none;
    bool hidden_ = false, alias_ = false, leaves_ = false, only_no_ = false;
};

/// A line that does what its `set`, `unset`, `reset` and `show` say.
inline Line line(Syntax syntax) { return Line(std::move(syntax)); }

/// A line that stands for one member: integer, enum, bool, string, address, interface name, prefix, or an optional or vector of them.
/// Hidden from the running-config at its default: the owner's initialiser, or what `defaults` (owner, look) says of a release.
template <class Owner, class T>
Line line(Syntax syntax, T Owner::*member,
          std::type_identity_t<T> (*defaults)(const std::type_identity_t<Owner>&, Look) = nullptr) {
    return Line(std::move(syntax), std::make_unique<MemberBinding<Owner, T>>(member, defaults), type_tag<Owner>());
}

/// An EXEC command. A lambda needs a leading `+`.
template <class R, class Context>
Line line(Syntax syntax, R (*handler)(Context&, const Args&)) {
    return Line(std::move(syntax), reinterpret_cast<Line::Erased>(handler), type_tag<R (*)(Context&, const Args&)>(),
                type_tag<Context>());
}

/// A header line: opens a mode on the entry that its first value (or first two: name and sequence) names.
/// `set` and `unset` of such a line replace creation and erasure; `reset` serves `default interface …`.
template <class Parent, class Owner>
Line opens(Syntax syntax, const Mode& (*mode)(), const Entries<Parent, Owner>& entries) {
    return Line(std::move(syntax), std::make_unique<FunctionOpening<Parent, Owner>>(entries), mode, type_tag<Parent>());
}
/// Entries are the values of a std::map member, keyed by the header's value (or a std::pair of its first two). An entry's `name`
/// member, if it has one of the key's type, is filled in.
template <class Parent, class Map>
Line opens(Syntax syntax, const Mode& (*mode)(), Map Parent::*member) {
    return Line(std::move(syntax), std::make_unique<MapOpening<Parent, Map>>(member), mode, type_tag<Parent>());
}
/// Entries are the elements of a NamedList member.
template <class Parent, class Owner>
Line opens(Syntax syntax, const Mode& (*mode)(), NamedList<Owner> Parent::*member) {
    return Line(std::move(syntax), std::make_unique<NamedOpening<Parent, Owner>>(member), mode, type_tag<Parent>());
}
/// Entries are the elements of a std::vector member in order of creation, named by one of their members.
template <class Parent, class Owner, class Key>
Line opens(Syntax syntax, const Mode& (*mode)(), std::vector<Owner> Parent::*member, Key Owner::*key) {
    return Line(std::move(syntax), std::make_unique<ListOpening<Parent, Owner, Key>>(member, key), mode, type_tag<Parent>());
}

}  // namespace config
