// SPDX-License-Identifier: Apache-2.0
#include "content/text_encoding.h"

#include "content/text_decoder.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

bool isControl(uchar byte)
{
    constexpr std::string_view kUsualInText = "\t\n\r\f\b\x1b";
    return (byte < 0x20 && kUsualInText.find(char(byte)) == std::string_view::npos) || byte == 0x7f;
}

/// Without a sequence at the end that may be cut off.
QByteArrayView withoutCutCharacter(QByteArrayView bytes)
{
    for (qsizetype back = 1; back <= 3 && back <= bytes.size(); ++back) {
        const auto byte = uchar(bytes[bytes.size() - back]);
        if (byte < 0x80)
            break;
        if (byte >= 0xC0)
            return bytes.chopped(back);
    }
    return bytes;
}

/// UTF-16 without a byte order mark: recognized if it is mostly ASCII, such that every other byte is zero.
TextEncoding guessUtf16(QByteArrayView head)
{
    qsizetype evenZeros = 0;
    qsizetype oddZeros = 0;
    for (qsizetype i = 0; i + 1 < head.size(); i += 2) {
        if (head[i] == 0 && head[i + 1] == 0)
            return TextEncoding::None;
        evenZeros += head[i] == 0;
        oddZeros += head[i + 1] == 0;
    }
    const qsizetype most = head.size() / 2 * 9 / 10;
    if (head.size() < 4 || head.size() % 2 != 0)
        return TextEncoding::None;
    if (oddZeros > most && evenZeros == 0)
        return TextEncoding::Utf16LittleEndian;
    if (evenZeros > most && oddZeros == 0)
        return TextEncoding::Utf16BigEndian;
    return TextEncoding::None;
}

/// Chinese, if Qt supports it (which requires ICU): only ASCII and pairs of bytes, most of which are common characters or
/// punctuation. Other encodings have such pairs, too, but different ones: Korean has none from 0xC9 on, Japanese has mostly
/// syllables, and Latin-1 hardly any.
bool looksLikeGb18030(QByteArrayView head, bool isComplete)
{
    qsizetype pairs = 0;
    qsizetype common = 0;
    qsizetype beyondKorean = 0;
    for (qsizetype i = 0; i < head.size(); ++i) {
        const auto lead = uchar(head[i]);
        if (lead < 0x80)
            continue;
        if (++i == head.size()) {
            if (isComplete)
                return false;
            break;
        }
        const auto trail = uchar(head[i]);
        if (lead == 0x80 || lead == 0xff || trail < 0x40 || trail == 0x7f || trail == 0xff)
            return false;
        const bool isCharacter = lead >= 0xb0 && lead <= 0xd7;
        const bool isPunctuation = lead >= 0xa1 && lead <= 0xa3;
        ++pairs;
        common += trail >= 0xa1 && (isCharacter || isPunctuation);
        beyondKorean += trail >= 0xa1 && isCharacter && lead > 0xc8;
    }
    return common * 10 >= pairs * 8 && beyondKorean * 10 >= pairs && decoderFor(TextEncoding::Gb18030).isValid();
}

} // namespace

QStringDecoder decoderFor(TextEncoding encoding)
{
    // As Qt, or ICU behind it, calls them.
    static constexpr std::array kNames{"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "GB18030", "ISO-8859-1", "UTF-8"};
    return QStringDecoder(kNames[std::size_t(encoding)]);
}

QString encodingName(TextEncoding encoding)
{
    static constexpr std::array kNames{"UTF-8"_L1,  "UTF-16"_L1,  "UTF-16"_L1,  "UTF-32"_L1,
                                       "UTF-32"_L1, "GB18030"_L1, "Latin-1"_L1, ""_L1};
    return kNames[std::size_t(encoding)];
}

TextEncoding guessEncoding(QByteArrayView head, bool isComplete)
{
    if (head.startsWith(QByteArrayView("\xFF\xFE\0\0", 4)))
        return TextEncoding::Utf32LittleEndian;
    if (head.startsWith(QByteArrayView("\0\0\xFE\xFF", 4)))
        return TextEncoding::Utf32BigEndian;
    if (head.startsWith(QByteArrayView("\xFF\xFE", 2)))
        return TextEncoding::Utf16LittleEndian;
    if (head.startsWith(QByteArrayView("\xFE\xFF", 2)))
        return TextEncoding::Utf16BigEndian;
    if (head.contains('\0'))
        return guessUtf16(head);

    const auto controls = std::ranges::count_if(head, [](char byte) { return isControl(uchar(byte)); });
    if (controls * 100 > head.size()) // a log may have a few
        return TextEncoding::None;
    if ((isComplete ? head : withoutCutCharacter(head)).isValidUtf8())
        return TextEncoding::Utf8;
    if (controls == 0 && looksLikeGb18030(head, isComplete))
        return TextEncoding::Gb18030;
    // Latin-1 has no letters from 0x80 to 0x9F.
    const auto high = std::ranges::count_if(head, [](char byte) { return uchar(byte) >= 0x80; });
    const auto letterless = std::ranges::count_if(head, [](char byte) { return uchar(byte) >= 0x80 && uchar(byte) < 0xA0; });
    return controls == 0 && letterless == 0 && high * 3 < head.size() ? TextEncoding::Latin1 : TextEncoding::None;
}

QString decodeWhole(QByteArrayView bytes, TextEncoding encoding)
{
    return TextDecoder(encoding).nextPlain(bytes, true);
}

DecodedText decodeText(QByteArrayView bytes, TextEncoding encoding)
{
    return TextDecoder(encoding).next(bytes, true);
}

} // namespace stratoscope
