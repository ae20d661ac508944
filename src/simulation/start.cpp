#include "simulation/start.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <system_error>
#include <vector>

#include "bgsim/config/compare.hpp"
#include "bgsim/error.hpp"
#include "checkpoint/checkpoint.hpp"
#include "core/build_info.hpp"
#include "io/result_reader.hpp"
#include "io/verify_result.hpp"
#include "simulation/summary.hpp"

namespace bgsim::simulation {
namespace {

using checkpoint::Metadata;

/// What a run may have otherwise than its checkpoint: nothing of it changes the spikes until then.
constexpr std::array harmless = {"time.duration", "limits",  "partition",
                                 "description",   "targets", "experiment"};

/// Where recorded spikes lie; their digest, beside it, says whether they are the same.
bool is_place_of_spikes(const std::string& path) {
    return path.starts_with("populations.") && path.ends_with(".spikes.file");
}

constexpr std::size_t most_shown = 8;

std::string listed(const std::vector<std::string>& lines) {
    std::string text;
    for (std::size_t i = 0; i != std::min(lines.size(), most_shown); ++i) {
        text += fmt::format("\n  {}", lines[i]);
    }
    if (lines.size() > most_shown)
        text += fmt::format("\n  ... {} more", lines.size() - most_shown);
    return text;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
    throw SystemError(fmt::format("{}: {}", file.string(), why), ExitCode::cannot_create);
}

std::string at_ms(Step step, double dt) {
    return fmt::format("{:g} ms", static_cast<double>(step) * dt);
}

class Decision {
public:
    Decision(const config::Specification& specification,
             const RunFiles& files,
             const StartRequest& request)
        : specification_(specification), files_(files), request_(request) {}

    Start make() const {
        if (request_.branch_from) {
            if (!request_.overwrite && request_.resume && has_checkpoint()) return resume(latest());
            return branch();
        }
        if (request_.resume_from) return resume(*request_.resume_from);
        if (request_.overwrite) return {.replaces_result = true};
        if (request_.resume && has_checkpoint()) return resume(latest());
        if (is_there(files_.result)) return begin_anew();
        return {};
    }

private:
    bool has_checkpoint() const {
        return is_there(files_.checkpoint) || is_there(files_.previous_checkpoint);
    }
    std::filesystem::path latest() const {
        return is_there(files_.checkpoint) ? files_.checkpoint : files_.previous_checkpoint;
    }

    /// The checkpoint that the user named, or the latest; damage of the latter is no wrong command.
    Metadata verified(const std::filesystem::path& file) const {
        try {
            return checkpoint::verify(file);
        } catch (const InputError& error) {
            if (request_.resume_from || request_.branch_from) throw;
            throw SystemError(error.what() + remedy_for_damage(file), ExitCode::cannot_create);
        }
    }

    std::string remedy_for_damage(const std::filesystem::path& file) const {
        if (file == files_.checkpoint && is_there(files_.previous_checkpoint)) {
            return fmt::format(
                "; use --resume {} to continue from the one before, or --overwrite "
                "to start anew",
                files_.previous_checkpoint.string());
        }
        return "; use --overwrite to start anew";
    }

    Start resume(const std::filesystem::path& file) const {
        const Metadata metadata = verified(file);
        const auto different =
            deciding_differences(metadata.configuration, specification_.resolved_yaml);
        if (!different.empty()) {
            refuse(file, fmt::format(
                             "this checkpoint is of another configuration:{}\nuse --output FILE.h5 "
                             "for another result, or --overwrite to start anew",
                             listed(different)));
        }
        if (!has_order_of(metadata.populations)) {
            refuse(file,
                   fmt::format("its populations stood in another order: {}; put them back into it",
                               fmt::join(metadata.populations, ", ")));
        }
        if (metadata.now > specification_.duration) {
            refuse(file, fmt::format("this run has already gone to {}, beyond time.duration ({}); "
                                     "use --output FILE.h5 for a shorter one",
                                     at_ms(metadata.now, metadata.dt),
                                     at_ms(specification_.duration, specification_.dt)));
        }
        if (metadata.now == specification_.duration && has_ended()) {
            return {
                .kind = Start::Kind::complete,
                .checkpoint = file,
                .note = fmt::format(
                    "{}: complete already ({}); nothing to do. A longer time.duration continues "
                    "it, --overwrite starts anew",
                    files_.result.string(), at_ms(metadata.now, metadata.dt))};
        }
        check_result(metadata);
        return {.kind = Start::Kind::resumed, .checkpoint = file, .note = resumption(metadata)};
    }

    /// A run that was killed after its last checkpoint has still to close its result and to write
    /// its summary.
    bool has_ended() const {
        const auto ended = read_summary(files_.summary);
        return is_there(files_.result) && ended && ended->exit_code == 0;
    }

    /// The result must be what it was at the checkpoint, but for what came later.
    void check_result(const Metadata& metadata) const {
        const std::string at = at_ms(metadata.now, metadata.dt);
        if (!is_there(files_.result)) {
            refuse(files_.result,
                   fmt::format("this result is missing, but its checkpoint at {} is "
                               "there; put it back, or use --overwrite to start anew",
                               at));
        }
        const std::string what = io::difference_from(metadata.written, files_.result);
        if (what.empty()) return;
        refuse(files_.result,
               fmt::format("{} until the checkpoint at {}: the file was changed or damaged since; "
                           "put back the one that belongs to the checkpoint, or use --overwrite to "
                           "start anew",
                           what, at));
    }

    bool has_order_of(const std::vector<std::string>& names) const {
        return std::ranges::equal(specification_.populations, names, {}, &config::Population::name);
    }

    std::string resumption(const Metadata& metadata) const {
        std::string note = fmt::format("continuing from the checkpoint at {} of {}",
                                       at_ms(metadata.now, metadata.dt),
                                       at_ms(specification_.duration, specification_.dt));
        const std::string program = core::build_info::program;
        if (metadata.program != program) {
            note += fmt::format(
                "\nthe checkpoint is of {}, this is {}: spikes may differ in the last "
                "digits from those of an uninterrupted run",
                metadata.program, program);
        }
        return note;
    }

    Start branch() const {
        const Metadata metadata = checkpoint::verify(*request_.branch_from);
        if (is_there(files_.result) && !request_.overwrite) refuse_result();
        if (std::abs(metadata.dt - specification_.dt) > 1e-12 * metadata.dt) {
            refuse(*request_.branch_from,
                   fmt::format("was computed with time.dt {:g} ms, not {:g} ms; a branch keeps it",
                               metadata.dt, specification_.dt));
        }
        if (metadata.now >= specification_.duration) {
            refuse(*request_.branch_from,
                   fmt::format("stands at {}, but time.duration is {}; it counts from the start of "
                               "the warm-up and must be longer",
                               at_ms(metadata.now, metadata.dt),
                               at_ms(specification_.duration, specification_.dt)));
        }
        return {.kind = Start::Kind::branched,
                .checkpoint = *request_.branch_from,
                .replaces_result = request_.overwrite,
                .note = fmt::format("branching from {} at {}", request_.branch_from->string(),
                                    at_ms(metadata.now, metadata.dt))};
    }

    /// A run that was killed before its first checkpoint has left an unfinished result.
    Start begin_anew() const {
        if (!request_.resume) refuse_result();
        try {
            const io::ResultReader reader(files_.result);
            const bool is_unfinished = reader.complete_until_ms() < reader.planned_ms();
            const auto configuration = reader.provenance("configuration");
            if (is_unfinished && configuration &&
                deciding_differences(*configuration, specification_.resolved_yaml).empty()) {
                return {.replaces_result = true,
                        .note = fmt::format("{}: its run ended without a checkpoint; starting anew",
                                            files_.result.string())};
            }
        } catch (const InputError&) {
            refuse(files_.result,
                   "is in the way and no result of bgsim; remove it, or use "
                   "--overwrite or another --output FILE.h5");
        }
        refuse_result();
    }

    [[noreturn]] void refuse_result() const {
        refuse(files_.result,
               "this result exists already; use --overwrite to replace it, or "
               "--output FILE.h5 or --seed N for another one");
    }

    const config::Specification& specification_;
    const RunFiles& files_;
    const StartRequest& request_;
};

}  // namespace

std::vector<std::string> deciding_differences(const std::string& then, const std::string& now) {
    std::vector<std::string> lines;
    for (const auto& d : config::differences(then, now)) {
        const bool is_harmless =
            is_place_of_spikes(d.path) || std::ranges::any_of(harmless, [&](const char* key) {
                return config::is_at_or_below(d.path, key);
            });
        if (!is_harmless) lines.push_back(fmt::format("{}: was {}, is {}", d.path, d.then, d.now));
    }
    return lines;
}

Start choose_start(const config::Specification& specification,
                   const RunFiles& files,
                   const StartRequest& request) {
    return Decision(specification, files, request).make();
}

std::string pack(const Start& start) {
    return fmt::format("{}{}{}\n{}", static_cast<char>(start.kind),
                       start.replaces_result ? '1' : '0', start.checkpoint.string(), start.note);
}

Start unpack_start(const std::string& text) {
    const std::size_t end = text.find('\n');
    return {.kind = static_cast<Start::Kind>(text.at(0)),
            .checkpoint = text.substr(2, end - 2),
            .replaces_result = text.at(1) == '1',
            .note = text.substr(end + 1)};
}

}  // namespace bgsim::simulation
