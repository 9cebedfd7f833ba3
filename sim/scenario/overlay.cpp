#include "scenario/overlay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/files.hpp"
#include "base/text.hpp"
#include "scenario/packed.hpp"

namespace txpath {

namespace {

using Kind = Node::Kind;
namespace fs = std::filesystem;

constexpr std::size_t data_size_cap = std::size_t{64} << 20;
constexpr std::size_t file_count_cap =
    256;  // includes that include one another twice double with every level

bool is_inside(const fs::path& path, const fs::path& folder)
{
    const auto [end_of_folder, ignored] =
        std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end_of_folder == folder.end();
}

/// The path of a named file as the user would write it: beside the file that names it.
std::string shown_beside(const SourceFile* namer, const std::string& name)
{
    const fs::path folder =
        namer == nullptr || namer->path.empty() ? fs::path() : fs::path(namer->shown).parent_path();
    return (folder / name).lexically_normal().string();
}

std::string folder_of(const Mark& at, const std::string& root_folder)
{
    const bool is_from_file = at.file != nullptr && !at.file->path.empty();
    return is_from_file ? fs::path(at.file->path).parent_path().string() : root_folder;
}

Node empty_mapping(const Mark& at)
{
    Node node;
    node.kind = Kind::mapping;
    node.at = at;
    return node;
}

bool is_equal(const Node& one, const Node& other)
{
    if (one.kind != other.kind || one.text != other.text || one.items.size() != other.items.size())
        return false;
    if (one.entries.size() != other.entries.size()) return false;
    for (std::size_t k = 0; k < one.items.size(); ++k)
        if (!is_equal(one.items[k], other.items[k])) return false;
    return std::all_of(one.entries.begin(), one.entries.end(), [&](const Entry& entry) {
        const Entry* same = other.find(entry.key);
        return same != nullptr && is_equal(entry.value, same->value);
    });
}

/// Two includes may say the same, but not different things.
void report_conflicts(const Node& earlier, const Node& later, Diagnostics& found)
{
    for (const auto& entry : later.entries) {
        const Entry* other = earlier.find(entry.key);
        if (other == nullptr) continue;
        if (other->value.kind == Kind::mapping && entry.value.kind == Kind::mapping) {
            report_conflicts(other->value, entry.value, found);
        } else if (!is_equal(other->value, entry.value)) {
            const Mark& at = other->key_at;
            report(found, entry.key_at, fmt::format("two includes give '{}' different values", entry.key))
                .advice = fmt::format("the other one is at {}:{}:{}", at.file->shown, at.line, at.column);
        }
    }
}

void drop(Node& mapping, std::string_view key)
{
    std::erase_if(mapping.entries, [&](const Entry& entry) { return entry.key == key; });
}

/// Reads a file with everything it extends and includes.
class Gatherer {
public:
    Gatherer(Sources& sources, std::string root_folder, Diagnostics& found)
        : sources_(sources), root_folder_(std::move(root_folder)), found_(found)
    {
    }

    [[nodiscard]] Node gather(const OpenFile& file)
    {
        const auto before = found_.error_count();
        Node own = parse_yaml(*file.source, file.text, found_);
        if (found_.error_count() > before)
            return empty_mapping(own.at);  // its holes would give more mistakes
        if (own.kind != Kind::mapping) {
            const Mark whole{file.source, 0, 0, 1};
            report(found_, own.is_null() ? whole : own.at,
                   own.is_null() ? "the file is empty"
                                 : fmt::format("the file holds {}, not a mapping", described(own)));
            return empty_mapping(whole);
        }
        chain_.push_back(file.source);
        Node base = with_extends(own);
        if (const Entry* include = own.find("include"))
            base = merged(std::move(base), included(include->value), found_);
        chain_.pop_back();
        drop(own, "extends");
        drop(own, "include");
        return merged(std::move(base), own, found_);
    }

private:
    Node with_extends(const Node& own)
    {
        const Entry* extends = own.find("extends");
        if (extends == nullptr) return empty_mapping(own.at);
        return named_file(extends->value, "extends");
    }

    Node included(const Node& names)
    {
        Node all = empty_mapping(names.at);
        const auto add = [&](const Node& name) {
            Node one = named_file(name, "include");
            for (const std::string_view own : {"title", "description"})
                drop(one, own);  // those of a building block
            report_conflicts(all, one, found_);
            all = merged(std::move(all), one, found_);
        };
        if (names.kind == Kind::list) {
            for (const auto& name : names.items) add(name);
        } else {
            add(names);
        }
        return all;
    }

    Node named_file(const Node& name, std::string_view key)
    {
        if (name.kind != Kind::scalar || name.is_null()) {
            report(found_, name.at, fmt::format("'{}' is {}, not a file name", key, described(name)));
            return empty_mapping(name.at);
        }
        if (++count_ > file_count_cap) {
            if (count_ == file_count_cap + 1)
                report(found_, name.at, fmt::format("the scenario opens more than {} files", file_count_cap));
            return empty_mapping(name.at);
        }
        const auto file = open_named(sources_, root_folder_, name, found_);
        if (!file || is_cycle(*file->source, name)) return empty_mapping(name.at);
        return gather(*file);
    }

    bool is_cycle(const SourceFile& file, const Node& name)
    {
        const auto first = std::find_if(chain_.begin(), chain_.end(),
                                        [&](const SourceFile* open) { return open->path == file.path; });
        if (first == chain_.end()) return false;
        std::string chain;
        for (auto open = first; open != chain_.end(); ++open) chain += (*open)->shown + " -> ";
        report(found_, name.at, fmt::format("'{}' leads back to itself", name.text)).help =
            chain + (*first)->shown;
        return true;
    }

    Sources& sources_;
    std::string root_folder_;
    Diagnostics& found_;
    std::vector<const SourceFile*> chain_;  // files being read, the top one first
    std::size_t count_ = 1;
};

/// A file that was packed with the scenario.
ReadResult read_packed(const Sources& sources, const std::string& path)
{
    for (const auto& file : sources.all()) {
        if (file->path != path) continue;
        ReadResult read;
        for (const std::string& line : file->lines) read.text += line + "\n";
        return read;
    }
    return {{}, ReadFailure::absent, "is not in the package of the scenario"};
}

void report_missing(const std::string& shown, const ReadResult& file, Diagnostic& mistake)
{
    mistake.message = fmt::format("'{}' {}", shown, file.reason);
    if (file.failure != ReadFailure::too_large) mistake.fault = Fault::missing_input;
}

}  // namespace

std::optional<OpenFile> open_named(Sources& sources, const std::string& root_folder, const Node& name,
                                   Diagnostics& found)
{
    const auto refuse = [&](std::string why) -> Diagnostic& {
        return report(found, name.at, fmt::format("'{}' {}", name.text, why));
    };
    if (root_folder.empty()) {
        refuse("is a file, but the scenario is a text without a folder");
        return std::nullopt;
    }
    if (fs::path(name.text).is_absolute()) {
        refuse("is an absolute path").advice = "name files relative to this one";
        return std::nullopt;
    }
    std::error_code error;
    const bool is_packed = root_folder == packed_root;
    const auto named = fs::path(folder_of(name.at, root_folder)) / name.text;
    const auto path = is_packed ? named.lexically_normal() : fs::weakly_canonical(named, error);
    if (error) {
        refuse("cannot be found: " + error.message()).fault = Fault::missing_input;
        return std::nullopt;
    }
    if (!is_inside(path, root_folder)) {
        refuse("lies outside the scenario's folder").help =
            "files must be in the folder of the scenario or below it";
        return std::nullopt;
    }
    auto file = is_packed ? read_packed(sources, path.string()) : read_file(path.string(), data_size_cap);
    const auto shown = shown_beside(name.at.file, name.text);
    if (file.failure != ReadFailure::none) {
        report_missing(shown, file, refuse({}));
        return std::nullopt;
    }
    const auto& source = sources.add(source_of(shown, path.string(), file.text));
    return OpenFile{&source, std::move(file.text)};
}

Overlaid overlay(Sources& sources, const std::string& path, const std::vector<Override>& overrides,
                 Diagnostics& found)
{
    Overlaid result;
    auto file = read_file(path, data_size_cap);
    if (file.failure != ReadFailure::none) {
        Diagnostic mistake;
        mistake.at.file = path;
        report_missing(path, file, mistake);
        found.add(std::move(mistake));
        return result;
    }
    std::error_code error;
    const auto canonical = fs::weakly_canonical(path, error);
    fs::path folder = canonical.parent_path();
    if (folder.filename() == "trials" || folder.filename() == "what_ifs")
        folder = folder.parent_path();  // they extend what stands above
    result.root_folder = folder.string();
    const auto& source = sources.add(source_of(path, canonical.string(), file.text));
    result.root = Gatherer(sources, result.root_folder, found).gather({&source, std::move(file.text)});
    if (found.has_errors()) return result;
    for (const auto& set : overrides) set_path(sources, set, result.root, found);
    return result;
}

Overlaid overlay_text(Sources& sources, std::string_view text, const std::vector<Override>& overrides,
                      Diagnostics& found)
{
    const auto& source = sources.add(source_of("scenario.yaml", "", text));
    Overlaid result;
    result.root = parse_yaml(source, std::string(text), found);
    for (const std::string_view key : {"extends", "include"})
        if (const Entry* entry = result.root.find(key))
            report(found, entry->key_at, fmt::format("'{}' needs a file, not a text", key));
    if (found.has_errors()) return result;
    if (result.root.kind != Kind::mapping) {
        report(found, result.root.at, "the text is not a mapping");
        return result;
    }
    result.root = merged(empty_mapping(result.root.at), result.root, found);
    for (const auto& set : overrides) set_path(sources, set, result.root, found);
    return result;
}

}  // namespace txpath
