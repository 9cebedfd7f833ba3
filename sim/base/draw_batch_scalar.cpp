// draw_batch_scalar.cpp -- many draws, one after the other: for builds without Highway.
#include <cassert>
#include <cstddef>

#include "base/draw_batch.hpp"

namespace txpath {

void fill_uniforms(std::uint64_t key, std::span<const DrawRequest> requests, std::span<double> out) noexcept
{
    assert(out.size() == requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) out[i] = uniform_from(bits_for(key, requests[i]));
}

void fill_thresholds(std::uint64_t key, std::span<const DrawRequest> requests, std::span<double> out) noexcept
{
    assert(out.size() == requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) out[i] = threshold_from(bits_for(key, requests[i]));
}

std::string_view vector_target()
{
    return "none";
}

}  // namespace txpath
