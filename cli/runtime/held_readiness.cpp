#include "cli/runtime/held_readiness.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace cli {

HeldReadiness::HeldReadiness(int watched)
    : watched_(watched), epoll_(::epoll_create1(EPOLL_CLOEXEC)), held_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    epoll_event event{};
    event.events = EPOLLIN;
    for (const int descriptor : {watched_, held_})
        if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) throw std::system_error(errno, std::generic_category(), "epoll");
}

HeldReadiness::~HeldReadiness() {
    for (const int descriptor : {held_, epoll_, watched_}) ::close(descriptor);
}

void HeldReadiness::hold(bool on) {
    if (on == on_) return;
    on_ = on;
    std::uint64_t count = 1;
    [[maybe_unused]] const ssize_t size = on ? ::write(held_, &count, sizeof count) : ::read(held_, &count, sizeof count);
}

}  // namespace cli
