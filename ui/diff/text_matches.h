// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/diff/text_rows.h"

#include <QString>

#include <stop_token>
#include <vector>

namespace stratoscope::ui {

/// Where a text was found in one of two texts that are compared.
struct TextMatch {
    DiffSideName side = DiffSideName::After;
    std::uint32_t line = 0;
    int begin = 0; ///< characters
    int length = 0;
    bool operator==(const TextMatch &) const = default;
};

/// All matches within lines, in the order of a unified difference. What is found in an unchanged line counts once, for the side
/// after. Blocks. Throws Cancelled.
std::vector<TextMatch> findInDifference(const TextDiff &diff, const QString &text, Qt::CaseSensitivity sensitivity,
                                        const std::stop_token &stop);

} // namespace stratoscope::ui
