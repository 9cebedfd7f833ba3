// loops_in_turn.cpp -- the same without threads, for WebAssembly.
#include "engine/loops.hpp"
#include "txpath/jobs.hpp"

namespace txpath {

int threads_of_machine()
{
    return 1;
}

void with_threads(int /*threads*/, const std::function<void()>& work)
{
    work();
}

void each_over_threads(std::size_t items,
                       const std::function<void(std::size_t item, std::size_t thread)>& work)
{
    for (std::size_t item = 0; item < items; ++item) work(item, 0);
}

}  // namespace txpath
