// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "stream/byte_sink.h"
#include "tree/image_fs.h"
#include "tree/tree_history.h"

#include <QStringList>

#include <stop_token>

namespace stratoscope {

/// Several consecutive layers as one: a tar that changes the tree below the layer `first` into the tree after the layer `last`. It
/// omits whatever is removed or replaced again within the range, and directories that end up unchanged.
///
/// What the range removes is hidden by whiteouts, one for each entry whose directory remains, so that no marker is needed that
/// hides a whole directory. Another name that the range gives to a file below becomes a hard link to one of the names that remain;
/// if none does, the file's content moves into the new layer. A directory that only occurs in paths gets an entry where it takes
/// the place of something else. With `first` 0, the tar has the complete tree. Layers above it apply to the result as they did
/// before.
class SquashedLayer
{
public:
    /// Throws Cancelled. Errors: Unsupported for an entry that would have to be hidden but has the name of a marker.
    static Result<SquashedLayer> make(std::shared_ptr<const TreeHistory> history, int first, int last, const std::stop_token &stop);

    /// The bytes of the files in it.
    std::uint64_t contentSize() const { return m_contentSize; }
    /// Writes the tar: whiteouts first, then directories, then files in the order of their contents in the layers. The same layers
    /// give the same bytes. `fs`: of the image. Otherwise as writeLayerTar().
    Result<QStringList> write(const ImageFs &fs, ByteSink &into, ProgressMeter &progress, const std::stop_token &stop) const;

private:
    struct File {
        MergedTree::Origin origin;
        NodeId slot;
        NodeId linkTo = kNoNode; ///< the path slot of the file it is a hard link to
    };

    explicit SquashedLayer(std::shared_ptr<const TreeHistory> history)
        : m_history(std::move(history))
    {
    }
    void linkNames(int first, int last, const std::stop_token &stop);
    std::string path(NodeId slot) const { return slot == kRootNode ? std::string() : m_history->pathSlots()->path(slot).substr(1); }
    Entry entryOf(const TreeHistory::State &state) const;

    std::shared_ptr<const TreeHistory> m_history;
    std::vector<NodeId> m_removed; ///< path slots
    std::vector<std::pair<NodeId, Entry>> m_directories; ///< parents first
    std::vector<File> m_files; ///< by origin
    std::uint64_t m_contentSize = 0;
};

} // namespace stratoscope
