#include <sstream>

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>
#include <boost/serialization/array.hpp>
#include <boost/serialization/split_free.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/utility.hpp>
#include <boost/serialization/vector.hpp>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"

namespace boost::serialization {

namespace config = bgsim::config;

template <typename Archive, typename T>
void save(Archive& archive, const std::optional<T>& value, unsigned /*version*/) {
    const bool has_value = value.has_value();
    archive << has_value;
    if (has_value) archive << *value;
}

template <typename Archive, typename T>
void load(Archive& archive, std::optional<T>& value, unsigned /*version*/) {
    bool has_value = false;
    archive >> has_value;
    value.reset();
    if (has_value) archive >> value.emplace();
}

template <typename Archive, typename T>
void serialize(Archive& archive, std::optional<T>& value, unsigned version) {
    split_free(archive, value, version);
}

template <typename Archive>
void serialize(Archive& archive, config::SourceLocation& s, unsigned /*version*/) {
    archive& s.file& s.line& s.column;
}

template <typename Archive>
void serialize(Archive& archive, config::Distribution& d, unsigned /*version*/) {
    archive& d.kind& d.first& d.second& d.bounds& d.low& d.high;
}

template <typename Archive>
void serialize(Archive& archive, config::NmdaBlock& b, unsigned /*version*/) {
    archive& b.V_act& b.S_act;
}

template <typename Archive>
void serialize(Archive& archive, config::Port& p, unsigned /*version*/) {
    archive& p.name& p.type& p.shape& p.tau& p.tau_rise& p.E_rev& p.nmda_block& p.gain;
    archive& p.dopamine;
}

template <typename Archive>
void serialize(Archive& archive, config::FieldValue& f, unsigned /*version*/) {
    archive& f.name& f.value& f.dopamine;
}

template <typename Archive>
void serialize(Archive& archive, config::PulseTrain& p, unsigned /*version*/) {
    archive& p.period& p.width& p.first& p.until& p.jitter& p.biphasic;
}

template <typename Archive>
void serialize(Archive& archive, config::Loop& l, unsigned /*version*/) {
    archive& l.population& l.window& l.delay& l.start& l.function& l.gain& l.offset& l.maximum;
    archive& l.midpoint& l.slope& l.points& l.low& l.high& l.factor;
}

template <typename Archive>
void serialize(Archive& archive, config::Waveform& w, unsigned /*version*/) {
    archive& w.kind& w.mean& w.amplitude& w.frequency& w.phase& w.steps& w.dopamine;
    archive& w.pulses& w.tau& w.is_shared& w.from& w.until& w.loop;
}

template <typename Archive>
void serialize(Archive& archive, config::SpikeFile& f, unsigned /*version*/) {
    archive& f.file& f.spikes;
}

template <typename Archive>
void serialize(Archive& archive, config::Grid& g, unsigned /*version*/) {
    archive& g.is_sheet& g.columns& g.rows;
}

template <typename Archive>
void serialize(Archive& archive, config::DistanceKernel& k, unsigned /*version*/) {
    archive& k.shape& k.extent& k.is_periodic;
}

template <typename Archive>
void serialize(Archive& archive, config::Population& p, unsigned /*version*/) {
    archive& p.name& p.size& p.cell& p.model& p.spike_times& p.spike_rate& p.spike_file& p.solver;
    archive& p.parameters& p.initial& p.ports& p.channels& p.grid& p.location;
}

template <typename Archive>
void serialize(Archive& archive, config::ConnectionRule& r, unsigned /*version*/) {
    archive& r.kind& r.probability& r.number& r.extra& r.multapses& r.autapses;
    archive& r.channel_weights& r.kernel;
}

template <typename Archive>
void serialize(Archive& archive, config::ShortTermPlasticity& p, unsigned /*version*/) {
    archive& p.U& p.tau_rec& p.tau_fac& p.tau_psc;
}

template <typename Archive>
void serialize(Archive& archive, config::Projection::Twin& t, unsigned /*version*/) {
    archive& t.port& t.share;
}

template <typename Archive>
void serialize(Archive& archive, config::Projection& p, unsigned /*version*/) {
    archive& p.name& p.source& p.target& p.port& p.rule& p.twins& p.weight& p.delay;
    archive& p.dopamine;
    archive& p.min_delay& p.max_delay& p.plasticity& p.ceiling& p.location;
    archive& p.connectivity& p.is_procedural;
}

template <typename Archive>
void serialize(Archive& archive, config::Input::PortWeight& w, unsigned /*version*/) {
    archive& w.port& w.weight& w.dopamine;
}

template <typename Archive>
void serialize(Archive& archive, config::Input& i, unsigned /*version*/) {
    archive& i.name& i.kind& i.target& i.waveform& i.neurons& i.recruits& i.ports& i.delay;
    archive& i.location;
}

template <typename Archive>
void serialize(Archive& archive, config::Blocker& b, unsigned /*version*/) {
    archive& b.name& b.population& b.ports& b.scale& b.from& b.to& b.location;
}

template <typename Archive>
void serialize(Archive& archive, config::StateRecording& r, unsigned /*version*/) {
    archive& r.population& r.variables& r.neurons& r.every;
}

template <typename Archive>
void serialize(Archive& archive, config::LfpRecording& r, unsigned /*version*/) {
    archive& r.populations& r.every;
}

template <typename Archive>
void serialize(Archive& archive, config::Recording& r, unsigned /*version*/) {
    archive& r.spikes& r.states& r.rate_bin& r.lfp;
}

template <typename Archive>
void serialize(Archive& archive, config::Limits& l, unsigned /*version*/) {
    archive& l.max_rate_hz& l.stop_on_nan& l.disk_free_bytes& l.memory_bytes;
}

template <typename Archive>
void serialize(Archive& archive, config::Target& t, unsigned /*version*/) {
    archive& t.name& t.populations& t.rate_hz& t.cv& t.peak_hz& t.peak_band_hz;
    archive& t.rate_tolerance_hz& t.cv_tolerance& t.peak_tolerance_hz& t.source;
}

template <typename Archive>
void serialize(Archive& archive, config::Specification& s, unsigned /*version*/) {
    archive& s.experiment& s.description& s.seed& s.input_seed& s.dt& s.duration& s.discard;
    archive& s.precision& s.partition& s.populations& s.projections& s.inputs;
    archive& s.blockers& s.dopamine_course;
    archive& s.recording& s.limits& s.targets& s.dopamine_level& s.dopamine_baseline;
    archive& s.dopamine_depletion& s.resolved_yaml& s.notes;
}

}  // namespace boost::serialization

namespace bgsim::config {

std::string pack(const Specification& specification) {
    std::ostringstream stream(std::ios::binary);
    boost::archive::binary_oarchive archive(stream);
    archive << specification;
    return std::move(stream).str();
}

Specification unpack(const std::string& bytes) {
    try {
        std::istringstream stream(bytes, std::ios::binary);
        boost::archive::binary_iarchive archive(stream);
        Specification specification;
        archive >> specification;
        return specification;
    } catch (const std::exception& error) {
        throw InternalError(std::string("the packed specification cannot be read: ") +
                            error.what());
    }
}

}  // namespace bgsim::config
