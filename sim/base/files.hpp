// files.hpp -- whole files in, whole files out.
//
// Owns      read_file, AtomicFile, write_file, PendingFolder and their errors.
// Promises  a file or folder appears under its name only when it is whole and on the disk; a failure
//           leaves nothing behind and carries the path, errno and the exit code it should lead to.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace txpath {

enum class ReadFailure { none, absent, unreadable, too_large, not_a_file };

struct ReadResult {
    std::string text;
    ReadFailure failure = ReadFailure::none;
    /// "is a folder", "cannot be read: Permission denied"; the end of a sentence about the file.
    std::string reason;
};

/// A whole file of at most `size_cap` bytes.
[[nodiscard]] ReadResult read_file(const std::string& path, std::size_t size_cap);

/// Why something could not be written. Thrown, because nobody between the writer and the program can help.
class WriteError : public std::runtime_error {
public:
    enum class Kind { cannot_create = 73, io = 74 };  ///< the values are exit codes

    WriteError(Kind kind, std::string path, int error_number);

    [[nodiscard]] Kind kind() const noexcept { return kind_; }
    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    [[nodiscard]] int error_number() const noexcept { return error_number_; }  ///< errno of the failed call

private:
    Kind kind_;
    std::string path_;
    int error_number_;
};

/// Why a file or folder could not be created: a full disk or a failing device (io) is no fault of the name
/// that was asked for.
[[nodiscard]] WriteError no_creation(const std::string& path, int error_number);

/// A file that exists under its name only after `commit`: until then it has a temporary name beside it.
class AtomicFile {
public:
    explicit AtomicFile(std::string path);  ///< throws WriteError
    ~AtomicFile();                          ///< removes what was not committed
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::string_view bytes);  ///< throws WriteError
    void flush();                        ///< hand over what was written so far; throws WriteError
    void commit();                       ///< flush to the disk, rename, flush the folder; throws WriteError

private:
    std::string path_, temporary_;
    std::string buffer_;
    int descriptor_ = -1;
};

/// The whole text at once, through AtomicFile; a failure leaves no file where there was none, and what a
/// process of this machine that was killed left of the same file is removed.
void write_file(const std::string& path, std::string_view text);

/// Make renames in the folder that holds `path` last through a power cut; throws WriteError.
void sync_folder_of(const std::string& path);

/// What to do when the folder is there already.
enum class IfPresent { refuse, replace };

/// A folder that appears under its name only after `commit`; what was not committed is removed, and what a
/// process of this machine that was killed left of the same folder.
class PendingFolder {
public:
    PendingFolder(std::string path, IfPresent if_present);  ///< throws WriteError; EEXIST when it is refused
    ~PendingFolder();
    PendingFolder(const PendingFolder&) = delete;
    PendingFolder& operator=(const PendingFolder&) = delete;

    [[nodiscard]] const std::string& temporary() const noexcept { return temporary_; }  ///< write here
    void commit();  ///< throws WriteError; then all is as it was, what would have been replaced too

private:
    [[nodiscard]] std::string put_in_place();  ///< where what it replaced is now; empty: nothing
    void take_back(const std::string& old) noexcept;

    std::string path_, temporary_;
    IfPresent if_present_;
    bool is_committed_ = false;
};

}  // namespace txpath
