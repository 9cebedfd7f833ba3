// validation_folder.cpp -- what `txpath validate` leaves behind: validation.csv and what explains it.
#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

#include "base/fingerprint.hpp"
#include "report/folder_writer.hpp"
#include "report/tables.hpp"
#include "txpath/report.hpp"

namespace txpath {
namespace report {
namespace {

namespace fs = std::filesystem;

std::string_view word_for(EndpointUse use)
{
    if (use == EndpointUse::calibration) return "calibration";
    return use == EndpointUse::check ? "check" : "report";
}

std::string_view word_for(Verdict verdict)
{
    if (verdict == Verdict::report) return "";
    return verdict == Verdict::pass ? "pass" : "fail";
}

/// The rows of one endpoint.
void write_endpoint(const std::string& trial, const Endpoint& endpoint, const EndpointResult& result,
                    CsvWriter& out)
{
    const auto row = [&](std::string_view statistic, double value, std::string_view unit) {
        out.text("trial", trial).text("endpoint", endpoint.name).text("statistic", statistic);
        out.number("value", value).text("unit", unit).text("use", word_for(endpoint.use));
        out.text("verdict", word_for(result.verdict));
        out.text("source", endpoint.published ? endpoint.published->source : "");
        out.end_row();
    };
    constexpr double none = EndpointResult::missing;
    const auto& published = endpoint.published;
    row("lower_quartile", result.lower_quartile, endpoint.unit);
    row("mcse", result.error, endpoint.unit);
    row("people", result.people, "people");
    row("predicted_high", result.high, endpoint.unit);
    row("predicted_low", result.low, endpoint.unit);
    row("published", published ? published->value : none, endpoint.unit);
    row("published_high", published ? published->high.value_or(none) : none, endpoint.unit);
    row("published_low", published ? published->low.value_or(none) : none, endpoint.unit);
    row("replicates", result.defined, "replicates");
    row("simulated", result.simulated, endpoint.unit);
    row("upper_quartile", result.upper_quartile, endpoint.unit);
    row("window_high", result.window_high, endpoint.unit);
    row("window_low", result.window_low, endpoint.unit);
}

void write_trial(const TrialResult& result, CsvWriter& out)
{
    const std::string& name = result.scenario->name;
    const auto row = [&](std::string_view statistic, double value) {
        out.text("trial", name).missing("endpoint").text("statistic", statistic).number("value", value);
        out.text("unit", "people").missing("use").missing("verdict").missing("source");
        out.end_row();
    };
    row("candidates", result.enrolment.candidates);
    row("enrolled", result.enrolment.enrolled);
    row("randomised", result.enrolment.randomised);
    row("too_late", result.enrolment.too_late);
    const auto& endpoints = result.scenario->trial->endpoints;
    for (std::size_t at = 0; at < endpoints.size(); ++at)
        write_endpoint(name, endpoints[at], result.endpoints[at], out);
}

template <class Fill>
void add_table(FolderWriter& folder, Table table, const Fill& fill)
{
    folder.add(fmt::format("{}.csv", info(table).name), [&](const TextSink& sink) {
        CsvWriter out(table, sink);
        fill(out);
        out.flush();
    });
}

constexpr std::string_view readme = R"(Published trials done on simulated people by txpath. What each file is:

  validation.csv          one number about one endpoint of one trial: published, simulated, or where it must lie
  data_dictionary.csv     one column of one table
  TRIAL.effective.yaml    the whole trial as it was done, in one file
  manifest.json           program, settings, seed, fingerprint, time and memory taken, warnings
  SHA256SUMS              checksums of all files

How to open a table

  R        d <- read.csv("validation.csv")
  Python   import pandas as pd; d = pd.read_csv("validation.csv")
  Excel    Data > From Text/CSV > validation.csv; file origin 65001 (UTF-8), comma.

The table is long: one row a statistic. In R, reshape(d[d$endpoint != "", c("trial", "endpoint", "statistic",
"value")], direction = "wide", idvar = c("trial", "endpoint"), timevar = "statistic") makes it wide.
)";

void write_files(const ValidationReport& report, FolderWriter& folder)
{
    add_table(folder, Table::validation, [&](CsvWriter& out) {
        for (const TrialResult& trial : report.validation.trials) write_trial(trial, out);
    });
    add_table(folder, Table::data_dictionary, [&](CsvWriter& out) {
        constexpr std::array tables{Table::validation, Table::data_dictionary};
        write_dictionary_of(tables, Scenario{}, out);
    });
    for (const TrialResult& trial : report.validation.trials)
        folder.add_text(trial.scenario->name + ".effective.yaml", trial.scenario->effective_text);
    std::vector<const Scenario*> scenarios;
    for (const TrialResult& trial : report.validation.trials) scenarios.push_back(trial.scenario.get());
    add_data_files(scenarios, folder);
    folder.add_text("README.txt", readme);
    folder.add_text("manifest.json", manifest_text(report, folder.files()));
    folder.add_text("SHA256SUMS", checksums(folder.files()));
}

}  // namespace
}  // namespace report

std::uint64_t validation_fingerprint(const Validation& validation, std::uint64_t seed,
                                     std::uint32_t replicates)
{
    Fingerprint fingerprint;
    for (const TrialResult& trial : validation.trials)
        fingerprint.add(std::string_view(trial.scenario->effective_text));
    fingerprint.add(seed);
    fingerprint.add(std::uint64_t{replicates});
    return fingerprint.value();
}

std::string validation_folder_name(std::uint64_t fingerprint)
{
    return fmt::format("validation-{:08x}", fingerprint >> 32);
}

Written write_validation_folder(const ValidationReport& report, const std::string& destination,
                                Existing existing)
{
    using namespace txpath::report;
    const fs::path path = fs::path(destination) / validation_folder_name(report.facts.fingerprint);
    return write_whole(path, existing, 0, [&](FolderWriter& folder) { write_files(report, folder); });
}

}  // namespace txpath
