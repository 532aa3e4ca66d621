// SPDX-License-Identifier: Apache-2.0
#include "diff/file/text_lines.h"

#include <cstring>

namespace stratoscope {

TextLines::TextLines(QByteArray bytes)
    : m_bytes(std::move(bytes))
{
    const char *const begin = m_bytes.constData();
    const char *const end = begin + m_bytes.size();
    for (const char *at = begin; at != end;) {
        const auto *const feed = static_cast<const char *>(std::memchr(at, '\n', std::size_t(end - at)));
        at = feed ? feed + 1 : end;
        m_ends.push_back(std::uint32_t(at - begin));
    }
}

} // namespace stratoscope
