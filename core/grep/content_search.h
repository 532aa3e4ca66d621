// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "grep/grep.h"
#include "grep/line_matcher.h"

namespace stratoscope {

/// What was found in a content, or in a part of it.
struct ContentFinding {
    std::vector<GrepLine> lines{};
    std::optional<Error> problem{};

    bool isEmpty() const { return lines.empty() && !problem; }
};

/// Searches contents. For one thread at a time.
class ContentSearch
{
public:
    /// All of them must outlive it.
    ContentSearch(const GrepFiles &files, const GrepPattern &pattern, const GrepOptions &options);

    /// Where the group of contents ends that are read at once, of which `first` is the first: they are stored close to one another.
    static std::size_t groupEnd(const GrepFiles &files, std::size_t first);

    /// What was found in the files `first` to `last`, excluding it, of a content.
    using Sink = std::function<Result<void>(std::uint32_t first, std::uint32_t last, ContentFinding finding)>;
    /// Reads a group.
    void open(std::size_t first, std::size_t last);
    /// Searches a content of the group that was read. Errors: those of the sink. Throws Cancelled.
    Result<void> search(std::size_t content, const Sink &sink, const std::stop_token &stop);

private:
    using Overflow = std::function<Result<void>(ContentFinding)>;
    class Findings;
    bool mayMatch(const GrepFiles::Content &content);
    std::string_view inWindow(const GrepFiles::Content &content) const;
    Result<ContentFinding> searchOnce(const GrepFiles::Content &content, const Overflow &overflow, const std::stop_token &stop);
    Result<void> searchPieces(const GrepFiles::Content &content, Findings &findings, const std::stop_token &stop);
    Result<bool> searchLines(std::string_view text, Findings &findings, const std::stop_token &stop);

    const GrepFiles &m_files;
    const GrepOptions &m_options;
    LineMatcher m_matcher;
    std::string m_window;
    std::uint64_t m_windowAt = 0; ///< in the layer
    std::size_t m_windowSize = 0; ///< 0: nothing could be read at once
    std::size_t m_nextLiteral = 0; ///< in the window: where the pattern's literal is next, or was
    std::string m_pieces; ///< of a content that is not in the window
};

} // namespace stratoscope
