#include "protocol/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "config/merge.hpp"
#include "config/yaml_reader.hpp"
#include "protocol/currents.hpp"
#include "protocol/read_plan.hpp"

namespace bgsim::protocol {
namespace {

using config::Diagnostics;
using config::Node;
using config::SourceLocation;

/// Level of dopamine at which the parameters in params/ hold.
constexpr const char* usual_baseline = "0.8";

void set(Node& map, const std::string& key, Node value) {
    const SourceLocation location = value.location;
    config::assign(map, {key, location, std::move(value)});
}

/// The map `key` of `map`, made if it is missing.
Node& inner(Node& map, const std::string& key, const SourceLocation& location) {
    if (map.find(key) == nullptr) set(map, key, config::empty_map(location));
    return *map.find(key);
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(separator, begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

/// Turns options into the tree of a configuration.
class RequestWriter {
public:
    RequestWriter(const Request& request, Diagnostics& diagnostics)
        : request_(request), diagnostics_(diagnostics), root_(config::empty_map(at("bgsim cell"))) {
        set(root_, "protocol", config::empty_map(at("bgsim cell")));
    }

    Node write() {
        if (!protocol_file(request_)) write_cells();
        write_currents();
        write_psp();
        for (const auto& [key, value] :
             {std::pair{"hold", &request_.hold}, std::pair{"settle", &request_.settle},
              std::pair{"duration", &request_.duration}, std::pair{"discard", &request_.discard},
              std::pair{"solver", &request_.solver}}) {
            write_scalar(protocol(), key, *value);
        }
        write_flag("spontaneous", request_.spontaneous);
        write_flag("expected", request_.expected);
        write_flag("total", request_.total);
        write_scalar(root_, "seed", request_.seed);
        write_scalar(root_, "precision", request_.precision);
        if (request_.dt) write_scalar(inner(root_, "time", at("--dt")), "dt", request_.dt);
        if (request_.dopamine) write_dopamine(*request_.dopamine);
        for (const std::string& assignment : request_.set) write_assignment(assignment);
        return std::move(root_);
    }

private:
    static SourceLocation at(std::string option) { return {std::move(option), 0, 0}; }
    static SourceLocation at(const std::string& option, const std::string& value) {
        return at(fmt::format("--{} {}", option, value));
    }

    Node& protocol() { return *root_.find("protocol"); }

    static void write_scalar(Node& map,
                             const std::string& key,
                             const std::optional<std::string>& value) {
        if (value) set(map, key, config::make_scalar(*value, at(key, *value)));
    }

    void write_flag(const std::string& key, bool value) {
        if (value) set(protocol(), key, config::make_scalar("yes", at("--" + key)));
    }

    void write_cells() {
        Node cells;
        cells.kind = Node::Kind::list;
        cells.location = at("bgsim cell");
        for (const std::string& name : request_.cells) {
            cells.items.push_back(config::make_scalar(name, at("bgsim cell " + name)));
        }
        set(protocol(), "cells", std::move(cells));
    }

    void write_currents() {
        if (request_.step) write_parts("step", *request_.step, {"from", "by", "to"});
        if (request_.ramp) write_parts("ramp", *request_.ramp, {"from", "to"});
        if (!request_.trace) return;
        // "0,100pA": the last unit holds for what has none, as in a step.
        const auto location = at("trace", *request_.trace);
        const std::vector<std::string> values = split(*request_.trace, ',');
        std::string joined = values.front();
        std::vector<std::string> keys = {"0"};
        for (std::size_t i = 1; i < values.size(); ++i) {
            joined += fmt::format(":{}", values[i]);
            keys.push_back(std::to_string(i));
        }
        const auto parts = split_option(joined, keys, location, diagnostics_);
        if (!parts) return;
        Node list;
        list.kind = Node::Kind::list;
        list.location = location;
        if (parts->is_scalar()) list.items.push_back(*parts);
        for (const config::Entry& entry : parts->entries) list.items.push_back(entry.value);
        set(protocol(), "trace", std::move(list));
    }

    void write_parts(const std::string& option,
                     const std::string& value,
                     const std::vector<std::string>& keys) {
        auto parts = split_option(value, keys, at(option, value), diagnostics_);
        if (parts) set(protocol(), option, std::move(*parts));
    }

    void write_psp() {
        for (const auto& [option, value] :
             {std::pair{"weight", &request_.weight}, std::pair{"train", &request_.train},
              std::pair{"stp", &request_.stp}}) {
            if (!*value || request_.psp || protocol_file(request_)) continue;
            diagnostics_.error(at(option, **value), "this belongs to --psp",
                               "name a port, for example '--psp AMPA_1'");
            return;
        }
        if (!request_.psp && !request_.weight && !request_.train && !request_.stp) return;
        Node& psp = inner(protocol(), "psp", at("--psp"));
        if (request_.psp) {
            set(psp, "port", config::make_scalar(*request_.psp, at("psp", *request_.psp)));
        }
        write_scalar(psp, "weight", request_.weight);
        if (request_.train) write_train(psp, *request_.train);
        if (request_.stp) write_stp(psp, *request_.stp);
    }

    void write_train(Node& psp, const std::string& text) {
        const SourceLocation location = at("train", text);
        const auto parts = split(text, '@');
        if (parts.size() != 2) {
            diagnostics_.error(location, "this is not NUMBER@RATE",
                               "write for example '10@20Hz', or '10@20Hz+500ms' for one more spike "
                               "500 ms after the last");
            return;
        }
        Node& train = inner(psp, "train", location);
        const auto rate = split(parts[1], '+');
        set(train, "spikes", config::make_scalar(parts[0], location));
        set(train, "rate", config::make_scalar(rate[0], location));
        if (rate.size() > 1) set(train, "recovery", config::make_scalar(rate[1], location));
    }

    void write_stp(Node& psp, const std::string& text) {
        const SourceLocation location = at("stp", text);
        Node map = config::empty_map(location);
        set(map, "model", config::make_scalar("tsodyks", location));
        for (const std::string& part : split(text, ',')) {
            const std::size_t equals = part.find('=');
            if (equals == std::string::npos) {
                diagnostics_.error(location, fmt::format("'{}' is not NAME=VALUE", part),
                                   "write for example 'U=0.24,tau_rec=11ms,tau_fac=73ms'");
                return;
            }
            set(map, part.substr(0, equals),
                config::make_scalar(part.substr(equals + 1), location));
        }
        set(psp, "short_term_plasticity", std::move(map));
    }

    void write_dopamine(const std::string& text) {
        const SourceLocation location = at("dopamine", text);
        const auto parts = split(text, ':');
        Node& dopamine = inner(root_, "dopamine", location);
        set(dopamine, "level", config::make_scalar(parts[0], location));
        set(dopamine, "baseline",
            config::make_scalar(parts.size() > 1 ? parts[1] : usual_baseline, location));
    }

    /// "C_m=20pF" stands for "parameters.C_m=20pF".
    void write_assignment(const std::string& text) {
        const SourceLocation location = at("set", text);
        const std::size_t equals = text.find('=');
        auto names = split(text.substr(0, equals), '.');
        auto value = config::parse_yaml_value(text.substr(equals + 1), location, diagnostics_);
        if (!value) return;
        if (value->is_null()) {
            diagnostics_.error(location, "the value is empty", "write one after '='");
            return;
        }
        const std::vector<std::string> parts = {"parameters", "initial", "vary", "ports"};
        if (names.size() == 1) names.insert(names.begin(), "parameters");
        if (std::ranges::find(parts, names.front()) == parts.end()) {
            diagnostics_.error(location, fmt::format("a cell has no '{}' to set", names.front()),
                               "write for example 'C_m=20pF', 'initial.V_m=-50mV' or "
                               "'ports.AMPA={tau: 5 ms, E_rev: 0 mV}'");
            return;
        }
        Node* map = &protocol();
        for (std::size_t i = 0; i + 1 < names.size(); ++i) map = &inner(*map, names[i], location);
        set(*map, names.back(), std::move(*value));
    }

    const Request& request_;
    Diagnostics& diagnostics_;
    Node root_;
};

/// Another protocol on the command line takes the place of that in the file.
void remove_replaced_kind(Node& file, const Node& options) {
    Node* const protocol = file.find("protocol");
    const Node* const asked = options.find("protocol");
    if (protocol == nullptr || !protocol->is_map()) return;
    const auto is_given = [&](const std::string& key) { return asked->find(key) != nullptr; };
    if (std::ranges::none_of(kind_keys(), is_given)) return;
    for (const std::string& key : kind_keys()) {
        if (!is_given(key)) config::erase(*protocol, key);
    }
}

/// Merging moves a map to where the later one stands; what is missing is missing in the file.
void keep_locations(const Node& file, Node& options) {
    options.location = file.location;
    const Node* const protocol = file.find("protocol");
    if (protocol != nullptr) options.find("protocol")->location = protocol->location;
}

}  // namespace

std::optional<std::filesystem::path> protocol_file(const Request& request) {
    for (const std::string& name : request.cells) {
        if (name.ends_with(".yaml") || name.ends_with(".yml")) return name;
    }
    return std::nullopt;
}

Node configuration_of(const Request& request, Diagnostics& diagnostics) {
    const auto file = protocol_file(request);
    if (file && request.cells.size() > 1) {
        diagnostics.error({"bgsim cell " + file->string(), 0, 0},
                          "a file with a protocol names its own cells",
                          "give either the file or the cells");
    }
    auto base = file ? config::read_merged(*file, diagnostics) : std::nullopt;
    if (file && !base) diagnostics.throw_if_any();
    Node options = RequestWriter(request, diagnostics).write();
    if (!base) return options;
    const bool is_network =
        base->find("protocol") == nullptr && base->find("populations") != nullptr;
    if (is_network) return std::move(*base);
    remove_replaced_kind(*base, options);
    keep_locations(*base, options);
    config::merge(*base, std::move(options), "", diagnostics);
    return std::move(*base);
}

}  // namespace bgsim::protocol
