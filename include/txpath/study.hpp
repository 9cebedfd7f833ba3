// study.hpp -- a calibration study as its file describes it: which values are fitted to which results.
//
// Owns      Study and its parts, load_study; which kind of study a file is.
// Promises  what Scenario promises; besides, every fitted value is a parameter of some target's scenario,
// every
//           target has a published result with its sampling error.
// Not here  the fitting (calibrate.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "txpath/scenario.hpp"
#include "txpath/trial.hpp"

namespace txpath {

/// How a value is written in its scenario, so that a fitted one can be written in its place.
struct WrittenValue {
    std::vector<std::string> keys;  ///< from the top of the scenario
    std::string value_key;          ///< beside which `source` and `note` stand: `value` or `ratio`
    std::string distribution_key;   ///< that describes the old value; empty: none
    std::string unit;               ///< `per year`, `%`, `% within 14 weeks`; empty: none
    double unit_size = 1.0;         ///< of one such unit, in canonical units
};

/// A value that is sought. All numbers are in the unit of Parameter::base.
struct FittedValue {
    std::string path;
    double low = 0.0, high = 1.0;  ///< low < high
    double start = 0.5;            ///< between them
    bool is_log = false;           ///< searched, and its interval made, on the log scale; then low > 0
    std::optional<Distribution> prior;
    WrittenValue written;
    Span at;
};

/// How a published result is distributed around what the model gives.
///   binomial   events of so many people
///   normal     value with its standard error
///   lognormal  the logarithm of a value, with the standard error of its interval
enum class Likelihood { binomial, normal, lognormal };

/// A published result, and where the model gives its own.
struct Target {
    std::string name;          ///< `TRIAL.ENDPOINT` or `SCENARIO.MEASURE at DAYS`
    std::size_t scenario = 0;  ///< of Study::scenarios
    std::size_t item = 0;      ///< endpoint of its trial, or measure of its outputs
    bool is_measure = false;
    std::size_t report = 0;   ///< of a measure: report time
    bool is_present = false;  ///< of a measure: per person present then, not per person who entered
    bool is_number = false;   ///< the model's value counts people of a trial rather than giving their share
    Likelihood likelihood = Likelihood::normal;
    Published published;
    Span at;
};

enum class GlobalSearch { none, crs2_lm, isres };
enum class LocalSearch { none, bobyqa, sbplx, nelder_mead };

struct Search {
    GlobalSearch global = GlobalSearch::crs2_lm;
    LocalSearch local = LocalSearch::bobyqa;
    std::uint32_t global_evaluations = 300, local_evaluations = 200;
    double tolerance = 0.0005;  ///< of the distance between the bounds
};

struct Study {
    std::string name;  ///< the file's name without folder and extension
    std::string title, description;
    std::string text;     ///< of the file
    std::string extends;  ///< what the written fit extends; empty: its reader says it
    std::vector<std::shared_ptr<const Scenario>> scenarios;
    std::vector<std::string> files;  ///< of the scenarios
    std::vector<FittedValue> values;
    std::vector<Target> targets;
    Search search;
    std::uint32_t replicates = 50;
    std::uint64_t seed = 1;
    Diagnostics warnings;
};

/// Read a study and every scenario it names.
///   Errors  all mistakes of the study, or those of its scenarios
[[nodiscard]] Checked<Study> load_study(const std::string& path);

/// What the keys at the top of a file say it asks for.
struct StudyKind {
    bool fits = false;      ///< `calibrate`: load_study reads it
    bool compares = false;  ///< `strategies`: load_decision (decision.hpp) reads it
    bool draws = false;     ///< `uncertainty`: it says how uncertain values are drawn
    [[nodiscard]] bool is_study() const noexcept { return fits || compares; }
};

/// Neither, if the file cannot be read: whoever loads it says why.
[[nodiscard]] StudyKind kind_of_study(const std::string& path);

/// JSON Schema (draft-07) of study files.
[[nodiscard]] std::string study_schema();

}  // namespace txpath
