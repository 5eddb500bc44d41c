#include "ipsec-dataplane/data_plane.h"
#include "show-commands/ip/interfaces.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

enum class Form { full, brief, description };

/// All interfaces, or one. Their names are the cursor; state is read when a row's turn comes.
class InterfaceScreen final : public RowScreen<InterfaceRow> {
public:
    InterfaceScreen(const RouterView& view, Form form, const std::optional<config::InterfaceName>& only)
        : view_(view), form_(form), only_(only), look_(show_look(view.look)) {}

private:
    std::optional<InterfaceRow> next() override {
        if (!read_) read();
        if (at_ == states_.size()) return std::nullopt;
        dataplane::InterfaceView& state = states_[at_++];
        const config::Interface* configured = view_.configuration.find(state.name);
        return InterfaceRow{configured, std::move(state), view_.now};
    }
    void read() {
        read_ = true;
        if (view_.data_plane) states_ = view_.data_plane->interfaces(view_.now);
        if (only_) std::erase_if(states_, [this](const dataplane::InterfaceView& state) { return state.name != *only_; });
    }

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

    const RouterView& view_;
    Form form_;
    std::optional<config::InterfaceName> only_;
    const ShowLook& look_;
    std::vector<dataplane::InterfaceView> states_;
    std::size_t at_ = 0;
    bool read_ = false;
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
