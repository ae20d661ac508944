#include "config/emit.hpp"

#include <algorithm>

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

namespace bgsim::config {

namespace {

bool holds_only_scalars(const Node& node) {
    return std::ranges::all_of(node.items, &Node::is_scalar) &&
           std::ranges::all_of(node.entries,
                               [](const Entry& entry) { return entry.value.is_scalar(); });
}

void emit(YAML::Emitter& out, const Node& node) {
    switch (node.kind) {
        case Node::Kind::null:
            out << YAML::Null;
            return;
        case Node::Kind::scalar:
            if (node.is_quoted) out << YAML::DoubleQuoted;
            out << node.text;
            return;
        case Node::Kind::list:
            out << YAML::Flow << YAML::BeginSeq;
            for (const Node& item : node.items) emit(out, item);
            out << YAML::EndSeq;
            return;
        case Node::Kind::map:
            if (holds_only_scalars(node)) out << YAML::Flow;
            out << YAML::BeginMap;
            for (const Entry& entry : node.entries) {
                out << YAML::Key << entry.key << YAML::Value;
                emit(out, entry.value);
            }
            out << YAML::EndMap;
            return;
    }
}

}  // namespace

std::string to_yaml(const Node& root) {
    YAML::Emitter out;
    emit(out, root);
    return std::string(out.c_str(), out.size()) + '\n';
}

}  // namespace bgsim::config
