#include "show-commands/ip/interface_rows.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

enum class Form { full, brief, description };

/// All interfaces, or one.
class InterfaceScreen final : public RowScreen<InterfaceRow> {
public:
    InterfaceScreen(const RouterView& view, Form form, const std::optional<config::InterfaceName>& only)
        : rows_(view, only), form_(form), look_(show_look(view.look)) {}

private:
    std::optional<InterfaceRow> next() override { return rows_.next(); }

    void print_head(TextWriter& out) override {
        if (form_ == Form::description) out.line("Interface                      Status         Protocol Description");
        if (form_ == Form::brief)
            out.line("Interface", at(look_.brief_name_width), "IP-Address      OK? Method Status                Protocol");
    }
    void print(const InterfaceRow& row, TextWriter& out) override {
        switch (form_) {
            case Form::full: return print_interface(row, look_, out);
            case Form::brief: return print_interface_brief(row, look_, out);
            case Form::description: return print_interface_description(row, out);
        }
    }

    InterfaceRows rows_;
    Form form_;
    const ShowLook& look_;
};

template <Form form>
ScreenPointer start(const RouterView& view, const config::Args& args) {
    return std::make_unique<InterfaceScreen>(view, form, args.get<config::InterfaceName>("interface"));
}

config::Syntax optional_interface() { return -config::interface_name("interface", "Interface name"); }
config::Syntax show_interfaces() { return show_word() >> kw("interfaces", "Interface status and configuration"); }

}  // namespace

std::span<const config::Line> interface_lines() {
    static const config::Line lines[] = {
        config::line(show_interfaces() >> optional_interface(), &start<Form::full>),
        config::line(show_interfaces() >> optional_interface() >> kw("description", "Show interface description"),
                     &start<Form::description>),
        config::line(show_ip() >> kw("interface", "IP interface status and configuration") >> optional_interface() >>
                         kw("brief", "Brief summary of IP status and configuration"),
                     &start<Form::brief>),
    };
    return lines;
}

}  // namespace show
