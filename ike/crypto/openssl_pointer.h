#pragma once

#include <memory>
#include <stdexcept>

namespace ike {

template <auto Free>
struct Releases {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};
/// An OpenSSL object and the function that frees it.
template <class T, auto Free>
using OpensslPointer = std::unique_ptr<T, Releases<Free>>;

/// For calls that fail only when memory is exhausted or the library lacks an algorithm.
inline void expect_success(bool success, const char* what) {
    if (!success) throw std::runtime_error(what);
}

}  // namespace ike
