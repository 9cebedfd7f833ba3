// tree.hpp -- a scenario file as a small located tree of our own.
//
// Owns      Node, a scalar, list or mapping that knows where it was written; parse_yaml.
// Assumes   nothing: what is too large, too deep or not text is refused.
// Promises  no aliases, anchors, tags, merge keys, several documents or duplicate keys survive parsing.
//           At most 4 MiB, 32 levels, 200,000 nodes and 20,000 characters a line.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "txpath/diagnostic.hpp"

namespace txpath {

/// One file of a scenario, kept for excerpts.
struct SourceFile {
    std::string shown;  ///< the path as the user would write it; `command line` for `--set PATH=VALUE`
    std::string path;   ///< the path to open; empty for the command line
    std::vector<std::string> lines;
};

/// A file of a scenario from its text: lines without their ends, a byte order mark dropped.
[[nodiscard]] SourceFile source_of(std::string shown, std::string path, std::string_view text);

/// Where a node was written. Lines and columns count from 1.
struct Mark {
    const SourceFile* file = nullptr;  ///< owned by the Sources of the load
    std::uint32_t line = 0, column = 0, length = 1;
};

struct Entry;

struct Node {
    enum class Kind { scalar, list, mapping };
    Kind kind = Kind::scalar;
    bool is_quoted = false;  ///< a quoted scalar is always text
    std::string text;        ///< of a scalar
    std::vector<Node> items;
    std::vector<Entry> entries;  ///< in file order
    Mark at;

    [[nodiscard]] const Entry* find(std::string_view key) const noexcept;  ///< null when there is none
    [[nodiscard]] bool is_null() const noexcept;                           ///< a plain `null`, `~` or nothing
};

struct Entry {
    std::string key;
    Mark key_at;
    Node value;
};

/// The files of one load, so that marks stay valid while it lasts.
class Sources {
public:
    const SourceFile& add(SourceFile file);
    [[nodiscard]] const std::vector<std::unique_ptr<SourceFile>>& all() const noexcept { return files_; }
    /// Paths of those that were read from the disk: canonical, each once, in the order of reading.
    [[nodiscard]] std::vector<std::string> paths() const;

private:
    std::vector<std::unique_ptr<SourceFile>> files_;
};

/// The place of a mark as a diagnostic wants it, and the excerpt of its line.
[[nodiscard]] Span span_of(const Mark& mark);
[[nodiscard]] std::string excerpt_of(const Mark& mark);

/// What a node is, in words: "a mapping", "a list", "nothing", "'some text'".
[[nodiscard]] std::string described(const Node& node);

/// Parse one document. On mistakes the tree holds what could be read and `found` says why.
[[nodiscard]] Node parse_yaml(const SourceFile& file, const std::string& text, Diagnostics& found);

/// Add an error at a mark; the caller fills in advice and help.
Diagnostic& report(Diagnostics& found, const Mark& at, std::string message);

/// The same for a warning.
Diagnostic& warn(Diagnostics& found, const Mark& at, std::string message);

}  // namespace txpath
