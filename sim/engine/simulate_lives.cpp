// simulate_lives.cpp -- whole lives on request, and tasks over threads. One of the doors to TBB.
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <tuple>

#include "engine/live.hpp"
#include "txpath/lives.hpp"

namespace txpath {

struct Observer::Parts {
    Parts(const Model& whole, std::uint64_t seed, std::uint32_t replicate)
        : model(whole), tally(model.tables()), live(model.tables(), Draws{{seed, 0, replicate}}, tally)
    {
    }
    Model model;
    WorkerTally tally;  // counts nobody asks for
    Live live;
};

Observer::Observer(const Model& model, std::uint64_t seed, std::uint32_t replicate)
    : parts_(std::make_unique<Parts>(model, seed, replicate))
{
}
Observer::~Observer() = default;
Observer::Observer(Observer&&) noexcept = default;
Observer& Observer::operator=(Observer&&) noexcept = default;

Lives Observer::observe(std::span<const std::uint64_t> persons)
{
    Lives lives;
    lives.persons.reserve(persons.size());
    parts_->live.record_lives(&lives);
    parts_->live.run_listed(persons);
    parts_->live.record_lives(nullptr);
    lives.moves = parts_->live.take_histories();
    complete(parts_->model.tables(), lives);
    return lives;
}

void in_parallel(std::size_t jobs, int threads, const std::function<void(std::size_t)>& work)
{
    const int count = threads > 0 ? threads : tbb::info::default_concurrency();
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                    static_cast<std::size_t>(count));
    // as in simulate.cpp: says that the workers see all that was laid out, and the caller all they did
    std::atomic<bool> is_ready = false;
    std::atomic<std::size_t> done = 0;
    is_ready.store(true, std::memory_order_release);
    tbb::task_arena arena(count);
    arena.execute([&] {
        tbb::parallel_for(
            std::size_t{0}, jobs,
            [&](std::size_t job) {
                std::ignore = is_ready.load(std::memory_order_acquire);
                work(job);
                done.fetch_add(1, std::memory_order_release);
            },
            tbb::simple_partitioner{});
    });
    std::ignore = done.load(std::memory_order_acquire);
}

}  // namespace txpath
