#pragma once

#include "ike/ports.h"

namespace cli {

/// Does what takes long somewhere else; the answer reaches the control thread as Router::complete.
class JobRunner {
public:
    virtual ~JobRunner() = default;
    virtual void run(ike::RequestId id, ike::Job job) = 0;
};

}  // namespace cli
