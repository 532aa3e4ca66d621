// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "grep/grep.h"
#include "ui/common/latest_task.h"
#include "ui/tree/tree_snapshot.h"

namespace stratoscope::ui {

/// Which files of an image to search.
struct GrepScope {
    enum Kind {
        Whole, ///< the whole image
        Chosen, ///< the layers that are chosen: the tree up to one of them, or what is in them
        AllLayers, ///< also what a later layer deletes or replaces
        Selected, ///< the entries that are selected on the Files page, and what is below them
    };
    Kind kind = Whole;
    TreeChoice choice{}; ///< of Chosen
    ImageFs fs{}; ///< of Chosen up to a layer
    struct Part {
        TreeChoice state; ///< the tree that has these entries
        GrepFiles::Part files;
    };
    std::vector<Part> parts{}; ///< of Selected
    std::vector<ImageLayer> layers{}; ///< of the parts, where they are not those of the image
    bool hasBinaryFiles = false; ///< searches binary files, too
};

/// A file in which something was found, or a part of what was found in it.
struct GrepHits {
    const ImageFs *fs = nullptr; ///< of the file; owned by the batch's files
    NodeId node = kNoNode;
    int layer = 0;
    std::string path{};
    std::vector<GrepLine> lines{};
    QString problem{}; ///< why it was not searched to its end; empty: it was
};

/// What was found since the batch before.
struct GrepBatch {
    std::shared_ptr<const GrepFiles> files; ///< keeps what the hits refer to
    std::vector<GrepHits> hits{};
    std::uint64_t matches = 0; ///< lines so far: more than the hits if the limit was reached
    std::uint64_t matchingFiles = 0;
};

/// Searches; `send` is called from any thread, about ten times a second, and at last with the final numbers. `most`: lines after
/// which further ones are counted, but not sent. Blocks. Errors: those of GrepFiles. Throws Cancelled.
Result<void> runGrepTask(const Image &image, const GrepScope &scope, const GrepPattern &pattern, std::size_t most,
                         const std::function<void(GrepBatch)> &send, ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope::ui
