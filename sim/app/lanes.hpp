// lanes.hpp -- threads that do units while their owner sees to something else.
//
// Owns      Lanes and Harvest.
// Promises  a lane that is done with a stretch begins the next one that waits, so that none stands still
// while there
//           is a stretch for it; an answer can be had as soon as it is there.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "txpath/batch.hpp"

namespace txpath::app {

struct UnitAnswer {
    std::uint64_t unit = 0;
    std::string answer;
};

/// What came since one last looked.
struct Harvest {
    std::vector<UnitAnswer> answers;
    std::size_t stretches = 0;   ///< that ended: done, or given up with some of their units not done
    std::exception_ptr failure;  ///< of the first unit that failed; nothing is begun after it

    [[nodiscard]] bool is_empty() const noexcept { return stretches == 0 && answers.empty() && !failure; }
};

class Lanes {
public:
    /// A view: the work must outlive it.
    Lanes(const UnitWork& work, int count);
    ~Lanes();  ///< gives up what is under way
    Lanes(const Lanes&) = delete;
    Lanes& operator=(const Lanes&) = delete;

    [[nodiscard]] std::size_t count() const noexcept { return threads_.size(); }
    /// One lane does these, in order.
    void add(std::vector<std::uint64_t> units);
    /// Begin no further unit; stretches that wait end as they are.
    void rest();
    /// What there is, at once if there is something, and else after so long.
    [[nodiscard]] Harvest wait(std::chrono::milliseconds patience);

private:
    void go();
    void work(const std::vector<std::uint64_t>& units);

    const UnitWork& work_;
    std::mutex mutex_;
    std::condition_variable arrival_, news_;
    std::deque<std::vector<std::uint64_t>> waiting_;
    Harvest harvest_;
    bool is_closed_ = false;
    std::atomic<bool> rest_ = false, stop_ = false;
    std::vector<std::jthread> threads_;  // the last to be made and the first to go
};

}  // namespace txpath::app
