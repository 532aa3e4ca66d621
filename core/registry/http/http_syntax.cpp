// SPDX-License-Identifier: Apache-2.0
#include "registry/http/http_syntax.h"

#include <QByteArrayList>
#include <QList>

#include <algorithm>

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

constexpr QByteArrayView kLinkEnds = ";,";

struct Link {
    QByteArray target;
    std::optional<QByteArray> relations;

    bool isNext() const
    {
        return !target.isEmpty() && (!relations || relations->toLower().simplified().split(' ').contains("next"));
    }
};

Link takeLink(HeaderReader &reader)
{
    Link link;
    if (reader.take('<')) {
        link.target = reader.upTo(">").toByteArray().trimmed();
        reader.take('>');
    } else {
        link.target = reader.upTo(kLinkEnds).toByteArray().trimmed();
    }
    while (reader.take(';')) {
        reader.skipSpace();
        const QByteArray name = reader.token().toByteArray().toLower();
        const QByteArray value = reader.take('=') ? reader.value(kLinkEnds) : QByteArray();
        // Only the first relation counts.
        if (name == "rel" && !link.relations)
            link.relations = value;
        reader.skipSpace();
    }
    reader.upTo(",");
    return link;
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
    return takeFirst(std::ranges::find_if_not(m_text, isTokenCharacter) - m_text.begin());
}

QByteArrayView HeaderReader::upTo(QByteArrayView ends)
{
    return takeFirst(std::ranges::find_if(m_text, [ends](char c) { return ends.contains(c); }) - m_text.begin());
}

QByteArrayView HeaderReader::takeFirst(qsizetype count)
{
    const QByteArrayView first = m_text.first(count);
    skip(count);
    return first;
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

std::optional<QByteArray> nextLink(std::span<const QByteArray> headers)
{
    for (const QByteArray &header : headers) {
        HeaderReader reader{QByteArrayView(header)};
        while (!reader.atEnd()) {
            const Link link = takeLink(reader);
            if (link.isNext())
                return link.target;
            reader.take(',');
        }
    }
    return std::nullopt;
}

} // namespace stratoscope
