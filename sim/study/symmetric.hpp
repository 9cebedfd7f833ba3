// symmetric.hpp -- the axes of small symmetric matrices.
#pragma once

#include <vector>

namespace txpath {

using Matrix = std::vector<std::vector<double>>;

/// Axes of a symmetric matrix: matrix = sum over axes of length * axis axis'.
struct Axes {
    std::vector<double> lengths;  ///< rising
    Matrix vectors;               ///< by axis; each of length 1, its largest weight positive
};

///   Method  Jacobi's rotations
[[nodiscard]] Axes axes_of(Matrix symmetric);

}  // namespace txpath
