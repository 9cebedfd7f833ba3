#include "app/grants.hpp"

#include <fmt/format.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <limits>
#include <string_view>
#include <utility>

#include "app/cgroups.hpp"
#include "base/files.hpp"

namespace txpath::app {

namespace {

constexpr std::uint64_t megabyte = std::uint64_t{1} << 20;  // Slurm's

std::optional<std::uint64_t> limit_of(__rlimit_resource_t resource)
{
    rlimit limit = {};
    if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
    return limit.rlim_cur;
}

/// Reads what schedulers and launchers say, and remembers what cannot be read.
class Words {
public:
    Words(const Surroundings& around, std::vector<std::string>& mistakes)
        : around_(around), mistakes_(mistakes)
    {
    }

    [[nodiscard]] bool has(const char* name) const { return around_.variable(name).has_value(); }

    /// The number under the first of these names that is set.
    std::optional<Grant> first_of(std::initializer_list<const char*> names)
    {
        for (const char* name : names)
            if (const auto text = around_.variable(name)) return number(name, *text);
        return std::nullopt;
    }

private:
    std::optional<Grant> number(const char* name, const std::string& text)
    {
        const auto value = whole_number(text);
        if (value && *value > 0) return Grant{name, *value};
        // --mem=0 asks Slurm for all the memory that a node has.
        const bool means_all = value && std::string_view(name).starts_with("SLURM_MEM");
        auto mistake = fmt::format("{} is '{}', which is no number above 0; it was left aside", name, text);
        if (!means_all && std::ranges::find(mistakes_, mistake) == mistakes_.end())
            mistakes_.push_back(std::move(mistake));
        return std::nullopt;
    }

    const Surroundings& around_;
    std::vector<std::string>& mistakes_;
};

/// Ranks of this job on this machine, as far as they are told.
struct Ranks {
    bool is_rank = false, is_first = true;
    std::uint64_t here = 1;
    const char* remedy = "";
};

Ranks ranks_of(const Surroundings& around, Words& words)
{
    Ranks ranks;
    const auto is_first = [&](const char* name) { return around.variable(name).value_or("0") == "0"; };
    const auto here = [&](std::initializer_list<const char*> names) {
        const auto found = words.first_of(names);
        return found ? found->amount : 1;
    };
    // mpirun inside a job of Slurm leaves Slurm's words in place, so its own come first.
    if (words.has("OMPI_COMM_WORLD_SIZE"))
        return {true, is_first("OMPI_COMM_WORLD_RANK"), here({"OMPI_COMM_WORLD_LOCAL_SIZE"}),
                "mpirun --bind-to none"};
    // A batch script has SLURM_PROCID too; only steps have SLURM_STEP_NUM_TASKS.
    if (words.has("SLURM_PROCID") && words.has("SLURM_NTASKS")) {
        ranks = {true, is_first("SLURM_PROCID"), 1, "srun --cpu-bind=none"};
        if (around.variable("SLURM_STEP_NUM_NODES").value_or("") == "1")
            ranks.here = here({"SLURM_STEP_NUM_TASKS"});
        return ranks;
    }
    if (words.has("PMI_SIZE"))
        return {true, is_first("PMI_RANK"), here({"MPI_LOCALNRANKS"}), "mpiexec -bind-to none"};
    return ranks;
}

std::string shared_by(const Ranks& ranks)
{
    return ranks.here > 1 ? fmt::format(", shared by {} ranks", ranks.here) : "";
}

std::uint64_t share(std::uint64_t processors, const Ranks& ranks)
{
    return std::max<std::uint64_t>(1, processors / ranks.here);
}

std::vector<Grant> processors_of_schedulers(Words& words, const Ranks& ranks)
{
    std::vector<Grant> granted;
    if (words.has("SLURM_CPUS_PER_TASK")) {
        if (const auto each = words.first_of({"SLURM_CPUS_PER_TASK"})) granted.push_back(*each);
    } else if (const auto all = words.first_of({"SLURM_CPUS_ON_NODE"})) {
        granted.push_back({all->source + shared_by(ranks), share(all->amount, ranks)});
    }
    if (const auto pbs = words.first_of({"PBS_NCPUS", "NCPUS"})) granted.push_back(*pbs);
    if (const auto lsf = words.first_of({"LSB_DJOB_NUMPROC"})) granted.push_back(*lsf);
    if (const auto grid_engine = words.first_of({"NSLOTS"})) granted.push_back(*grid_engine);
    return granted;
}

std::vector<Grant> memory_of_schedulers(Words& words)
{
    std::vector<Grant> granted;
    // No machine has what would overflow.
    const auto add = [&](std::string source, std::uint64_t megabytes, std::uint64_t times) {
        const std::uint64_t most = std::numeric_limits<std::uint64_t>::max() / megabyte / times;
        granted.push_back({std::move(source), std::min(megabytes, most) * times * megabyte});
    };
    if (const auto node = words.first_of({"SLURM_MEM_PER_NODE"})) add(node->source, node->amount, 1);
    const auto each = words.first_of({"SLURM_MEM_PER_CPU"});
    const auto processors = words.first_of({"SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE"});
    if (each && processors)
        add(fmt::format("{} x {}", each->source, processors->source), each->amount, processors->amount);
    return granted;
}

/// A launcher that binds each rank to one processor leaves the rest of the grant idle.
std::optional<std::string> pinned(const Surroundings& around, const Ranks& ranks,
                                  const std::vector<Grant>& from_schedulers)
{
    if (!ranks.is_rank || around.affinity != 1) return std::nullopt;
    std::uint64_t meant = share(around.online_processors, ranks);
    std::string source = "the machine" + shared_by(ranks);
    if (!from_schedulers.empty()) {
        meant = least(from_schedulers).amount;
        source = least(from_schedulers).source;
    }
    if (meant <= 1) return std::nullopt;
    return fmt::format(
        "this rank is pinned to 1 processor and could have {} ({}), so it runs one thread at a time; start "
        "it "
        "with '{}'",
        meant, source, ranks.remedy);
}

}  // namespace

Surroundings surroundings()
{
    Surroundings around;
    around.variable = [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
    around.file = [](const std::string& path) -> std::optional<std::string> {
        const ReadResult read = read_file(path, megabyte);
        return read.failure == ReadFailure::none ? std::optional(read.text) : std::nullopt;
    };
    const auto known = [](int name) { return static_cast<std::uint64_t>(std::max(1L, sysconf(name))); };
    around.online_processors = known(_SC_NPROCESSORS_ONLN);
    around.affinity = around.online_processors;
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0)
        around.affinity = static_cast<std::uint64_t>(std::max(1, CPU_COUNT(&allowed)));
    around.memory_bytes = known(_SC_PHYS_PAGES) * known(_SC_PAGE_SIZE);
    around.address_limit = limit_of(RLIMIT_AS);
    around.data_limit = limit_of(RLIMIT_DATA);
    return around;
}

Grants grants(const Surroundings& around)
{
    Grants found;
    Words words(around, found.mistakes);
    const Ranks ranks = ranks_of(around, words);
    found.speaks = ranks.is_first;
    const auto append = [](std::vector<Grant>& all, const std::vector<Grant>& more) {
        all.insert(all.end(), more.begin(), more.end());
    };
    const auto from_schedulers = processors_of_schedulers(words, ranks);
    found.processors = {{"machine" + shared_by(ranks), share(around.online_processors, ranks)},
                        {"affinity", around.affinity}};
    append(found.processors, processors_of_cgroups(around));
    append(found.processors, from_schedulers);

    found.memory = {{"machine", around.memory_bytes}};
    if (around.address_limit) found.memory.push_back({"address space (ulimit -v)", *around.address_limit});
    if (around.data_limit) found.memory.push_back({"data (ulimit -d)", *around.data_limit});
    append(found.memory, memory_of_cgroups(around));
    append(found.memory, memory_of_schedulers(words));

    found.pinned = pinned(around, ranks, from_schedulers);
    return found;
}

const Grant& least(const std::vector<Grant>& granted)
{
    return *std::ranges::min_element(granted, {}, &Grant::amount);
}

}  // namespace txpath::app
