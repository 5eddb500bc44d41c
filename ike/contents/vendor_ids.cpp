#include "ike/contents/vendor_ids.h"

#include <cstddef>

namespace ike {

namespace {

using namespace std::string_view_literals;

constexpr VendorId early_init[] = {{delete_reason_vendor, "DELETE-REASON"}, {"FLEXVPN-SUPPORTED", "(CUSTOM)"}};
constexpr VendorId late_init[] = {{delete_reason_vendor, "DELETE-REASON"},
                                  {"CISCO-DYNAMIC-ROUTE", "(CUSTOM)"},
                                  {"CISCO-GRE-MODE", "(CUSTOM)"},
                                  {"FLEXVPN-SUPPORTED", "(CUSTOM)"}};
constexpr VendorId auth[] = {{"CISCO-GRANITE\0\0\0"sv, "CISCO-GRANITE"}};

/// By look: ios12, ios15_1, ios15_4, ios17.
constexpr MessageContents by_look[] = {
    {early_init, auth, true}, {early_init, auth, true}, {late_init, auth, false}, {late_init, auth, false}};

}  // namespace

const MessageContents& contents_of(config::Look look) { return by_look[static_cast<std::size_t>(look)]; }

}  // namespace ike
