// Preloaded into a program: once a second the octets that its heap has in use, by mallinfo2(3), into the file that HEAP_FILE names.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <unistd.h>

namespace {

void* watch(void* file) {
    const int descriptor = open(static_cast<const char*>(file), O_WRONLY | O_CREAT, 0644);
    if (descriptor < 0) return nullptr;
    for (;; sleep(1)) {
        const struct mallinfo2 heap = mallinfo2();
        char line[32];
        const int size = std::snprintf(line, sizeof line, "%20zu\n", heap.uordblks + heap.hblkhd);
        if (pwrite(descriptor, line, static_cast<std::size_t>(size), 0) != size) return nullptr;
    }
}

// Signals are the program's own threads' to take.
__attribute__((constructor)) void start() {
    char* file = std::getenv("HEAP_FILE");
    if (file == nullptr) return;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    if (pthread_create(&thread, nullptr, watch, file) == 0) pthread_detach(thread);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace
