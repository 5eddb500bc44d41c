#pragma once

#include <string_view>
#include <vector>

#include "cli/shell/file_outcome.h"
#include "config-model/configuration.h"
#include "ipsec-dataplane/random_source.h"

namespace cli {

class Nvram;

/// The key of `key config-key password-encrypt`, in a file of NVRAM that no command reads. Its older ones stay beside it until the
/// configuration has been saved, so that a crash between the two leaves nothing that cannot be opened.
class MasterKey {
public:
    static constexpr std::size_t shortest = 8, longest = 127;

    /// As NVRAM has it.
    void load(const Nvram& nvram);
    bool is_set() const { return !keys_.empty(); }
    /// Is this the present one?
    bool is(std::string_view passphrase) const;
    /// Nothing changes when NVRAM fails.
    FileOutcome set(std::string_view passphrase, Nvram& nvram);
    FileOutcome erase(Nvram& nvram);
    bool has_older() const { return keys_.size() > 1; }
    /// The startup configuration is under the present key now.
    void forget_older(Nvram& nvram);

    /// Seals the keys of IKE that are clear, if `password encryption aes` says so, and opens those that can be opened. Keys that a
    /// former master key sealed are sealed anew. Without a master key what is sealed stays, unusable.
    void protect(config::Configuration& configuration, dataplane::RandomSource& random) const;

private:
    FileOutcome store(const std::vector<config::Secret>& keys, Nvram& nvram) const;
    void protect(config::PresharedKey& key, bool seals, dataplane::RandomSource& random) const;
    void open(config::PresharedKey& key, dataplane::RandomSource& random) const;

    std::vector<config::Secret> keys_;    ///< derived; the present one first
};

}  // namespace cli
