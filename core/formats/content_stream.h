// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/tree_export.h"
#include "stream/byte_sink.h"

namespace stratoscope {

/// Reads the contents of files piece by piece, through a window that makes reading them in the order of Selection::files() take few
/// system calls. Adds what it reads to the progress. For one thread.
///
/// Errors: those of reading, naming the layer's file, and of the sink. Throws Cancelled.
class ContentStream
{
public:
    explicit ContentStream(const TreeExport &work)
        : ContentStream(work.fs, work.progress, work.stop)
    {
    }
    /// Refers to all of them.
    ContentStream(const ImageFs &fs, ProgressMeter &progress, std::stop_token stop);

    /// Appends the content of a regular file, with zeros for the holes of a sparse one.
    Result<void> append(MergedTree::Origin file, ByteSink &into);
    /// The same without the holes: only what the extents of a sparse file contain.
    Result<void> appendStored(MergedTree::Origin file, ByteSink &into);

private:
    Result<void> copy(const FileRegion &layer, std::uint64_t position, std::uint64_t length, ByteSink &into);
    void report(std::uint64_t bytes);

    const ImageFs &m_fs;
    ProgressMeter &m_progress;
    const std::stop_token m_stop;
    std::vector<std::byte> m_window;
    const File *m_windowFile = nullptr;
    std::uint64_t m_windowAt = 0; ///< in the file
    std::size_t m_windowSize = 0;
};

} // namespace stratoscope
