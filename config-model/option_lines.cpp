#include "config-model/option_lines.h"

namespace config {

std::string canonical_words(const Args& args, std::size_t first) {
    std::string words;
    for (std::size_t i = first; i < args.size(); ++i) {
        const Arg& arg = args[i];
        if (!words.empty()) words += ' ';
        words += arg.leaf->kind == WordKind::keyword ? arg.leaf->word : arg.text;
    }
    return words;
}

std::string leading_words(const Args& args) {
    std::string words;
    for (const Arg& arg : args) {
        if (arg.leaf->kind != WordKind::keyword) break;
        if (!words.empty()) words += ' ';
        words += arg.leaf->word;
    }
    return words;
}

}  // namespace config
