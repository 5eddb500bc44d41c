#include "cli/router/router.h"

namespace cli {

void Router::follow_capture(PacketCapture& capture, Instant now) {
    const Turn turn(*this, now);
    captures_.note(capture);
    if (capture.settings.interface) data_plane_->tap(*capture.settings.interface, captures_.tap_for(*capture.settings.interface), now);
    settle(now);
}

/// Those whose limits are reached say so in the log.
void Router::end_captures(Instant now) {
    for (PacketCapture* capture : captures_.take_ended(now)) {
        follow_capture(*capture, now);
        log({"BUFCAP", 6, "DISABLE", "Capture Point " + capture->name() + " disabled."}, now);
    }
}

}  // namespace cli
