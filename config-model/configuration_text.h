#pragma once

#include <string>
#include <string_view>

#include "config-model/configuration.h"
#include "config-model/language/session.h"

namespace config {

/// A session of configuration over the whole of `configuration`. `file` names the source of a load (empty: typed lines); a typed line
/// prints its notes and leaves interfaces shut, a line of a file does neither. The configuration must outlive the session.
ConfigSession configuration_session(Configuration& configuration, bool interactive, std::string file = {}, unsigned privilege = 15);

/// Loads a whole file on top of `configuration`. A physical interface that the file names is up unless the file says `shutdown`.
LoadReport load_configuration(Configuration& configuration, std::string_view text, std::string file = "startup-config");

/// The body of `show running-config`, from the `!` above `version` down to `end`. Every line ends in \n.
std::string running_config_text(const Configuration& configuration);

/// The lines of one interface as the running-config has them, for `show running-config interface X`.
std::string interface_config_text(const Configuration& configuration, const InterfaceName& name);

}  // namespace config
