#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

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

/// A full disk or a failing device is no fault of the name that was asked for.
Kind kind_of(int error_number)
{
    const bool is_of_the_device = error_number == ENOSPC || error_number == EDQUOT || error_number == EIO;
    return is_of_the_device ? Kind::io : Kind::cannot_create;
}

ReadResult failed(ReadFailure failure, std::string reason)
{
    return {{}, failure, std::move(reason)};
}

/// Beside the final name, so that the rename stays on one file system; unlike any other of this or another
/// process.
std::string temporary_name(const std::string& path)
{
    static std::atomic<unsigned> count{0};
    std::filesystem::path whole(path);
    if (!whole.has_filename()) whole = whole.parent_path();
    const auto name = fmt::format(".{}.{}-{}.part", whole.filename().string(), ::getpid(), count++);
    return (whole.parent_path() / name).string();
}

std::string folder_of(const std::string& path)
{
    std::filesystem::path whole(path);
    if (!whole.has_filename()) whole = whole.parent_path();
    const auto folder = whole.parent_path().string();
    return folder.empty() ? "." : folder;
}

/// Make a rename last through a power cut. Some file systems refuse to sync a folder; then it is theirs to
/// keep.
void sync_folder(const std::string& folder)
{
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0) return;
    if (::fsync(opened.get()) != 0 && errno == EIO) throw WriteError(Kind::io, folder, EIO);
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

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)), temporary_(temporary_name(path_))
{
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0) throw WriteError(kind_of(errno), path_, errno);
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
        const auto written = ::write(descriptor_, left.data(), left.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw WriteError(Kind::io, path_, errno);
        left.remove_prefix(static_cast<std::size_t>(written));
    }
    buffer_.clear();
}

void AtomicFile::commit()
{
    flush();
    if (::fsync(descriptor_) != 0) throw WriteError(Kind::io, path_, errno);
    const int closing = std::exchange(descriptor_, -1);
    if (::close(closing) != 0 || std::rename(temporary_.c_str(), path_.c_str()) != 0) {
        const int error_number = errno;
        ::unlink(temporary_.c_str());
        throw WriteError(Kind::io, path_, error_number);
    }
    sync_folder_of(path_);
}

void write_file(const std::string& path, std::string_view text)
{
    AtomicFile file(path);
    file.write(text);
    file.commit();
}

void sync_folder_of(const std::string& path)
{
    sync_folder(folder_of(path));
}

PendingFolder::PendingFolder(std::string path, IfPresent if_present)
    : path_(std::move(path)), temporary_(temporary_name(path_)), if_present_(if_present)
{
    std::error_code error;
    if (if_present_ == IfPresent::refuse &&
        std::filesystem::exists(std::filesystem::symlink_status(path_, error)))
        throw WriteError(Kind::cannot_create, path_, EEXIST);
    std::filesystem::create_directories(folder_of(path_), error);
    if (error) throw WriteError(kind_of(error.value()), path_, error.value());
    if (::mkdir(temporary_.c_str(), 0777) != 0) throw WriteError(kind_of(errno), path_, errno);
}

PendingFolder::~PendingFolder()
{
    std::error_code ignored;
    if (!is_committed_) std::filesystem::remove_all(temporary_, ignored);
}

void PendingFolder::commit()
{
    sync_folder(temporary_);
    const std::string old = temporary_ + ".old";
    const bool is_replacing =
        if_present_ == IfPresent::replace && std::rename(path_.c_str(), old.c_str()) == 0;
    // Between the two renames there is no folder of that name; there is never half of one.
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) {
        const int error_number = errno;
        if (is_replacing) (void)std::rename(old.c_str(), path_.c_str());
        throw WriteError(error_number == EEXIST || error_number == ENOTEMPTY ? Kind::cannot_create : Kind::io,
                         path_, error_number);
    }
    is_committed_ = true;
    std::error_code ignored;
    if (is_replacing) std::filesystem::remove_all(old, ignored);
    sync_folder_of(path_);
}

}  // namespace txpath
