#include "protocol/laboratory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "bgsim/ids.hpp"

namespace bgsim::protocol {
namespace {

namespace fs = std::filesystem;

/// What rank 0 tells the others to do.
struct Task {
    enum class Kind : char { simulate, finish, fail };
    Kind kind = Kind::finish;
    ExitCode code = ExitCode::done;  ///< of `fail`
    bool overwrite = false;          ///< of `simulate`
    std::string file;                ///< of `simulate`
    std::string text{};              ///< the packed specification, or the message
};

std::string packed(const Task& task) {
    std::string bytes = {static_cast<char>(task.kind), static_cast<char>(task.code),
                         static_cast<char>(task.overwrite)};
    return bytes + fmt::format("{}\n", task.file.size()) + task.file + task.text;
}

Task unpacked(const std::string& bytes) {
    Task task{.kind = static_cast<Task::Kind>(bytes.at(0)),
              .code = static_cast<ExitCode>(bytes.at(1)),
              .overwrite = bytes.at(2) != 0,
              .file = {}};
    const std::size_t end = bytes.find('\n', 3);
    const std::size_t length = std::stoul(bytes.substr(3, end - 3));
    task.file = bytes.substr(end + 1, length);
    task.text = bytes.substr(end + 1 + length);
    return task;
}

/// A block of cells is the work of one thread; more would only wait for each other.
int useful_threads(const config::Specification& specification, const LaboratoryOptions& options) {
    NeuronIndex n_blocks = 0;
    for (const auto& population : specification.populations) {
        n_blocks += (population.size - 1) / block_size + 1;
    }
    return static_cast<int>(std::min(n_blocks, static_cast<NeuronIndex>(options.threads)));
}

/// One simulation on this rank; `stopped` gets the reason if it ended early.
simulation::RunSummary run_task(const Task& task,
                                const comm::Communicator& ranks,
                                const LaboratoryOptions& options,
                                std::string& stopped) {
    const auto specification = config::unpack(task.text);
    simulation::RunOptions run_options;
    run_options.output = task.file;
    run_options.start.replaces_result = task.overwrite;
    run_options.threads = useful_threads(specification, options);
    run_options.isa = options.isa;
    return simulation::run(specification, ranks, run_options,
                           {.stopped = [&](ExitCode, const std::string& why) { stopped = why; },
                            .progress = options.progress});
}

/// What ranks other than 0 do.
void assist(const comm::Communicator& ranks, const LaboratoryOptions& options) {
    while (true) {
        const Task task = unpacked(ranks.broadcast(""));
        if (task.kind == Task::Kind::finish) return;
        if (task.kind == Task::Kind::fail) throw Error(task.code, task.text);
        std::string ignored;  // told on rank 0
        run_task(task, ranks, options, ignored);
    }
}

/// Open `file`, and remove its name unless it is kept: its content lasts as long as the reader.
std::unique_ptr<io::ResultReader> open_result(const fs::path& file, bool is_kept) {
    auto reader = std::make_unique<io::ResultReader>(file);
    std::error_code ignored;
    if (!is_kept) fs::remove(file, ignored);
    return reader;
}

}  // namespace

Laboratory::Laboratory(const comm::Communicator& ranks, const LaboratoryOptions& options)
    : ranks_(ranks), options_(options), scratch_(options.scratch) {}

std::unique_ptr<io::ResultReader> Laboratory::simulate(const config::Specification& specification,
                                                       const std::optional<KeptResult>& kept) {
    const fs::path file = kept ? kept->file : scratch() / "result.h5";
    const Task task{.kind = Task::Kind::simulate,
                    .overwrite = !kept || kept->overwrite,
                    .file = file.string(),
                    .text = config::pack(specification)};
    ranks_.broadcast(packed(task));
    have_all_failed_ = true;
    std::string why;
    const auto summary = run_task(task, ranks_, options_, why);
    have_all_failed_ = false;
    const auto code = static_cast<ExitCode>(summary.exit_code);
    if (code != ExitCode::done) throw Error(code, why);
    return open_result(file, kept.has_value());
}

void conduct(const comm::Communicator& ranks,
             const LaboratoryOptions& options,
             const std::function<void(Laboratory&)>& work) {
    if (!ranks.is_root()) {
        assist(ranks, options);
        return;
    }
    std::optional<Laboratory> laboratory;
    const auto tell = [&](ExitCode code, const char* what) {
        if (laboratory && laboratory->have_all_failed_) return;
        ranks.broadcast(packed({.kind = Task::Kind::fail, .code = code, .file = {}, .text = what}));
    };
    try {
        laboratory.emplace(ranks, options);
        work(*laboratory);
    } catch (const Error& error) {
        tell(error.code(), error.what());
        throw;
    } catch (const std::exception& error) {
        tell(ExitCode::internal, error.what());
        throw;
    }
    ranks.broadcast(packed({.kind = Task::Kind::finish, .file = {}}));
}

}  // namespace bgsim::protocol
