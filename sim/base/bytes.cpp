#include "base/bytes.hpp"

#include <bit>
#include <limits>

namespace txpath {

static_assert(std::numeric_limits<double>::is_iec559);

namespace {

constexpr unsigned group_bits = 7;
constexpr unsigned last_shift = 63;  // the tenth byte holds the last bit
constexpr std::uint64_t more = 0x80, group = 0x7f;
constexpr std::size_t number_bytes = 8;
constexpr unsigned byte_bits = 8;

}  // namespace

void ByteWriter::whole(std::uint64_t number)
{
    while (number > group) {
        bytes_.push_back(static_cast<char>((number & group) | more));
        number >>= group_bits;
    }
    bytes_.push_back(static_cast<char>(number));
}

void ByteWriter::signed_whole(std::int64_t number)
{
    // 0, -1, 1, -2, ... become 0, 1, 2, 3, ...
    const auto bits = static_cast<std::uint64_t>(number);
    whole((bits << 1) ^ (number < 0 ? ~std::uint64_t{0} : 0));
}

void ByteWriter::number(double number)
{
    auto bits = std::bit_cast<std::uint64_t>(number);
    for (std::size_t byte = 0; byte < number_bytes; ++byte, bits >>= byte_bits)
        bytes_.push_back(static_cast<char>(bits & 0xff));
}

void ByteWriter::flag(bool is_set)
{
    bytes_.push_back(is_set ? '\1' : '\0');
}

void ByteWriter::text(std::string_view text)
{
    whole(text.size());
    bytes_.append(text);
}

void ByteWriter::mostly_zeros(std::span<const std::int64_t> numbers)
{
    whole(numbers.size());
    for (std::size_t at = 0; at < numbers.size();) {
        std::size_t end = at;
        while (end < numbers.size() && numbers[end] == 0) ++end;
        whole(end - at);
        at = end;
        while (end < numbers.size() && numbers[end] != 0) ++end;
        whole(end - at);
        for (; at < end; ++at) signed_whole(numbers[at]);
    }
}

void ByteWriter::wholes(std::span<const std::uint64_t> numbers)
{
    whole(numbers.size());
    for (const std::uint64_t each : numbers) whole(each);
}

void ByteWriter::signed_wholes(std::span<const std::int64_t> numbers)
{
    whole(numbers.size());
    for (const std::int64_t each : numbers) signed_whole(each);
}

void ByteWriter::numbers(std::span<const double> numbers)
{
    whole(numbers.size());
    for (const double each : numbers) number(each);
}

void ByteReader::damage() noexcept
{
    is_damaged_ = true;
    left_ = {};
}

std::uint64_t ByteReader::whole() noexcept
{
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift <= last_shift && !left_.empty(); shift += group_bits) {
        const auto byte = static_cast<unsigned char>(left_.front());
        left_.remove_prefix(1);
        if (shift == last_shift && byte > 1) break;  // more than 64 bits
        number |= (byte & group) << shift;
        if ((byte & more) != 0) continue;
        if (byte == 0 && shift > 0) break;  // a longer form of a shorter number
        return number;
    }
    damage();
    return 0;
}

std::int64_t ByteReader::signed_whole() noexcept
{
    const std::uint64_t folded = whole();
    return static_cast<std::int64_t>((folded >> 1) ^ ((folded & 1) != 0 ? ~std::uint64_t{0} : 0));
}

double ByteReader::number() noexcept
{
    if (left_.size() < number_bytes) {
        damage();
        return 0.0;
    }
    std::uint64_t bits = 0;
    for (std::size_t byte = number_bytes; byte-- > 0;)
        bits = (bits << byte_bits) | static_cast<unsigned char>(left_[byte]);
    left_.remove_prefix(number_bytes);
    return std::bit_cast<double>(bits);
}

bool ByteReader::flag() noexcept
{
    const std::uint64_t read = whole();
    if (read > 1) damage();
    return read == 1;
}

std::vector<std::int64_t> ByteReader::mostly_zeros(std::size_t most)
{
    const std::uint64_t size = whole();
    if (size > most) damage();
    if (is_damaged_) return {};
    std::vector<std::int64_t> numbers(size, 0);
    add_runs(numbers.size(), numbers);
    return numbers;
}

void ByteReader::add_mostly_zeros(std::span<std::int64_t> sums) noexcept
{
    const std::uint64_t size = whole();
    if (!is_damaged_) add_runs(size, sums);
}

void ByteReader::add_runs(std::size_t size, std::span<std::int64_t> sums) noexcept
{
    for (std::size_t at = 0; at < size && !is_damaged_;) {
        const std::uint64_t zeros = whole();
        if (zeros > size - at) return damage();
        at += zeros;
        const std::uint64_t others = whole();
        if (others > size - at || (zeros == 0 && others == 0)) return damage();
        if (others > 0 && at + others > sums.size()) return damage();
        for (const std::size_t end = at + others; at < end; ++at) sums[at] += signed_whole();
    }
}

std::size_t ByteReader::count(std::size_t bytes_each) noexcept
{
    const std::uint64_t read = whole();
    if (read == 0 || read <= left_.size() / bytes_each) return static_cast<std::size_t>(read);
    damage();
    return 0;
}

std::string_view ByteReader::text_in_place() noexcept
{
    const std::size_t size = count(1);
    const std::string_view text = left_.substr(0, size);
    left_.remove_prefix(size);
    return text;
}

std::string ByteReader::text()
{
    return std::string(text_in_place());
}

std::vector<std::uint64_t> ByteReader::wholes()
{
    std::vector<std::uint64_t> numbers(count(1));
    for (std::uint64_t& each : numbers) each = whole();
    return numbers;
}

std::vector<std::int64_t> ByteReader::signed_wholes()
{
    std::vector<std::int64_t> numbers(count(1));
    for (std::int64_t& each : numbers) each = signed_whole();
    return numbers;
}

std::vector<double> ByteReader::numbers()
{
    std::vector<double> numbers(count(number_bytes));
    for (double& each : numbers) each = number();
    return numbers;
}

}  // namespace txpath
