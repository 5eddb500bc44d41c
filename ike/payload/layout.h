#pragma once

#include <cstdint>
#include <type_traits>

#include "ike/payload/message.h"

/// The field table of every payload body and substructure, in wire order. Decoding, encoding and the dump each are an
/// archive that is led along a table. The verbs an archive has:
///   number(label, value)        an integer or enumeration of its own width
///   transform_id(label, value, type) a number whose name depends on the transform's type
///   reserved(label, value)      octets to be kept, not understood
///   flagged(label, flag, value) a 16-bit number whose top bit is a flag
///   more(label, mark)           `mark` if another substructure follows, else 0
///   length(label)               16-bit length of the substructure from its first octet
///   size8 / size16(label, run)  length of a run of octets that comes later
///   count8(label, list, least)  number of items of a list, each of at least that many octets
///   octets(label, run)          the run whose size came before
///   fixed(label, run, size)     a run of known size
///   rest(label, run)            everything up to the end of the substructure
///   address(label, value, size) an IP address
///   tagged(label, value, tag)   an optional 16-bit number behind a 16-bit tag
///   items(label, list)          the counted list
///   list(label, list, limit)    substructures up to the end
///   require(condition)          what must hold for the body to be well formed
namespace ike {

/// What an archive is led over: only a reading one may change it.
template <class A, class T>
using Of = std::conditional_t<A::reading, T, const T>;

/// AF bit set, attribute type 14 (RFC 7296 §3.3.5).
inline constexpr std::uint16_t key_length_tag = 0x8000 | key_length_attribute;

/// Octets of one address of a selector, 0 for a type this codec does not know.
constexpr std::size_t address_size(TsType type) {
    if (type == TsType::TS_IPV4_ADDR_RANGE) return 4;
    return type == TsType::TS_IPV6_ADDR_RANGE ? 16 : 0;
}

// RFC 7296 §3.3
template <class A>
void layout(A& a, Of<A, TransformAttribute>& attribute) {
    a.flagged("attribute type", attribute.tv_form, attribute.type);
    if (attribute.tv_form) return a.fixed("value", attribute.value, 2);
    a.size16("length", attribute.value);
    a.octets("value", attribute.value);
}

template <class A>
void layout(A& a, Of<A, Transform>& transform) {
    a.more("last transform", 3);
    a.reserved("reserved", transform.reserved);
    a.length("length");
    a.number("type", transform.type);
    a.reserved("reserved", transform.reserved2);
    a.transform_id("id", transform.id, transform.type);
    a.tagged("key length", transform.key_length, key_length_tag);
    a.list("attribute", transform.attributes, max_transform_attributes);
}

template <class A>
void layout(A& a, Of<A, Proposal>& proposal) {
    a.more("last proposal", 2);
    a.reserved("reserved", proposal.reserved);
    a.length("length");
    a.number("Proposal", proposal.number);
    a.number("Protocol id", proposal.protocol);
    a.size8("SPI size", proposal.spi);
    a.count8("#trans", proposal.transforms, 8);
    a.octets("SPI", proposal.spi);
    a.items("transform", proposal.transforms);
}

template <class A>
void layout(A& a, Of<A, SaPayload>& sa) {
    a.list("proposal", sa.proposals, max_proposals);
    a.require(!sa.proposals.empty());
}

// RFC 7296 §3.4
template <class A>
void layout(A& a, Of<A, KePayload>& ke) {
    a.number("DH group", ke.group);
    a.reserved("Reserved", ke.reserved);
    a.rest("Key", ke.public_value);
}

// RFC 7296 §3.5
template <class A>
void layout(A& a, Of<A, IdPayload>& id) {
    a.number("Id type", id.type);
    a.reserved("Reserved", id.reserved);
    a.rest("data", id.data);
    a.require(id.type != IdType::ID_IPV4_ADDR || id.data.size() == 4);
    a.require(id.type != IdType::ID_IPV6_ADDR || id.data.size() == 16);
}

// RFC 7296 §3.6, §3.7
template <class A>
void layout(A& a, Of<A, CertPayload>& cert) {
    a.number("Cert encoding", cert.encoding);
    a.rest("data", cert.data);
}

template <class A>
void layout(A& a, Of<A, CertRequestPayload>& request) {
    a.number("Cert encoding", request.encoding);
    a.rest("data", request.authorities);
}

// RFC 7296 §3.8
template <class A>
void layout(A& a, Of<A, AuthPayload>& auth) {
    a.number("Auth method", auth.method);
    a.reserved("reserved", auth.reserved);
    a.rest("data", auth.data);
}

// RFC 7296 §3.9
template <class A>
void layout(A& a, Of<A, NoncePayload>& nonce) {
    a.rest("data", nonce.data);
    a.require(nonce.data.size() >= 16 && nonce.data.size() <= 256);
}

// RFC 7296 §3.10
template <class A>
void layout(A& a, Of<A, NotifyPayload>& notify) {
    a.number("Security protocol id", notify.protocol);
    a.size8("spi size", notify.spi);
    a.number("type", notify.type);
    a.octets("spi", notify.spi);
    a.rest("data", notify.data);
}

// RFC 7296 §3.11
template <class A>
void layout(A& a, Of<A, DeletePayload>& deletion) {
    a.number("Security protocol id", deletion.protocol);
    a.number("spi size", deletion.spi_size);
    a.number("num of spi", deletion.count);
    a.rest("spi", deletion.spis);
    a.require(deletion.spis.size() == std::size_t{deletion.count} * deletion.spi_size);
}

// RFC 7296 §3.12
template <class A>
void layout(A& a, Of<A, VendorIdPayload>& vendor) {
    a.rest("data", vendor.data);
}

// RFC 7296 §3.13
template <class A>
void layout(A& a, Of<A, TrafficSelector>& selector) {
    a.number("TS type", selector.type);
    a.number("proto id", selector.protocol);
    a.length("length");
    const std::size_t size = address_size(selector.type);
    if (size == 0) return a.rest("data", selector.unknown);
    a.number("start port", selector.start_port);
    a.number("end port", selector.end_port);
    a.address("start addr", selector.start_address, size);
    a.address("end addr", selector.end_address, size);
}

template <class A>
void layout(A& a, Of<A, TsPayload>& ts) {
    a.count8("Num of TSs", ts.selectors, 4);
    a.reserved("reserved", ts.reserved);
    a.items("TS", ts.selectors);
    a.require(!ts.selectors.empty());
}

// RFC 7296 §3.14, RFC 7383 §2.5
template <class A>
void layout(A& a, Of<A, EncryptedPayload>& sealed) {
    a.rest("data", sealed.data);
}

template <class A>
void layout(A& a, Of<A, EncryptedFragmentPayload>& fragment) {
    a.number("fragment", fragment.number);
    a.number("total fragments", fragment.total);
    a.rest("data", fragment.data);
    a.require(fragment.number != 0 && fragment.number <= fragment.total);
}

// RFC 7296 §3.15
template <class A>
void layout(A& a, Of<A, ConfigAttribute>& attribute) {
    a.flagged("attrib type", attribute.reserved_bit, attribute.type);
    a.size16("length", attribute.value);
    a.octets("value", attribute.value);
}

template <class A>
void layout(A& a, Of<A, ConfigPayload>& config) {
    a.number("cfg type", config.type);
    a.reserved("reserved", config.reserved);
    a.list("attribute", config.attributes, max_config_attributes);
}

// RFC 3748 §4
template <class A>
void layout(A& a, Of<A, EapPayload>& eap) {
    a.number("Code", eap.code);
    a.number("id", eap.identifier);
    a.length("length");
    a.rest("data", eap.data);
}

template <class A>
void layout(A& a, Of<A, UnknownPayload>& unknown) {
    a.rest("data", unknown.data);
}

}  // namespace ike
