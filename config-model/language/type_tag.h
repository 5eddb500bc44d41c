#pragma once

namespace config {

/// One address per type: proves that an erased owner or context is what its declaration expects.
using TypeTag = const void*;

template <class T>
inline constexpr char type_tag_byte = 0;

template <class T>
constexpr TypeTag type_tag() { return &type_tag_byte<T>; }

}  // namespace config
