// A library to be preloaded by User Mode Linux. Its kernel 6.1 keeps 2696 octets of a process's extended state; processors with AMX have
// 11008, and hosts since 5.16 take back nothing but the whole. What is missing here is what the process has.

#include <dlfcn.h>
#include <elf.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstddef>
#include <cstdint>

namespace {

using Ptrace = long (*)(int, pid_t, void*, void*);
constexpr std::uintptr_t extended_state = NT_X86_XSTATE;

Ptrace real_ptrace() {
    static const auto found = reinterpret_cast<Ptrace>(dlsym(RTLD_NEXT, "ptrace"));
    return found;
}

long set_extended_state(pid_t process, void* which, const iovec& part) {
    alignas(64) static std::array<std::byte, 65536> whole;
    iovec state{whole.data(), whole.size()};
    if (const long error = real_ptrace()(PTRACE_GETREGSET, process, which, &state); error != 0) return error;
    std::copy_n(static_cast<const std::byte*>(part.iov_base), std::min(part.iov_len, state.iov_len), whole.data());
    return real_ptrace()(PTRACE_SETREGSET, process, which, &state);
}

}  // namespace

extern "C" long ptrace(enum __ptrace_request request, ...) noexcept {
    va_list arguments;
    va_start(arguments, request);
    const pid_t process = va_arg(arguments, pid_t);
    void* const address = va_arg(arguments, void*);
    void* const data = va_arg(arguments, void*);
    va_end(arguments);
    if (request == PTRACE_SETREGSET && reinterpret_cast<std::uintptr_t>(address) == extended_state)
        return set_extended_state(process, address, *static_cast<const iovec*>(data));
    return real_ptrace()(request, process, address, data);
}
