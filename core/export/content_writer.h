// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "layer/layer_contents.h"

#include <stop_token>
#include <vector>

namespace stratoscope {

/// Writes contents of layers to files. Holes are kept, pages of zeros become holes, and blocks are shared with the layer if the
/// file system supports that. For one thread.
class ContentWriter
{
public:
    ContentWriter(ProgressMeter &progress, std::stop_token stop);

    /// Writes the content of a record, a regular file, to a new, empty file. Read errors name the layer's file, write errors have
    /// no subject. Throws Cancelled.
    Result<void> write(const LayerIndex &index, const LayerContents &contents, RecordId record, int destination);

private:
    struct Run {
        std::uint64_t offset = 0; ///< in the file
        std::uint64_t position = 0; ///< in the layer
        std::uint64_t length = 0;
    };
    Result<void> writeRun(const FileRegion &source, Run run, int destination);
    Result<void> copy(const FileRegion &source, Run run, int destination);
    Result<void> writeData(int destination, std::uint64_t offset, Bytes bytes);
    bool share(const FileRegion &source, const Run &run, int destination);
    void report(std::uint64_t bytes);

    ProgressMeter &m_progress;
    std::stop_token m_stop;
    std::vector<std::byte> m_buffer;
    std::uint64_t m_written = 0; ///< the end of the data written to the current file
    const File *m_notShared = nullptr; ///< a layer whose bytes cannot be shared with the destination
};

} // namespace stratoscope
