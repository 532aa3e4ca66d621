// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/diff_side.h"

#include <span>
#include <vector>

namespace stratoscope {

/// The SHA-256 digests of requested files on one side of a comparison. They are read all at once, in the order in which they are
/// stored. For one thread.
class DigestTable
{
public:
    /// The side must outlive it.
    explicit DigestTable(const DiffSide &side);

    /// Requests a file's digest for the next read().
    void request(const MergedTree::Origin &file);
    /// Reads what was requested of several sides, on all cores. Errors: those of FileDigests. Throws Cancelled.
    static Result<void> read(std::initializer_list<DigestTable *> tables, const std::stop_token &stop);
    /// Null if the layer is not verified. Only for files that were requested before the last read().
    const Sha256 *digest(const MergedTree::Origin &file) const;

private:
    enum class State : std::uint8_t { Unknown, Requested, Known };
    struct Layer {
        std::shared_ptr<const FileDigests> source; ///< null if it is not verified
        std::shared_ptr<const LayerIndex> index;
        bool hasRequests = false;
        std::vector<State> states; ///< by record; empty until something is requested
        std::vector<Sha256> digests; ///< by record
    };
    static Result<void> readPart(Layer &layer, RecordId first, RecordId end, const std::stop_token &stop);

    std::vector<Layer> m_layers;
};

} // namespace stratoscope
