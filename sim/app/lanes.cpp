#include "app/lanes.hpp"

#include <tuple>
#include <utility>

namespace txpath::app {

Lanes::Lanes(const UnitWork& work, int count) : work_(work)
{
    for (int lane = 0; lane < count; ++lane) threads_.emplace_back([this] { go(); });
}

Lanes::~Lanes()
{
    stop_ = true;
    {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
        waiting_.clear();
    }
    arrival_.notify_all();
}

void Lanes::add(std::vector<std::uint64_t> units)
{
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(units));
    }
    arrival_.notify_one();
}

void Lanes::rest()
{
    rest_ = true;
}

Harvest Lanes::wait(std::chrono::milliseconds patience)
{
    std::unique_lock lock(mutex_);
    news_.wait_for(lock, patience, [this] { return !harvest_.is_empty(); });
    return std::exchange(harvest_, {});
}

void Lanes::go()
{
    std::unique_lock lock(mutex_);
    for (;;) {
        arrival_.wait(lock, [this] { return is_closed_ || !waiting_.empty(); });
        if (is_closed_) return;
        const std::vector<std::uint64_t> units = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        std::exception_ptr failure;
        try {
            work(units);
        } catch (...) {
            failure = std::current_exception();
            rest_ = true;
        }
        lock.lock();
        if (failure && !harvest_.failure) harvest_.failure = failure;
        ++harvest_.stretches;
        news_.notify_one();
    }
}

void Lanes::work(const std::vector<std::uint64_t>& units)
{
    UnitSpec spec;
    spec.threads = 1;
    spec.rest = &rest_;
    spec.stop = &stop_;
    // How much was not done is seen from the answers that did not come.
    std::ignore = work_.work(units, spec, [this](std::uint64_t unit, std::string_view answer) {
        {
            const std::lock_guard lock(mutex_);
            harvest_.answers.push_back({unit, std::string(answer)});
        }
        news_.notify_one();
    });
}

}  // namespace txpath::app
