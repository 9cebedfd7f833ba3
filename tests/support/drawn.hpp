// drawn.hpp -- samples of made-up values, and costs and effects that follow from them.
//
// Owns      normals, uniforms, made.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "base/special.hpp"
#include "txpath/cea.hpp"

namespace txpath::oracle {

[[nodiscard]] inline std::vector<double> uniforms(std::uint64_t seed, const std::string& name,
                                                  std::size_t samples)
{
    const Draws draws(Luck{seed, 0, 0});
    std::vector<double> numbers;
    for (std::size_t r = 0; r < samples; ++r) numbers.push_back(draws.uniform(r, decision(name), 0));
    return numbers;
}

[[nodiscard]] inline std::vector<double> normals(std::uint64_t seed, const std::string& name,
                                                 std::size_t samples)
{
    std::vector<double> numbers = uniforms(seed, name, samples);
    for (double& number : numbers) number = portable::normal_quantile(number);
    return numbers;
}

/// Samples of costs and effects: `rows(r)` gives the costs of all strategies, then their effects.
template <class Rows>
[[nodiscard]] CostsAndEffects made(std::size_t samples, std::size_t strategies, Rows rows)
{
    CostsAndEffects sample{samples, strategies, {}, {}};
    for (std::size_t r = 0; r < samples; ++r) {
        const std::vector<double> row = rows(r);
        sample.costs.insert(sample.costs.end(), row.begin(),
                            row.begin() + static_cast<std::ptrdiff_t>(strategies));
        sample.effects.insert(sample.effects.end(), row.begin() + static_cast<std::ptrdiff_t>(strategies),
                              row.end());
    }
    return sample;
}

}  // namespace txpath::oracle
