// bytes.hpp -- numbers and texts as bytes, and back.
//
// Owns      ByteWriter and ByteReader.
// Assumes   doubles are IEEE 754.
// Promises  the same values give the same bytes on every machine, and equal bytes mean equal values; what was
//           written reads back to the last bit, -0 and what is not a number too. A reader may be given any
//           bytes: it never looks beyond their end, takes no memory that they cannot fill, and tells damage
//           that shows in the form. Damage that does not must be found by a checksum.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace txpath {

class ByteWriter {
public:
    void whole(std::uint64_t number);        ///< small ones are short: seven bits a byte
    void signed_whole(std::int64_t number);  ///< small ones are short, on either side of 0
    void number(double number);              ///< eight bytes, lowest first
    void flag(bool is_set);
    void text(std::string_view text);  ///< any bytes
    void wholes(std::span<const std::uint64_t> numbers);
    void signed_wholes(std::span<const std::int64_t> numbers);
    void numbers(std::span<const double> numbers);
    void mostly_zeros(std::span<const std::int64_t> numbers);  ///< a run of zeros takes two bytes

    [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }
    [[nodiscard]] std::string take() noexcept { return std::exchange(bytes_, {}); }

private:
    std::string bytes_;
};

/// Reads in the order of writing. Once something is damaged, and beyond the end, whatever is read is 0 or
/// empty: a caller may read to its end and ask then.
class ByteReader {
public:
    /// The bytes must outlive it.
    explicit ByteReader(std::string_view bytes) noexcept : left_(bytes) {}

    [[nodiscard]] std::uint64_t whole() noexcept;
    [[nodiscard]] std::int64_t signed_whole() noexcept;
    [[nodiscard]] double number() noexcept;
    [[nodiscard]] bool flag() noexcept;
    [[nodiscard]] std::string text();
    [[nodiscard]] std::string_view text_in_place() noexcept;  ///< lives as long as the bytes
    [[nodiscard]] std::vector<std::uint64_t> wholes();
    [[nodiscard]] std::vector<std::int64_t> signed_wholes();
    [[nodiscard]] std::vector<double> numbers();
    /// Damaged if there are more than `most`.
    [[nodiscard]] std::vector<std::int64_t> mostly_zeros(std::size_t most);
    /// Adds them to the first of `sums`; damaged if there are more that are not 0.
    void add_mostly_zeros(std::span<std::int64_t> sums) noexcept;
    /// How many things follow, each of at least so many bytes; damaged if they cannot be there.
    [[nodiscard]] std::size_t count(std::size_t bytes_each) noexcept;

    /// What was read cannot be what it should be.
    void damage() noexcept;
    [[nodiscard]] bool is_damaged() const noexcept { return is_damaged_; }
    /// Everything was read, and nothing is damaged.
    [[nodiscard]] bool is_done() const noexcept { return !is_damaged_ && left_.empty(); }

private:
    void add_runs(std::size_t size, std::span<std::int64_t> sums) noexcept;

    std::string_view left_;
    bool is_damaged_ = false;
};

}  // namespace txpath
