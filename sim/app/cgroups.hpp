// cgroups.hpp -- limits that control groups set, of version 1 and 2.
//
// Owns      where a process's groups are found in the file system, and how their limits are read.
// Assumes   /proc/self/cgroup and /proc/self/mountinfo as proc(5) and cgroups(7) describe them.
// Promises  limits of the groups above count as well, as the kernel has it.
#pragma once

#include <vector>

#include "app/grants.hpp"

namespace txpath::app {

/// Processors by quota, rounded up.
[[nodiscard]] std::vector<Grant> processors_of_cgroups(const Surroundings& around);
/// Bytes of memory.
[[nodiscard]] std::vector<Grant> memory_of_cgroups(const Surroundings& around);

/// A whole number and nothing else but white space around it.
[[nodiscard]] std::optional<std::uint64_t> whole_number(const std::string& text);

}  // namespace txpath::app
