// simulate_jobs.cpp -- jobs over threads. One of the doors to TBB.
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <tuple>

#include "txpath/jobs.hpp"

namespace txpath {

int threads_of_machine()
{
    return tbb::info::default_concurrency();
}

void do_jobs(int threads, std::size_t count, const std::function<void(std::size_t)>& job)
{
    if (threads <= 0) threads = threads_of_machine();
    if (threads == 1 || count < 2) {
        for (std::size_t at = 0; at < count; ++at) job(at);
        return;
    }
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                    static_cast<std::size_t>(threads));
    // as in simulate.cpp: says that workers see what was laid out, and the caller what they did
    std::atomic<bool> is_ready = false;
    std::atomic<std::size_t> done = 0;
    is_ready.store(true, std::memory_order_release);
    tbb::task_arena arena(threads);
    arena.execute([&] {
        tbb::parallel_for(
            std::size_t{0}, count,
            [&](std::size_t at) {
                std::ignore = is_ready.load(std::memory_order_acquire);
                job(at);
                done.fetch_add(1, std::memory_order_release);
            },
            tbb::simple_partitioner{});
    });
    std::ignore = done.load(std::memory_order_acquire);
}

void do_jobs_in_order(int threads, std::size_t count, const std::function<void(std::size_t)>& job)
{
    if (threads <= 0) threads = threads_of_machine();
    std::atomic<std::size_t> next = 0;
    do_jobs(threads, std::min(count, static_cast<std::size_t>(threads)), [&](std::size_t) {
        try {
            for (std::size_t at = next.fetch_add(1); at < count; at = next.fetch_add(1)) job(at);
        } catch (...) {
            next = count;  // the other threads need not go on
            throw;
        }
    });
}

}  // namespace txpath
