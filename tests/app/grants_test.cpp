// grants_test.cpp -- claims about what machine, container and scheduler let a process have.
#include "app/grants.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <string>

using namespace txpath::app;

namespace {

using Texts = std::map<std::string, std::string>;

/// A machine of 16 processors and 64 GiB in which nothing is limited.
Surroundings machine(Texts variables, Texts files)
{
    const auto look_up = [](Texts texts) {
        return [texts = std::move(texts)](const std::string& name) -> std::optional<std::string> {
            const auto found = texts.find(name);
            return found == texts.end() ? std::nullopt : std::optional(found->second);
        };
    };
    Surroundings around;
    around.variable = look_up(std::move(variables));
    around.file = look_up(std::move(files));
    around.online_processors = 16;
    around.affinity = 16;
    around.memory_bytes = std::uint64_t{64} << 30;
    return around;
}

Surroundings scheduled(Texts variables)
{
    return machine(std::move(variables), {});
}

std::uint64_t processors_of(const Surroundings& around)
{
    return least(grants(around).processors).amount;
}

std::uint64_t megabytes_of(const Surroundings& around)
{
    return least(grants(around).memory).amount >> 20;
}

/// One hierarchy of version 2, as systemd mounts it.
Texts version_two(const std::string& group)
{
    return {{"/proc/self/cgroup", "0::" + group + "\n"},
            {"/proc/self/mountinfo",
             "24 1 0:22 / /proc rw - proc proc rw\n"
             "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"}};
}

}  // namespace

TEST_CASE("without limits a process has the whole machine", "[grants]")
{
    const Grants found = grants(scheduled({}));
    CHECK(least(found.processors).source == "machine");
    CHECK(least(found.processors).amount == 16);
    CHECK(least(found.memory).amount == std::uint64_t{64} << 30);
    CHECK(found.mistakes.empty());
    CHECK_FALSE(found.pinned);
}

TEST_CASE("of affinity and each scheduler's word the smallest counts", "[grants]")
{
    Surroundings around = scheduled({{"SLURM_CPUS_PER_TASK", "12"}, {"SLURM_CPUS_ON_NODE", "4"}});
    CHECK(processors_of(around) == 12);  // the task's own word, not the node's
    around.affinity = 6;
    CHECK(processors_of(around) == 6);
    CHECK(least(grants(around).processors).source == "affinity");

    CHECK(processors_of(scheduled({{"SLURM_CPUS_ON_NODE", "4"}})) == 4);
    CHECK(processors_of(scheduled({{"NCPUS", "5"}})) == 5);
    CHECK(processors_of(scheduled({{"PBS_NCPUS", "3"}, {"NCPUS", "5"}})) == 3);
    CHECK(processors_of(scheduled({{"LSB_DJOB_NUMPROC", "2"}})) == 2);
    CHECK(processors_of(scheduled({{"NSLOTS", "7"}, {"LSB_DJOB_NUMPROC", "9"}})) == 7);
    CHECK(processors_of(scheduled({{"NSLOTS", "400"}})) == 16);
}

TEST_CASE("a scheduler's word that is no number is said and left aside", "[grants]")
{
    const Grants found = grants(scheduled({{"SLURM_CPUS_PER_TASK", "4(x2)"}, {"NSLOTS", "0"}}));
    CHECK(least(found.processors).amount == 16);
    CHECK(found.mistakes ==
          std::vector<std::string>{
              "SLURM_CPUS_PER_TASK is '4(x2)', which is no number above 0; it was left aside",
              "NSLOTS is '0', which is no number above 0; it was left aside"});
}

TEST_CASE("a quota of version 2 is rounded up, and the groups above count too", "[grants]")
{
    Texts files = version_two("/job/step");
    files["/sys/fs/cgroup/job/step/cpu.max"] = "max 100000\n";
    CHECK(processors_of(machine({}, files)) == 16);
    files["/sys/fs/cgroup/job/cpu.max"] = "250000 100000\n";
    const Grants found = grants(machine({}, files));
    CHECK(least(found.processors).amount == 3);
    CHECK(least(found.processors).source == "/sys/fs/cgroup/job/cpu.max");
    files["/sys/fs/cgroup/job/step/cpu.max"] = "20000 100000\n";
    CHECK(processors_of(machine({}, files)) == 1);
}

TEST_CASE("a container's limits stand where its groups are mounted", "[grants]")
{
    Texts files = version_two("/");
    files["/sys/fs/cgroup/cpu.max"] = "400000 100000\n";
    files["/sys/fs/cgroup/memory.max"] = "1073741824\n";
    CHECK(processors_of(machine({}, files)) == 4);
    CHECK(megabytes_of(machine({}, files)) == 1024);

    // Version 1 without a namespace of groups: the path names the host's group, which is the mount's root.
    Texts old{{"/proc/self/cgroup", "5:cpu,cpuacct:/docker/ab12\n4:memory:/docker/ab12\n0::/\n"},
              {"/proc/self/mountinfo",
               "31 1 0:28 /docker/ab12 /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu,cpuacct\n"
               "32 1 0:29 /docker/ab12 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n"},
              {"/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "150000\n"},
              {"/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n"},
              {"/sys/fs/cgroup/memory/memory.limit_in_bytes", "536870912\n"}};
    CHECK(processors_of(machine({}, old)) == 2);
    CHECK(megabytes_of(machine({}, old)) == 512);
    old["/sys/fs/cgroup/cpu/cpu.cfs_quota_us"] = "-1\n";
    old["/sys/fs/cgroup/memory/memory.limit_in_bytes"] = "9223372036854771712\n";
    CHECK(processors_of(machine({}, old)) == 16);
    CHECK(grants(machine({}, old)).memory.size() == 1);
}

TEST_CASE("memory is the least of machine, ulimit, group and scheduler", "[grants]")
{
    CHECK(megabytes_of(scheduled({{"SLURM_MEM_PER_NODE", "2048"}})) == 2048);
    CHECK(megabytes_of(scheduled({{"SLURM_MEM_PER_CPU", "1000"}, {"SLURM_CPUS_PER_TASK", "3"}})) == 3000);
    CHECK(megabytes_of(scheduled({{"SLURM_MEM_PER_CPU", "1000"}, {"SLURM_CPUS_ON_NODE", "8"}})) == 8000);
    // --mem=0: all that the node has.
    CHECK(megabytes_of(scheduled({{"SLURM_MEM_PER_NODE", "0"}})) == 65536);
    CHECK(grants(scheduled({{"SLURM_MEM_PER_NODE", "0"}})).mistakes.empty());
    Surroundings around = scheduled({{"SLURM_MEM_PER_NODE", "2048"}});
    around.address_limit = std::uint64_t{1} << 30;
    CHECK(megabytes_of(around) == 1024);
    CHECK(least(grants(around).memory).source == "address space (ulimit -v)");
}

TEST_CASE("a rank pinned to one processor of many is told how to be started", "[grants]")
{
    Surroundings around = scheduled(
        {{"OMPI_COMM_WORLD_SIZE", "2"}, {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"}, {"OMPI_COMM_WORLD_RANK", "1"}});
    around.affinity = 1;
    Grants found = grants(around);
    CHECK(found.pinned ==
          "this rank is pinned to 1 processor and could have 8 (the machine, shared by 2 ranks), so it runs "
          "one "
          "thread at a time; start it with 'mpirun --bind-to none'");
    CHECK_FALSE(found.speaks);

    around = scheduled({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}, {"SLURM_CPUS_PER_TASK", "4"}});
    around.affinity = 1;
    found = grants(around);
    CHECK(found.pinned ==
          "this rank is pinned to 1 processor and could have 4 (SLURM_CPUS_PER_TASK), so it runs one thread "
          "at a "
          "time; start it with 'srun --cpu-bind=none'");
    CHECK(found.speaks);
    around = scheduled({{"PMI_SIZE", "2"}});
    around.affinity = 1;
    CHECK(grants(around).pinned->ends_with("start it with 'mpiexec -bind-to none'"));
}

TEST_CASE("a rank that has what it is meant to have is left in peace", "[grants]")
{
    // One of four ranks, each granted one processor.
    Surroundings around =
        scheduled({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}, {"SLURM_CPUS_PER_TASK", "1"}});
    around.affinity = 1;
    CHECK_FALSE(grants(around).pinned);
    // A rank for each processor.
    around = scheduled({{"OMPI_COMM_WORLD_SIZE", "16"}, {"OMPI_COMM_WORLD_LOCAL_SIZE", "16"}});
    around.affinity = 1;
    CHECK_FALSE(grants(around).pinned);
    // taskset, without any launcher.
    around = scheduled({});
    around.affinity = 1;
    CHECK_FALSE(grants(around).pinned);
}

TEST_CASE("ranks of one machine share it unless each is granted a number of its own", "[grants]")
{
    CHECK(processors_of(scheduled({{"OMPI_COMM_WORLD_SIZE", "4"}, {"OMPI_COMM_WORLD_LOCAL_SIZE", "4"}})) ==
          4);
    CHECK(processors_of(scheduled({{"SLURM_PROCID", "0"},
                                   {"SLURM_NTASKS", "2"},
                                   {"SLURM_STEP_NUM_NODES", "1"},
                                   {"SLURM_STEP_NUM_TASKS", "2"},
                                   {"SLURM_CPUS_ON_NODE", "12"}})) == 6);
}
