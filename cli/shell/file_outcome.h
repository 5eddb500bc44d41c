#pragma once

#include <cstdint>
#include <string>

namespace cli {

/// How a change of a file ended.
struct FileOutcome {
    enum class Step : std::uint8_t { done, opening, writing } failed_at = Step::done;
    std::string reason;   ///< "No space left on device"; empty when it is done

    explicit operator bool() const { return failed_at == Step::done; }
};

}  // namespace cli
