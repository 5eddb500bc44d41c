#pragma once

namespace cli {

/// A descriptor that is readable while another one is, and for as long as it is held: what came in as one message and goes on as many
/// is not forgotten when the reader has had enough for once.
class HeldReadiness {
public:
    /// Takes over `watched` and closes it in the end. Throws std::system_error.
    explicit HeldReadiness(int watched);
    ~HeldReadiness();
    HeldReadiness(const HeldReadiness&) = delete;
    HeldReadiness& operator=(const HeldReadiness&) = delete;

    int watched() const { return watched_; }
    int descriptor() const { return epoll_; }
    void hold(bool on);

private:
    int watched_, epoll_, held_;
    bool on_ = false;
};

}  // namespace cli
