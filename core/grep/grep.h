// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "grep/grep_files.h"
#include "grep/grep_pattern.h"

#include <limits>

/// Search of the contents of an image's files, line by line, as ripgrep searches a folder (docs/searching.md).
namespace stratoscope {

/// The longest line that is searched and reported as one. What is longer is searched in parts of this size, which overlap.
constexpr std::size_t kLongestLine = 1 << 20;

struct GrepOptions {
    /// A file that contains a zero byte is binary, and is left out unless this is set.
    bool searchesBinaryFiles = false;
    /// How much of a line is reported: the part around the match, at character boundaries.
    std::size_t mostText = kLongestLine;
    /// Lines of a file after which the search goes on with the next file.
    std::uint64_t mostLines = std::numeric_limits<std::uint64_t>::max();
};

/// A line that matches.
struct GrepLine {
    std::uint64_t number = 0; ///< from 1
    std::uint64_t column = 0; ///< of the first match in the line, in bytes from 1
    std::string text; ///< without the line feed
    std::size_t begin = 0; ///< of the match, in the text
    std::size_t end = 0;
    bool operator==(const GrepLine &) const = default;
};

/// What there is to say about one file: lines, a problem or both.
struct GrepFinding {
    GrepFiles::File file;
    std::span<const GrepLine> lines; ///< in their order; those of a large file may come in several findings
    const Error *problem = nullptr; ///< why it was not searched beyond these lines; without the file's path
};

/// Called in the order of the files, those with the same content one after the other, by any thread, one call at a time. An error
/// ends the search, and so does an exception.
using GrepSink = std::function<Result<void>(const GrepFinding &)>;

/// Searches files with all cores, one MiB for each of them at a time. A file that cannot be read, or a line on which the pattern
/// takes too many steps, is a finding. Blocks. Errors: only those of the sink. Throws Cancelled.
Result<void> grep(const GrepFiles &files, const GrepPattern &pattern, const GrepOptions &options, const GrepSink &sink,
                  ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
