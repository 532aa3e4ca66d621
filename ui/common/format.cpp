// SPDX-License-Identifier: Apache-2.0
#include "ui/common/format.h"

#include "base/error.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct FormatTr {
    Q_DECLARE_TR_FUNCTIONS(Format)
};

/// Whether QDateTime can represent it in milliseconds.
bool fitsDateTime(std::int64_t seconds)
{
    constexpr std::int64_t kLimit = std::numeric_limits<qint64>::max() / 1000 - 86400;
    return seconds > -kLimit && seconds < kLimit;
}

QString offsetText(int seconds)
{
    const int minutes = std::abs(seconds) / 60;
    return (seconds < 0 ? u"-"_s : u"+"_s) + u"%1:%2"_s.arg(minutes / 60, 2, 10, QChar(u'0')).arg(minutes % 60, 2, 10, QChar(u'0'));
}

} // namespace

QString sizeText(std::uint64_t bytes)
{
    const auto shown = qint64(std::min<std::uint64_t>(bytes, std::numeric_limits<qint64>::max()));
    if (shown < 1024)
        return FormatTr::tr("%L1 B").arg(shown);
    return QLocale().formattedDataSize(shown, 1, QLocale::DataSizeIecFormat);
}

QString countText(std::uint64_t count)
{
    return QLocale().toString(qulonglong(count));
}

int pluralCount(std::uint64_t count)
{
    return int(std::min<std::uint64_t>(count, std::numeric_limits<int>::max()));
}

QString entriesText(std::uint64_t count)
{
    return FormatTr::tr("%Ln entries", nullptr, pluralCount(count));
}

QString changedSizeText(const ChangeCounts &counts)
{
    QStringList parts;
    if (counts.bytesAdded > 0)
        parts += u'+' + sizeText(counts.bytesAdded);
    if (counts.bytesRemoved > 0)
        parts += u'\u2212' + sizeText(counts.bytesRemoved);
    return parts.join(u' ');
}

QString changesText(const ChangeCounts &counts)
{
    QString entries = u"+%1 ~%2 \u2212%3"_s.arg(countText(counts.added), countText(counts.modified), countText(counts.removed));
    if (counts.moved > 0)
        entries += u" \u2192%1"_s.arg(countText(counts.moved));
    const QString sizes = changedSizeText(counts);
    return sizes.isEmpty() ? entries : listText({entries, sizes});
}

QStringList distinctions(const QStringList &locations)
{
    QStringList ends;
    for (const QString &location : locations) {
        const qsizetype parts = location.count(u'/') + 1;
        QString end = location;
        for (qsizetype count = 1; count <= parts; ++count) {
            end = location.section(u'/', -count);
            const auto hasEnd = [&](const QString &other) { return other != location && other.section(u'/', -count) == end; };
            if (std::ranges::none_of(locations, hasEnd))
                break;
        }
        ends += end;
    }
    return ends;
}

QString listText(const QStringList &parts)
{
    return parts.join(FormatTr::tr(", ", "between the parts of a list"));
}

QString fromToText(const QString &before, const QString &after)
{
    return FormatTr::tr("%1 → %2").arg(before, after);
}

QString durationText(qint64 seconds)
{
    if (seconds < 60)
        return FormatTr::tr("%L1 s").arg(seconds);
    if (seconds < 3600)
        return FormatTr::tr("%L1 min %L2 s").arg(seconds / 60).arg(seconds % 60);
    return FormatTr::tr("%L1 h %L2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
}

QString modeText(const Entry &entry)
{
    if (entry.kind == EntryKind::Whiteout || entry.kind == EntryKind::Opaque)
        return {};
    const auto text = stratoscope::modeText(entry.kind, entry.mode);
    return QLatin1StringView(text.data(), qsizetype(text.size()));
}

QString octalText(std::uint16_t mode)
{
    return u"%1"_s.arg(mode, 4, 8, QChar(u'0'));
}

QString kindText(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Regular:
        return FormatTr::tr("File");
    case EntryKind::Directory:
        return FormatTr::tr("Folder");
    case EntryKind::Symlink:
        return FormatTr::tr("Symbolic link");
    case EntryKind::Hardlink:
        return FormatTr::tr("Hard link");
    case EntryKind::CharacterDevice:
        return FormatTr::tr("Character device");
    case EntryKind::BlockDevice:
        return FormatTr::tr("Block device");
    case EntryKind::Fifo:
        return FormatTr::tr("Named pipe");
    case EntryKind::Socket:
        return FormatTr::tr("Socket");
    case EntryKind::Whiteout:
        return FormatTr::tr("Whiteout: removes an entry of lower layers");
    case EntryKind::Opaque:
        return FormatTr::tr("Opaque whiteout: hides what lower layers have in this folder");
    }
    Q_UNREACHABLE();
}

QString timeText(Timestamp time)
{
    if (!fitsDateTime(time.seconds))
        return FormatTr::tr("%L1 s").arg(time.seconds);
    return QDateTime::fromSecsSinceEpoch(time.seconds).toString(u"yyyy-MM-dd HH:mm"_s);
}

QString createdText(const QString &written)
{
    const QDateTime time = QDateTime::fromString(written, Qt::ISODateWithMs);
    return time.isValid() ? timeText({time.toSecsSinceEpoch(), 0}) : written;
}

QString preciseTimeText(Timestamp time)
{
    if (!fitsDateTime(time.seconds))
        return FormatTr::tr("%L1 seconds since 1970").arg(time.seconds);
    const auto at = QDateTime::fromSecsSinceEpoch(time.seconds);
    QString text = at.toString(u"yyyy-MM-dd HH:mm:ss"_s);
    if (time.nanoseconds != 0)
        text += u".%1"_s.arg(time.nanoseconds, 9, 10, QChar(u'0'));
    return text + u' ' + offsetText(at.offsetFromUtc());
}

QString shellLine(const QStringList &words)
{
    static const QRegularExpression kPlain(u"^[A-Za-z0-9@%_+=:,./-]+$"_s);
    QStringList quoted;
    for (const QString &word : words)
        quoted += kPlain.match(word).hasMatch() ? word : u"'"_s + QString(word).replace(u'\'', u"'\\''"_s) + u"'"_s;
    return quoted.join(u' ');
}

QString attributeText(std::string_view value)
{
    // Some values, such as security.selinux, end in a zero byte.
    std::string_view text = value;
    if (text.ends_with('\0'))
        text.remove_suffix(1);
    const auto readable = QString::fromUtf8(text.data(), qsizetype(text.size()));
    const bool isText = !text.empty() && readable.toUtf8() == QByteArrayView(text.data(), qsizetype(text.size()))
        && std::all_of(readable.begin(), readable.end(), [](QChar c) { return c.isPrint() || c.isSurrogate(); });
    if (isText)
        return readable;
    return value.empty() ? FormatTr::tr("(empty)")
                         : u"0x"_s + QString::fromLatin1(QByteArray(value.data(), qsizetype(value.size())).toHex());
}

QString stageText(Stage stage)
{
    switch (stage) {
    case Stage::Resolve:
        return FormatTr::tr("Inspecting the image");
    case Stage::Download:
        return FormatTr::tr("Downloading");
    case Stage::Verify:
        return FormatTr::tr("Verifying layers");
    case Stage::Index:
        return FormatTr::tr("Reading layers");
    case Stage::Export:
        return FormatTr::tr("Exporting");
    case Stage::Push:
        return FormatTr::tr("Pushing");
    case Stage::Search:
        return FormatTr::tr("Searching contents");
    }
    Q_UNREACHABLE();
}

QString progressText(const Progress &progress)
{
    QStringList parts;
    if (progress.total > 0)
        parts += FormatTr::tr("%1 of %2").arg(sizeText(std::uint64_t(progress.current)), sizeText(std::uint64_t(progress.total)));
    else if (progress.current > 0)
        parts += sizeText(std::uint64_t(progress.current));
    if (progress.bytesPerSecond >= 1)
        parts += FormatTr::tr("%1/s").arg(sizeText(std::uint64_t(progress.bytesPerSecond)));
    if (progress.eta >= 0)
        parts += FormatTr::tr("%1 left").arg(durationText(progress.eta));
    return parts.join(u"  ·  "_s);
}

int progressPermille(const Progress &progress)
{
    if (progress.total <= 0)
        return -1;
    return int(std::clamp(double(progress.current) / double(progress.total), 0.0, 1.0) * 1000);
}

} // namespace stratoscope::ui
