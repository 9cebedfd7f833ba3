// grants.hpp -- how much of the machine this process may have, and who says so.
//
// Owns      Grants: what machine, affinity, cgroups, resource limits and schedulers give, each with its name;
// the
//           smallest counts. Whether a rank of MPI was pinned to one processor by mistake.
// Promises  a function of Surroundings alone, so that tests need neither cluster nor container; a word of a
//           scheduler that is no number is said, not passed over.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace txpath::app {

/// All that grants are read from.
struct Surroundings {
    std::function<std::optional<std::string>(const std::string& name)> variable;  ///< of the environment
    std::function<std::optional<std::string>(const std::string& path)> file;      ///< absent: cannot be read
    std::uint64_t online_processors = 1;
    std::uint64_t affinity = 1;  ///< processors the process may be scheduled on
    std::uint64_t memory_bytes = 0;
    std::optional<std::uint64_t> address_limit, data_limit;  ///< bytes: ulimit -v, ulimit -d
};

/// The machine as it is.
[[nodiscard]] Surroundings surroundings();

struct Grant {
    std::string source;  ///< "SLURM_CPUS_PER_TASK", "affinity", "/sys/fs/cgroup/job/cpu.max"
    std::uint64_t amount = 0;
};

struct Grants {
    std::vector<Grant> processors, memory;  ///< never empty; memory in bytes
    std::vector<std::string> mistakes;      ///< words that were left aside: one sentence each
    /// Why the process has one processor though it was meant to have more, and the remedy.
    std::optional<std::string> pinned;
    bool speaks = true;  ///< false for all ranks but the first: what concerns all is said once
};

[[nodiscard]] Grants grants(const Surroundings& around);
/// The smallest; the first of equals.
[[nodiscard]] const Grant& least(const std::vector<Grant>& granted);

}  // namespace txpath::app
