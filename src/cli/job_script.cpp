#include "cli/job_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/slurm_steps.hpp"
#include "cli/usage.hpp"
#include "core/wall_duration.hpp"

namespace bgsim::cli {
namespace {

/// One word for a shell.
std::string quoted(const std::string& word) {
    const char* const text = word.c_str();
    return command_line({&text, 1});
}

class Script {
public:
    void line(const std::string& text) { text_ += text + '\n'; }
    void option(const std::string& option) { line("#SBATCH " + option); }
    void option_if(const std::string& name, const std::string& value) {
        if (!value.empty()) option(fmt::format("{}={}", name, value));
    }
    std::string text() && { return std::move(text_); }

private:
    std::string text_;
};

void add_head(Script& script, const JobRequest& job, const config::Site& site) {
    script.line("#!/bin/bash");
    script.option_if("--job-name", job.name);
    script.option_if("--partition", site.partition);
    script.option_if("--account", site.account);
    script.option_if("--qos", site.qos);
    script.option_if("--array", job.array);
    script.option(fmt::format("--nodes={}", job.nodes));
    script.option(fmt::format("--ntasks-per-node={}", job.ranks_per_node));
    script.option(fmt::format("--cpus-per-task={}", job.threads));
    if (job.memory_bytes) {
        constexpr double mebibyte = 1024.0 * 1024.0;  // Slurm counts in these
        script.option(fmt::format("--mem={:.0f}M", std::ceil(*job.memory_bytes / mebibyte)));
    }
    script.option("--time=" + core::slurm_duration(job.time_s));
    script.option(fmt::format("--signal=B:USR2@{:.0f}", warning_s(job.time_s)));
    script.option("--requeue");
    script.option("--open-mode=append");
    script.option(job.array.empty() ? "--output=bgsim-%j.log" : "--output=bgsim-%A_%a.log");
    for (const auto& option : site.sbatch) script.option(option);
    for (const auto& remark : job.remarks) script.line("# " + remark);
}

/// Modules and the site's lines come before `set`: others' shell functions do not stand it.
void add_surroundings(Script& script, const JobRequest& job, const config::Site& site) {
    if (!site.modules.empty()) {
        script.line(fmt::format("module load {} || exit", fmt::join(site.modules, " ")));
    }
    for (const auto& line : site.prepare) script.line(line);
    script.line("set -euo pipefail");
    script.line("cd \"$SLURM_SUBMIT_DIR\"");
    script.line("export BGSIM=" + quoted(job.program));
    if (!site.mpirun.empty()) script.line("export BGSIM_MPIRUN=" + quoted(site.mpirun));
}

void add_run(Script& script, const JobRequest& job) {
    std::string arguments;
    for (const auto& word : job.arguments) arguments += ' ' + quoted(word);
    if (!job.array.empty()) arguments += " --seed \"$SLURM_ARRAY_TASK_ID\"";
    script.line("code=0");
    script.line(fmt::format("run_bgsim{} || code=$?", arguments));
    script.line("requeue_if_stopped \"$code\"");
    script.line("exit \"$code\"");
}

}  // namespace

double warning_s(double time_s) {
    constexpr double usual_s = 300.0;
    return std::floor(std::min(usual_s, 0.25 * time_s));
}

std::string job_script(const JobRequest& job, const config::Site& site) {
    Script script;
    add_head(script, job, site);
    script.line("");
    add_surroundings(script, job, site);
    script.line("");
    script.line(slurm_steps);
    add_run(script, job);
    return std::move(script).text();
}

}  // namespace bgsim::cli
