// jobs.hpp -- independent pieces of work over threads.
#pragma once

#include <cstddef>
#include <functional>

namespace txpath {

/// Do every job once, in any order; what one leaves behind is seen by the caller.
///   Requires  jobs do not touch one another's data, and simulate with RunSpec::threads = 1 if at all
///   Parallel  over `threads` threads, 0: all the machine has
void do_jobs(int threads, std::size_t count, const std::function<void(std::size_t)>& job);

/// The same, begun in their order.
void do_jobs_in_order(int threads, std::size_t count, const std::function<void(std::size_t)>& job);

/// The threads that 0 stands for.
[[nodiscard]] int threads_of_machine();

}  // namespace txpath
