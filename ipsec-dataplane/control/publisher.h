#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "ipsec-dataplane/esp/grace_period.h"

namespace dataplane {

/// What workers may still look at: kept until all of them have passed a quiescent point.
class Retirement {
public:
    explicit Retirement(GracePeriod& grace) : grace_(grace) {}

    /// Tables that are published now may still lead to it.
    template <typename T>
    void retire(std::unique_ptr<T> gone) {
        if (gone) fresh_.push_back(std::make_unique<Held<T>>(std::move(gone)));
    }
    /// To be called when no published table leads to anything retired any more: only workers that came before count from now on.
    void free_passed() {
        if (!fresh_.empty()) waiting_.push_back({grace_.retire(), std::exchange(fresh_, {})});
        while (!waiting_.empty() && grace_.passed(waiting_.front().mark)) waiting_.pop_front();
    }

private:
    struct Anything {
        virtual ~Anything() = default;
    };
    template <typename T>
    struct Held final : Anything {
        explicit Held(std::unique_ptr<T> held) : value(std::move(held)) {}
        std::unique_ptr<T> value;
    };
    using Things = std::vector<std::unique_ptr<Anything>>;
    struct Waiting {
        std::uint64_t mark = 0;
        Things what;
    };
    GracePeriod& grace_;
    Things fresh_;
    std::deque<Waiting> waiting_;
};

/// A table that the control thread replaces as a whole and workers read without locks.
template <typename T>
class Published {
public:
    Published() : current_(std::make_unique<T>()) { seen_.store(current_.get(), std::memory_order_release); }
    const T& get() const { return *seen_.load(std::memory_order_acquire); }
    void replace(std::unique_ptr<T> next, Retirement& retirement) {
        seen_.store(next.get(), std::memory_order_release);
        retirement.retire(std::exchange(current_, std::move(next)));
    }

private:
    std::unique_ptr<T> current_;
    std::atomic<const T*> seen_{nullptr};
};

}  // namespace dataplane
