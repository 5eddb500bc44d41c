#include "ipsec-dataplane/system_random.h"

#include <cstdlib>

#include <openssl/rand.h>

namespace dataplane {

void SystemRandom::fill(std::span<std::uint8_t> octets) {
    if (RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1) std::abort();
}

}  // namespace dataplane
