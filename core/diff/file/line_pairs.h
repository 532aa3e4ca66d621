// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/file/text_diff.h"

#include <QStringView>

#include <optional>
#include <vector>

/// Which of the removed and added lines belong together, and what changed inside a line.
namespace stratoscope {

/// A removed and an added line that are shown beside each other; one of them may be missing.
struct LinePair {
    std::optional<std::uint32_t> before;
    std::optional<std::uint32_t> after;
    bool operator==(const LinePair &) const = default;
};
/// All lines of a change, in their order. In a change of a few lines, those that have most in common are paired; in a longer one,
/// the first with the first and so on.
std::vector<LinePair> pairLines(const TextDiff &diff, const LineChange &change);

/// A part of a line, in characters of QString.
struct LinePart {
    qsizetype begin = 0;
    qsizetype end = 0;
    bool operator==(const LinePart &) const = default;
};
/// What has to be replaced in one line to make it the other: words, single signs, and the blanks between them.
struct ChangedParts {
    std::vector<LinePart> before;
    std::vector<LinePart> after;
    bool operator==(const ChangedParts &) const = default;
};
/// Empty if the lines have so little in common that they count as replaced as a whole. In long lines, everything between the first
/// and the last difference counts as changed.
ChangedParts changedParts(QStringView before, QStringView after);

} // namespace stratoscope
