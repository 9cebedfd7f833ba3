// shard.hpp -- answers of units of work in a file that survives its writer.
//
// Owns      ShardHead, ShardWriter, ShardReader and their errors.
// Promises  an answer that was added survives the end of the process at once, and a power cut after the next
//           sync; a file under its final name is whole and carries a SHA-256 of itself; what was torn off,
//           changed, swapped or made for other work is noticed, never read.
// Format    all numbers 64 bits, little-endian:
//             "txshard1", identity, first unit, end, 16 hex digits of the SHA-256 of these
//             for each answer: unit, bytes, the answer, 16 hex digits of the SHA-256 of these
//             2^64 - 1, number of answers, 64 hex digits of the SHA-256 of all before
//           Answers stand in the order in which they were added. While it grows it has the name PATH.part and
//           no foot.
#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/sha256.hpp"

namespace txpath {

/// What a shard is for.
struct ShardHead {
    std::uint64_t identity = 0;        ///< of the work: batch.hpp
    std::uint64_t first = 0, end = 0;  ///< units it is to have: first .. end - 1
    friend bool operator==(const ShardHead&, const ShardHead&) = default;
};

/// A shard that cannot be used: what() is a sentence that names the file.
class ShardError : public std::runtime_error {
public:
    enum class Kind {
        absent,   ///< there is no such file
        damaged,  ///< not what was once written
        foreign,  ///< sound, but of other units or other work
        busy,     ///< another process is writing it
    };
    ShardError(Kind kind, const std::string& path, const std::string& reason);
    [[nodiscard]] Kind kind() const noexcept { return kind_; }

private:
    Kind kind_;
};

/// Where an answer stands.
struct ShardRecord {
    std::uint64_t unit = 0, offset = 0, size = 0;  ///< offset: of the answer itself
};

[[nodiscard]] std::string part_of_shard(const std::string& path);  ///< PATH.part

/// Adds answers to a shard, from where the last writer came to.
class ShardWriter {
public:
    /// Opens PATH.part, or begins it; what a writer left unfinished at its end is dropped.
    ///   Throws  WriteError; ShardError: foreign, busy
    ShardWriter(std::string path, const ShardHead& head);
    ~ShardWriter();
    ShardWriter(const ShardWriter&) = delete;
    ShardWriter& operator=(const ShardWriter&) = delete;

    [[nodiscard]] const std::vector<ShardRecord>& records() const noexcept { return records_; }
    /// Units of the shard below `end` that have no answer yet, rising.
    [[nodiscard]] std::vector<std::uint64_t> missing(std::uint64_t end) const;
    [[nodiscard]] std::vector<std::uint64_t> missing() const { return missing(head_.end); }

    /// Requires  head.first <= unit < head.end, and no answer of it yet
    ///   Throws  WriteError; the shard is then as before
    void add(std::uint64_t unit, std::string_view answer);
    void sync();  ///< flush to the disk; throws WriteError

    /// Give the file its final name.
    ///   Requires  missing() is empty
    void seal();  ///< throws WriteError

private:
    void open();
    void recover();
    void append(std::string_view bytes);
    [[nodiscard]] std::string path_of_part() const { return part_of_shard(path_); }

    std::string path_;
    ShardHead head_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;  ///< of what is sound
    Sha256 hash_;             ///< of it
    std::vector<ShardRecord> records_;
    std::chrono::steady_clock::time_point synced_;
};

/// Reads a shard after it has checked all of it.
class ShardReader {
public:
    enum class Whole {
        yes,  ///< under its final name, every unit answered
        no,   ///< PATH.part, as far as it goes
    };
    /// Throws  ShardError: absent, damaged, foreign; a part that is torn at its end is not damaged
    ShardReader(std::string path, const ShardHead& head, Whole whole);
    ~ShardReader();
    ShardReader(ShardReader&& other) noexcept;
    ShardReader& operator=(ShardReader&&) = delete;

    /// By unit.
    [[nodiscard]] const std::vector<ShardRecord>& records() const noexcept { return records_; }
    /// Throws  ShardError: damaged, if the file is not any more what was checked
    void read(const ShardRecord& record, std::string& answer) const;

private:
    std::string path_;
    int descriptor_ = -1;
    std::vector<ShardRecord> records_;
};

}  // namespace txpath
