// exp_batch_scalar.cpp -- points one after the other: for builds without Highway.
#include <cassert>
#include <cstddef>

#include "base/exp_batch.hpp"

namespace txpath {

void fill_course(const Course& course, std::span<const double> t, std::span<double> out) noexcept
{
    assert(out.size() == t.size());
    for (std::size_t i = 0; i < t.size(); ++i) out[i] = course_at(course, t[i]);
}

void fill_powers(double y, std::span<const double> x, std::span<double> out) noexcept
{
    assert(out.size() == x.size());
    for (std::size_t i = 0; i < x.size(); ++i) out[i] = power_at(x[i], y);
}

}  // namespace txpath
