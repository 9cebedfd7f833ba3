// sample.hpp -- figures that each replicate has its own of.
//
// Owns      Sample, their mean and its standard error; check_within.
#pragma once

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "support/oracle.hpp"

namespace txpath::oracle {

struct Sample {
    double mean = 0.0, standard_error = 0.0;
};

[[nodiscard]] inline Sample sample_of(const std::vector<double>& numbers)
{
    const auto count = static_cast<double>(numbers.size());
    Sample sample;
    for (const double number : numbers) sample.mean += number / count;
    for (const double number : numbers)
        sample.standard_error += (number - sample.mean) * (number - sample.mean) / (count * (count - 1.0));
    sample.standard_error = std::sqrt(sample.standard_error);
    return sample;
}

template <class Figure>
[[nodiscard]] Sample over_replicates(const Experiment& experiment, Figure figure)
{
    std::vector<double> numbers;
    for (const ReplicateResult& result : experiment.results.replicates) numbers.push_back(figure(result));
    return sample_of(numbers);
}

/// Fails the test when the mean is further off than errors_allowed standard errors and `effect`, the stated
/// effect of sync_every.
inline void check_within(const Sample& found, double exact, double effect)
{
    INFO("found " << found.mean << ", without sync points " << exact << ", standard error "
                  << found.standard_error << ", effect of sync_every up to " << effect);
    CHECK(effect > 0.0);
    CHECK(std::abs(found.mean - exact) < errors_allowed * found.standard_error + effect);
}

}  // namespace txpath::oracle
