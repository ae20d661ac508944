#include "ensemble/ensemble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "bgsim/error.hpp"
#include "comm/agreement.hpp"
#include "io/spike_file.hpp"

namespace bgsim::ensemble {
namespace {

/// Mistakes of several combinations: what is wrong with all of them is said once.
class Mistakes {
public:
    /// @param assignments  of the combination that was loaded
    void add(const Error& error, const std::vector<std::string>& assignments) {
        code_ = std::min(code_, error.code());
        std::istringstream lines(error.what());
        for (std::string line; std::getline(lines, line);) {
            if (line.ends_with("; nothing was simulated")) continue;  // a count of its own
            line = as_written(line, assignments);
            if (std::ranges::find(lines_, line) == lines_.end()) lines_.push_back(line);
        }
    }

    void throw_if_any() const {
        if (lines_.empty()) return;
        std::string text;
        for (const auto& line : lines_) text += line + '\n';
        const std::size_t n = lines_.size();
        throw InputError(
            fmt::format("{}{} error{}; nothing was simulated", text, n, n == 1 ? "" : "s"), code_);
    }

private:
    /// The place of a mistake as the user wrote it: --vary, not --set.
    static std::string as_written(const std::string& line,
                                  const std::vector<std::string>& assignments) {
        constexpr std::string_view set = "--set ";
        for (const auto& assignment : assignments) {
            if (line.starts_with(fmt::format("{}{}:", set, assignment))) {
                return "--vary " + line.substr(set.size());
            }
        }
        return line;
    }

    std::vector<std::string> lines_;
    ExitCode code_ = ExitCode::configuration;
};

std::vector<config::Specification> load_points(const EnsembleRequest& request,
                                               const std::vector<GridPoint>& points,
                                               const model::ModelCatalogue& models) {
    std::vector<config::Specification> specifications;
    Mistakes mistakes;
    for (const auto& point : points) {
        const auto assignments = point.assignments(request.axes);
        config::Overrides overrides = request.overrides;
        overrides.seed = request.seeds.front();
        overrides.set.insert(overrides.set.end(), assignments.begin(), assignments.end());
        try {
            specifications.push_back(
                config::load(request.file, overrides, models, io::read_spike_file));
        } catch (const InputError& error) {
            mistakes.add(error, assignments);
        }
    }
    mistakes.throw_if_any();
    return specifications;
}

std::vector<Member> members_of(const std::vector<GridPoint>& points,
                               const std::vector<std::uint64_t>& seeds,
                               const std::filesystem::path& folder) {
    std::vector<Member> members;
    for (const std::uint64_t seed : seeds) {
        for (std::size_t i = 0; i != points.size(); ++i) {
            const std::string& label = points[i].label;
            members.push_back(
                {.point = i,
                 .seed = seed,
                 .name = fmt::format("{}{}seed {}", label, label.empty() ? "" : " ", seed),
                 .files = simulation::run_files(folder / label / fmt::format("seed-{}.h5", seed))});
        }
    }
    return members;
}

}  // namespace

config::Specification Ensemble::specification_of(const Member& member) const {
    return config::with_seed(specifications[member.point], member.seed);
}

Ensemble load_ensemble(const EnsembleRequest& request,
                       const model::ModelCatalogue& models,
                       const comm::Communicator& ranks) {
    Ensemble ensemble{.folder = {},
                      .axes = request.axes,
                      .points = grid_of(request.axes),
                      .specifications = {},
                      .members = {}};
    std::vector<config::Specification> loaded;
    comm::from_root(ranks, [&]() -> std::string {
        loaded = load_points(request, ensemble.points, models);
        return "";
    });
    for (std::size_t i = 0; i != ensemble.points.size(); ++i) {
        ensemble.specifications.push_back(config::unpack(
            ranks.broadcast(ranks.is_root() ? config::pack(loaded[i]) : std::string())));
    }
    ensemble.folder = request.folder.value_or(
        std::filesystem::path("results") / ensemble.specifications.front().experiment / "ensemble");
    ensemble.members = members_of(ensemble.points, request.seeds, ensemble.folder);
    return ensemble;
}

}  // namespace bgsim::ensemble
