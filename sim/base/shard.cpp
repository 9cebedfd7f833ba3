#include "base/shard.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <limits>
#include <system_error>
#include <utility>

#include "base/files.hpp"
#include "base/persist.hpp"

namespace txpath {

namespace {

constexpr std::string_view magic = "txshard1";
constexpr std::uint64_t foot_mark = std::numeric_limits<std::uint64_t>::max();
constexpr std::size_t check_size = 16, digest_size = 64;
constexpr std::size_t head_size = 8 + 3 * 8 + check_size;
constexpr std::size_t foot_size = 2 * 8 + digest_size;
constexpr auto between_syncs = std::chrono::seconds(2);

void put(std::uint64_t number, std::string& bytes)
{
    for (int place = 0; place < 8; ++place) bytes += static_cast<char>((number >> (8 * place)) & 0xff);
}

std::uint64_t number_at(std::string_view bytes, std::size_t offset)
{
    std::uint64_t number = 0;
    for (std::size_t place = 0; place < 8; ++place)
        number |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[offset + place]))
                  << (8 * place);
    return number;
}

std::string check_of(std::string_view bytes)
{
    return sha256_of_text(bytes).substr(0, check_size);
}

std::string text_of(const ShardHead& head)
{
    std::string bytes(magic);
    put(head.identity, bytes);
    put(head.first, bytes);
    put(head.end, bytes);
    return bytes + check_of(bytes);
}

std::string text_of(std::uint64_t unit, std::string_view answer)
{
    std::string bytes;
    bytes.reserve(16 + answer.size() + check_size);
    put(unit, bytes);
    put(answer.size(), bytes);
    bytes += answer;
    return bytes + check_of(bytes);
}

/// As many bytes as asked for from a place in a file, or fewer at its end; throws ShardError.
std::string read_at(int descriptor, std::uint64_t offset, std::size_t size, const std::string& path)
{
    std::string bytes(size, '\0');
    std::size_t got = 0;
    while (got < size) {
        const auto more =
            ::pread(descriptor, bytes.data() + got, size - got, static_cast<off_t>(offset + got));
        if (more < 0 && errno == EINTR) continue;
        if (more < 0)
            throw ShardError(ShardError::Kind::damaged, path,
                             "cannot be read: " + std::generic_category().message(errno));
        if (more == 0) break;
        got += static_cast<std::size_t>(more);
    }
    bytes.resize(got);
    return bytes;
}

/// What a file holds, from its beginning as far as it is sound.
struct Scan {
    enum class Found { nothing, foreign, records };
    Found found = Found::nothing;  ///< nothing: not even a head
    ShardHead head;                ///< of a foreign one, as it says
    std::vector<ShardRecord> records;
    std::uint64_t sound = 0;  ///< bytes up to the last sound answer
    Sha256 hash;              ///< of them
    bool is_sealed = false;   ///< a foot that agrees ends the file
};

/// Reads on as long as all is well.
class Scanner {
public:
    Scanner(int descriptor, const std::string& path) : descriptor_(descriptor), path_(path)
    {
        struct stat facts = {};
        if (::fstat(descriptor, &facts) == 0) left_ = static_cast<std::uint64_t>(facts.st_size);
    }

    Scan scan(const ShardHead& head)
    {
        const std::string found = next(head_size);
        if (found.size() < head_size || !found.starts_with(magic) ||
            check_of(std::string_view(found).substr(0, head_size - check_size)) !=
                found.substr(head_size - check_size))
            return std::move(scan_);
        scan_.head = {number_at(found, 8), number_at(found, 16), number_at(found, 24)};
        scan_.found = scan_.head == head ? Scan::Found::records : Scan::Found::foreign;
        if (scan_.found == Scan::Found::foreign) return std::move(scan_);
        accept(found);
        while (read_record()) {
        }
        return std::move(scan_);
    }

private:
    std::string next(std::uint64_t size)
    {
        if (size > left_) size = left_;
        std::string bytes = read_at(descriptor_, scan_.sound, static_cast<std::size_t>(size), path_);
        return bytes;
    }

    void accept(std::string_view bytes)
    {
        scan_.hash.add(bytes);
        scan_.sound += bytes.size();
        left_ -= bytes.size();
    }

    bool read_record()
    {
        const std::string head = next(16);
        if (head.size() < 16) return false;
        const std::uint64_t unit = number_at(head, 0), size = number_at(head, 8);
        if (unit == foot_mark) return read_foot();
        if (left_ < 16 + check_size || size > left_ - 16 - check_size) return false;
        if (unit < scan_.head.first || unit >= scan_.head.end) return false;
        const std::string all = next(16 + size + check_size);
        if (all.size() < 16 + size + check_size) return false;
        const std::string_view checked = std::string_view(all).substr(0, 16 + size);
        if (check_of(checked) != all.substr(16 + size)) return false;
        scan_.records.push_back({unit, scan_.sound + 16, size});
        accept(all);
        return true;
    }

    /// Always the last.
    bool read_foot()
    {
        const std::string foot = next(foot_size);
        scan_.is_sealed = left_ == foot_size && foot.size() == foot_size &&
                          number_at(foot, 8) == scan_.records.size() && foot.substr(16) == scan_.hash.hex();
        return false;
    }

    int descriptor_;
    const std::string& path_;
    std::uint64_t left_ = 0;
    Scan scan_;
};

std::string spoken(const ShardHead& head)
{
    return fmt::format("units {} to {} of {:016x}", head.first, head.end - 1, head.identity);
}

[[noreturn]] void throw_foreign(const std::string& path, const ShardHead& is, const ShardHead& wanted)
{
    throw ShardError(ShardError::Kind::foreign, path,
                     fmt::format("holds {}; here belong {}", spoken(is), spoken(wanted)));
}

}  // namespace

ShardError::ShardError(Kind kind, const std::string& path, const std::string& reason)
    : std::runtime_error(fmt::format("{}: {}", path, reason)), kind_(kind)
{
}

std::string part_of_shard(const std::string& path)
{
    return path + ".part";
}

ShardWriter::ShardWriter(std::string path, const ShardHead& head) : path_(std::move(path)), head_(head)
{
    open();
    try {
        recover();
    } catch (...) {
        ::close(descriptor_);
        throw;
    }
    synced_ = std::chrono::steady_clock::now();
}

ShardWriter::~ShardWriter()
{
    if (descriptor_ >= 0) ::close(descriptor_);
}

/// Whoever gets the lock owns the shard; it goes with the process, however that ends.
void ShardWriter::open()
{
    const std::string part = path_of_part();
    for (;;) {
        descriptor_ = persist([&] { return ::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666); });
        if (descriptor_ < 0) throw no_creation(part, errno);
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
            ::close(std::exchange(descriptor_, -1));
            throw ShardError(ShardError::Kind::busy, part, "another process is writing it");
        }
        // Between opening and locking, its last owner may have given it its final name.
        struct stat mine = {}, named = {};
        if (::fstat(descriptor_, &mine) == 0 && ::stat(part.c_str(), &named) == 0 &&
            mine.st_ino == named.st_ino && mine.st_dev == named.st_dev)
            return;
        ::close(std::exchange(descriptor_, -1));
    }
}

void ShardWriter::recover()
{
    Scan scan = Scanner(descriptor_, path_of_part()).scan(head_);
    if (scan.found == Scan::Found::foreign) throw_foreign(path_of_part(), scan.head, head_);
    records_ = std::move(scan.records);
    size_ = scan.sound;
    hash_ = std::move(scan.hash);
    if (persist([&] { return ::ftruncate(descriptor_, static_cast<off_t>(size_)); }) != 0)
        throw WriteError(WriteError::Kind::io, path_of_part(), errno);
    if (scan.found == Scan::Found::nothing) append(text_of(head_));
}

void ShardWriter::append(std::string_view bytes)
{
    std::uint64_t at = size_;
    for (std::string_view left = bytes; !left.empty();) {
        const auto written = ::pwrite(descriptor_, left.data(), left.size(), static_cast<off_t>(at));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            const int error_number = errno;
            // What cannot be cut off here is dropped by the next writer.
            (void)::ftruncate(descriptor_, static_cast<off_t>(size_));
            throw WriteError(WriteError::Kind::io, path_of_part(), error_number);
        }
        left.remove_prefix(static_cast<std::size_t>(written));
        at += static_cast<std::uint64_t>(written);
    }
    hash_.add(bytes);
    size_ = at;
}

std::vector<std::uint64_t> ShardWriter::missing(std::uint64_t end) const
{
    std::vector<bool> is_there(end - head_.first, false);
    for (const ShardRecord& record : records_)
        if (record.unit < end) is_there[record.unit - head_.first] = true;
    std::vector<std::uint64_t> units;
    for (std::uint64_t unit = head_.first; unit < end; ++unit)
        if (!is_there[unit - head_.first]) units.push_back(unit);
    return units;
}

void ShardWriter::add(std::uint64_t unit, std::string_view answer)
{
    const std::uint64_t before = size_;
    append(text_of(unit, answer));
    records_.push_back({unit, before + 16, answer.size()});
    if (std::chrono::steady_clock::now() - synced_ >= between_syncs) sync();
}

void ShardWriter::sync()
{
    if (persist([&] { return ::fsync(descriptor_); }) != 0)
        throw WriteError(WriteError::Kind::io, path_of_part(), errno);
    synced_ = std::chrono::steady_clock::now();
}

void ShardWriter::seal()
{
    std::string foot;
    put(foot_mark, foot);
    put(records_.size(), foot);
    append(foot + hash_.hex());
    sync();
    const std::string part = path_of_part();
    if (std::rename(part.c_str(), path_.c_str()) != 0) throw WriteError(WriteError::Kind::io, path_, errno);
    if (::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR)
        throw WriteError(WriteError::Kind::io, path_, errno);
    sync_folder_of(path_);
}

ShardReader::ShardReader(std::string path, const ShardHead& head, Whole whole)
    : path_(whole == Whole::yes ? std::move(path) : part_of_shard(path))
{
    descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0)
        throw ShardError(
            errno == ENOENT ? ShardError::Kind::absent : ShardError::Kind::damaged, path_,
            errno == ENOENT ? "is not there" : "cannot be opened: " + std::generic_category().message(errno));
    try {
        Scan scan = Scanner(descriptor_, path_).scan(head);
        if (scan.found == Scan::Found::foreign) throw_foreign(path_, scan.head, head);
        records_ = std::move(scan.records);
        std::ranges::sort(records_, {}, &ShardRecord::unit);
        const auto twice = std::ranges::adjacent_find(records_, {}, &ShardRecord::unit);
        if (twice != records_.end())
            throw ShardError(ShardError::Kind::damaged, path_,
                             fmt::format("has two answers of unit {}", twice->unit));
        if (whole == Whole::no) return;
        if (!scan.is_sealed || scan.found == Scan::Found::nothing)
            throw ShardError(
                ShardError::Kind::damaged, path_,
                fmt::format("is damaged after byte {}: its checksum does not agree", scan.sound));
        if (records_.size() != head.end - head.first)
            throw ShardError(ShardError::Kind::damaged, path_,
                             fmt::format("has {} of {} answers", records_.size(), head.end - head.first));
    } catch (...) {
        ::close(descriptor_);
        throw;
    }
}

ShardReader::~ShardReader()
{
    if (descriptor_ >= 0) ::close(descriptor_);
}

ShardReader::ShardReader(ShardReader&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      records_(std::move(other.records_))
{
}

void ShardReader::read(const ShardRecord& record, std::string& answer) const
{
    const std::string all = read_at(descriptor_, record.offset - 16, 16 + record.size + check_size, path_);
    const std::string_view checked = std::string_view(all).substr(0, 16 + record.size);
    if (all.size() != 16 + record.size + check_size || check_of(checked) != all.substr(16 + record.size))
        throw ShardError(ShardError::Kind::damaged, path_,
                         fmt::format("the answer of unit {} has changed since it was checked", record.unit));
    answer.assign(checked.substr(16));
}

}  // namespace txpath
