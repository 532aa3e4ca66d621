// SPDX-License-Identifier: Apache-2.0
#include "formats/layer_tar.h"

#include "formats/selection.h"
#include "formats/tar_entries.h"

namespace stratoscope {

namespace {

/// With the prefix of a whiteout.
std::string pathInTar(const LayerIndex &index, RecordId record)
{
    if (index.kind(record) != EntryKind::Whiteout)
        return index.path(record);
    const std::string parent = index.path(index.parent(record));
    const std::string name = whiteoutName(index.name(record));
    return parent.empty() ? name : parent + '/' + name;
}

} // namespace

Result<QStringList> writeLayerTar(const ImageFs &fs, int layer, ByteSink &into, ProgressMeter &progress,
                                  const std::stop_token &stop)
{
    const LayerIndex &index = *fs.tree->layers()[std::size_t(layer)];
    TarEntries entries(fs, into, progress, stop);
    for (RecordId record = 0; record < index.size(); ++record) {
        if (index.isImplied(record))
            continue;
        const std::string path = pathInTar(index, record);
        const MergedTree::Origin origin{layer, record};
        STRATOSCOPE_CHECK(index.kind(record) == EntryKind::Hardlink
                              ? entries.addLink(path, origin, std::string(index.entry(record).linkTarget))
                              : entries.add(path, origin));
    }
    return entries.finish();
}

} // namespace stratoscope
