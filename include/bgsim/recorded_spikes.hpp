/// Spikes of one population as a file holds them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "bgsim/error.hpp"

namespace bgsim {

/// In any order; nothing is checked.
struct RecordedSpikes {
    std::vector<double> times_ms;
    std::vector<std::uint64_t> neurons;  ///< [n_spikes] whose
};

/// Which spikes of a file are meant.
struct SpikeSelection {
    std::filesystem::path file;
    std::string population;    ///< as the file names it
    bool may_be_only = false;  ///< if there is none of this name, the only one there is
};

/// Why they cannot be read; the text is what is wrong, without a remedy.
class UnreadableSpikes : public InputError {
public:
    UnreadableSpikes(const std::string& what,
                     std::string remedy,
                     ExitCode code = ExitCode::configuration)
        : InputError(what, code), remedy_(std::move(remedy)) {}
    const std::string& remedy() const { return remedy_; }

private:
    std::string remedy_;
};

/// Reads them. The configuration leaves this to others, who know the formats of files.
/// @throws UnreadableSpikes (66 if there is no such file)
using SpikeReader = std::function<RecordedSpikes(const SpikeSelection&)>;

}  // namespace bgsim
