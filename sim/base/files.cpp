#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/persist.hpp"
#include "base/sha256.hpp"

namespace txpath {

namespace {

using Kind = WriteError::Kind;

constexpr std::size_t buffer_size = std::size_t{1} << 16;

/// A descriptor that is closed at the end of its scope.
class Descriptor {
public:
    explicit Descriptor(int value) noexcept : value_(value) {}
    ~Descriptor()
    {
        if (value_ >= 0) ::close(value_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const noexcept { return value_; }

private:
    int value_;
};

std::string words_for(int error_number)
{
    return std::generic_category().message(error_number);
}

bool is_of_the_device(int error_number)
{
    return error_number == ENOSPC || error_number == EDQUOT || error_number == EIO;
}

ReadResult failed(ReadFailure failure, std::string reason)
{
    return {{}, failure, std::move(reason)};
}

std::filesystem::path without_slash(const std::string& path)
{
    std::filesystem::path whole(path);
    return whole.has_filename() ? whole : whole.parent_path();
}

/// What tells this machine, since it was started, from all others that see the same disk: process numbers
/// mean something only there. Empty if the system does not say.
const std::string& home_of_processes()
{
    static const std::string home = [] {
        std::error_code error;
        const auto boot = read_file("/proc/sys/kernel/random/boot_id", 100);
        const auto processes = std::filesystem::read_symlink("/proc/self/ns/pid", error);
        if (boot.failure != ReadFailure::none || error) return std::string{};
        return sha256_of_text(boot.text + processes.string()).substr(0, 8);
    }();
    return home;
}

/// Of all temporary names of a file or folder that processes here give: without process and number.
std::string temporary_stem(const std::filesystem::path& whole)
{
    return fmt::format(".{}.{}-", whole.filename().string(), home_of_processes());
}

/// Beside the final name, so that the rename stays on one file system; unlike any other of this or another
/// process.
std::string temporary_name(const std::string& path)
{
    static std::atomic<unsigned> count{0};
    const auto whole = without_slash(path);
    const auto name = fmt::format("{}{}-{}.part", temporary_stem(whole), ::getpid(), count++);
    return (whole.parent_path() / name).string();
}

std::string folder_of(const std::string& path)
{
    const auto folder = without_slash(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

/// Remove what processes that were killed left of this folder. What others on this disk write is theirs.
void remove_abandoned(const std::string& path)
{
    if (home_of_processes().empty()) return;
    const std::string stem = temporary_stem(without_slash(path));
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder_of(path), ignored)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(stem) || !name.ends_with(".part")) continue;
        pid_t process = 0;
        std::from_chars(name.data() + stem.size(), name.data() + name.size(), process);
        const bool is_gone = process > 0 && ::kill(process, 0) != 0 && errno == ESRCH;
        if (is_gone) std::filesystem::remove_all(entry.path(), ignored);
    }
}

/// Make renames in a folder last through a power cut; `path` is what a failure is said of. Some file systems
/// refuse to sync a folder; then it is theirs to keep.
void sync_folder(const std::string& folder, const std::string& path)
{
    const Descriptor opened(
        persist([&] { return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
    const bool is_synced = opened.get() >= 0 && persist([&] { return ::fsync(opened.get()); }) == 0;
    if (!is_synced && is_of_the_device(errno)) throw WriteError(Kind::io, path, errno);
}

/// Two names change places at once; false where the file system cannot do that, or one is not there.
bool exchange_names(const std::string& one, const std::string& other)
{
    return ::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0;
}

}  // namespace

ReadResult read_file(const std::string& path, std::size_t size_cap)
{
    // Without O_NONBLOCK opening a pipe would wait for its writer for ever.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0) {
        if (errno == ENOENT || errno == ENOTDIR) return failed(ReadFailure::absent, "is not there");
        return failed(ReadFailure::unreadable, "cannot be read: " + words_for(errno));
    }
    struct stat facts = {};
    if (::fstat(file.get(), &facts) != 0)
        return failed(ReadFailure::unreadable, "cannot be read: " + words_for(errno));
    if (S_ISDIR(facts.st_mode)) return failed(ReadFailure::not_a_file, "is a folder");
    if (!S_ISREG(facts.st_mode)) return failed(ReadFailure::not_a_file, "is not a regular file");
    const auto too_large = [&] {
        return failed(ReadFailure::too_large, fmt::format("is larger than {} bytes", size_cap));
    };
    if (static_cast<std::size_t>(facts.st_size) > size_cap) return too_large();
    ReadResult result;
    char buffer[buffer_size];
    for (;;) {
        const auto got = ::read(file.get(), buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed(ReadFailure::unreadable, "cannot be read: " + words_for(errno));
        if (got == 0) return result;
        result.text.append(buffer, static_cast<std::size_t>(got));
        if (result.text.size() > size_cap) return too_large();
    }
}

WriteError::WriteError(Kind kind, std::string path, int error_number)
    : std::runtime_error(fmt::format("cannot {} '{}': {}", kind == Kind::io ? "write" : "create", path,
                                     words_for(error_number))),
      kind_(kind),
      path_(std::move(path)),
      error_number_(error_number)
{
}

WriteError no_creation(const std::string& path, int error_number)
{
    return {is_of_the_device(error_number) ? Kind::io : Kind::cannot_create, path, error_number};
}

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)), temporary_(temporary_name(path_))
{
    descriptor_ =
        persist([&] { return ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666); });
    if (descriptor_ < 0) throw no_creation(path_, errno);
    buffer_.reserve(buffer_size);
}

AtomicFile::~AtomicFile()
{
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::string_view bytes)
{
    buffer_ += bytes;
    if (buffer_.size() >= buffer_size) flush();
}

void AtomicFile::flush()
{
    std::string_view left = buffer_;
    while (!left.empty()) {
        const auto written = persist([&] { return ::write(descriptor_, left.data(), left.size()); });
        if (written < 0) throw WriteError(Kind::io, path_, errno);
        left.remove_prefix(static_cast<std::size_t>(written));
    }
    buffer_.clear();
}

void AtomicFile::commit()
{
    flush();
    if (persist([&] { return ::fsync(descriptor_); }) != 0) throw WriteError(Kind::io, path_, errno);
    const int closing = std::exchange(descriptor_, -1);
    const bool is_closed = ::close(closing) == 0 || errno == EINTR;  // Linux closes all the same
    if (!is_closed || std::rename(temporary_.c_str(), path_.c_str()) != 0) {
        const int error_number = errno;
        ::unlink(temporary_.c_str());
        throw WriteError(Kind::io, path_, error_number);
    }
    sync_folder_of(path_);
}

void write_file(const std::string& path, std::string_view text)
{
    remove_abandoned(path);
    std::error_code ignored;
    const bool was_there = std::filesystem::exists(std::filesystem::symlink_status(path, ignored));
    AtomicFile file(path);
    file.write(text);
    try {
        file.commit();
    } catch (const WriteError&) {
        // Whether the new name would outlast a power cut is not known: then there is none, if there was none.
        if (!was_there) ::unlink(path.c_str());
        throw;
    }
}

void sync_folder_of(const std::string& path)
{
    sync_folder(folder_of(path), path);
}

PendingFolder::PendingFolder(std::string path, IfPresent if_present)
    : path_(std::move(path)), temporary_(temporary_name(path_)), if_present_(if_present)
{
    std::error_code error;
    if (if_present_ == IfPresent::refuse &&
        std::filesystem::exists(std::filesystem::symlink_status(path_, error)))
        throw WriteError(Kind::cannot_create, path_, EEXIST);
    std::filesystem::create_directories(folder_of(path_), error);
    if (error) throw no_creation(path_, error.value());
    remove_abandoned(path_);
    if (::mkdir(temporary_.c_str(), 0777) != 0) throw no_creation(path_, errno);
}

PendingFolder::~PendingFolder()
{
    std::error_code ignored;
    if (!is_committed_) std::filesystem::remove_all(temporary_, ignored);
}

void PendingFolder::commit()
{
    sync_folder(temporary_, path_);
    const std::string old = put_in_place();
    try {
        sync_folder_of(path_);
    } catch (const WriteError&) {
        // Whether the new name would outlast a power cut is not known: then all is as it was.
        take_back(old);
        throw;
    }
    is_committed_ = true;
    std::error_code ignored;
    if (!old.empty()) std::filesystem::remove_all(old, ignored);
}

std::string PendingFolder::put_in_place()
{
    if (if_present_ == IfPresent::replace && exchange_names(temporary_, path_)) return temporary_;
    const std::string old = temporary_ + ".old";
    const bool is_replacing =
        if_present_ == IfPresent::replace && std::rename(path_.c_str(), old.c_str()) == 0;
    if (if_present_ == IfPresent::replace && !is_replacing && errno != ENOENT)
        throw WriteError(Kind::io, path_, errno);
    // Between the two renames there is no folder of that name; there is never half of one.
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) {
        const int error_number = errno;
        if (is_replacing) (void)std::rename(old.c_str(), path_.c_str());
        throw WriteError(error_number == EEXIST || error_number == ENOTEMPTY ? Kind::cannot_create : Kind::io,
                         path_, error_number);
    }
    return is_replacing ? old : std::string{};
}

void PendingFolder::take_back(const std::string& old) noexcept
{
    if (old == temporary_) {
        (void)exchange_names(temporary_, path_);
        return;
    }
    (void)std::rename(path_.c_str(), temporary_.c_str());
    if (!old.empty()) (void)std::rename(old.c_str(), path_.c_str());
}

}  // namespace txpath
