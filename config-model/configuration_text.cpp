#include "config-model/configuration_text.h"

#include "config-model/interfaces/modes.h"
#include "config-model/known_commands/kept_commands.h"
#include "config-model/modes.h"

namespace config {

ConfigSession configuration_session(Configuration& configuration, bool interactive, std::string file, unsigned privilege) {
    return ConfigSession(global_mode(), configuration, configuration.kept,
                         {.look = configuration.look(), .interactive = interactive, .privilege = privilege, .known = &known_command,
                          .stands_in_block = &stands_in_block, .file = std::move(file)});
}

LoadReport load_configuration(Configuration& configuration, std::string_view text, std::string file) {
    auto session = configuration_session(configuration, false, std::move(file));
    return load(session, text);
}

std::string running_config_text(const Configuration& configuration) {
    return "!\n" + render(global_mode(), &configuration, configuration.kept, running_config_order(), configuration.look()) + "end\n";
}

std::string interface_config_text(const Configuration& configuration, const InterfaceName& name) {
    const Interface* const interface = configuration.find(name);
    if (!interface) return {};
    return "interface " + name.text() + '\n' +
           render_body(interface_mode(), interface, configuration.kept, "config-if " + name.text(), 1, configuration.look());
}

}  // namespace config
