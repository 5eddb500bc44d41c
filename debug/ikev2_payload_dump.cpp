#include "debug/ikev2_payload_dump.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

// One leading blank before a payload's name, two after it; the first transform follows its proposal on the same line
// after four blanks; a key length shows only as a longer transform. Which fields there are and in what order is the
// payload's own field table; here stands only how their labels are punctuated.

namespace debug {

namespace {

using ike::FieldKind;
using ike::FieldView;
using ike::Payload;
using ike::PayloadType;

/// How a value is printed. `known` is the documented name or "Unknown - n".
enum class Form : std::uint8_t { plain, number, known, hidden };

/// How the field `label` of `owner` (a payload, a substructure, or any) departs from ", label: value". `before`
/// replaces the comma, `after` the colon; `width` tells the two parts of a reserved field apart, 0 is any.
struct Punctuation {
    std::string_view owner, label;
    std::size_t width;
    std::string_view before, after;
    Form form = Form::plain;
    bool unlabelled = false;
};

constexpr std::string_view row = "\n    ", row2 = "\n  ";

constexpr std::array punctuations{
    Punctuation{"proposal", "last proposal", 0, row2, ": 0x"},
    Punctuation{"proposal", "Proposal", 0, row2, ": "},
    Punctuation{"proposal", "Protocol id", 0, ", ", ": ", Form::known},
    Punctuation{"transform", "last transform", 0, row, ": 0x"},
    Punctuation{"transform", "length", 0, ": ", ": "},
    Punctuation{"transform", "type", 0, row, ": ", Form::number},
    Punctuation{"transform", "id", 0, ", ", ": ", Form::known},
    Punctuation{"transform", "key length", 0, "", "", Form::hidden},
    Punctuation{"KE", "DH group", 0, row, ": ", Form::number},
    Punctuation{"IDi", "Id type", 0, row, ": ", Form::known},
    Punctuation{"IDr", "Id type", 0, row, ": ", Form::known},
    Punctuation{"IDi", "Reserved", 2, " ", "", Form::plain, true},
    Punctuation{"IDr", "Reserved", 2, " ", "", Form::plain, true},
    Punctuation{"CERT", "Cert encoding", 0, row, " ", Form::known},
    Punctuation{"CERTREQ", "Cert encoding", 0, row, " ", Form::known},
    Punctuation{"AUTH", "Auth method", 0, row, " ", Form::known},
    Punctuation{"AUTH", "reserved", 2, ", ", " "},
    Punctuation{"NOTIFY", "Security protocol id", 0, row, ": ", Form::known},
    Punctuation{"NOTIFY", "type", 0, ", ", ": ", Form::known},
    Punctuation{"DELETE", "Security protocol id", 0, row, ": ", Form::known},
    Punctuation{"TSi", "Num of TSs", 0, row, ": "},
    Punctuation{"TSr", "Num of TSs", 0, row, ": "},
    Punctuation{"TSi", "reserved", 0, ", ", " "},
    Punctuation{"TSr", "reserved", 0, ", ", " "},
    Punctuation{"TS", "TS type", 0, row, ": ", Form::known},
    Punctuation{"TS", "start port", 0, row, ": "},
    Punctuation{"TS", "start addr", 0, row, ": "},
    Punctuation{"CFG", "cfg type", 0, row, ": ", Form::known},
    Punctuation{"attribute", "attrib type", 0, "", ": ", Form::known},
    Punctuation{"EAP", "Code", 0, row, ": ", Form::known},
    Punctuation{"EAP", "id", 0, ": ", ": "},
    Punctuation{"SKF", "fragment", 0, row, ": "},
};
constexpr Punctuation usual{"", "", 0, ", ", ": "};

const Punctuation& punctuation_of(std::string_view owner, const FieldView& field) {
    const auto fits = [&](const Punctuation& p) {
        return p.owner == owner && p.label == field.label && (p.width == 0 || p.width == field.width);
    };
    const auto found = std::find_if(punctuations.begin(), punctuations.end(), fits);
    return found == punctuations.end() ? usual : *found;
}

std::string value_of(const FieldView& field, Form form) {
    if (field.kind == FieldKind::address) return config::IpAddress::from_bytes(field.octets).text();
    if (field.kind == FieldKind::reserved) return fmt::format("0x{:x}", field.value);
    if (form == Form::known && field.name.empty()) return fmt::format("Unknown - {}", field.value);
    return field.name.empty() || form == Form::number ? std::to_string(field.value) : std::string(field.name);
}

/// "CISCO-DELETE-REASON" is the only vendor id that the documented dumps know by name.
std::string_view vendor_name(const ike::VendorIdPayload& vendor) {
    constexpr std::string_view known = "CISCO-DELETE-REASON";
    return std::equal(known.begin(), known.end(), vendor.data.begin(), vendor.data.end()) ? known : "(CUSTOM)";
}

class Dump final : public ike::FieldVisitor {
public:
    Dump(std::string head, std::string_view parse_prefix) : record_(std::move(head)), parse_prefix_(parse_prefix) {}

    void add(std::span<const Payload> payloads, std::size_t index) {
        const Payload& payload = payloads[index];
        name_ = ike::name_of(payload.type);
        owner_ = name_;
        if (!parse_prefix_.empty()) announce(payload);
        record_ +=
            fmt::format("{}{}  Next payload: {}, reserved: 0x{:x}, length: {}", announced_ ? "" : " ",
                        payload_name(payload), next_name(payloads, index), payload.reserved, ike::wire_length(payload));
        announced_ = false;
        ike::walk_fields(payload, *this);
        record_ += '\n';
        if (cut_behind_) cut();
        cut_behind_ = false;
    }

    void field(const FieldView& view) override {
        if (hidden_) return;
        if (view.kind == FieldKind::octets) return add_method(view);
        const Punctuation& p = punctuation_of(owner_, view);
        if (p.form == Form::hidden) return;
        record_ += glued_ ? "    " : p.before;
        glued_ = false;
        if (!p.unlabelled) record_ += fmt::format("{}{}", view.label, p.after);
        record_ += value_of(view, p.form);
        if (owner_ == "attribute")
            names_version_ |= view.name == ike::name_of(ike::ConfigAttributeType::APPLICATION_VERSION);
    }

    void begin(std::string_view label, std::size_t index, std::size_t) override {
        hidden_ = owner_ == "transform";
        glued_ = label == "transform" && index == 0;
        if (!hidden_) owner_ = label;
        if (label == "attribute" && !hidden_) begin_attribute(index);
    }

    void end(std::string_view label) override {
        if (!hidden_) owner_ = label == "transform" ? "proposal" : name_;
        hidden_ = false;
    }

    std::vector<std::string> take() {
        if (!record_.empty()) records_.push_back(std::move(record_));
        return std::move(records_);
    }

private:
    static std::string next_name(std::span<const Payload> payloads, std::size_t index) {
        const PayloadType next = ike::next_payload_of(payloads, index);
        const std::string_view name = ike::name_of(next);
        return name.empty() ? fmt::format("Unknown - {}", static_cast<unsigned>(next)) : std::string(name);
    }

    /// An attribute stands on a line of its own, except behind the application version.
    void begin_attribute(std::size_t index) {
        if (index == 0 || !names_version_) {
            record_ += '\n';
            cut();
            record_ += "  ";
        } else {
            record_ += "\n   ";
        }
        names_version_ = false;
        cut_behind_ = true;
    }

    /// Only what is received is parsed.
    void announce(const Payload& payload) {
        if (const auto* const vendor = payload.as<ike::VendorIdPayload>())
            begin_parsed("Vendor Specific", vendor_name(*vendor));
        if (const auto* const notify = payload.as<ike::NotifyPayload>())
            begin_parsed("Notify", ike::name_of(notify->type));
    }

    void begin_parsed(std::string_view kind, std::string_view name) {
        if (!record_.empty()) cut();
        record_ = fmt::format("{}Parse {} Payload: {} ", parse_prefix_, kind, name);
        announced_ = true;
    }

    /// The method of an EAP payload is the first of its octets.
    void add_method(const FieldView& view) {
        if (owner_ != "EAP" || view.octets.empty()) return;
        const std::string_view method = ike::eap_method_name(view.octets.front());
        record_ += fmt::format("{}Type: {}", row,
                               method.empty() ? fmt::format("Unknown - {}", view.octets.front()) : std::string(method));
    }

    /// The record is complete; an empty line separates it from the next one.
    void cut() {
        records_.push_back(std::move(record_) + "\n");
        record_.clear();
    }

    std::vector<std::string> records_;
    std::string record_;
    std::string_view parse_prefix_;
    std::string_view name_, owner_;
    bool announced_ = false, glued_ = false, hidden_ = false, names_version_ = false, cut_behind_ = false;
};

}  // namespace

std::string payload_name(const Payload& payload) {
    const std::string_view name = ike::name_of(payload.type);
    if (const auto* const notify = payload.as<ike::NotifyPayload>()) {
        const std::string_view type = ike::name_of(notify->type);
        return type.empty() ? fmt::format("NOTIFY(Unknown - {})", static_cast<unsigned>(notify->type))
                            : fmt::format("NOTIFY({})", type);
    }
    return name.empty() ? fmt::format("Unknown - {}", static_cast<unsigned>(payload.type)) : std::string(name);
}

std::vector<std::string> dump_records(std::string head, std::span<const Payload> payloads,
                                      std::string_view parse_prefix) {
    Dump dump(std::move(head), parse_prefix);
    for (std::size_t i = 0; i < payloads.size(); ++i) dump.add(payloads, i);
    return dump.take();
}

std::string hexdump(std::span<const std::uint8_t> octets) {
    std::string text;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        if (i % 16 == 0) text += fmt::format("{}{:04X}:", i == 0 ? "" : "\n", i);
        text += fmt::format("{}{:02X}", i % 4 == 0 ? "  " : " ", octets[i]);
    }
    return text;
}

}  // namespace debug
