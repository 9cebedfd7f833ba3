// streamed_folder_test.cpp -- replicates pass by once; which tables there are, and compressed ones.
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/process.hpp"
#include "app/run_json.hpp"
#include "base/sha256.hpp"
#include "report/tables.hpp"
#include "support/shared_clinic.hpp"
#include "support/workplace.hpp"
#include "txpath/report.hpp"

using namespace txpath;
using namespace txpath::report;
using namespace txpath::test;
namespace fs = std::filesystem;

namespace {

/// Holds one replicate and counts how often it was asked for all of them.
class PassingReplicates final : public ReplicateSource {
public:
    PassingReplicates(const Results& first, std::size_t count) : first_(first), count_(count) {}

    [[nodiscard]] std::size_t size() const override { return count_; }
    void visit(const std::function<void(const ReplicateResult&)>& take) const override
    {
        ++visits_;
        for (std::size_t replicate = 0; replicate < count_; ++replicate) {
            ReplicateResult one = first_.replicates[replicate % first_.replicates.size()];
            one.replicate = static_cast<std::uint32_t>(replicate);
            take(one);
        }
    }
    [[nodiscard]] const std::vector<double>& checkpoints() const override { return first_.checkpoints; }
    [[nodiscard]] const std::optional<NetworkFacts>& network() const override { return first_.network; }
    [[nodiscard]] int visits() const { return visits_; }

private:
    const Results& first_;
    std::size_t count_;
    mutable int visits_ = 0;
};

const std::vector<double> care_price{10.0};

/// The folder of a run of the shared clinic, in `place`.
fs::path write(const ReplicateSource& replicates, const RunFiles& files, const fs::path& place)
{
    const Scenario scenario = shared_clinic();
    const EconomicSummary economics = mean_prices(scenario, care_price, replicates, "/tmp");
    const ManifestFacts facts;
    const Written written =
        write_run_folder({scenario, replicates, economics, facts, files}, place.string(), Existing::refuse);
    REQUIRE(std::holds_alternative<RunFolder>(written));
    return std::get<RunFolder>(written).path;
}

std::map<std::string, std::string> files_in(const Workplace& here, const fs::path& folder)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(folder))
        files[entry.path().filename().string()] = here.text(entry.path());
    return files;
}

}  // namespace

TEST_CASE("prices, folder and summary take one visit each, whatever the scenario", "[streamed]")
{
    const Workplace here;
    const Results results = shared_clinic_results(2);
    const PassingReplicates passing(results, 7);
    const Scenario scenario = shared_clinic();
    const EconomicSummary economics = mean_prices(scenario, care_price, passing, "/tmp");
    CHECK(passing.visits() == 1);
    const ManifestFacts facts;
    const RunReport report{scenario, passing, economics, facts};
    const Written written = write_run_folder(report, (here / "out").string(), Existing::refuse);
    CHECK(std::holds_alternative<RunFolder>(written));
    CHECK(passing.visits() == 2);
    static_cast<void>(summary_text(report, {}));
    CHECK(passing.visits() == 3);
    static_cast<void>(app::run_json(report, {"out", 0}));
    CHECK(passing.visits() == 5);
}

TEST_CASE("replicates that pass by give the bytes of replicates that are held", "[streamed]")
{
    const Workplace here;
    const Results results = shared_clinic_results(3);
    const auto held = files_in(here, write(HeldReplicates(results), {}, here / "held"));
    const auto passing = files_in(here, write(PassingReplicates(results, 3), {}, here / "passing"));
    CHECK(held == passing);

    // and a table does not depend on those that are made beside it
    const Scenario scenario = shared_clinic();
    const HeldReplicates source(results);
    const EconomicSummary economics = price(scenario, care_price, results);
    const ManifestFacts facts;
    const RunReport report{scenario, source, economics, facts};
    const std::string scratch = "/tmp";
    for (const Table table : tables_of(scenario)) {
        std::string alone;
        CsvWriter out(table, [&alone](std::string_view piece) { alone += piece; });
        write_table(table, {report, out, scratch});
        out.flush();
        CHECK(held.at(std::string(info(table).name) + ".csv") == alone);
    }
}

TEST_CASE("aggregates are the tables without a row for each replicate, to the last byte", "[streamed]")
{
    const Workplace here;
    Results results = shared_clinic_results(2);
    const auto all = files_in(here, write(HeldReplicates(results), {}, here / "all"));
    // Nothing that is left needs bins of stays.
    for (ReplicateResult& each : results.replicates) {
        each.tally.sojourns.columns = 1;
        each.tally.sojourns.values.assign(each.tally.sojourns.rows, 0);
        each.histories.clear();
    }
    const RunFiles aggregates{.tables = TableSet::aggregates};
    auto some = files_in(here, write(HeldReplicates(results), aggregates, here / "some"));

    for (const char* name : {"timeseries.csv", "transitions.csv", "resources.csv", "adoption.csv",
                             "policies.csv", "histories.csv"}) {
        CHECK(all.contains(name));
        CHECK_FALSE(some.contains(name));
        CHECK(some.at("README.txt").find("  " + std::string(name)) == std::string::npos);
        CHECK(some.at("data_dictionary.csv").find('\n' + fs::path(name).stem().string() + ',') ==
              std::string::npos);
    }
    CHECK(some.size() == all.size() - 6);
    for (const auto& [name, text] : some)
        if (name.ends_with(".csv") && name != "data_dictionary.csv") CHECK(all.at(name) == text);
    CHECK(nlohmann::json::parse(some.at("manifest.json"))["settings"]["tables"] == "aggregates");
    CHECK(some.at("README.txt").find("--tables aggregates") != std::string::npos);

    for (const TableEstimate& table : estimate_tables(shared_clinic(), 2, aggregates))
        CHECK(some.contains(table.file));
}

TEST_CASE("compressed tables are, unpacked, the plain ones, and their checksums hold", "[streamed]")
{
    const Workplace here;
    const Results results = shared_clinic_results(2);
    const HeldReplicates held(results);
    const auto plain = files_in(here, write(held, {}, here / "plain"));
    struct Case {
        Compression compression;
        std::string unpack, word;
    };
    for (const auto& [compression, unpack, word] :
         {Case{Compression::gzip, "gunzip *.gz", "gzip"},
          Case{Compression::zstd, "zstd -d -q --rm *.zst", "zstd"}}) {
        const RunFiles files{.compression = compression};
        const fs::path folder = write(held, files, here / word);
        const auto packed = files_in(here, folder);
        CHECK(packed == files_in(here, write(held, files, here / (word + "_again"))));
        const std::string go = "cd '" + folder.string() + "' && ";
        CHECK(here.shell(go + "sha256sum -c --quiet SHA256SUMS") == 0);

        const auto manifest = nlohmann::json::parse(packed.at("manifest.json"));
        CHECK(manifest["settings"]["compression"] == word);
        for (const TableEstimate& table : estimate_tables(shared_clinic(), 2, files)) {
            CHECK(packed.at("README.txt").find("  " + table.file) != std::string::npos);
            CHECK(manifest["files"][table.file]["sha256"] == *sha256_of_file(folder / table.file));
            CHECK(manifest["files"][table.file]["bytes"] == fs::file_size(folder / table.file));
        }
        REQUIRE(here.shell(go + unpack) == 0);
        const auto unpacked = files_in(here, folder);
        CHECK(unpacked.size() == plain.size());
        for (const auto& [name, text] : plain)
            if (name.ends_with(".csv")) CHECK(unpacked.at(name) == text);
    }
}

TEST_CASE("memory does not grow with replicates", "[streamed][.bench]")
{
    const Workplace here;
    const Results results = shared_clinic_results(1);
    // The first run pays for the program, and for the stores' budgets.
    static_cast<void>(write(PassingReplicates(results, 200000), {}, here / "some"));
    const auto before = app::peak_memory_bytes();
    static_cast<void>(write(PassingReplicates(results, 800000), {}, here / "more"));
    const auto after = app::peak_memory_bytes();
    WARN(before / 1000000 << " MB with 200,000 replicates, " << after / 1000000 << " MB with 800,000");
    CHECK(after < before + 20'000'000);
}
