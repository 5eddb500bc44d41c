#pragma once

#include <string>

#include "config-model/look.h"
#include "debug/debug_text.h"

namespace debug {

/// "esp-aes 256 esp-sha-hmac", as a transform set is written.
std::string transform_words(const dataplane::EspSuite& suite, dataplane::IpsecProtocol protocol);
/// "192.168.1.0/255.255.255.0/256/0": address, mask, protocol (256: any) and port of a proxy; 12.x writes any as 0 and
/// adds the type of the identity.
std::string proxy_text(const dataplane::TrafficSelector& selector, config::Look look);

/// "keysize= 128": 0 for ciphers with one size.
unsigned shown_key_bits(const dataplane::EspSuite& suite);
/// "255.255.255.0"; in IPv6 the length.
std::string mask_text(const config::Prefix& prefix);

/// "IPSEC(kei_proxy): head = mymap, map->ivrf = , kei->ivrf = ": 12.x looks through a crypto map.
std::string map_search_text(std::string_view map_tag);

/// What the data plane logs whether or not debugging is on; false for what only `debug crypto ipsec` shows.
bool write_syslog(const dataplane::event::Body& body, config::Look look, LineSink& sink);

}  // namespace debug
