#include "ike/isakmp/payload/vendor_ids.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace ike::isakmp {
namespace {

using namespace std::string_view_literals;

/// The octets as sent; the first `compared` of them tell what it is.
struct KnownVendor {
    VendorId id;
    std::string_view octets;
    std::size_t compared;
};

// Hashes of the documents' names; DPD and Unity end in a version (RFC 3706 5.1), FRAGMENTATION in what the sender can do,
// here main and aggressive mode.
constexpr auto known_vendors = std::to_array<KnownVendor>({
    {VendorId::rfc3947, "\x4a\x13\x1c\x81\x07\x03\x58\x45\x5c\x57\x28\xf2\x0e\x95\x45\x2f"sv, 16},
    {VendorId::natt_07, "\x43\x9b\x59\xf8\xba\x67\x6c\x4c\x77\x37\xae\x22\xea\xb8\xf5\x82"sv, 16},
    {VendorId::natt_03, "\x7d\x94\x19\xa6\x53\x10\xca\x6f\x2c\x17\x9d\x92\x15\x52\x9d\x56"sv, 16},
    {VendorId::natt_02_n, "\x90\xcb\x80\x91\x3e\xbb\x69\x6e\x08\x63\x81\xb5\xec\x42\x7b\x1f"sv, 16},
    {VendorId::natt_02, "\xcd\x60\x46\x43\x35\xdf\x21\xf8\x7c\xfd\xb2\xfc\x68\xb6\xa4\x48"sv, 16},
    {VendorId::dpd, "\xaf\xca\xd7\x13\x68\xa1\xf1\xc9\x6b\x86\x96\xfc\x77\x57\x01\x00"sv, 15},
    {VendorId::unity, "\x12\xf5\xf2\x8c\x45\x71\x68\xa9\x70\x2d\x9f\xe2\x74\xcc\x01\x00"sv, 15},
    {VendorId::xauth, "\x09\x00\x26\x89\xdf\xd6\xb7\x12"sv, 8},
    {VendorId::fragmentation, "\x40\x48\xb7\xd5\x6e\xbc\xe8\x85\x25\xe7\xde\x7f\x00\xd6\xc2\xd3\xc0\x00\x00\x00"sv, 16},
});

bool begins_with(Octets octets, std::string_view start) {
    return octets.size() >= start.size() &&
           std::equal(start.begin(), start.end(), octets.begin(), [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

std::array<std::uint8_t, 8> octets_of(IkeSpi cookie) {
    std::array<std::uint8_t, 8> octets{};
    for (unsigned i = 0; i < 8; ++i) octets[i] = static_cast<std::uint8_t>(cookie >> (56 - 8 * i));
    return octets;
}

}  // namespace

VendorId vendor_id_of(Octets octets) {
    for (const KnownVendor& vendor : known_vendors)
        if (begins_with(octets, vendor.octets.substr(0, vendor.compared))) return vendor.id;
    return VendorId::other;
}

Bytes vendor_id_octets(VendorId id) {
    for (const KnownVendor& vendor : known_vendors)
        if (vendor.id == id) return {vendor.octets.begin(), vendor.octets.end()};
    return {};
}

Bytes ios_vendor_id(Algorithms& algorithms, const Cookies& cookies) {
    static constexpr std::string_view name = "ike-router";
    const Octets label(reinterpret_cast<const std::uint8_t*>(name.data()), name.size());
    const auto initiator = octets_of(cookies.initiator), responder = octets_of(cookies.responder);
    Bytes octets(16);
    algorithms.digest(Hash::sha256, {label, initiator, responder}, octets);
    return octets;
}

bool is_ios_vendor_id(Algorithms& algorithms, const Cookies& cookies, Octets octets) {
    return equal_in_constant_time(octets, ios_vendor_id(algorithms, cookies)) ||
           equal_in_constant_time(octets, ios_vendor_id(algorithms, {cookies.initiator, 0}));
}

VendorId vendor_id_of(Algorithms& algorithms, const Cookies& cookies, Octets octets) {
    const VendorId id = vendor_id_of(octets);
    return id == VendorId::other && is_ios_vendor_id(algorithms, cookies, octets) ? VendorId::ios : id;
}

}  // namespace ike::isakmp
