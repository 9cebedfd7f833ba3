// checkpoint_file.cpp -- a checkpoint on the disk.
//
// Owns      write_checkpoint, read_checkpoint.
// Format    "txpath checkpoint 1", a line; the replicates, each a text of base/bytes; the head, such a text;
// where
//           the head begins, twenty digits; the SHA-256 of all before, 64 hexadecimal digits; a line end.
#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <system_error>

#include "base/bytes.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "txpath/checkpoint.hpp"

namespace txpath {

namespace {

constexpr std::string_view family = "txpath checkpoint ", magic = "txpath checkpoint 1\n";
constexpr std::size_t digits_of_place = 20, digits_of_hash = 64;
constexpr std::size_t foot_size = digits_of_place + digits_of_hash + 1;

std::string coded(const CheckpointHead& head)
{
    ByteWriter out;
    for (const std::string* text : {&head.version, &head.commit, &head.scenario, &head.effective_text})
        out.text(*text);
    out.whole(head.data_files.size());
    for (const auto& [name, hash] : head.data_files) {
        out.text(name);
        out.text(hash);
    }
    for (const std::uint64_t number : {head.fingerprint, head.seed, std::uint64_t{head.sample},
                                       std::uint64_t{head.replicates}, head.people, head.histories})
        out.whole(number);
    for (const double number : {head.moment, head.horizon, head.before}) out.number(number);
    out.flag(head.has_sync_points);
    out.numbers(head.flow_checkpoints);
    out.whole(head.parameters.size());
    for (const std::string& path : head.parameters) out.text(path);
    out.whole(head.policies.size());
    for (const CheckpointHead::Policy& policy : head.policies) {
        out.text(policy.name);
        out.whole(policy.targets.size());
        for (const std::string& target : policy.targets) out.text(target);
    }
    out.whole(head.begun.size());
    for (const std::uint32_t policy : head.begun) out.whole(policy);
    return out.take();
}

CheckpointHead decoded_head(ByteReader& in)
{
    CheckpointHead head;
    for (std::string* text : {&head.version, &head.commit, &head.scenario, &head.effective_text})
        *text = in.text();
    for (std::size_t left = in.count(2); left > 0; --left) {
        std::string name = in.text(), hash = in.text();
        head.data_files.emplace_back(std::move(name), std::move(hash));
    }
    head.fingerprint = in.whole();
    head.seed = in.whole();
    head.sample = static_cast<std::uint32_t>(in.whole());
    head.replicates = static_cast<std::uint32_t>(in.whole());
    head.people = in.whole();
    head.histories = in.whole();
    for (double* number : {&head.moment, &head.horizon, &head.before}) *number = in.number();
    head.has_sync_points = in.flag();
    head.flow_checkpoints = in.numbers();
    head.parameters.resize(in.count(1));
    for (std::string& path : head.parameters) path = in.text();
    head.policies.resize(in.count(2));
    for (CheckpointHead::Policy& policy : head.policies) {
        policy.name = in.text();
        policy.targets.resize(in.count(1));
        for (std::string& target : policy.targets) target = in.text();
    }
    head.begun.resize(in.count(1));
    for (std::uint32_t& policy : head.begun) {
        policy = static_cast<std::uint32_t>(in.whole());
        if (policy >= head.policies.size()) in.damage();
    }
    return head;
}

/// Writes and hashes at once.
class HashedFile {
public:
    explicit HashedFile(const std::string& path) : file_(path) {}
    void write(std::string_view bytes)
    {
        file_.write(bytes);
        hash_.add(bytes);
        size_ += bytes.size();
    }
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    void commit()
    {
        write(hash_.hex());
        write("\n");
        file_.commit();
    }

private:
    AtomicFile file_;
    Sha256 hash_;
    std::uint64_t size_ = 0;
};

std::string as_text(std::string_view bytes)
{
    ByteWriter out;
    out.text(bytes);
    return out.take();
}

CheckpointError damaged(const std::string& path, std::string reason)
{
    return {CheckpointError::Kind::damaged, path, std::move(reason)};
}

}  // namespace

std::variant<WrittenCheckpoint, CheckpointError> write_checkpoint(
    const std::string& path, CheckpointHead head,
    const std::function<CheckpointOutcome(const TakeReplicate&)>& simulate)
{
    try {
        HashedFile file(path);
        file.write(magic);
        CheckpointOutcome outcome =
            simulate([&](std::string_view replicate) { file.write(as_text(replicate)); });
        if (!outcome.is_complete) return WrittenCheckpoint{false, 0};
        head.begun = std::move(outcome.begun);
        const std::uint64_t place = file.size();
        file.write(as_text(coded(head)));
        file.write(fmt::format("{:020}", place));
        file.commit();
        return WrittenCheckpoint{true, file.size()};
    } catch (const WriteError& error) {
        using Kind = CheckpointError::Kind;
        return CheckpointError{error.kind() == WriteError::Kind::io ? Kind::io : Kind::cannot_create,
                               error.path(), std::generic_category().message(error.error_number())};
    }
}

std::variant<std::shared_ptr<const Checkpoint>, CheckpointError> read_checkpoint(const std::string& path)
{
    using Kind = CheckpointError::Kind;
    ReadResult file = read_file(path, std::numeric_limits<std::size_t>::max());
    if (file.failure != ReadFailure::none)
        return CheckpointError{file.failure == ReadFailure::absent ? Kind::missing : Kind::io, path,
                               file.reason};
    auto checkpoint = std::make_shared<Checkpoint>();
    checkpoint->bytes = std::move(file.text);
    const std::string_view bytes = checkpoint->bytes;
    if (!bytes.starts_with(family)) return CheckpointError{Kind::foreign, path, "is no checkpoint of txpath"};
    if (!bytes.starts_with(magic))
        return CheckpointError{Kind::foreign, path, "has a format of another version of txpath"};
    if (bytes.size() < magic.size() + foot_size) return damaged(path, "is cut short");
    const std::string_view hashed = bytes.substr(0, bytes.size() - digits_of_hash - 1);
    checkpoint->sha256 = sha256_of_text(hashed);
    if (bytes.substr(hashed.size()) != checkpoint->sha256 + "\n")
        return damaged(path, "is damaged: its SHA-256 is not the one it ends with");
    const std::string_view place = hashed.substr(hashed.size() - digits_of_place);
    std::uint64_t head_at = 0;
    const auto [end, error] = std::from_chars(place.data(), place.data() + place.size(), head_at);
    const std::size_t head_end = hashed.size() - digits_of_place;
    if (error != std::errc{} || end != place.data() + place.size() || head_at < magic.size() ||
        head_at > head_end)
        return damaged(path, "is damaged: it does not say where its head is");
    ByteReader head_text(bytes.substr(head_at, head_end - head_at));
    ByteReader head(head_text.text_in_place());
    checkpoint->head = decoded_head(head);
    ByteReader replicates(bytes.substr(magic.size(), head_at - magic.size()));
    for (std::uint32_t left = checkpoint->head.replicates; left > 0 && !replicates.is_damaged(); --left)
        checkpoint->replicates.push_back(replicates.text_in_place());
    if (!head.is_done() || !head_text.is_done() || !replicates.is_done())
        return damaged(path, "is damaged: its parts do not fit together");
    return checkpoint;
}

}  // namespace txpath
