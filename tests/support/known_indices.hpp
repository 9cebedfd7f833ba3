// known_indices.hpp -- functions of values in the unit cube whose Sobol indices have a closed form.
//
// Owns      KnownFunction, ishigami, sobol_g, unit_values.
// Source    Ishigami and Homma (1990); Sobol' (1993); as in Saltelli et al. (2008), Global Sensitivity
// Analysis
#pragma once

#include <cmath>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

#include "support/drawn.hpp"
#include "txpath/regression.hpp"

namespace txpath::oracle {

struct KnownFunction {
    std::function<double(const std::vector<double>&)> height;
    std::vector<double> first_order, total;

    [[nodiscard]] std::size_t values() const { return total.size(); }
    [[nodiscard]] std::vector<double> of(const DrawnColumns& columns) const
    {
        std::vector<double> heights, point(columns.size());
        for (std::size_t r = 0; r < columns.front().size(); ++r) {
            for (std::size_t v = 0; v < columns.size(); ++v) point[v] = columns[v][r];
            heights.push_back(height(point));
        }
        return heights;
    }
};

[[nodiscard]] inline DrawnColumns unit_values(const std::string& name, std::size_t values,
                                              std::size_t samples)
{
    DrawnColumns columns;
    for (std::size_t v = 0; v < values; ++v)
        columns.push_back(uniforms(1, name + std::to_string(v), samples));
    return columns;
}

/// sin x + 7 sin^2 y + 0.1 z^4 sin x on the cube from -pi to pi.
[[nodiscard]] inline KnownFunction ishigami()
{
    constexpr double a = 7.0, b = 0.1, pi = std::numbers::pi;
    const double pi4 = pi * pi * pi * pi, pi8 = pi4 * pi4;
    const double x = 0.5 * (1.0 + b * pi4 / 5.0) * (1.0 + b * pi4 / 5.0), y = a * a / 8.0;
    const double both = b * b * pi8 * (1.0 / 18.0 - 1.0 / 50.0), all = x + y + both;
    return {[](const std::vector<double>& unit) {
                const double u = pi * (2.0 * unit[0] - 1.0), v = pi * (2.0 * unit[1] - 1.0),
                             w = pi * (2.0 * unit[2] - 1.0);
                return std::sin(u) * (1.0 + b * w * w * w * w) + a * std::sin(v) * std::sin(v);
            },
            {x / all, y / all, 0.0},
            {(x + both) / all, y / all, both / all}};
}

/// The product of (|4x - 2| + a) / (1 + a), for a = 0, 1, 4.5, 9 and 99.
[[nodiscard]] inline KnownFunction sobol_g()
{
    const std::vector<double> a{0.0, 1.0, 4.5, 9.0, 99.0};
    double product = 1.0;
    for (const double one : a) product *= 1.0 + 1.0 / (3.0 * (1.0 + one) * (1.0 + one));
    KnownFunction function;
    for (const double one : a) {
        const double alone = 1.0 / (3.0 * (1.0 + one) * (1.0 + one));
        function.first_order.push_back(alone / (product - 1.0));
        function.total.push_back(alone * product / (1.0 + alone) / (product - 1.0));
    }
    function.height = [a](const std::vector<double>& unit) {
        double height = 1.0;
        for (std::size_t v = 0; v < a.size(); ++v)
            height *= (std::abs(4.0 * unit[v] - 2.0) + a[v]) / (1.0 + a[v]);
        return height;
    };
    return function;
}

}  // namespace txpath::oracle
