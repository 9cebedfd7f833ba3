// root_search.hpp -- where a function changes its sign, one question at a time.
//
// Owns      RootSearch.
#pragma once

namespace txpath {

/// A place and what the function is there.
struct RootPoint {
    double at = 0.0, value = 0.0;
};

/// Holds an interval in which the function changes its sign; says where to ask next. The caller may ask
/// several searches at once.
///
///   Method    Chandrupatla's: inverse quadratic interpolation where that is safe, else halving
///   Source    Chandrupatla (1997), Adv Eng Softw 28:145-149
class RootSearch {
public:
    /// Requires  values of opposite signs, neither of them 0; tolerance > 0
    RootSearch(RootPoint low, RootPoint high, double tolerance) noexcept;

    [[nodiscard]] bool is_done() const noexcept { return is_done_; }
    [[nodiscard]] double next() const noexcept;  ///< requires !is_done()
    void answer(double value) noexcept;          ///< at next()

    [[nodiscard]] const RootPoint& best() const noexcept;  ///< of those asked, the one nearest to 0
    [[nodiscard]] double width() const noexcept;           ///< of what is left: 0 at an exact root

private:
    RootPoint newest_, opposite_, third_;
    double tolerance_;
    double step_ = 0.5;
    bool is_done_ = false;
};

}  // namespace txpath
