// SPDX-License-Identifier: Apache-2.0
#include "ui/diff/text_matches.h"

#include "base/cancel.h"

namespace stratoscope::ui {

std::vector<TextMatch> findInDifference(const TextDiff &diff, const QString &text, Qt::CaseSensitivity sensitivity,
                                        const std::stop_token &stop)
{
    std::vector<TextMatch> matches;
    if (text.isEmpty())
        return matches;
    const auto findIn = [&](DiffSideName side, std::uint32_t begin, std::uint32_t end) {
        const TextLines &lines = side == DiffSideName::Before ? diff.before : diff.after;
        for (std::uint32_t line = begin; line < end; ++line) {
            if (line % 0x400 == 0)
                throwIfStopped(stop);
            const QString shown = QString::fromUtf8(lines.text(line));
            for (qsizetype at = shown.indexOf(text, 0, sensitivity); at >= 0;
                 at = shown.indexOf(text, at + text.size(), sensitivity))
                matches.push_back({side, line, int(at), int(text.size())});
        }
    };
    std::uint32_t after = 0;
    for (const LineChange &change : diff.changes) {
        findIn(DiffSideName::After, after, change.after);
        findIn(DiffSideName::Before, change.before, change.before + change.beforeCount);
        after = change.after + change.afterCount;
        findIn(DiffSideName::After, change.after, after);
    }
    findIn(DiffSideName::After, after, diff.after.count());
    return matches;
}

} // namespace stratoscope::ui
