#include "config-model/system/logging_words.h"

#include <array>

namespace config {

namespace {

constexpr std::array levels{
    Choice{"alerts", "Immediate action needed", 1}, Choice{"critical", "Critical conditions", 2},
    Choice{"debugging", "Debugging messages", 7}, Choice{"emergencies", "System is unusable", 0},
    Choice{"errors", "Error conditions", 3}, Choice{"informational", "Informational messages", 6},
    Choice{"notifications", "Normal but significant conditions", 5}, Choice{"warnings", "Warning conditions", 4},
};

}  // namespace

Syntax logging_word() { return kw("logging", "Modify message logging facilities"); }
Syntax logging_level() { return number("level", 0, 7, "Logging severity level") | one_of("level", levels); }

std::string logging_level_word(std::uint8_t level) {
    for (const auto& choice : levels)
        if (choice.value == level) return std::string{choice.word};
    return {};
}

}  // namespace config
