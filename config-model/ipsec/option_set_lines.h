#pragma once

#include <vector>

#include "config-model/option_lines.h"

namespace config {

/// The `set …` lines that profiles and crypto map entries remember without acting on them.
template <class Owner, ChangeTopic topic>
std::vector<Line> option_set_lines() {
    using Options = OptionLines<Owner>;
    const auto set = [] { return kw("set", "Set values for encryption/decryption"); };
    const auto association = [&] { return set() >> kw("security-association", "Security association parameters"); };
    std::vector<Line> lines;
    lines.push_back(Options::line(set() >> kw("identity", "Identity restriction") >> word("Identity name"), "identity lists are not modelled", topic)
                        .show(&Options::show));
    lines.push_back(Options::line(set() >> kw("group", "Set the san group parameters") >> word("Group name"), "SAN groups are not modelled", topic));
    lines.push_back(Options::line(set() >> kw("reverse-route", "Reverse Route Injection.") >> text("distance, tag or gateway"),
                                  "these values are not modelled", topic, Options::Takes::many));
    lines.push_back(Options::line(association() >> kw("dfbit", "Handling of encapsulated DF bit.") >>
                                      (kw("clear", "Clear DF bit") | kw("copy", "Copy DF bit") | kw("set", "Set DF bit")),
                                  "the global DF bit counts", topic));
    lines.push_back(Options::line(association() >> kw("dummy", "Enable transmitting dummy packets") >> text("pps or seconds"),
                                  "dummy packets are not sent", topic));
    lines.push_back(Options::line(association() >> kw("ecn", "Handling of ECN bit") >>
                                      (kw("discard", "Discard ECN bit") | kw("propagate", "Propagate ECN bit")),
                                  "the ECN bit is copied", topic));
    lines.push_back(Options::line(association() >> kw("level", "specify a security association granularity level for identities") >>
                                      kw("per-host", "Negotiate a separate SA for each host pair"),
                                  "one SA serves all hosts of an entry", topic));
    return lines;
}

}  // namespace config
