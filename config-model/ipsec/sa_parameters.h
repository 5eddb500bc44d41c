#pragma once

#include <array>

#include "config-model/ipsec.h"
#include "config-model/language/line.h"

namespace config {

inline constexpr std::array pfs_groups{
    Choice{"group1", "D-H Group1 (768-bit modp)", 1},    Choice{"group14", "D-H Group14 (2048-bit modp)", 14},
    Choice{"group15", "D-H Group15 (3072-bit modp)", 15}, Choice{"group16", "D-H Group16 (4096-bit modp)", 16},
    Choice{"group19", "D-H Group19 (256-bit ecp)", 19},   Choice{"group2", "D-H Group2 (1024-bit modp)", 2},
    Choice{"group20", "D-H Group20 (384-bit ecp)", 20},   Choice{"group21", "D-H Group21 (521-bit ecp)", 21},
    Choice{"group24", "D-H Group24 (2048-bit modp, 256 bit subgroup)", 24}, Choice{"group5", "D-H Group5 (1536-bit modp)", 5},
};

inline constexpr std::array replay_windows{
    Choice{"1024", "Window size of 1024", 1024}, Choice{"128", "Window size of 128", 128},
    Choice{"256", "Window size of 256", 256},    Choice{"512", "Window size of 512", 512},
    Choice{"64", "Window size of 64 (default)", 64},
};

/// `lifetime {seconds N | kilobytes {N|disable} | days N}`.
Syntax lifetime_words(std::int64_t max_seconds);
void set_lifetime(SaLifetime& lifetime, const Args& args);
/// Only the part that the words name; all without words.
void unset_lifetime(SaLifetime& lifetime, const Args& args);
/// "seconds 3600" and "kilobytes 4608000", as far as set.
std::vector<std::string> lifetime_texts(const SaLifetime& lifetime);

/// `replay {disable | window-size N}`.
Syntax replay_words();
std::uint16_t read_replay(const Args& args);
std::string replay_text(std::uint16_t window);

}  // namespace config
