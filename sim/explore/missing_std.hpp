// missing_std.hpp -- the C++20 that the standard library of Emscripten 3.1.6 (libc++ 13) lacks and the engine
// uses. Included before every file of the WebAssembly build, and nowhere else.
//
// Assumes   ranges have begin() and end(); nobody needs more of std::ranges than stands here.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

#if defined(_LIBCPP_VERSION) && _LIBCPP_VERSION < 14000

// NOLINTBEGIN(cert-dcl58-cpp): the standard says what these are, and a newer library takes their place
namespace std {

template <class To, class From>
[[nodiscard]] constexpr To bit_cast(const From& from) noexcept
{
    return __builtin_bit_cast(To, from);
}

template <class Array>
[[nodiscard]] unique_ptr<Array> make_unique_for_overwrite(size_t size)
{
    return unique_ptr<Array>(new remove_extent_t<Array>[size]);
}

/// Of text that is a decimal number from its begin to some place.
inline from_chars_result from_chars(const char* begin, const char* end, double& number)
{
    const string text(begin, end);  // strtod wants an end that is marked
    char* rest = nullptr;
    const double read = strtod(text.c_str(), &rest);
    if (rest == text.c_str()) return {begin, errc::invalid_argument};
    const char* const stop = begin + (rest - text.c_str());
    const bool is_outside = read > 1.7976931348623157e308 || read < -1.7976931348623157e308 ||
                            (read == 0.0 && text.find_first_of("123456789") < text.find_first_of("eE"));
    if (is_outside) return {stop, errc::result_out_of_range};
    number = read;
    return {stop, errc{}};
}

namespace ranges {

namespace missing {

/// A comparison of what a projection makes of two things.
template <class Less, class Projection>
[[nodiscard]] constexpr auto by(Less& less, Projection& projection)
{
    return [&less, &projection](const auto& a, const auto& b) {
        return static_cast<bool>(std::invoke(less, std::invoke(projection, a), std::invoke(projection, b)));
    };
}

struct same {
    template <class T>
    constexpr T&& operator()(T&& thing) const noexcept
    {
        return std::forward<T>(thing);
    }
};

struct before {
    template <class A, class B>
    constexpr bool operator()(const A& a, const B& b) const
    {
        return a < b;
    }
};

}  // namespace missing

template <class Range, class Less = missing::before, class Projection = missing::same>
constexpr void sort(Range&& range, Less less = {}, Projection projection = {})
{
    std::sort(std::begin(range), std::end(range), missing::by(less, projection));
}

template <class Range, class Less = missing::before, class Projection = missing::same>
constexpr void stable_sort(Range&& range, Less less = {}, Projection projection = {})
{
    std::stable_sort(std::begin(range), std::end(range), missing::by(less, projection));
}

template <class Range, class Less = missing::before, class Projection = missing::same>
[[nodiscard]] constexpr bool is_sorted(Range&& range, Less less = {}, Projection projection = {})
{
    return std::is_sorted(std::begin(range), std::end(range), missing::by(less, projection));
}

template <class Range, class Predicate, class Projection = missing::same>
[[nodiscard]] constexpr auto find_if(Range&& range, Predicate predicate, Projection projection = {})
{
    return std::find_if(std::begin(range), std::end(range), [&](const auto& one) {
        return static_cast<bool>(std::invoke(predicate, std::invoke(projection, one)));
    });
}

template <class Range, class T, class Projection = missing::same>
[[nodiscard]] constexpr auto find(Range&& range, const T& value, Projection projection = {})
{
    return std::find_if(std::begin(range), std::end(range),
                        [&](const auto& one) { return std::invoke(projection, one) == value; });
}

template <class Range, class Predicate, class Projection = missing::same>
[[nodiscard]] constexpr bool any_of(Range&& range, Predicate predicate, Projection projection = {})
{
    return ranges::find_if(range, predicate, projection) != std::end(range);
}

template <class Range, class Predicate, class Projection = missing::same>
[[nodiscard]] constexpr bool all_of(Range&& range, Predicate predicate, Projection projection = {})
{
    return std::all_of(std::begin(range), std::end(range), [&](const auto& one) {
        return static_cast<bool>(std::invoke(predicate, std::invoke(projection, one)));
    });
}

template <class Range, class T>
[[nodiscard]] constexpr auto count(Range&& range, const T& value)
{
    return std::count(std::begin(range), std::end(range), value);
}

template <class Range, class Predicate>
[[nodiscard]] constexpr auto count_if(Range&& range, Predicate predicate)
{
    return std::count_if(std::begin(range), std::end(range), predicate);
}

template <class One, class Other, class Same = std::equal_to<>>
[[nodiscard]] constexpr bool equal(One&& one, Other&& other, Same same = {})
{
    return std::equal(std::begin(one), std::end(one), std::begin(other), std::end(other), same);
}

template <class Range, class T, class Less = missing::before, class Projection = missing::same>
[[nodiscard]] constexpr auto lower_bound(Range&& range, const T& value, Less less = {},
                                         Projection projection = {})
{
    return std::lower_bound(std::begin(range), std::end(range), value, [&](const auto& one, const T& wanted) {
        return static_cast<bool>(std::invoke(less, std::invoke(projection, one), wanted));
    });
}

template <class Range, class T, class Less = missing::before, class Projection = missing::same>
[[nodiscard]] constexpr auto upper_bound(Range&& range, const T& value, Less less = {},
                                         Projection projection = {})
{
    return std::upper_bound(std::begin(range), std::end(range), value, [&](const T& wanted, const auto& one) {
        return static_cast<bool>(std::invoke(less, wanted, std::invoke(projection, one)));
    });
}

/// What std::unique leaves over.
template <class Iterator>
struct leftover {
    Iterator first, last;
    [[nodiscard]] constexpr Iterator begin() const { return first; }
    [[nodiscard]] constexpr Iterator end() const { return last; }
};

template <class Range>
[[nodiscard]] constexpr auto unique(Range&& range)
{
    return leftover<decltype(std::begin(range))>{std::unique(std::begin(range), std::end(range)),
                                                 std::end(range)};
}

}  // namespace ranges
}  // namespace std
// NOLINTEND(cert-dcl58-cpp)

#endif
