// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "diff/file/text_lines.h"

#include <stop_token>

namespace stratoscope {

/// Larger texts are not compared by lines.
constexpr qint64 kMaxComparedText = qint64(128) * 1024 * 1024;

/// Lines that were replaced by others; one of the counts may be 0.
struct LineChange {
    std::uint32_t before = 0; ///< the first removed line
    std::uint32_t beforeCount = 0;
    std::uint32_t after = 0; ///< the first added line
    std::uint32_t afterCount = 0;
    bool operator==(const LineChange &) const = default;
};

/// The difference of two texts by lines. A value; thread-safe.
struct TextDiff {
    TextLines before;
    TextLines after;
    /// In order; there is at least one line that is the same between two of them.
    std::vector<LineChange> changes;
    /// Whether lines that both texts have may be among the changed ones, see diffTexts().
    bool isCoarse = false;

    std::uint64_t removedLines() const;
    std::uint64_t addedLines() const;
};

/// Compares texts byte by byte within each line, with the algorithm and the heuristics of `git diff` (libgit2's xdiff).
///
/// The time that the algorithm takes grows with the square of the number of lines that differ. Texts of more than 100,000 lines or
/// 16 MiB are therefore divided where they have many lines in common, and each part is compared by itself. A part that is still as
/// long is divided at every line that occurs once in each text; what is longer even then counts as replaced as a whole, and the
/// result as coarse: two texts of more than 100,000 lines that have nothing in common, for example.
///
/// Blocks, about 100 ms for texts of 10 MB with 1,000 changes, at worst about half a second between two looks at the stop token.
/// Memory: 4 bytes per line, and up to 150 MB while it compares. Errors: TooLarge above kMaxComparedText; NoMemory. Throws
/// Cancelled.
Result<TextDiff> diffTexts(QByteArray before, QByteArray after, const std::stop_token &stop);

/// The hunks of a unified difference, the same as `git diff` prints them after its header: `@@ -1,3 +1,4 @@ function`, lines that
/// begin with a space, a minus or a plus, and `\ No newline at end of file`. Empty if the texts are the same.
QByteArray unifiedText(const TextDiff &diff, std::uint32_t contextLines = 3);

} // namespace stratoscope
