#include "study/search.hpp"

#include <nlopt.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <new>
#include <type_traits>
#include <variant>

namespace txpath {

namespace {

/// What an impossible point is to NLopt: its quadratic models cannot hold an infinity.
constexpr double very_low = -1e10;

struct Asking {
    const std::function<std::optional<double>(std::span<const double>)>& height;
    nlopt_opt search;
    std::exception_ptr failure;  // NLopt is C: nothing may be thrown through it
};

double ask(unsigned count, const double* at, double* /*gradient*/, void* data)
{
    auto& asking = *static_cast<Asking*>(data);
    try {
        if (const auto height = asking.height(std::span(at, count)))
            return std::isfinite(*height) ? std::max(*height, very_low) : very_low;
    } catch (...) {
        asking.failure = std::current_exception();
    }
    nlopt_force_stop(asking.search);
    return very_low;
}

nlopt_algorithm algorithm_of(GlobalSearch search) noexcept
{
    return search == GlobalSearch::isres ? NLOPT_GN_ISRES : NLOPT_GN_CRS2_LM;
}

nlopt_algorithm algorithm_of(LocalSearch search) noexcept
{
    if (search == LocalSearch::sbplx) return NLOPT_LN_SBPLX;
    // BOBYQA builds its models from two coordinates on.
    return search == LocalSearch::nelder_mead ? NLOPT_LN_NELDERMEAD : NLOPT_LN_BOBYQA;
}

}  // namespace

void climb(const std::function<std::optional<double>(std::span<const double>)>& height, const Point& start,
           const Climb& how)
{
    const auto count = static_cast<unsigned>(start.size());
    auto algorithm = std::visit([](auto by) { return algorithm_of(by); }, how.by);
    if (algorithm == NLOPT_LN_BOBYQA && count < 2) algorithm = NLOPT_LN_NELDERMEAD;
    const std::unique_ptr<std::remove_pointer_t<nlopt_opt>, decltype(&nlopt_destroy)> search(
        nlopt_create(algorithm, count), &nlopt_destroy);
    if (search == nullptr) throw std::bad_alloc();
    nlopt_srand(static_cast<unsigned long>(how.seed));  // of this thread
    Asking asking{height, search.get(), nullptr};
    nlopt_set_max_objective(search.get(), &ask, &asking);
    nlopt_set_lower_bounds1(search.get(), 0.0);
    nlopt_set_upper_bounds1(search.get(), 1.0);
    nlopt_set_xtol_abs1(search.get(), how.tolerance);
    nlopt_set_maxeval(search.get(), static_cast<int>(how.evaluations));
    nlopt_set_initial_step1(search.get(), how.step);
    Point at = start;
    double best = 0.0;
    nlopt_optimize(search.get(), at.data(), &best);  // its caller keeps the best of what it was asked
    if (asking.failure) std::rethrow_exception(asking.failure);
}

}  // namespace txpath
