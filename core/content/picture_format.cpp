// SPDX-License-Identifier: Apache-2.0
#include "content/picture_format.h"

namespace stratoscope {

QByteArray pictureFormat(QByteArrayView head)
{
    if (head.startsWith("\x89PNG\r\n\x1a\n"))
        return "png";
    if (head.startsWith("\xff\xd8\xff"))
        return "jpeg";
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a"))
        return "gif";
    if (head.startsWith("RIFF") && head.size() >= 12 && head.sliced(8, 4) == "WEBP")
        return "webp";
    if (head.startsWith("BM") && head.size() > 26 && head.sliced(6, 4) == QByteArrayView("\0\0\0\0", 4)) // a text may begin so
        return "bmp";
    if (head.startsWith(QByteArrayView("\0\0\1\0", 4)))
        return "ico";
    return {};
}

} // namespace stratoscope
