// loops.cpp -- the only door to TBB.
#include "engine/loops.hpp"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <tuple>

#include "txpath/jobs.hpp"

namespace txpath {

int threads_of_machine()
{
    return tbb::info::default_concurrency();
}

void with_threads(int threads, const std::function<void()>& work)
{
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                    static_cast<std::size_t>(threads));
    tbb::task_arena arena(threads);
    arena.execute(work);
}

void each_over_threads(std::size_t items,
                       const std::function<void(std::size_t item, std::size_t thread)>& work)
{
    std::atomic<bool> is_ready = false;
    std::atomic<std::size_t> done = 0;
    is_ready.store(true, std::memory_order_release);
    tbb::parallel_for(
        std::size_t{0}, items,
        [&](std::size_t item) {
            std::ignore = is_ready.load(std::memory_order_acquire);
            work(item, static_cast<std::size_t>(tbb::this_task_arena::current_thread_index()));
            done.fetch_add(1, std::memory_order_release);
        },
        tbb::simple_partitioner{});
    std::ignore = done.load(std::memory_order_acquire);
}

}  // namespace txpath
