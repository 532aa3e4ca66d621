// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tree/tree_snapshot.h"

#include <optional>

namespace stratoscope::ui {

/// Makes snapshots of the differences between two states, of one image or of two images. Keeps the last comparison, so that other
/// ignore rules can be applied to it quickly. Thread-safe.
class ComparedStates
{
public:
    /// Of one image if both are the same.
    ComparedStates(std::shared_ptr<TreeSnapshots> before, std::shared_ptr<TreeSnapshots> after)
        : m_before(std::move(before))
        , m_after(std::move(after))
    {
    }

    /// `choice`: Only of one image, Between or BetweenLayers of two. Blocks. Errors: those of merging and of reading digests.
    /// Throws Cancelled.
    Result<TreeSnapshot> make(const TreeChoice &choice, const IgnoreRules &rules, const std::stop_token &stop);
    /// The files are to be compared again: their digests may be known now.
    void forget();

private:
    struct Comparison {
        TreeChoice choice; ///< what is compared
        std::shared_ptr<const TreeComparison> found;
        std::shared_ptr<const TreeOrder> byName; ///< of everything that differs, or more; comparing names takes the longest
    };
    Result<Comparison> compare(const TreeChoice &choice, const std::stop_token &stop);

    const std::shared_ptr<TreeSnapshots> m_before;
    const std::shared_ptr<TreeSnapshots> m_after;
    std::mutex m_mutex;
    std::optional<Comparison> m_comparison; ///< the last one
    unsigned m_generation = 0; ///< of what is known about the files
};

} // namespace stratoscope::ui
