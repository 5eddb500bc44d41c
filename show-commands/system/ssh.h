#pragma once

#include "show-commands/router_view.h"
#include "show-commands/text_writer.h"

namespace show {

/// `show ip ssh`
void print_ip_ssh(const RouterView& view, TextWriter& out);
/// `show ssh`
void print_ssh(const SshService& service, TextWriter& out);

}  // namespace show
