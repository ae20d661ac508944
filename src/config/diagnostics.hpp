/// Collects the mistakes of a configuration, so that they are reported together.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/error.hpp"

namespace bgsim::config {

/// "file:line:column", or the file alone if the line is unknown.
std::string to_string(const SourceLocation& location);

class Diagnostics {
public:
    /// Say that `file` is read next; mistakes are sorted by file in this order.
    void announce_file(const std::string& file);

    /// Record a mistake: what is wrong, with the value found, and what to do.
    /// The same mistake at the same place counts once.
    void error(const SourceLocation& location, std::string_view what, std::string_view remedy);

    /// Record a file that does not exist; the exit code is then `missing_input`.
    void missing_file(const SourceLocation& location,
                      std::string_view what,
                      std::string_view remedy);

    std::size_t count() const { return mistakes_.size(); }

    /// @throws InputError with all mistakes in the order of the files, if there are any.
    void throw_if_any() const;

private:
    struct Mistake {
        SourceLocation location;
        std::string text;
    };

    std::size_t rank_of(const std::string& file) const;

    std::vector<std::string> files_;
    std::vector<Mistake> mistakes_;
    ExitCode code_ = ExitCode::configuration;
};

}  // namespace bgsim::config
