// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "layer/layer_writer.h"
#include "prebaked/file_digests.h"

namespace stratoscope {

/// Writes a layer of a prebaked directory while its tar is read. Call finish() after the last entry.
///
/// Contents are written in large pieces; pages of zeros become holes. Allocates nothing per entry. Errors: those of writing, naming
/// the file.
class PrebakedLayerWriter final : public LayerWriter
{
public:
    /// Both files are new and outlive the writer. If `contents` is null, only the records are written: nothing may be appended, and
    /// the offsets are those that the contents would have.
    PrebakedLayerWriter(File &idx, File *contents);
    ~PrebakedLayerWriter() override;

    std::uint64_t contentOffset() const override;
    Result<void> append(Bytes bytes) override;
    Result<void> appendZeros(std::uint64_t count) override;
    Result<void> addEntry(const TarMember &member, Mark mark, std::string_view path, RecordId record,
                          const Sha256 &sha256) override;

    struct Summary {
        std::string sidecar; ///< the content of `.ext.json`; empty: the layer needs none
        std::vector<FileDigests::Checkpoint> checkpoints; ///< for FileDigests over the idx file
        std::uint64_t idxSize = 0;
        std::uint64_t contentsSize = 0;
        std::uint32_t entries = 0;
    };
    /// Writes buffered bytes: both files then have their final size. Call it once, after the last entry.
    Result<Summary> finish();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace stratoscope
