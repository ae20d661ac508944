/// The part of a result that is exported.
#pragma once

namespace bgsim::io {

/// Times in (from, to] [ms].
struct ExportWindow {
    double from_ms = 0.0;
    double to_ms = 0.0;
};

}  // namespace bgsim::io
