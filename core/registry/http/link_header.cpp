// SPDX-License-Identifier: Apache-2.0
#include "registry/http/link_header.h"

#include "registry/http/http_syntax.h"

#include <QByteArrayList>

#include <QList>

namespace stratoscope {

namespace {

constexpr QByteArrayView kEnds = ";,";

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
        link.target = reader.upTo(kEnds).toByteArray().trimmed();
    }
    while (reader.take(';')) {
        reader.skipSpace();
        const QByteArray name = reader.token().toByteArray().toLower();
        const QByteArray value = reader.take('=') ? reader.value(kEnds) : QByteArray();
        // Only the first relation counts.
        if (name == "rel" && !link.relations)
            link.relations = value;
        reader.skipSpace();
    }
    reader.upTo(",");
    return link;
}

} // namespace

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
