#include "ensemble/collection.hpp"

#include <algorithm>
#include <limits>

namespace bgsim::ensemble {
namespace {

std::vector<std::string> populations_of(const Ensemble& ensemble) {
    std::vector<std::string> names;
    for (const auto& specification : ensemble.specifications) {
        for (const auto& population : specification.populations) {
            if (std::ranges::find(names, population.name) == names.end()) {
                names.push_back(population.name);
            }
        }
    }
    return names;
}

std::vector<double> rates_of(const MemberState& state,
                             const config::Specification& specification,
                             const std::vector<std::string>& populations) {
    std::vector<double> rates(populations.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i != state.rates_hz.size(); ++i) {
        const auto place = std::ranges::find(populations, specification.populations[i].name);
        rates[static_cast<std::size_t>(place - populations.begin())] = state.rates_hz[i];
    }
    return rates;
}

bool is_nobodys(const MemberState& state) {
    return state.status == Status::unfinished || state.status == Status::waiting;
}

}  // namespace

Collection collect(const Ensemble& ensemble, const std::vector<Failure>& failures) {
    Collection collection{.states = {},
                          .populations = populations_of(ensemble),
                          .rates = {},
                          .reasons = std::vector<std::string>(ensemble.members.size())};
    for (const Member& member : ensemble.members) {
        collection.states.push_back(state_of(ensemble.specification_of(member), member.files));
    }
    for (const Failure& failure : failures) {
        MemberState& state = collection.states[failure.member];
        if (state.status == Status::done) continue;  // by another program since
        state.status = Status::failed;
        state.code = failure.code;
        collection.reasons[failure.member] = failure.why;
    }
    for (std::size_t i = 0; i != collection.states.size(); ++i) {
        const auto& specification = ensemble.specifications[ensemble.members[i].point];
        collection.rates.push_back(
            rates_of(collection.states[i], specification, collection.populations));
    }
    return collection;
}

analysis::Estimate rate_of(const Collection& collection,
                           const Ensemble& ensemble,
                           std::size_t point,
                           std::size_t population) {
    std::vector<double> rates;
    for (std::size_t i = 0; i != ensemble.members.size(); ++i) {
        if (ensemble.members[i].point == point) rates.push_back(collection.rates[i][population]);
    }
    return analysis::estimate(rates);
}

ExitCode exit_code(const Collection& collection, bool is_stopped) {
    const auto& states = collection.states;
    const bool is_anything_left = std::ranges::any_of(states, is_nobodys);
    if (is_stopped && is_anything_left) return ExitCode::stopped_early;
    const auto failed = std::ranges::find(states, Status::failed, &MemberState::status);
    if (failed != states.end()) return failed->code;
    return is_anything_left ? ExitCode::stopped_early : ExitCode::done;
}

}  // namespace bgsim::ensemble
