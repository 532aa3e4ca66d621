// SPDX-License-Identifier: Apache-2.0
#include "content/text_decoder.h"

#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

TextDecoder::TextDecoder(TextEncoding encoding)
    : m_decoder(decoderFor(encoding))
{
}

QString TextDecoder::nextPlain(QByteArrayView bytes, bool isEnd)
{
    QString text = m_decoder.decode(bytes);
    if (m_endsInReturn)
        text.prepend(u'\r');
    m_endsInReturn = !isEnd && text.endsWith(u'\r');
    if (m_endsInReturn)
        text.chop(1);
    text.replace(u"\r\n"_s, u"\n"_s);
    text.replace(QChar(u'\0'), QChar(u'\u2400'));
    // Widgets treat these as line breaks, too.
    text.replace(QChar(u'\r'), QChar(u'\n'));
    text.replace(QChar(QChar::ParagraphSeparator), QChar(u'\n'));
    return text;
}

DecodedText TextDecoder::next(QByteArrayView bytes, bool isEnd)
{
    constexpr qsizetype kPiece = 32 * 1024;
    constexpr qsizetype kLongestLine = 4000;

    const QString text = std::exchange(m_begun, {}) + nextPlain(bytes, isEnd);
    DecodedText decoded;
    QString piece;
    int linesInPiece = 0;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = text.indexOf(u'\n', at);
        const bool isEnded = end >= 0;
        if (!isEnded)
            end = text.size();
        const bool isSplit = end - at > kLongestLine;
        if (isSplit)
            end = at + kLongestLine - (text[at + kLongestLine - 1].isHighSurrogate() ? 1 : 0);
        else if (!isEnded && !isEnd && !m_isContinued) {
            m_begun = text.mid(at);
            break;
        }
        if (linesInPiece++ > 0)
            piece += u'\n';
        piece += QStringView(text).mid(at, end - at);
        if (m_isContinued)
            decoded.continued += m_line;
        ++m_line;
        m_isContinued = isSplit || (!isEnded && !isEnd);
        at = isSplit || !isEnded ? end : end + 1;
        if (piece.size() >= kPiece) {
            decoded.pieces += std::exchange(piece, {});
            linesInPiece = 0;
        }
    }
    if (linesInPiece > 0)
        decoded.pieces += piece;
    return decoded;
}

} // namespace stratoscope
