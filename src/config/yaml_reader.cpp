#include "config/yaml_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace bgsim::config {

namespace {

/// A construct of YAML that is not accepted here.
struct Refused {
    YAML::Mark mark;
    std::string what;
    std::string remedy;
};

/// Builds the tree from the parser's events, so that duplicate keys and positions are seen.
class TreeBuilder : public YAML::EventHandler {
public:
    /// @param text  what is parsed; must outlive this
    TreeBuilder(std::string_view text,
                std::string file,
                const SourceLocation* fixed,
                Diagnostics& diagnostics)
        : text_(text), file_(std::move(file)), fixed_(fixed), diagnostics_(diagnostics) {}

    Node take_root() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        Node node = make(mark, Node::Kind::null);
        node.is_explicit = is_null_written_at(mark);
        add(std::move(node), anchor);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchored_.find(anchor);
        if (found == anchored_.end()) {
            throw Refused{mark, "an alias stands inside of what it names", "write the value out"};
        }
        n_nodes_ += found->second.second;
        check_size(mark);
        add(found->second.first, YAML::NullAnchor);
    }

    void OnScalar(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  const std::string& value) override {
        Node node = make(mark, Node::Kind::scalar);
        node.text = value;
        node.is_quoted = tag == "!";
        add(std::move(node), anchor);
    }

    void OnSequenceStart(const YAML::Mark& mark,
                         const std::string& /*tag*/,
                         YAML::anchor_t anchor,
                         YAML::EmitterStyle::value /*style*/) override {
        open(mark, Node::Kind::list, anchor);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark,
                    const std::string& /*tag*/,
                    YAML::anchor_t anchor,
                    YAML::EmitterStyle::value /*style*/) override {
        open(mark, Node::Kind::map, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    /// A list or map whose end has not come yet.
    struct Open {
        Node node;
        YAML::anchor_t anchor;
        std::size_t n_nodes_before;
        bool has_key = false;
        std::string key;
        SourceLocation key_location;
    };

    SourceLocation locate(const YAML::Mark& mark) const {
        if (fixed_ != nullptr) return *fixed_;
        return {file_, mark.line + 1, mark.column + 1};
    }

    Node make(const YAML::Mark& mark, Node::Kind kind) {
        ++n_nodes_;
        check_size(mark);
        Node node;
        node.kind = kind;
        node.location = locate(mark);
        last_mark_ = mark;
        return node;
    }

    /// Whether a null stands here, perhaps after its anchor, or nothing at all.
    bool is_null_written_at(const YAML::Mark& mark) const {
        constexpr std::string_view blanks = " \t";
        constexpr std::string_view ends = " \t\r\n,]}";
        if (mark.pos < 0 || static_cast<std::size_t>(mark.pos) >= text_.size()) return false;
        std::string_view rest = text_.substr(static_cast<std::size_t>(mark.pos));
        if (rest.starts_with('&')) {
            rest.remove_prefix(std::min(rest.find_first_of(ends), rest.size()));
            rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
        }
        const std::string_view word = rest.substr(0, rest.find_first_of(ends));
        return word == "~" || word == "null" || word == "Null" || word == "NULL";
    }

    void check_size(const YAML::Mark& mark) const {
        constexpr std::size_t most = 200'000;
        if (n_nodes_ <= most) return;
        throw Refused{mark, "more than 200000 values", "use fewer aliases or a smaller file"};
    }

    void open(const YAML::Mark& mark, Node::Kind kind, YAML::anchor_t anchor) {
        if (!stack_.empty() && is_key_expected()) refuse_key(mark);
        const std::size_t before = n_nodes_;
        stack_.push_back({make(mark, kind), anchor, before, false, {}, {}});
    }

    void close() {
        Open finished = std::move(stack_.back());
        stack_.pop_back();
        remember(finished.node, finished.anchor, n_nodes_ - finished.n_nodes_before);
        place(std::move(finished.node));
    }

    void add(Node node, YAML::anchor_t anchor) {
        remember(node, anchor, 1);
        if (!stack_.empty() && is_key_expected()) {
            if (!node.is_scalar()) refuse_key(last_mark_);
            Open& map = stack_.back();
            map.has_key = true;
            map.key = std::move(node.text);
            map.key_location = std::move(node.location);
            return;
        }
        place(std::move(node));
    }

    void place(Node node) {
        if (stack_.empty()) {
            root_ = std::move(node);
            return;
        }
        Open& parent = stack_.back();
        if (parent.node.is_list()) {
            parent.node.items.push_back(std::move(node));
            return;
        }
        parent.has_key = false;
        if (parent.node.find(parent.key) != nullptr) {
            diagnostics_.error(parent.key_location,
                               fmt::format("'{}' is given twice in the same map", parent.key),
                               "keep one of them");
            return;
        }
        // The parser places a missing value at whatever follows it.
        if (node.is_null()) node.location = parent.key_location;
        parent.node.entries.push_back(
            {std::move(parent.key), std::move(parent.key_location), std::move(node)});
    }

    bool is_key_expected() const { return stack_.back().node.is_map() && !stack_.back().has_key; }

    [[noreturn]] static void refuse_key(const YAML::Mark& mark) {
        throw Refused{mark, "a key must be a plain name", "write for example 'name: value'"};
    }

    void remember(const Node& node, YAML::anchor_t anchor, std::size_t n_nodes) {
        if (anchor != YAML::NullAnchor) anchored_[anchor] = {node, n_nodes};
    }

    std::string_view text_;
    std::string file_;
    const SourceLocation* fixed_;
    Diagnostics& diagnostics_;
    Node root_;
    std::vector<Open> stack_;
    std::map<YAML::anchor_t, std::pair<Node, std::size_t>> anchored_;
    std::size_t n_nodes_ = 0;
    YAML::Mark last_mark_;
};

/// `text` without the mark of its encoding, which positions do not count.
std::string_view without_byte_order_mark(std::string_view text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

/// What to look for in a file that is no YAML.
std::string advice(const std::string& text) {
    if (text.find("\n\t") != std::string::npos) {
        return "YAML allows no tabs at the beginning of a line, use blanks";
    }
    return "look for a missing colon, bracket, quotation mark or indentation here or just above";
}

bool is_quote(char c) { return c == '"' || c == '\''; }

/// Whether `c` opens a list, a map or, after `before`, a quotation.
bool opens(char c, char before) {
    constexpr std::string_view starts = " {[,:";
    return c == '{' || c == '[' || (is_quote(c) && starts.find(before) != std::string_view::npos);
}

char closing_of(char c) { return c == '{' ? '}' : c == '[' ? ']' : c; }

/// Which bracket or quotation mark `value` lacks or has too many; empty if none.
// NOLINTNEXTLINE(readability-function-cognitive-complexity): a scanner in one loop
std::string bracket_fault(std::string_view value) {
    std::string missing;  // what closes all that is open, the innermost last
    char before = ' ';
    for (const char c : value) {
        const bool is_quoted = !missing.empty() && is_quote(missing.back());
        if (is_quoted ? c == missing.back() : c == '}' || c == ']') {
            if (missing.empty()) return fmt::format("remove the '{}' that nothing opens", c);
            if (missing.back() != c) {
                return fmt::format("there is no '{}' before '{}'", missing.back(), c);
            }
            missing.pop_back();
        } else if (!is_quoted && opens(c, before)) {
            missing += closing_of(c);
        }
        before = c;
    }
    if (missing.empty()) return {};
    return fmt::format("{} is missing at the end", std::string(missing.rbegin(), missing.rend()));
}

std::optional<Node> parse(const std::string& text,
                          const std::string& file,
                          const SourceLocation* fixed,
                          Diagnostics& diagnostics) {
    const auto locate = [&](const YAML::Mark& mark) {
        if (fixed != nullptr) return *fixed;
        return mark.is_null() ? SourceLocation{file, 1, 1}
                              : SourceLocation{file, mark.line + 1, mark.column + 1};
    };
    TreeBuilder builder(without_byte_order_mark(text), file, fixed, diagnostics);
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
        Node root = builder.take_root();
        if (parser.HandleNextDocument(builder)) {
            throw Refused{YAML::Mark::null_mark(), "more than one document in a file",
                          "remove the lines '---', or split the file and use 'include'"};
        }
        return root;
    } catch (const YAML::Exception& error) {
        diagnostics.error(locate(error.mark), fmt::format("this is not valid YAML: {}", error.msg),
                          advice(text));
    } catch (const Refused& refused) {
        diagnostics.error(locate(refused.mark), refused.what, refused.remedy);
    }
    return std::nullopt;
}

}  // namespace

std::optional<Node> parse_yaml(const std::string& text,
                               const std::string& name,
                               Diagnostics& diagnostics) {
    auto root = parse(text, name, nullptr, diagnostics);
    if (root && root->location.file.empty()) root->location = {name, 1, 1};
    return root;
}

std::optional<Node> parse_yaml_value(const std::string& text,
                                     const SourceLocation& location,
                                     Diagnostics& diagnostics) {
    const std::string fault = bracket_fault(text);
    Diagnostics unspecific;
    auto root = parse(text, location.file, &location, fault.empty() ? diagnostics : unspecific);
    if (unspecific.count() > 0) {
        diagnostics.error(location, fmt::format("'{}' is not valid YAML", text), fault);
        return std::nullopt;
    }
    if (root && root->location.file.empty()) root->location = location;
    return root;
}

std::optional<std::string> read_text_file(const std::filesystem::path& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) return std::nullopt;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return std::nullopt;
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

std::string why_unreadable(const std::filesystem::path& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) return "is a folder";
    errno = 0;
    const std::ifstream stream(file, std::ios::binary);
    const int reason = errno;
    if (stream || reason == 0) return "cannot be read";
    if (reason == ENOENT) return "does not exist";
    return fmt::format("cannot be read: {}", std::generic_category().message(reason));
}

}  // namespace bgsim::config
