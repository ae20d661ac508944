#include "ensemble/work.hpp"

#include <fmt/format.h>

#include <optional>
#include <sstream>
#include <system_error>

#include "bgsim/error.hpp"
#include "comm/agreement.hpp"
#include "core/readable.hpp"
#include "ensemble/state.hpp"
#include "ensemble/tally.hpp"
#include "simulation/signals.hpp"

namespace bgsim::ensemble {
namespace {

constexpr double patience_s = 5.0;

/// When the summary of a run was written; 0 if there is none.
long long written_at(const simulation::RunFiles& files) {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(files.summary, error);
    return error ? 0 : static_cast<long long>(time.time_since_epoch().count());
}

/// What to do with a member.
enum class Verdict : char { run = 'r', done = 'd', failed = 'f' };

class Group {
public:
    explicit Group(const GroupWork& work)
        : work_(work), errors_(work.group.split(0)), is_over_(work.ensemble.members.size(), false) {
        if (work.group.is_root()) tally_.emplace(work.ensemble);
    }

    WorkOutcome work() {
        while (pass() && !ends_) {
        }
        return outcome_;
    }

private:
    /// Whether anything was run. Another pass may find what others have let go meanwhile.
    bool pass() {
        bool has_run = false;
        for (std::size_t i = 0; i != is_over_.size() && !ends_; ++i) {
            if (is_over_[i] || look_at(i) != Verdict::run) continue;
            if (must_stop()) break;
            try {
                has_run = take(i) || has_run;
            } catch (const Error& error) {
                fail(i, agreed(error));
            }
        }
        return has_run;
    }

    /// Whether it was free, and is run now.
    bool take(std::size_t i) {
        const Member& member = work_.ensemble.members[i];
        const auto specification = work_.ensemble.specification_of(member);
        const auto session =
            simulation::try_open_session(specification, member.files, {}, work_.group);
        if (!session || look_at(i) != Verdict::run) return false;
        if (session->start.kind == simulation::Start::Kind::complete) {
            is_over_[i] = true;
            return false;
        }
        run(i, specification, *session);
        return true;
    }

    void run(std::size_t i,
             const config::Specification& specification,
             const simulation::Session& session) {
        const Member& member = work_.ensemble.members[i];
        const bool continues = session.start.kind == simulation::Start::Kind::resumed;
        tell(fmt::format("{}: {}", member.name, continues ? "continued" : "begun"));
        const auto start = core::Clock::now();
        const int code = work_.run(member, specification, session);
        const std::string after = core::hours_minutes_seconds(core::seconds_since(start));
        switch (static_cast<ExitCode>(code)) {
            case ExitCode::done:
                is_over_[i] = true;
                tell(fmt::format("{}: finished after {}", member.name, after));
                return;
            case ExitCode::stopped_early:
                tell(fmt::format("{}: stopped after {}", member.name, after));
                hears_stop();  // the run may have seen the signal first
                stop();
                return;
            default:
                fail(i, {.member = i,
                         .code = static_cast<ExitCode>(code),
                         .why = "see " + member.files.log.string()});
        }
    }

    /// An error of one rank alone ends the program: the others of its group wait for it elsewhere.
    Failure agreed(const Error& error) const {
        if (!errors_.meet(patience_s)) throw error;
        std::string why = error.what();
        for (const auto& text : errors_.gather_text(why)) {
            if (why.empty()) why = text;
        }
        const auto code = errors_.max(static_cast<std::uint64_t>(error.code()));
        return {.member = 0, .code = static_cast<ExitCode>(code), .why = why};
    }

    void fail(std::size_t i, Failure failure) {
        is_over_[i] = true;
        failure.member = i;
        tell(fmt::format("{}: failed ({}): {}", work_.ensemble.members[i].name,
                         static_cast<int>(failure.code), failure.why));
        // Whatever came next would fail as well.
        if (failure.code == ExitCode::cannot_write) ends_ = true;
        outcome_.failures.push_back(std::move(failure));
    }

    /// By rank 0 of the group, for all of its ranks.
    Verdict look_at(std::size_t i) {
        const std::string verdict = comm::from_root(
            work_.group, [&] { return std::string(1, static_cast<char>(verdict_on(i))); });
        const auto decided = static_cast<Verdict>(verdict.at(0));
        if (decided == Verdict::done) is_over_[i] = true;
        return decided;
    }

    Verdict verdict_on(std::size_t i) {
        const Member& member = work_.ensemble.members[i];
        // A lock that a killed program left goes when its session is opened, which runs nothing.
        if (tally_->is_done(i) && !std::filesystem::exists(member.files.lock)) return Verdict::done;
        const auto code = failure_of(work_.ensemble.specification_of(member), member.files);
        if (code == ExitCode::done) return Verdict::run;
        const auto retry = work_.retries.find(i);
        const bool is_old =
            retry != work_.retries.end() && retry->second == written_at(member.files);
        return is_old ? Verdict::run : Verdict::failed;
    }

    bool must_stop() {
        const bool is_late = work_.group.is_root() && work_.time_limit.is_reached(0.0);
        if (work_.group.any(hears_stop() || is_late)) stop();
        return ends_;
    }

    /// A signal to this rank stops all groups.
    bool hears_stop() {
        const bool has_rung = work_.bell.has_rung();
        if (simulation::StopSignals::caught()) work_.bell.ring();
        return has_rung || simulation::StopSignals::caught();
    }

    void stop() {
        ends_ = true;
        outcome_.is_stopped = true;
    }

    void tell(const std::string& text) {
        if (work_.group.is_root()) work_.tell(fmt::format("[{}] {}", tally_->text(), text));
    }

    const GroupWork& work_;
    comm::Communicator errors_;   // for errors alone
    std::optional<Tally> tally_;  // on rank 0 of the group
    std::vector<bool> is_over_;   // [member] nothing is left to do here
    bool ends_ = false;
    WorkOutcome outcome_;
};

}  // namespace

Retries failures_until_now(const Ensemble& ensemble, const comm::Communicator& ranks) {
    const std::string text = comm::from_root(ranks, [&] {
        std::string lines;
        for (std::size_t i = 0; i != ensemble.members.size(); ++i) {
            const Member& member = ensemble.members[i];
            const auto code = failure_of(ensemble.specification_of(member), member.files);
            if (code != ExitCode::done)
                lines += fmt::format("{} {}\n", i, written_at(member.files));
        }
        return lines;
    });
    Retries retries;
    std::istringstream lines(text);
    std::size_t member = 0;
    long long when = 0;
    while (lines >> member >> when) retries[member] = when;
    return retries;
}

WorkOutcome work_through(const GroupWork& work) { return Group(work).work(); }

}  // namespace bgsim::ensemble
