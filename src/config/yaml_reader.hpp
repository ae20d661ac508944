/// From YAML (and JSON, which is YAML) to the tree.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "config/diagnostics.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

/// Parse one document. Syntax errors and duplicate keys are recorded; after a syntax error nothing
/// is returned. `name` stands for the file in locations.
std::optional<Node> parse_yaml(const std::string& text,
                               const std::string& name,
                               Diagnostics& diagnostics);

/// Parse a value given on the command line, each node of which stands at `location`.
std::optional<Node> parse_yaml_value(const std::string& text,
                                     const SourceLocation& location,
                                     Diagnostics& diagnostics);

/// The text of a file; nothing if it cannot be read.
std::optional<std::string> read_text_file(const std::filesystem::path& file);

/// Why a file cannot be read: "does not exist", "is a folder", or what the system says.
std::string why_unreadable(const std::filesystem::path& file);

}  // namespace bgsim::config
