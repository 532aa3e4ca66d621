// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace stratoscope::ui {

/// How much of a file is shown as text.
constexpr qint64 kTextPreviewLimit = 1024 * 1024;

enum class TextEncoding { Utf8, Utf16LittleEndian, Utf16BigEndian, Utf32LittleEndian, Utf32BigEndian, Gb18030, Latin1, None };

/// "UTF-8", …
QString encodingName(TextEncoding encoding);

/// Guesses from a file's beginning how it is to be read as text; None where it is none. `whole`: there is no more of the file; else
/// the last character may be cut off.
TextEncoding guessEncoding(QByteArrayView head, bool whole);

/// All lines as they are, ended by line feeds.
QString decodeWhole(QByteArrayView bytes, TextEncoding encoding);

struct DecodedText {
    /// What is quickly put into a text widget: some 32 KiB of whole lines each, without the line break at the end.
    QStringList pieces;
    /// Numbers, from 0, of the lines that go on with the one before: lines beyond 4,000 characters are broken, since a widget lays
    /// out a line as one.
    QList<int> continued;
};
DecodedText decodeText(QByteArrayView bytes, TextEncoding encoding);

} // namespace stratoscope::ui
