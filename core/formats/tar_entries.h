// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/content_stream.h"
#include "formats/format_losses.h"
#include "layer/tar_writer.h"

namespace stratoscope {

/// Writes entries of a file system as the members of a tar, under any paths. Paths are without a leading slash; the root's is
/// empty. For one thread.
///
/// Errors: those of reading and of the sink. Throws Cancelled.
class TarEntries
{
public:
    /// Refers to all of them. Does not finish the sink.
    TarEntries(const ImageFs &fs, ByteSink &into, ProgressMeter &progress, std::stop_token stop);

    /// An entry without content: a directory, or anything that these attributes describe but a file.
    Result<void> add(const std::string &path, const Entry &entry);
    /// The entry of a record, with its content; a whiteout as an empty file. A socket, which a tar cannot hold, is left out.
    Result<void> add(const std::string &path, MergedTree::Origin file);
    /// Another name of a file that has been added, or is below this layer.
    Result<void> addLink(const std::string &path, MergedTree::Origin file, const std::string &target);
    /// A file that has nothing but a name: a marker.
    Result<void> addEmpty(const std::string &path);
    /// Ends the archive. Returns warnings: what a tar cannot hold.
    Result<QStringList> finish();

private:
    const LayerIndex &layerOf(MergedTree::Origin file) const { return *m_fs.tree->layers()[std::size_t(file.layer)]; }
    bool isSocket(const std::string &path, const Entry &entry);

    const ImageFs &m_fs;
    const std::stop_token m_stop;
    TarWriter m_writer;
    ContentStream m_contents;
    TarBody m_body;
    FormatLosses m_losses;
};

} // namespace stratoscope
