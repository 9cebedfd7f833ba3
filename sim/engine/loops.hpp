// loops.hpp -- items of work over threads. The door to TBB; a build without threads does all in turn.
//
// Promises  what was laid out before is seen by the work, and what the work did by the caller: said in a way
//           that readers and tools that cannot look into TBB understand, too.
#pragma once

#include <cstddef>
#include <functional>

namespace txpath {

/// Do `work` with at most so many threads at hand.
void with_threads(int threads, const std::function<void()>& work);

/// Every item once, in any order; `thread` tells those at work at the same time apart and is less than their
/// number.
///   Requires  it is called by the work of with_threads
void each_over_threads(std::size_t items,
                       const std::function<void(std::size_t item, std::size_t thread)>& work);

}  // namespace txpath
