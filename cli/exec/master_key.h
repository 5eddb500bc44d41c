#pragma once

#include <memory>

#include "cli/exec/task.h"
#include "config-model/system.h"

namespace cli {

/// The questions of `key config-key password-encrypt [KEY]` and of its `no`: the old key where there is one, the new one twice.
std::unique_ptr<Task> make_master_key_dialogue(config::MasterKeyLine line);

}  // namespace cli
