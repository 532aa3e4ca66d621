// SPDX-License-Identifier: Apache-2.0
#include "formats/format_losses.h"

#include "formats/selection.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

struct LossText {
    QLatin1StringView one;
    QLatin1StringView many;
};

/// By FormatLosses::Loss.
constexpr std::array<LossText, FormatLosses::kLossCount> kLossTexts{{
    {"the extended attributes of %1"_L1, "the extended attributes of %1 entries (the first is %2)"_L1},
    {"the fraction of a second in the time of %1"_L1, "the fractions of seconds in %1 times (the first is that of %2)"_L1},
    {"the time of %1, which is out of range"_L1, "%1 times, which are out of range (the first is that of %2)"_L1},
    {"the owner of %1, which is out of range"_L1, "%1 owners, which are out of range (the first is that of %2)"_L1},
    {"the device number of %1, which is out of range"_L1, "%1 device numbers, which are out of range (the first is that of %2)"_L1},
    {"the socket %1"_L1, "%1 sockets (the first is %2)"_L1},
    {"the hard link %1 and those that follow, which are another file, since one may not have so many"_L1,
     "hard links that are %1 more files, since one may not have so many (the first is %2)"_L1},
}};

} // namespace

void FormatLosses::add(Loss loss, const MergedTree &tree, NodeId node)
{
    Counted &counted = m_losses[loss];
    if (counted.count++ == 0)
        counted.first = shownPath(tree, node);
}

void FormatLosses::add(Loss loss, std::string_view path)
{
    Counted &counted = m_losses[loss];
    if (counted.count++ == 0)
        counted.first = shownPath(path);
}

QStringList FormatLosses::warnings(const QString &format) const
{
    QStringList parts;
    for (std::size_t i = 0; i < kLossCount; ++i) {
        const auto &[count, first] = m_losses[i];
        if (count == 1)
            parts << QString(kLossTexts[i].one).arg(first);
        else if (count > 1)
            parts << QString(kLossTexts[i].many).arg(QLocale(QLocale::English).toString(qulonglong(count)), first);
    }
    if (parts.isEmpty())
        return {};
    return {u"%1 cannot hold everything; not as in the image: %2"_s.arg(format, parts.join(u"; "_s))};
}

} // namespace stratoscope
