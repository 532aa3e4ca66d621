// SPDX-License-Identifier: Apache-2.0
#include "registry/http/http_syntax.h"

namespace stratoscope {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

bool isTokenCharacter(char c)
{
    const bool isAlphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return isAlphanumeric || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

} // namespace

void HeaderReader::skipSpace()
{
    while (!atEnd() && isSpace(m_text.front()))
        skip(1);
}

bool HeaderReader::take(char wanted)
{
    skipSpace();
    if (!startsWith(wanted))
        return false;
    skip(1);
    return true;
}

QByteArrayView HeaderReader::token()
{
    qsizetype length = 0;
    while (length < m_text.size() && isTokenCharacter(m_text[length]))
        ++length;
    const QByteArrayView found = m_text.first(length);
    skip(length);
    return found;
}

QByteArrayView HeaderReader::upTo(QByteArrayView ends)
{
    qsizetype length = 0;
    while (length < m_text.size() && !ends.contains(m_text[length]))
        ++length;
    const QByteArrayView found = m_text.first(length);
    skip(length);
    return found;
}

QByteArray HeaderReader::value(QByteArrayView ends)
{
    if (!take('"'))
        return upTo(ends).toByteArray().trimmed();
    QByteArray text;
    while (!atEnd() && !startsWith('"')) {
        if (startsWith('\\') && m_text.size() > 1)
            skip(1);
        text += m_text.front();
        skip(1);
    }
    take('"');
    return text;
}

} // namespace stratoscope
