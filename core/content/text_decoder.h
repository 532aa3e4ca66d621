// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/text_encoding.h"

#include <QStringDecoder>

namespace stratoscope {

/// Decodes a text that arrives in portions of bytes. For one thread.
class TextDecoder
{
public:
    explicit TextDecoder(TextEncoding encoding);

    /// The lines that these bytes complete; with `isEnd`, also the last one. The numbers of lines go on from one call to the next.
    DecodedText next(QByteArrayView bytes, bool isEnd);
    /// The same as plain text: all characters that these bytes complete, each line ended by a line feed.
    QString nextPlain(QByteArrayView bytes, bool isEnd);

private:
    QStringDecoder m_decoder;
    bool m_endsInReturn = false; ///< a line feed may follow a carriage return
    QString m_begun; ///< of the next line
    bool m_isContinued = false; ///< the next line continues one that was split
    int m_line = 0; ///< the number of the next line
};

} // namespace stratoscope
