#include "ipsec-dataplane/control/control_plane.h"

#include <algorithm>

namespace dataplane {

namespace {

std::unique_ptr<CryptoBackend> same_backend(const CryptoBackend& like) {
    auto multi_buffer = make_ipsec_mb_backend();
    return multi_buffer && multi_buffer->name() == like.name() ? std::move(multi_buffer) : make_openssl_backend();
}

}  // namespace

ControlPlane::ControlPlane(const Setup& setup)
    : router_name(setup.router_name),
      random(setup.random),
      events(setup.events),
      own_crypto(setup.crypto == nullptr ? choose_backend() : nullptr),
      crypto(setup.crypto == nullptr ? own_crypto.get() : setup.crypto),
      bell(setup.bell),
      worker_count(static_cast<std::uint16_t>(std::max(1U, setup.workers))),
      sas(*crypto, worker_count),
      retirement(sas.grace_period()),
      interfaces(setup.mac_seed, worker_count) {
    for (std::uint16_t i = 0; i < worker_count; ++i)
        workers.push_back(
            std::make_unique<Worker>(WorkerId{i}, sas, i == 0 ? nullptr : same_backend(*crypto), *crypto, *random, bell));
}

}  // namespace dataplane
