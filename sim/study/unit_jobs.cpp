#include "study/unit_jobs.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

#include "txpath/jobs.hpp"

namespace txpath {

namespace {

constexpr std::size_t most_memory = std::size_t{4} << 30;

bool is_set(const std::atomic<bool>* flag)
{
    return flag != nullptr && flag->load(std::memory_order_relaxed);
}

class UnitJobs {
public:
    UnitJobs(std::span<const std::uint64_t> units, const UnitSpec& spec, const DoUnit& unit,
             const TakeAnswer& take)
        : units_(units), spec_(spec), unit_(unit), take_(take), shares_(units.size(), 0.0F)
    {
    }

    /// Those before `end`, each on one of so many threads.
    void go_apart(int threads, std::size_t end)
    {
        do_jobs_in_order(threads, end, [&](std::size_t at) {
            if (may_begin()) go(at, 1);
        });
    }

    /// Those from `begin` on, one after the other.
    void go_in_turn(int threads, std::size_t begin)
    {
        for (std::size_t at = begin; at < units_.size() && may_begin(); ++at) go(at, threads);
    }

    [[nodiscard]] bool is_complete() const { return done_ == units_.size(); }

private:
    [[nodiscard]] bool may_begin() const
    {
        return !is_stopped_ && !is_set(spec_.rest) && !is_set(spec_.stop);
    }

    void go(std::size_t at, int threads)
    {
        std::function<void(double)> progress;
        if (spec_.progress) progress = [this, at](double part) { tell(at, part); };
        const std::optional<std::string> answer = unit_(units_[at], threads, progress);
        if (!answer) {
            is_stopped_ = true;
            return;
        }
        {
            const std::lock_guard lock(mutex_);
            take_(units_[at], *answer);
            ++done_;
        }
        if (spec_.progress) tell(at, 1.0);
    }

    /// Shares only grow, so that the sum does.
    void tell(std::size_t at, double part)
    {
        const std::lock_guard lock(telling_);
        const auto share = static_cast<float>(part);
        if (!(share > shares_[at])) return;
        sum_ += static_cast<double>(share) - static_cast<double>(shares_[at]);
        shares_[at] = share;
        spec_.progress(std::min(1.0, sum_ / static_cast<double>(units_.size())));
    }

    std::span<const std::uint64_t> units_;
    const UnitSpec& spec_;
    const DoUnit& unit_;
    const TakeAnswer& take_;
    std::vector<float> shares_;  // done of each unit
    double sum_ = 0.0;           // of shares
    std::atomic<bool> is_stopped_ = false;
    std::size_t done_ = 0;
    std::mutex mutex_, telling_;
};

}  // namespace

bool do_units(std::span<const std::uint64_t> units, const UnitSpec& spec, std::size_t memory,
              const DoUnit& unit, const TakeAnswer& take)
{
    const int threads = spec.threads > 0 ? spec.threads : threads_of_machine();
    const auto count = static_cast<std::size_t>(threads);
    UnitJobs jobs(units, spec, unit, take);
    const bool has_rounds = threads > 1 && memory <= most_memory / count;
    const std::size_t apart = has_rounds ? units.size() / count * count : 0;
    jobs.go_apart(threads, apart);
    jobs.go_in_turn(threads, apart);
    return jobs.is_complete();
}

}  // namespace txpath
