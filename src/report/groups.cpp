#include "report/groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "bgsim/config/compare.hpp"
#include "bgsim/error.hpp"

namespace bgsim::report {
namespace {

bool differ_only_in_seed(const Run& a, const Run& b) {
    const auto all = config::differences(a.about("configuration"), b.about("configuration"));
    return std::ranges::all_of(all, [](const config::Difference& difference) {
        return difference.path == "seed" || difference.path == "input_seed";
    });
}

/// Means over the same run twice would have a spread that is too small.
void refuse_twins(const Group& group, const Run& run) {
    for (const Run& other : group.runs) {
        if (!config::differences(other.about("configuration"), run.about("configuration"))
                 .empty()) {
            continue;
        }
        throw InputError(fmt::format("{} and {} are results of the same configuration and seed; "
                                     "name one of them",
                                     other.file, run.file),
                         ExitCode::usage);
    }
}

bool same_window(const Run& a, const Run& b) {
    const auto& first = a.analysis.request.window;
    const auto& second = b.analysis.request.window;
    return first.from_ms == second.from_ms && first.to_ms == second.to_ms;
}

std::vector<Group> grouped(std::vector<Run> runs) {
    std::vector<Group> groups;
    for (Run& run : runs) {
        const auto home = std::ranges::find_if(groups, [&](const Group& group) {
            return same_window(group.first(), run) && differ_only_in_seed(group.first(), run);
        });
        if (home == groups.end()) {
            groups.push_back({.label = run.about("experiment"), .runs = {}});
            groups.back().runs.push_back(std::move(run));
        } else {
            refuse_twins(*home, run);
            home->runs.push_back(std::move(run));
        }
    }
    return groups;
}

bool is_ambiguous(const std::vector<Group>& groups) {
    return std::ranges::any_of(groups, [&](const Group& group) {
        return group.label.empty() || std::ranges::count(groups, group.label, &Group::label) > 1;
    });
}

/// What tells files apart: "b" of "results/b/seed-1.h5" and "results/c/seed-1.h5".
void label_by_file(std::vector<Group>& groups) {
    namespace fs = std::filesystem;
    const auto stem = [](const Group& group) {
        return fs::path(group.first().file).stem().string();
    };
    for (Group& group : groups) group.label = stem(group);
    if (!is_ambiguous(groups)) return;
    for (Group& group : groups) {
        const fs::path file = fs::absolute(group.first().file).lexically_normal();
        group.label = file.parent_path().filename().string() + '/' + stem(group);
    }
    if (!is_ambiguous(groups)) return;
    for (Group& group : groups) group.label = group.first().file;
}

}  // namespace

std::vector<std::string> differences(const Group& group, const Group& from) {
    std::vector<std::string> found;
    for (const auto& [path, then, now] : config::differences(
             from.first().about("configuration"), group.first().about("configuration"))) {
        const bool says_nothing = path == "seed" || path == "input_seed" || path == "experiment" ||
                                  path == "description" ||
                                  config::is_at_or_below(path, "targets") ||
                                  config::is_at_or_below(path, "record");
        if (!says_nothing) found.push_back(fmt::format("{}: {} -> {}", path, then, now));
    }
    return found;
}

std::size_t Scene::colour_of(const std::string& population) const {
    return static_cast<std::size_t>(std::ranges::find(populations, population) -
                                    populations.begin());
}

Scene scene_of(std::vector<Run> runs) {
    Scene scene{.groups = grouped(std::move(runs)), .populations = {}};
    if (is_ambiguous(scene.groups)) label_by_file(scene.groups);
    for (const Group& group : scene.groups) {
        for (const auto& population : group.first().analysis.populations) {
            if (std::ranges::count(scene.populations, population.name) != 0) continue;
            scene.populations.push_back(population.name);
        }
    }
    return scene;
}

const analysis::PopulationAnalysis* found(const Run& run, const std::string& population) {
    const auto& all = run.analysis.populations;
    const auto at = std::ranges::find(all, population, &analysis::PopulationAnalysis::name);
    return at == all.end() ? nullptr : &*at;
}

}  // namespace bgsim::report
