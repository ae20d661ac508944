/// The configuration as it was written: scalars, lists and maps that remember their place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bgsim/config/specification.hpp"

namespace bgsim::config {

struct Entry;

/// A node of the tree. Maps keep the order of the file.
struct Node {
    enum class Kind { null, scalar, list, map };

    Kind kind = Kind::null;
    SourceLocation location;
    std::string text;            ///< of a scalar, as written
    bool is_quoted = false;      ///< the scalar stood in quotation marks
    bool is_explicit = false;    ///< the null was written: '~' or 'null'
    int layer = 0;               ///< of files and --set, in the order in which they were merged
    std::vector<Node> items;     ///< of a list
    std::vector<Entry> entries;  ///< of a map

    bool is_null() const { return kind == Kind::null; }
    bool is_scalar() const { return kind == Kind::scalar; }
    bool is_list() const { return kind == Kind::list; }
    bool is_map() const { return kind == Kind::map; }

    /// The value of `key`; null pointer if this is no map or lacks it.
    const Node* find(std::string_view key) const;
    Node* find(std::string_view key);
};

/// A key of a map with its value.
struct Entry {
    std::string key;
    SourceLocation location;  ///< of the key
    Node value;
};

/// A scalar that stands at `location`.
Node make_scalar(std::string text, SourceLocation location);

/// A map without keys that stands at `location`.
Node empty_map(const SourceLocation& location);

/// The keys of a map in their order.
std::vector<std::string> keys_of(const Node& map);

/// Say that all of `node` comes from `layer`.
void set_layer(Node& node, int layer);

/// The latest layer from which anything of `node` comes.
int latest_layer(const Node& node);

/// Take `key` out of `map`, if it is there.
void erase(Node& map, std::string_view key);

/// Put `entry` into `map`, in place of the one with this key or at the end.
void assign(Node& map, Entry entry);

/// The node as a user would write it on one line, shortened if it is long.
std::string preview(const Node& node);

/// "a value", "a list", "a map", "nothing".
std::string_view kind_name(const Node& node);

}  // namespace bgsim::config
