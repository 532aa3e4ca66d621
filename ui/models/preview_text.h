// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QStringList>

namespace stratoscope::ui {

/// How much of a file is shown as text.
constexpr qint64 kTextPreviewLimit = 1024 * 1024;

enum class TextEncoding { Utf8, Utf16LittleEndian, Utf16BigEndian, Latin1, None };

/// "UTF-8", …
QString encodingName(TextEncoding encoding);

/// Guesses from a file's beginning how it is to be read as text; None where it is none. `whole`: there is no more of the file; else
/// the last character may be cut off.
TextEncoding guessEncoding(QByteArrayView head, bool whole);

/// Decodes, in pieces that are quickly put into a text widget: some 32 KiB of whole lines each, without the line break at the end.
/// Lines beyond 4,000 characters are broken, since a widget lays out a line as one.
QStringList decodeText(QByteArrayView bytes, TextEncoding encoding);

} // namespace stratoscope::ui
