// draw_batch.hpp -- many draws at once.
//
// Owns      fill_uniforms, fill_thresholds.
// Promises  bit for bit what uniform_from and threshold_from give for each request alone, with every
//           instruction set and every length. The .cpp is the only door to Highway; draw_batch_scalar.cpp
//           does the same without it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/random.hpp"

namespace txpath {

/// Uniforms of each request.
///
///   Requires  out.size() == requests.size(); the two do not overlap
void fill_uniforms(std::uint64_t key, std::span<const DrawRequest> requests, std::span<double> out) noexcept;

/// Exponential thresholds of each request.
///
///   Requires  out.size() == requests.size(); the two do not overlap
void fill_thresholds(std::uint64_t key, std::span<const DrawRequest> requests,
                     std::span<double> out) noexcept;

/// The instruction set that the two use on this machine: `AVX3`, `SSE4`, `none`, ...
[[nodiscard]] std::string_view vector_target();

}  // namespace txpath
