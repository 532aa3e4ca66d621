// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "layer/entry.h"

#include <QString>
#include <QStringList>

/// How values of an image are put into words and figures, in the user's language. Pure functions.
namespace stratoscope::ui {

/// "12.3 MiB"
QString sizeText(std::uint64_t bytes);
/// "1,234"
QString countText(std::uint64_t count);
/// What tr() chooses a plural form by, and prints for `%Ln`.
int pluralCount(std::uint64_t count);
/// "1,234 entries"
QString entriesText(std::uint64_t count);
/// "a, b, c"
QString listText(const QStringList &parts);
/// "2 min 5 s"
QString durationText(qint64 seconds);

/// "drwxr-sr-x", as ls prints it; empty for whiteouts and opaque marks.
QString modeText(const Entry &entry);
/// "0755", "4755"
QString octalText(std::uint16_t mode);
/// "Directory", …
QString kindText(EntryKind kind);
/// To the minute, local time, of the same form everywhere, so that times in a column can be compared: "2024-05-01 13:45".
QString timeText(Timestamp time);
/// A time of an image's config, in the same way; as it is written where that is no time.
QString createdText(const QString &written);
/// With nanoseconds and the offset from UTC: "2024-05-01 13:45:07.123456789 +02:00".
QString preciseTimeText(Timestamp time);

/// The step that made a layer, without what builders wrap around it: `/bin/sh -c #(nop)  CMD ["sh"]` is `CMD ["sh"]`.
QString commandText(const QString &createdBy);

/// Words as one line that a shell would take apart again: `/bin/sh -c 'echo "$HOME"'`.
QString shellLine(const QStringList &words);

/// The value of an extended attribute: as text where it is some, else in hexadecimal.
QString attributeText(std::string_view value);

/// What is being done: "Reading layers", …
QString stageText(Stage stage);
/// "12.3 MiB of 1.0 GiB, 80 MiB/s, 12 s left": as much of it as is known.
QString progressText(const Progress &progress);
/// Thousandths done, or -1 where it cannot be told.
int progressPermille(const Progress &progress);

} // namespace stratoscope::ui
