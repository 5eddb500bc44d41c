#pragma once

#include <cstdint>
#include <type_traits>

#include "ike/isakmp/payload/message.h"

/// The field table of every ISAKMP payload body, in wire order. Reading and writing are archives led along it:
///   number(value)          an integer or enumeration of its own width
///   zero(width)            reserved octets
///   flagged(flag, value)   a 16-bit number whose top bit is a flag
///   more(mark)             `mark` if another substructure follows, else 0
///   length()               16-bit length of the substructure from its first octet
///   size8 / size16(run)    length of a run of octets that comes later
///   count8(list)           number of items of a list that comes later
///   octets(run)            the run whose size came before
///   fixed(run, size)       a run of known size
///   rest(run)              everything up to the end of the substructure
///   list(list, limit)      substructures up to the end; as many as counted, if they were
///   runs(list, size)       runs of one size, as many as counted in 16 bits, up to the end
///   boolean(flag)          an octet that is 0 or 1
///   require(condition)     what must hold for the body to be well formed
namespace ike::isakmp {

inline constexpr std::size_t max_attributes = 256;
inline constexpr std::size_t max_spi_size = 16;

template <class A, class T>
using Of = std::conditional_t<A::reading, T, const T>;

/// Octets that an identity of a type has; 0: any number.
constexpr std::size_t identity_size(IdType type) {
    constexpr std::uint8_t sizes[] = {0, 4, 0, 0, 8, 16, 32, 8, 32};
    const auto index = static_cast<std::size_t>(type);
    return index < std::size(sizes) ? sizes[index] : 0;
}

// RFC 2408 3.3
template <class A>
void layout(A& a, Of<A, Attribute>& attribute) {
    a.flagged(attribute.tv_form, attribute.type);
    if (attribute.tv_form) return a.fixed(attribute.value, 2);
    a.size16(attribute.value);
    a.octets(attribute.value);
}

// RFC 2408 3.6
template <class A>
void layout(A& a, Of<A, Transform>& transform) {
    a.more(3);
    a.zero(1);
    a.length();
    a.number(transform.number);
    a.number(transform.id);
    a.zero(2);
    a.list(transform.attributes, max_attributes);
}

// RFC 2408 3.5
template <class A>
void layout(A& a, Of<A, Proposal>& proposal) {
    a.more(2);
    a.zero(1);
    a.length();
    a.number(proposal.number);
    a.number(proposal.protocol);
    a.size8(proposal.spi);
    a.count8(proposal.transforms);
    a.require(proposal.spi.size() <= max_spi_size);
    a.octets(proposal.spi);
    a.list(proposal.transforms, max_transforms);
    a.require(!proposal.transforms.empty());
}

// RFC 2408 3.4
template <class A>
void layout(A& a, Of<A, SaPayload>& sa) {
    a.number(sa.doi);
    a.number(sa.situation);
    a.list(sa.proposals, max_proposals);
    a.require(!sa.proposals.empty());
}

// RFC 2407 4.6.2
template <class A>
void layout(A& a, Of<A, IdPayload>& id) {
    a.number(id.type);
    a.number(id.protocol);
    a.number(id.port);
    a.rest(id.data);
    a.require(identity_size(id.type) == 0 || id.data.size() == identity_size(id.type));
}

// RFC 2408 3.14
template <class A>
void layout(A& a, Of<A, NotifyPayload>& notify) {
    a.number(notify.doi);
    a.number(notify.protocol);
    a.size8(notify.spi);
    a.number(notify.type);
    a.octets(notify.spi);
    a.rest(notify.data);
}

// RFC 2408 3.15
template <class A>
void layout(A& a, Of<A, DeletePayload>& deletion) {
    a.number(deletion.doi);
    a.number(deletion.protocol);
    a.number(deletion.spi_size);
    a.runs(deletion.spis, deletion.spi_size);
}

// draft-dukes-ike-mode-cfg-02 3.2
template <class A>
void layout(A& a, Of<A, AttributesPayload>& config) {
    a.number(config.kind);
    a.zero(1);
    a.number(config.identifier);
    a.list(config.attributes, max_attributes);
}

// RFC 3947 5.2
template <class A>
void layout(A& a, Of<A, NatOriginalAddress>& original) {
    a.number(original.type);
    a.zero(3);
    a.rest(original.address);
    a.require(identity_size(original.type) == 0 || original.address.size() == identity_size(original.type));
}

template <class A>
void layout(A& a, Of<A, FragmentPayload>& fragment) {
    a.number(fragment.id);
    a.number(fragment.number);
    a.boolean(fragment.last);
    a.rest(fragment.data);
    a.require(fragment.number != 0);
}

template <class A>
void layout(A& a, Of<A, OctetsPayload>& payload) {
    a.rest(payload.data);
}

}  // namespace ike::isakmp
