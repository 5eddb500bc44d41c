#include "config-model/access_lists/entry_parts.h"

#include <algorithm>

#include "config-model/access_lists/names.h"

namespace config {

namespace {

std::string_view operator_word(PortOperator op) {
    switch (op) {
        case PortOperator::none: return "";
        case PortOperator::eq: return "eq";
        case PortOperator::neq: return "neq";
        case PortOperator::lt: return "lt";
        case PortOperator::gt: return "gt";
        case PortOperator::range: return "range";
    }
    return "";
}

}  // namespace

PortMatch read_ports(const Args& args, std::string_view op, std::string_view range, std::string_view port) {
    PortMatch match;
    if (const auto found = args.get<PortOperator>(op)) match.op = *found;
    if (args.has(range)) match.op = PortOperator::range;
    for (const Arg& arg : args)
        if (arg.leaf->name == port) match.ports.push_back(static_cast<std::uint16_t>(arg.number));
    return match;
}

void read_icmp(const Args& args, std::optional<std::uint8_t>& type, std::optional<std::uint8_t>& code) {
    if (const Arg* message = args.find("message")) {
        type = static_cast<std::uint8_t>(message->number / 256);
        if (message->number % 256 != 255) code = static_cast<std::uint8_t>(message->number % 256);
    }
    if (args.has("icmp_type")) type = static_cast<std::uint8_t>(args.number("icmp_type"));
    if (args.has("icmp_code")) code = static_cast<std::uint8_t>(args.number("icmp_code"));
}

std::string read_options(const Args& args, std::span<const std::string_view> words) {
    std::string options;
    for (const Arg& arg : args) {
        const bool value = arg.leaf->name == "option_value" || arg.leaf->name == "option_number";
        const bool word = arg.leaf->name.empty() && std::find(words.begin(), words.end(), arg.leaf->word) != words.end();
        if (!value && !word) continue;
        if (!options.empty()) options += ' ';
        options += value ? arg.text : arg.leaf->word;
    }
    return options;
}

std::string ports_text(std::uint8_t protocol, const PortMatch& match) {
    if (match.op == PortOperator::none) return {};
    std::string text = ' ' + std::string{operator_word(match.op)};
    for (const auto port : match.ports) text += ' ' + port_text(protocol, port);
    return text;
}

std::string icmp_text(std::optional<std::uint8_t> type, std::optional<std::uint8_t> code, std::span<const Choice> messages) {
    if (!type) return {};
    const int message = *type * 256 + code.value_or(255);
    for (const Choice& choice : messages)
        if (choice.value == message) return ' ' + std::string{choice.word};
    return ' ' + std::to_string(*type) + (code ? ' ' + std::to_string(*code) : "");
}

}  // namespace config
