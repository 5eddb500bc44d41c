#pragma once

#include <regex>
#include <string>

#include "documented_text.h"

/// The debug output of the two IKEv1 documents lost its blanks and some of its numbers; these make it comparable.
namespace documented {

/// "IKE_MESG_FROM_PEER, IKE_MM_EXCH: IKE_READY > IKE_R_MM1" for each transition of a text, in order.
inline Lines transitions(const std::string& text) {
    static const std::regex pair(
        R"(Input = IKE_ME?SG?_([A-Z_]+),\s*([A-Z0-9_]+)[^A-Za-z]*(?:ISAKMP[^A-Za-z]*\([0-9:]*\)[^A-Za-z]*)?Old State = (\w+)&?\s+New\s+State =\s*(\w*))");
    static const std::regex stamp(R"(\*[A-Z][a-z][a-z] +\d+ [\d:.]+: )");
    const std::string plain = std::regex_replace(text, stamp, "");
    Lines found;
    for (auto at = std::sregex_iterator(plain.begin(), plain.end(), pair); at != std::sregex_iterator(); ++at) {
        const std::smatch& match = *at;
        found.push_back(match[1].str() + ", " + match[2].str() + ": " + match[3].str() + " > " + match[4].str());
    }
    return found;
}

/// Without time stamps, blanks, and values that differ from run to run.
inline std::string bare(std::string line) {
    static const std::pair<std::regex, const char*> rules[] = {
        {std::regex(R"(^\*?[A-Z][a-z][a-z] +\d+ [\d:.]+: )"), ""},
        {std::regex(R"(2001: DB8)"), "2001:DB8"},
        {std::regex(R"(&)"), " "},
        {std::regex(R"(message ID =[ \d-]*)"), "message ID ="},
        {std::regex(R"(M-ID of[ \d-]*)"), "M-ID of"},
        {std::regex(R"(set new node\s*-?\d* ?)"), "set new node "},
        {std::regex(R"(deleting node\s*-?\d* ?)"), "deleting node "},
        {std::regex(R"(Node\s*-?\d* ?,)"), "Node ,"},
        {std::regex(R"((sa|peer|peer_handle|sa_spi) ?=\s*(0x)?[0-9A-Fa-f]*\)?(\(\d*\))?)"), "$1 ="},
        {std::regex(R"(struct 0x[0-9A-Fa-f]+)"), "struct"},
        {std::regex(R"(inserted successfully [0-9A-F]*\.)"), "inserted successfully"},
        {std::regex(R"(sa_conn_id= \d+)"), "sa_conn_id="},
        {std::regex(R"(sa_lifetime\(k/sec\)= \([\d/]*\))"), "sa_lifetime"},
        {std::regex(R"(\(1\d\d\d\))"), "(id)"},
        {std::regex(R"(\s+)"), ""},
    };
    for (const auto& [rule, with] : rules) line = std::regex_replace(line, rule, with);
    return line;
}

}  // namespace documented
