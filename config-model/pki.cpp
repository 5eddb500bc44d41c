#include "config-model/pki.h"

#include <algorithm>
#include <charconv>

#include "config-model/language/words.h"
#include "config-model/language/matcher.h"

namespace config {

namespace {

std::string_view without_indent(std::string_view line) {
    return line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
}

bool is_comment(std::string_view line) { return line.empty() || line[0] == '!'; }

std::vector<std::string> lines_of(const KeptLine& block) {
    std::vector<std::string> lines;
    for (const auto& line : block.block)
        if (const auto text = without_indent(line); !is_comment(text)) lines.emplace_back(text);
    return lines;
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/// The bytes of hexadecimal lines, from `from` to the `quit` (or the end); empty if anything else stands there.
std::vector<std::uint8_t> bytes_of(const std::vector<std::string>& lines, std::size_t from) {
    std::vector<std::uint8_t> bytes;
    int high = -1;
    for (std::size_t i = from; i < lines.size() && !same_word(lines[i], "quit"); ++i) {
        for (const char c : lines[i]) {
            if (is_blank(c)) continue;
            const int digit = digit_of(c);
            if (digit < 0) return {};
            if (high >= 0) bytes.push_back(static_cast<std::uint8_t>(high * 16 + digit));
            high = high < 0 ? digit : -1;
        }
    }
    return high < 0 ? bytes : std::vector<std::uint8_t>{};
}

std::string word_at(const Words& words, std::size_t at) { return at < words.size() ? std::string{words[at]} : std::string{}; }

/// `certificate ca 01 nvram:CA#1CA.cer`: words, with the kind and the file where they are written.
PkiCertificate read_certificate(std::string_view chain, const std::string& header) {
    const Words words(header);
    PkiCertificate certificate;
    certificate.trustpoint = chain;
    std::size_t last = words.size();
    if (last > 2 && words[last - 1].find(':') != std::string_view::npos) certificate.file = words[--last];
    if (last > 1) certificate.serial = words[last - 1];
    for (std::size_t i = 1; i + 1 < last; ++i) certificate.kind.append(i > 1 ? " " : "").append(words[i]);
    return certificate;
}

void read_chain(Pki& pki, std::string_view name, const KeptLine& block) {
    const auto lines = lines_of(block);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!lines[i].starts_with("certificate")) continue;
        auto certificate = read_certificate(name, lines[i]);
        if (certificate.file.empty()) certificate.der = bytes_of(lines, i + 1);
        pki.certificates.push_back(std::move(certificate));
    }
}

void read_map(Pki& pki, const Words& header, const KeptLine& block) {
    PkiCertificateMap map;
    map.name = word_at(header, 4);
    const std::string sequence = word_at(header, 5);
    std::from_chars(sequence.data(), sequence.data() + sequence.size(), map.sequence);
    map.conditions = lines_of(block);
    pki.maps.push_back(std::move(map));
}

void read_public_keys(Pki& pki, const KeptLine& block) {
    const auto lines = lines_of(block);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Words words(lines[i]);
        const bool by_name = same_word(words[0], "named-key");
        if (by_name || same_word(words[0], "addressed-key")) pki.public_keys.push_back({by_name, word_at(words, 1), word_at(words, 2), {}, {}});
        else if (pki.public_keys.empty()) continue;
        else if (same_word(words[0], "address")) pki.public_keys.back().address = word_at(words, 1);
        else if (same_word(words[0], "key-string")) pki.public_keys.back().der = bytes_of(lines, i + 1);
    }
}

void read(Pki& pki, const KeptLine& block) {
    const Words words(block.text);
    const auto begins = [&](std::string_view start) { return std::string_view{block.text}.starts_with(start); };
    if (begins("crypto pki trustpoint ") || begins("crypto ca trustpoint ")) pki.trustpoints.push_back({word_at(words, 3), lines_of(block)});
    else if (begins("crypto pki certificate map ")) read_map(pki, words, block);
    else if (begins("crypto pki certificate chain ") || begins("crypto ca certificate chain ")) read_chain(pki, word_at(words, 4), block);
    else if (begins("crypto key pubkey-chain rsa")) read_public_keys(pki, block);
}

}  // namespace

const PkiTrustpoint* Pki::trustpoint(std::string_view name) const {
    const auto found = std::find_if(trustpoints.begin(), trustpoints.end(), [&](const PkiTrustpoint& one) { return one.name == name; });
    return found == trustpoints.end() ? nullptr : &*found;
}

Pki pki_of(const Configuration& configuration) {
    Pki pki;
    for (const KeptLine& line : configuration.kept.in({})) read(pki, line);
    return pki;
}

}  // namespace config
