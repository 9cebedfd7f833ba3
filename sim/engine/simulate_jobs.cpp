// simulate_jobs.cpp -- jobs over threads.
#include <algorithm>
#include <atomic>

#include "engine/loops.hpp"
#include "txpath/jobs.hpp"

namespace txpath {

void do_jobs(int threads, std::size_t count, const std::function<void(std::size_t)>& job)
{
    if (threads <= 0) threads = threads_of_machine();
    if (threads == 1 || count < 2) {
        for (std::size_t at = 0; at < count; ++at) job(at);
        return;
    }
    with_threads(threads,
                 [&] { each_over_threads(count, [&](std::size_t at, std::size_t /*thread*/) { job(at); }); });
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
