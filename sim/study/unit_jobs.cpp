#include "study/unit_jobs.hpp"

#include <algorithm>
#include <mutex>

#include "txpath/jobs.hpp"

namespace txpath {

namespace {

constexpr std::size_t most_memory = std::size_t{4} << 30;

class Doing {
public:
    Doing(std::size_t count, const UnitSpec& spec, const DoUnit& unit, const TakeAnswer& take)
        : count_(count), spec_(spec), unit_(unit), take_(take)
    {
    }

    void one(std::uint64_t unit, int threads)
    {
        if (is_over()) return;
        const auto within = [this](double share) { tell(share); };
        const auto answer =
            unit_(unit, threads,
                  threads == 1 && spec_.threads != 1 ? [](double) {} : std::function<void(double)>(within));
        if (!answer) return;
        const std::lock_guard lock(mutex_);
        take_(unit, *answer);
        ++done_;
        tell(0.0);
    }

    [[nodiscard]] bool is_all() const { return done_ == count_; }

private:
    [[nodiscard]] bool is_over() const
    {
        const auto is_set = [](const std::atomic<bool>* flag) {
            return flag != nullptr && flag->load(std::memory_order_relaxed);
        };
        return is_set(spec_.rest) || is_set(spec_.stop);
    }
    void tell(double share_of_one) const
    {
        if (spec_.progress)
            spec_.progress((static_cast<double>(done_) + share_of_one) / static_cast<double>(count_));
    }

    std::size_t count_;
    const UnitSpec& spec_;
    const DoUnit& unit_;
    const TakeAnswer& take_;
    std::mutex mutex_;
    std::size_t done_ = 0;
};

}  // namespace

bool do_units(std::span<const std::uint64_t> units, const UnitSpec& spec, std::size_t memory,
              const DoUnit& unit, const TakeAnswer& take)
{
    const auto threads = static_cast<std::size_t>(spec.threads > 0 ? spec.threads : threads_of_machine());
    Doing doing(units.size(), spec, unit, take);
    std::size_t apart = units.size() - units.size() % threads;
    if (threads == 1 || memory > most_memory / threads) apart = 0;
    if (apart > 0)
        do_jobs(static_cast<int>(threads), apart, [&](std::size_t at) { doing.one(units[at], 1); });
    for (std::size_t at = apart; at < units.size(); ++at) doing.one(units[at], static_cast<int>(threads));
    return doing.is_all();
}

}  // namespace txpath
