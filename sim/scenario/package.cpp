// package.cpp -- the effective tree of a scenario as bytes, and back.
//
// Promises  a damaged package is refused, never half read.
#include "txpath/package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/files.hpp"
#include "scenario/explain.hpp"
#include "scenario/packed.hpp"

namespace txpath {

namespace {

namespace fs = std::filesystem;
using Kind = Node::Kind;

constexpr std::string_view format = "txpath-package/1";
constexpr std::size_t depth_cap = 64;  // a file has at most 32 levels, --set adds a path

/// A path as seen from the scenario's folder.
std::string path_within(const std::string& root_folder, const std::string& path)
{
    return fs::path(path).lexically_relative(root_folder).string();
}
std::string packed_path(const std::string& root_folder, const std::string& path)
{
    return (fs::path(packed_root) / path_within(root_folder, path)).string();
}

/// Files by the order in which marks first name them.
class FileNumbers {
public:
    std::uint64_t of(const SourceFile* file)
    {
        if (file == nullptr) return 0;
        const auto [found, is_new] = number_of_.try_emplace(file, files_.size() + 1);
        if (is_new) files_.push_back(file);
        return found->second;
    }
    [[nodiscard]] const std::vector<const SourceFile*>& files() const noexcept { return files_; }

private:
    std::map<const SourceFile*, std::uint64_t> number_of_;
    std::vector<const SourceFile*> files_;
};

class TreeWriter {
public:
    void write(const Node& node)
    {
        out_.whole(static_cast<std::uint64_t>(node.kind) * 2 + (node.is_quoted ? 1 : 0));
        write(node.at);
        switch (node.kind) {
            case Kind::scalar:
                out_.text(node.text);
                break;
            case Kind::list:
                out_.whole(node.items.size());
                for (const Node& item : node.items) write(item);
                break;
            case Kind::mapping:
                out_.whole(node.entries.size());
                for (const Entry& entry : node.entries) {
                    out_.text(entry.key);
                    write(entry.key_at);
                    write(entry.value);
                }
                break;
        }
    }
    [[nodiscard]] const std::string& bytes() const noexcept { return out_.bytes(); }
    [[nodiscard]] const std::vector<const SourceFile*>& files() const noexcept { return numbers_.files(); }

private:
    void write(const Mark& mark)
    {
        out_.whole(numbers_.of(mark.file));
        out_.whole(mark.line);
        out_.whole(mark.column);
        out_.whole(mark.length);
    }

    ByteWriter out_;
    FileNumbers numbers_;
};

class TreeReader {
public:
    TreeReader(ByteReader& in, const std::vector<std::unique_ptr<SourceFile>>& files) : in_(in), files_(files)
    {
    }

    Node read(std::size_t depth)
    {
        Node node;
        const std::uint64_t tag = in_.whole();
        if (tag > 5 || depth > depth_cap) in_.damage();
        if (in_.is_damaged()) return node;
        node.kind = static_cast<Kind>(tag / 2);
        node.is_quoted = tag % 2 == 1;
        node.at = mark();
        if (node.kind == Kind::scalar) {
            node.text = in_.text();
            return node;
        }
        const std::size_t count = in_.count(5);
        if (node.kind == Kind::list) {
            node.items.reserve(count);
            for (std::size_t k = 0; k < count && !in_.is_damaged(); ++k)
                node.items.push_back(read(depth + 1));
            return node;
        }
        node.entries.reserve(count);
        for (std::size_t k = 0; k < count && !in_.is_damaged(); ++k) {
            std::string key = in_.text();
            const Mark at = mark();
            node.entries.push_back({std::move(key), at, read(depth + 1)});
        }
        return node;
    }

private:
    std::uint32_t small()
    {
        const std::uint64_t number = in_.whole();
        if (number > std::numeric_limits<std::uint32_t>::max()) in_.damage();
        return static_cast<std::uint32_t>(number);
    }

    Mark mark()
    {
        const std::uint64_t file = in_.whole();
        if (file > files_.size()) in_.damage();
        Mark mark;
        mark.file =
            file == 0 || in_.is_damaged() ? nullptr : files_[static_cast<std::size_t>(file - 1)].get();
        mark.line = small();
        mark.column = small();
        mark.length = small();
        return mark;
    }

    ByteReader& in_;
    const std::vector<std::unique_ptr<SourceFile>>& files_;
};

Diagnostics one_mistake(std::string message, std::string advice)
{
    Diagnostic mistake;
    mistake.message = std::move(message);
    mistake.advice = std::move(advice);
    Diagnostics found;
    found.add(std::move(mistake));
    return found;
}

/// The tree without what a page has elsewhere, and with the references that a file of them would give.
Node for_package(Node root, const Scenario& scenario)
{
    std::erase_if(root.entries, [](const Entry& one) { return one.key == "explore"; });
    for (Entry& entry : root.entries)
        if (entry.key == "references" && entry.value.kind != Kind::mapping)
            entry.value = written_out(entry.value, scenario);
    return root;
}

/// Paths in the package, and texts.
using DataFiles = std::vector<std::pair<std::string, std::string>>;

Checked<DataFiles> data_of(const Scenario& scenario, const std::string& root_folder)
{
    DataFiles texts;
    for (const std::string& path : scenario.data_files) {
        ReadResult file = read_file(path, std::numeric_limits<std::size_t>::max());
        if (file.failure != ReadFailure::none)
            return one_mistake(fmt::format("'{}' {}", path, file.reason), "the scenario reads it");
        texts.emplace_back(packed_path(root_folder, path), std::move(file.text));
    }
    return texts;
}

}  // namespace

Checked<std::string> pack_scenario(const std::string& path, const std::vector<Override>& overrides)
{
    Sources sources;
    Diagnostics found;
    const Overlaid whole = overlay(sources, path, overrides, found);
    if (found.has_errors()) {
        found.sort();
        return found;
    }
    const std::string name = fs::path(path).stem().string();
    const auto scenario = load_overlaid(sources, whole, name, std::move(found), OwnTexts::written);
    if (!scenario) return scenario.why_not();
    const auto data = data_of(scenario.value(), whole.root_folder);
    if (!data) return data.why_not();
    TreeWriter tree;
    tree.write(for_package(whole.root, scenario.value()));
    ByteWriter out;
    out.text(format);
    out.text(name);
    out.whole(tree.files().size());
    for (const SourceFile* file : tree.files()) {
        const bool is_file = !file->path.empty();
        out.text(is_file ? path_within(whole.root_folder, file->path) : file->shown);
        out.text(is_file ? packed_path(whole.root_folder, file->path) : file->path);
    }
    out.whole(data.value().size());
    for (const auto& [packed, text] : data.value()) {
        out.text(packed);
        out.text(text);
    }
    return out.take() + tree.bytes();
}

struct PackedScenario::Parts {
    std::string name;
    std::vector<std::unique_ptr<SourceFile>> files;  ///< that marks name
    std::vector<SourceFile> data;
    Overlaid whole;
};

PackedScenario::PackedScenario(std::unique_ptr<Parts> parts) : parts_(std::move(parts))
{
}
PackedScenario::~PackedScenario() = default;
PackedScenario::PackedScenario(PackedScenario&&) noexcept = default;
PackedScenario& PackedScenario::operator=(PackedScenario&&) noexcept = default;

Checked<PackedScenario> PackedScenario::open(std::string_view bytes)
{
    ByteReader in(bytes);
    if (in.text() != format)
        return one_mistake("this is no scenario package of this version of txpath",
                           "make the page again with 'txpath explore'");
    auto parts = std::make_unique<Parts>();
    parts->name = in.text();
    for (std::size_t left = in.count(2); left > 0; --left) {
        std::string shown = in.text();
        parts->files.push_back(std::make_unique<SourceFile>(SourceFile{std::move(shown), in.text(), {}}));
    }
    for (std::size_t left = in.count(2); left > 0; --left) {
        std::string path = in.text();
        std::string shown = fs::path(path).filename().string();
        parts->data.push_back(source_of(std::move(shown), std::move(path), in.text()));
    }
    parts->whole.root = TreeReader(in, parts->files).read(0);
    parts->whole.root_folder = packed_root;
    if (!in.is_done())
        return one_mistake("the scenario package is damaged", "make the page again with 'txpath explore'");
    return PackedScenario(std::move(parts));
}

Checked<Scenario> PackedScenario::load(const std::vector<Override>& overrides, OwnTexts texts) const
{
    Sources sources;
    for (const SourceFile& file : parts_->data) sources.add(file);
    Overlaid whole = parts_->whole;
    Diagnostics found;
    for (const Override& one : overrides) set_path(sources, one, whole.root, found);
    return load_overlaid(sources, whole, parts_->name, std::move(found), texts);
}

}  // namespace txpath
