// run_folder_test.cpp -- a run folder is whole or not there.
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/sha256.hpp"
#include "support/two_states.hpp"
#include "txpath/report.hpp"

using namespace txpath;
using namespace txpath::test;
namespace fs = std::filesystem;

namespace {

/// An empty folder that is removed at the end.
class Place {
public:
    Place()
    {
        std::string pattern = (fs::temp_directory_path() / "txpath-test-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~Place()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// No file may grow beyond `bytes` while it lives: the nearest thing to a full disk.
class SmallFiles {
public:
    explicit SmallFiles(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        former_ = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~SmallFiles()
    {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, former_);
    }
    SmallFiles(const SmallFiles&) = delete;
    SmallFiles& operator=(const SmallFiles&) = delete;

private:
    rlimit before_{};
    void (*former_)(int) = nullptr;
};

ManifestFacts facts()
{
    ManifestFacts facts;
    facts.version = "0.1.0";
    facts.commit = "0036cca";
    facts.libraries = {{"oneTBB", "2021.8"}};
    facts.fingerprint = 0x1234567890abcdef;
    facts.seed = 18446744073709551615U;
    facts.threads = 2;
    facts.instants = 14;
    facts.planned_replicates = 2;
    facts.done_replicates = 2;
    facts.warnings = {"'health.well' is \"absorbing\""};
    return facts;
}

Written write(const Scenario& scenario, const std::string& destination, Existing existing)
{
    const Results results = two_states_results(2);
    const EconomicSummary economics = price(scenario, {}, results);
    const ManifestFacts known = facts();
    const HeldReplicates held(results);
    return write_run_folder({scenario, held, economics, known}, destination, existing);
}

std::string read(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::set<std::string> names_in(const fs::path& folder)
{
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
    return names;
}

}  // namespace

TEST_CASE("a run folder holds all tables, explains them, and nothing else stays behind", "[run_folder]")
{
    const Place place;
    const Written written = write(two_states(), (place.path() / "deep" / "er").string(), Existing::refuse);

    REQUIRE(std::holds_alternative<RunFolder>(written));
    const fs::path folder = std::get<RunFolder>(written).path;
    CHECK(folder.filename() == run_folder_name(two_states(), 0x1234567890abcdef));
    CHECK(names_in(folder.parent_path()) == std::set<std::string>{folder.filename().string()});
    CHECK(names_in(folder) == std::set<std::string>{"README.txt", "SHA256SUMS", "ce.csv", "costs.csv",
                                                    "data_dictionary.csv", "flows.csv", "histories.csv",
                                                    "manifest.json", "qalys.csv", "scenario.effective.yaml",
                                                    "stateprobs.csv", "timeseries.csv",
                                                    "timeseries_summary.csv", "transitions.csv"});
    CHECK(read(folder / "scenario.effective.yaml") == "txpath: 1\n");
    for (const std::string& name : names_in(folder))
        if (name.ends_with(".csv")) CHECK(read(folder / "README.txt").find("  " + name) != std::string::npos);
}

TEST_CASE("the checksums are those of the files, in the form sha256sum reads", "[run_folder]")
{
    const Place place;
    const Written written = write(two_states(), place.path().string(), Existing::refuse);
    const fs::path folder = std::get<RunFolder>(written).path;

    std::istringstream lines(read(folder / "SHA256SUMS"));
    std::size_t count = 0;
    std::uint64_t bytes = fs::file_size(folder / "SHA256SUMS");
    for (std::string line; std::getline(lines, line); ++count) {
        REQUIRE(line.substr(64, 2) == "  ");
        CHECK(sha256_of_file(folder / line.substr(66)) == line.substr(0, 64));
        bytes += fs::file_size(folder / line.substr(66));
    }
    CHECK(count == 13);
    CHECK(std::get<RunFolder>(written).bytes == bytes);
}

TEST_CASE("the manifest says how the run was made and what its files are", "[run_folder]")
{
    const Place place;
    const Written written = write(two_states(), place.path().string(), Existing::refuse);
    const fs::path folder = std::get<RunFolder>(written).path;
    const auto manifest = nlohmann::json::parse(read(folder / "manifest.json"));

    CHECK(manifest["program"]["version"] == "0.1.0");
    CHECK(manifest["program"]["libraries"]["oneTBB"] == "2021.8");
    CHECK(manifest["fingerprints"]["model"] == "1234567890abcdef");
    CHECK(folder.filename().string() ==
          "clinic-" + manifest["fingerprints"]["run"].get<std::string>().substr(0, 8));
    CHECK(manifest["settings"]["seed"] == 18446744073709551615U);
    CHECK(manifest["work"]["replicates_done"] == 2);
    CHECK(manifest["work"]["events_simulated"] == 14);
    CHECK(manifest["warnings"][0] == "'health.well' is \"absorbing\"");
    CHECK(manifest["files"]["ce.csv"]["sha256"] == *sha256_of_file(folder / "ce.csv"));
    CHECK(manifest["files"]["ce.csv"]["bytes"] == fs::file_size(folder / "ce.csv"));
    CHECK(manifest["files"].size() == 12);
}

TEST_CASE("the folder's name changes with the model and with anything the scenario says", "[run_folder]")
{
    Scenario dearer = two_states();
    dearer.effective_text += "economics: {}\n";

    CHECK(run_folder_name(two_states(), 1) == run_folder_name(two_states(), 1));
    CHECK(run_folder_name(two_states(), 1) != run_folder_name(two_states(), 2));
    CHECK(run_folder_name(two_states(), 1) != run_folder_name(dearer, 1));
}

TEST_CASE("an existing run folder is refused, and left as it was, unless it is to be replaced",
          "[run_folder]")
{
    const Place place;
    const fs::path folder =
        std::get<RunFolder>(write(two_states(), place.path().string(), Existing::refuse)).path;
    std::ofstream(folder / "note.txt") << "mine";

    const Written again = write(two_states(), place.path().string(), Existing::refuse);
    REQUIRE(std::holds_alternative<FolderError>(again));
    CHECK(std::get<FolderError>(again).kind == FolderError::Kind::cannot_create);
    CHECK(std::get<FolderError>(again).path == folder.string());
    CHECK(std::get<FolderError>(again).reason == "a run folder of this name exists already");
    CHECK(read(folder / "note.txt") == "mine");

    CHECK(std::holds_alternative<RunFolder>(write(two_states(), place.path().string(), Existing::replace)));
    CHECK_FALSE(fs::exists(folder / "note.txt"));
    CHECK(names_in(place.path()).size() == 1);
}

TEST_CASE("the data a scenario reads goes with it, unless a table has its name", "[run_folder]")
{
    const Place place;
    std::ofstream(place.path() / "life.csv") << "age,rate\n0,0.01\n";
    std::ofstream(place.path() / "costs.csv") << "time,survival\n";
    Scenario scenario = two_states();
    scenario.data_files = {(place.path() / "costs.csv").string(), (place.path() / "life.csv").string()};

    const fs::path folder =
        std::get<RunFolder>(write(scenario, (place.path() / "out").string(), Existing::refuse)).path;
    CHECK(read(folder / "life.csv") == "age,rate\n0,0.01\n");
    CHECK(read(folder / "README.txt").find("life.csv                data that the scenario reads") !=
          std::string::npos);
    CHECK(read(folder / "costs.csv").starts_with("sample,"));
    CHECK(read(folder / "manifest.json").find("the data file costs.csv is not copied") != std::string::npos);

    fs::remove(place.path() / "life.csv");
    const Written again = write(scenario, (place.path() / "other").string(), Existing::refuse);
    REQUIRE(std::holds_alternative<FolderError>(again));
    CHECK(std::get<FolderError>(again).reason == "No such file or directory");
    CHECK(names_in(place.path() / "other").empty());
}

TEST_CASE("when a file cannot be written whole, nothing has the final name and nothing else is left",
          "[run_folder]")
{
    const Place place;
    for (const rlim_t limit :
         {rlim_t{0}, rlim_t{100}, rlim_t{5000}, rlim_t{9000}}) {  // the first file, a small one, and so on
        const SmallFiles small(limit);
        const Written written = write(two_states(), place.path().string(), Existing::refuse);

        REQUIRE(std::holds_alternative<FolderError>(written));
        CHECK(std::get<FolderError>(written).kind == FolderError::Kind::io);
        CHECK(std::get<FolderError>(written).needed_bytes > 10000);
        CHECK(names_in(place.path()).empty());
    }
}

TEST_CASE("a failed replacement leaves the older folder as it was", "[run_folder]")
{
    const Place place;
    const fs::path folder =
        std::get<RunFolder>(write(two_states(), place.path().string(), Existing::refuse)).path;
    const std::string before = read(folder / "SHA256SUMS");
    {
        const SmallFiles small(1000);
        CHECK(std::holds_alternative<FolderError>(
            write(two_states(), place.path().string(), Existing::replace)));
    }
    CHECK(read(folder / "SHA256SUMS") == before);
    CHECK(names_in(place.path()).size() == 1);
}

TEST_CASE("a destination that is a file cannot hold a folder", "[run_folder]")
{
    const Place place;
    std::ofstream(place.path() / "taken") << "x";

    const Written written = write(two_states(), (place.path() / "taken").string(), Existing::refuse);
    REQUIRE(std::holds_alternative<FolderError>(written));
    CHECK(std::get<FolderError>(written).kind == FolderError::Kind::cannot_create);
}

TEST_CASE("the estimate gives the exact rows of most tables and about their bytes", "[run_folder]")
{
    const Place place;
    const fs::path folder =
        std::get<RunFolder>(write(two_states(), place.path().string(), Existing::refuse)).path;
    const auto lines = [&](const std::string& name) {
        const std::string text = read(folder / name);
        return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')) - 1;
    };

    for (const TableEstimate& table : estimate_tables(two_states(), 2, {})) {
        INFO(table.file);
        if (table.file == "flows.csv" || table.file == "histories.csv") continue;
        CHECK(table.rows == lines(table.file));
        const auto size = static_cast<double>(fs::file_size(folder / table.file));
        CHECK(static_cast<double>(table.bytes) > 0.5 * size);
        CHECK(static_cast<double>(table.bytes) < 3.0 * size);
    }
}

TEST_CASE("twenty replicates of a large scenario are written within the budget", "[run_folder][.bench]")
{
    Scenario scenario = two_states();
    for (int n = 0; n < 70; ++n) {
        scenario.states.push_back(scenario.states[ill]);
        scenario.states.back().name = "another_state_" + std::to_string(n);
        scenario.transitions.push_back(scenario.transitions[recover]);
        scenario.transitions.back().name = "another_transition_" + std::to_string(n);
    }
    scenario.people.attributes[AttributeId{0}].categories = {"medicaid", "medicare", "none", "private"};
    scenario.time.reports.assign(61, 0.0);
    for (std::size_t time = 0; time < 61; ++time)
        scenario.time.reports[time] = static_cast<double>(time) * 30.4375;

    const std::size_t states = scenario.states.size(), transitions = scenario.transitions.size(),
                      rows = 61 * 4;
    const auto filled = [](std::size_t height, std::size_t width) {
        Counts counts{{}, height, width};
        for (std::size_t n = 0; n < height * width; ++n)
            counts.values.push_back(static_cast<std::int64_t>(n * 7919 % 99991));
        return counts;
    };
    Results results;
    for (std::uint32_t replicate = 0; replicate < 20; ++replicate) {
        ReplicateResult one;
        one.replicate = replicate;
        one.tally = {61,
                     4,
                     filled(rows, 1),
                     filled(rows, 1),
                     filled(rows, states),
                     filled(rows, states),
                     filled(rows, transitions),
                     filled(rows, states),
                     filled(rows, 1),
                     filled(rows, 1),
                     filled(4 * transitions, SojournBins::count),
                     filled(4, states * states)};
        results.replicates.push_back(one);
    }
    results.checkpoints = {0, 100, 200, 300, 400};
    const EconomicSummary economics;
    const ManifestFacts known = facts();
    const HeldReplicates held(results);

    const Place place;
    const auto begin = std::chrono::steady_clock::now();
    const Written written =
        write_run_folder({scenario, held, economics, known}, place.path().string(), Existing::refuse);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    REQUIRE(std::holds_alternative<RunFolder>(written));
    WARN(taken.count() << " s for " << static_cast<double>(std::get<RunFolder>(written).bytes) / 1e6
                       << " MB");
    CHECK(taken.count() < 1.5);
    CHECK(std::get<RunFolder>(written).bytes < 150000000);
}
