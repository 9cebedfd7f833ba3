// overlay.hpp -- several files and the command line become one tree.
//
// Owns      `extends`, `include`, `--set`, and which files a scenario may open.
// Assumes   a file names others relative to its own folder.
// Promises  each node of the result is marked with where it was written; no file outside the root folder
//           is opened; no cycle, no silent contradiction between includes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/tree.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

/// A file that was opened for a scenario.
struct OpenFile {
    const SourceFile* source = nullptr;  ///< owned by the Sources
    std::string text;
};

/// The file that a node names, relative to the file the node stands in.
///   Errors  reported at the node: absolute path, outside the root folder, absent (Fault::missing_input),
///           too large
[[nodiscard]] std::optional<OpenFile> open_named(Sources& sources, const std::string& root_folder,
                                                 const Node& name, Diagnostics& found);

struct Overlaid {
    Node root;
    std::string root_folder;  ///< canonical folder of the top file; the one above if that is `trials`
};

/// The effective scenario: base, includes, the file's own keys, then the overrides in order.
[[nodiscard]] Overlaid overlay(Sources& sources, const std::string& path,
                               const std::vector<Override>& overrides, Diagnostics& found);

/// The same for a text that stands alone; `extends` and `include` are refused in it.
[[nodiscard]] Overlaid overlay_text(Sources& sources, std::string_view text,
                                    const std::vector<Override>& overrides, Diagnostics& found);

/// Lay `over` upon `base`: mappings merge key by key, anything else replaces, null removes. A key that says
/// when a transition fires, an attribute's law or a distribution drops the other keys of its kind.
[[nodiscard]] Node merged(Node base, const Node& over, Diagnostics& found);

/// A path as it stands somewhere in a file.
struct WrittenPath {
    std::string path;
    Mark at;
};

/// Lay one value upon the tree at a path, as `--set` does.
void set_node(const WrittenPath& where, Node value, Node& root, Diagnostics& found);

/// The value under a key of a mapping, or the item of a list with that number, counted from 1; or null.
[[nodiscard]] const Node* part_of(const Node& node, std::string_view key);

/// The keys on the way to what a path names; nothing if it names nothing.
[[nodiscard]] std::optional<std::vector<std::string>> keys_to(const Node& root, std::string_view path);

/// Lay one `--set PATH=VALUE` upon the tree.
void set_path(Sources& sources, const Override& set, Node& root, Diagnostics& found);

}  // namespace txpath
