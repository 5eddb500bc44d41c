#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "cli/runtime/frame_source.h"

namespace cli {

/// Tells the control thread of interfaces whose carrier came or went.
class CarrierNews {
public:
    using Tell = std::function<void(const config::InterfaceName&)>;
    CarrierNews(boost::asio::io_context& io, Tell tell) : io_(io), tell_(std::move(tell)) {}

    /// `source` lives longer.
    void add(FrameSource& source);

private:
    struct Watched {
        FrameSource& source;
        boost::asio::posix::stream_descriptor readable;
    };

    void wait_for(Watched& watched);

    boost::asio::io_context& io_;
    Tell tell_;
    std::vector<std::unique_ptr<Watched>> watched_;
};

}  // namespace cli
