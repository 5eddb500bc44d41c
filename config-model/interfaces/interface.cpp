#include <algorithm>
#include <array>
#include <string>

#include "config-model/interfaces/modes.h"
#include "config-model/interfaces/printing_order.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr std::array template_types{Choice{"serial", "Serial interface", 0}, Choice{"tunnel", "Tunnel interface", 1},
                                    Choice{"ethernet", "Ethernet interface", 2}};

Interface* find(Configuration& configuration, const Args& args) {
    const auto name = args.get<InterfaceName>("name");
    const auto at = name ? configuration.interfaces.find(*name) : configuration.interfaces.end();
    return at == configuration.interfaces.end() ? nullptr : &at->second;
}

/// Hardware is shut until a file names it or somebody types `no shutdown`.
bool starts_shut(const InterfaceName& name) { return !name.is_logical() && !name.subinterface; }

Interface fresh(const InterfaceName& name) {
    Interface interface;
    interface.name = name;
    interface.shutdown = starts_shut(name);
    return interface;
}

Result open(Configuration& configuration, const Args& args, Edit& edit) {
    const Arg* const word = args.find("name");
    const auto name = args.get<InterfaceName>("name");
    if (!name) return word ? Result::invalid_at(*word) : Result::incomplete();
    Interface& interface = configuration.interfaces.try_emplace(*name, fresh(*name)).first->second;
    if (!edit.interactive && !interface.configured) interface.shutdown = false;
    interface.configured = true;
    if (args.has("point-to-point")) interface.serial_kind = "point-to-point";
    if (args.has("multipoint")) interface.serial_kind = "multipoint";
    if (const Arg* type = args.find("type_value")) interface.serial_kind = "type " + std::string{template_types[static_cast<std::size_t>(type->number)].word};
    return Result::ok();
}

/// `no interface` of a logical one removes it; `default interface` gives it its first state again.
Result erase(Configuration& configuration, const Args& args, Edit& edit) {
    const auto name = args.get<InterfaceName>("name");
    if (!name) return Result::incomplete();
    const auto at = configuration.interfaces.find(*name);
    if (at == configuration.interfaces.end()) return Result::ok();
    if (edit.form == Form::no && starts_shut(*name)) return Result::refused("% Removal of physical interfaces is not permitted");
    if (edit.form == Form::no) configuration.interfaces.erase(at);
    else at->second = fresh(*name);
    return Result::ok();
}

void each(const Configuration& configuration, ShownEntries& entries) {
    std::vector<const Interface*> all;
    for (const auto& [name, interface] : configuration.interfaces) all.push_back(&interface);
    std::stable_sort(all.begin(), all.end(), [](const Interface* left, const Interface* right) { return prints_before(left->name, right->name); });
    for (const Interface* interface : all) {
        if (interface->serial_kind.empty()) entries.add(*interface, interface->name);
        else entries.add_raw(*interface, "interface " + interface->name.text() + ' ' + interface->serial_kind);
    }
}

}  // namespace

const Mode& interface_mode() {
    static const Mode mode = Mode::of<Interface>(
        {.prompt = "config-if", .title = "Interface configuration commands:",
         .exit_help = "Exit from interface configuration mode"},
        {interface_property_lines(), interface_address_lines(), interface_ip_lines(), interface_state_lines(),
         interface_ipv6_lines(), tunnel_endpoint_lines(), tunnel_property_lines(), interface_crypto_lines(), interface_ipsec_lines()});
    return mode;
}

std::span<const Line> interface_headers() {
    static const Entries<Configuration, Interface> entries{&find, &open, &erase, &each};
    static const Line lines[] = {
        opens(kw("interface", "Select an interface to configure") >> interface_name("name", "Interface") >>
              -(kw("point-to-point", "point-to-point interface") | kw("multipoint", "multipoint interface") |
                (kw("type", "Virtual-Template type") >> one_of("type_value", template_types))),
              &interface_mode, entries)
            .in("interface").changes(ChangeTopic::interfaces),
    };
    return lines;
}

}  // namespace config
