#include "checkpoint/metadata.hpp"

#include <fmt/format.h>

#include <sstream>

#include <boost/archive/archive_exception.hpp>
#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

#include "bgsim/error.hpp"

namespace boost::serialization {

template <typename Archive>
void serialize(Archive& archive, bgsim::checkpoint::RunCounts& c, unsigned /*version*/) {
    archive& c.spike_digest& c.spikes& c.synaptic_events& c.external_events;
    archive& c.counted& c.recent& c.rates_seen_at& c.loop_s;
}

template <typename Archive>
void serialize(Archive& archive, bgsim::io::WrittenDataset& d, unsigned /*version*/) {
    archive& d.path& d.rows& d.sum;
}

template <typename Archive>
void serialize(Archive& archive, bgsim::io::WrittenResult& w, unsigned /*version*/) {
    archive& w.until& w.datasets& w.open_bin;
}

template <typename Archive>
void serialize(Archive& archive, bgsim::checkpoint::Metadata& m, unsigned /*version*/) {
    archive& m.program& m.isa& m.dt& m.start& m.now& m.configuration;
    archive& m.populations& m.layouts& m.noises& m.projections& m.parts& m.counts& m.written;
}

}  // namespace boost::serialization

namespace bgsim::checkpoint {
namespace {

/// Changes with every change of what is saved.
constexpr int format = 2;

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
    throw InputError(fmt::format("{}: {}; continue with the program that wrote it, or use "
                                 "--overwrite to start anew",
                                 file, why),
                     ExitCode::missing_input);
}

}  // namespace

std::string pack(const Metadata& metadata) {
    std::ostringstream stream;
    boost::archive::binary_oarchive archive(stream);
    archive << format << metadata;
    return stream.str();
}

Metadata unpack(const std::string& bytes, const std::string& file) {
    try {
        std::istringstream stream(bytes);
        boost::archive::binary_iarchive archive(stream);
        int found = 0;
        archive >> found;
        if (found != format) {
            refuse(file, fmt::format("is a checkpoint of format {}, this program knows format {}",
                                     found, format));
        }
        Metadata metadata;
        archive >> metadata;
        return metadata;
    } catch (const boost::archive::archive_exception& error) {
        refuse(file,
               fmt::format("is not a checkpoint that this program can read ({})", error.what()));
    }
}

}  // namespace bgsim::checkpoint
