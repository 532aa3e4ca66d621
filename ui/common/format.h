// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "layer/entry.h"
#include "tree/change.h"

#include <QString>
#include <QStringList>

/// Formats the values of an image, in the user's language. Pure functions.
namespace stratoscope::ui {

/// "12.3 MiB"
QString sizeText(std::uint64_t bytes);
/// "1,234"
QString countText(std::uint64_t count);
/// A count as the number argument of tr(), which selects the plural form and is printed for `%Ln`.
int pluralCount(std::uint64_t count);
/// "1,234 entries"
QString entriesText(std::uint64_t count);
/// The bytes added and removed, apart: "+2.8 MiB −62.2 MiB"; empty if there are none.
QString changedSizeText(const ChangeCounts &counts);
/// "+4 ~2 −11, +2.8 MiB −62.2 MiB": entries added, modified and removed, and their bytes; "+4 ~2 −11 →3" if any were moved.
QString changesText(const ChangeCounts &counts);
/// For each of several locations, such as folders, of things with the same name: the shortest end of it that no other one has.
QStringList distinctions(const QStringList &locations);
/// "a, b, c"
QString listText(const QStringList &parts);
/// "before → after".
QString fromToText(const QString &before, const QString &after);
/// "2 min 5 s"
QString durationText(qint64 seconds);

/// "drwxr-sr-x", as printed by ls; empty for whiteouts.
QString modeText(const Entry &entry);
/// "0755", "4755"
QString octalText(std::uint16_t mode);
/// "Directory", …
QString kindText(EntryKind kind);
/// Local time to the minute, in the same format in every language: "2024-05-01 13:45".
QString timeText(Timestamp time);
/// A time of an image's config in the same format; unchanged if it is not a valid time.
QString createdText(const QString &written);
/// With nanoseconds and UTC offset: "2024-05-01 13:45:07.123456789 +02:00".
QString preciseTimeText(Timestamp time);

/// Arguments quoted for a shell: `/bin/sh -c 'echo "$HOME"'`.
QString shellLine(const QStringList &words);

/// The value of an extended attribute: as text if it is printable, otherwise in hexadecimal.
QString attributeText(std::string_view value);

/// The current stage of a task: "Reading layers", …
QString stageText(Stage stage);
/// "12.3 MiB of 1.0 GiB, 80 MiB/s, 12 s left", without what is not known.
QString progressText(const Progress &progress);
/// Per mille done, or -1 if unknown.
int progressPermille(const Progress &progress);

} // namespace stratoscope::ui
