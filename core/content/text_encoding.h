// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QStringDecoder>
#include <QStringList>

namespace stratoscope {

/// The number of bytes of a file that are copied as text, and that are shown at first.
constexpr qint64 kTextPreviewLimit = 1024 * 1024;

enum class TextEncoding { Utf8, Utf16LittleEndian, Utf16BigEndian, Utf32LittleEndian, Utf32BigEndian, Gb18030, Latin1, None };

/// A decoder as Qt has it.
QStringDecoder decoderFor(TextEncoding encoding);

/// "UTF-8", …; empty for None.
QString encodingName(TextEncoding encoding);

/// Guesses the encoding from the first bytes of a file; None if it is not text. `isComplete`: `head` is the whole file; otherwise
/// its last character may be cut off.
TextEncoding guessEncoding(QByteArrayView head, bool isComplete);

/// All lines, each ended by a line feed.
QString decodeWhole(QByteArrayView bytes, TextEncoding encoding);

/// Text in portions that are quickly put into a text widget.
struct DecodedText {
    /// About 32 KiB of complete lines each, without the line feed at the end.
    QStringList pieces;
    /// Numbers, from 0, of the lines that continue the one before: lines longer than 4,000 characters are split, since a widget
    /// lays out a line at once.
    QList<int> continued;
};
DecodedText decodeText(QByteArrayView bytes, TextEncoding encoding);

} // namespace stratoscope
