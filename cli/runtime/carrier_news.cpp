#include "cli/runtime/carrier_news.h"

#include <unistd.h>

namespace cli {

namespace asio = boost::asio;

void CarrierNews::add(FrameSource& source) {
    if (source.carrier_descriptor() < 0) return;
    asio::posix::stream_descriptor readable(io_, ::dup(source.carrier_descriptor()));
    watched_.push_back(std::make_unique<Watched>(Watched{source, std::move(readable)}));
    wait_for(*watched_.back());
}

void CarrierNews::wait_for(Watched& watched) {
    watched.readable.async_wait(asio::posix::stream_descriptor::wait_read, [this, &watched](const boost::system::error_code& error) {
        if (error) return;
        for (const config::InterfaceName& interface : watched.source.changed_carriers()) tell_(interface);
        wait_for(watched);
    });
}

}  // namespace cli
