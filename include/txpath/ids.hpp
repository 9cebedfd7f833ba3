// ids.hpp -- indices that know what they index.
//
// Owns      Id<Tag>, a 32-bit index, and IdVector<Key, T>, a vector that only Key can subscript.
// Promises  a StateId cannot be passed, compared or used as a subscript where a TransitionId is meant.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace txpath {

template <class Tag>
class Id {
public:
    constexpr Id() noexcept = default;  ///< the absent id
    constexpr explicit Id(std::size_t index) noexcept : value_(static_cast<std::uint32_t>(index)) {}

    [[nodiscard]] constexpr std::size_t index() const noexcept { return value_; }
    [[nodiscard]] constexpr bool is_absent() const noexcept { return value_ == absent; }
    friend constexpr auto operator<=>(Id, Id) noexcept = default;

private:
    static constexpr auto absent = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t value_ = absent;
};

using AttributeId = Id<struct AttributeTag>;
using LevelId = Id<struct LevelTag>;
using CounterId = Id<struct CounterTag>;
using TrackId = Id<struct TrackTag>;
using StateId = Id<struct StateTag>;            ///< of the whole scenario: tracks in order, states in order
using TransitionId = Id<struct TransitionTag>;  ///< of the whole scenario: tracks, then theirs in order
using CategoryId = Id<struct CategoryTag>;      ///< within one categorical attribute
using CostId = Id<struct CostTag>;              ///< a cost category
using ParameterId = Id<struct ParameterTag>;    ///< an uncertain value
using SystemId = Id<struct SystemTag>;          ///< a variable of the system
using ResourceId = Id<struct ResourceTag>;
using PolicyId = Id<struct PolicyTag>;
using FileId = Id<struct FileTag>;  ///< a source file of a scenario

template <class Key, class T>
class IdVector : public std::vector<T> {
public:
    using std::vector<T>::vector;
    [[nodiscard]] T& operator[](Key key) { return std::vector<T>::operator[](key.index()); }
    [[nodiscard]] const T& operator[](Key key) const { return std::vector<T>::operator[](key.index()); }
    [[nodiscard]] Key next_id() const { return Key{this->size()}; }
};

}  // namespace txpath
