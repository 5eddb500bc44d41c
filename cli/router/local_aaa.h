#pragma once

#include "config-model/configuration.h"
#include "ike/ports.h"

namespace cli {

/// Authentication and authorization from the local configuration: the method lists of `aaa authentication login` and
/// `aaa authorization network`, the users, and the client groups. Server groups that cannot be asked are passed over, as
/// servers that do not answer are.
class LocalAaa final : public ike::Aaa {
public:
    /// Answers from `configuration`, which must outlive it, until the next call.
    void use(const config::Configuration& configuration) { configuration_ = &configuration; }

    ike::Completion answer(const ike::Job& job) override;

private:
    ike::Completion start_login(const ike::job::StartLogin& job) const;
    ike::Completion log_in(const ike::job::Login& job) const;
    ike::Completion authorize(const ike::job::AuthorizeGroup& job) const;

    const config::Configuration* configuration_ = nullptr;
};

}  // namespace cli
