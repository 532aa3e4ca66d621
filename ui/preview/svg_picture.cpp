// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/svg_picture.h"

#include <QPainter>
#include <QSet>
#include <QSvgRenderer>
#include <QXmlStreamReader>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr qsizetype kMostElements = 50'000;
constexpr qsizetype kMostUses = 1000;
constexpr int kMostDepth = 200;
constexpr int kLongestSide = 1024; ///< in pixels

/// Elements that act or that bring something into the document.
bool isForeign(QStringView name)
{
    static const QSet<QString> kForeign{u"script"_s,        u"foreignObject"_s,    u"feImage"_s, u"animate"_s, u"animateColor"_s,
                                        u"animateMotion"_s, u"animateTransform"_s, u"set"_s,     u"handler"_s, u"listener"_s,
                                        u"font-face-uri"_s, u"iframe"_s,           u"audio"_s,   u"video"_s};
    return kForeign.contains(name.toString());
}

/// Whether a value refers to nothing but the document itself, or to a picture that it contains.
bool isInternal(const QXmlStreamAttribute &attribute)
{
    const QString value = attribute.value().toString().trimmed();
    if (attribute.name().startsWith(u"on"_s))
        return false;
    if (attribute.name() == u"href"_s)
        return value.startsWith(u'#') || value.startsWith(u"data:image/png"_s) || value.startsWith(u"data:image/jpeg"_s);
    if (attribute.qualifiedName() == u"xml:base"_s || attribute.name() == u"src"_s)
        return false;
    // url(#gradient) is a paint server of the document.
    for (qsizetype at = value.indexOf(u"url("_s, 0, Qt::CaseInsensitive); at >= 0;
         at = value.indexOf(u"url("_s, at + 1, Qt::CaseInsensitive)) {
        const QString target = value.mid(at + 4).trimmed();
        if (!target.startsWith(u'#') && !target.startsWith(u"\"#"_s) && !target.startsWith(u"'#"_s))
            return false;
    }
    return true;
}

/// The IDs of elements with a `use` in them: using these again and again would draw more than anyone can wait for.
QSet<QString> idsWithUses(const QByteArray &document)
{
    QSet<QString> ids;
    QStringList open;
    QXmlStreamReader reader(document);
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement()) {
            if (reader.name() == u"use"_s || reader.name() == u"pattern"_s || reader.name() == u"marker"_s)
                ids.unite(QSet<QString>(open.begin(), open.end()));
            open.append(reader.attributes().value(u"id"_s).toString());
        } else if (reader.isEndElement()) {
            open.removeLast();
        }
        if (open.size() > kMostDepth)
            return ids;
    }
    ids.remove(QString());
    return ids;
}

} // namespace

bool looksLikeSvg(QByteArrayView head)
{
    const QByteArray begin = head.first(std::min<qsizetype>(head.size(), 4096)).toByteArray();
    const qsizetype root = begin.indexOf("<svg");
    if (root < 0 || !begin.trimmed().startsWith('<'))
        return false;
    const QByteArray after = begin.mid(root + 4, 1);
    return after.isEmpty() || after == " " || after == "\n" || after == "\t" || after == "\r" || after == ">" || after == "/";
}

QByteArray harmlessSvg(const QByteArray &document)
{
    const QSet<QString> nested = idsWithUses(document);
    QByteArray kept;
    QXmlStreamReader reader(document);
    QXmlStreamWriter writer(&kept);
    qsizetype elements = 0;
    qsizetype uses = 0;
    int depth = 0;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement()) {
            const QString name = reader.name().toString();
            const QString target = reader.attributes().value(u"http://www.w3.org/1999/xlink"_s, u"href"_s).toString()
                + reader.attributes().value(u"href"_s).toString();
            const bool isNestedUse = name == u"use"_s && nested.contains(target.mid(1));
            if (++elements > kMostElements || depth >= kMostDepth || (name == u"use"_s && ++uses > kMostUses))
                return {};
            if (isForeign(name) || isNestedUse) {
                reader.skipCurrentElement();
                continue;
            }
            if (depth++ == 0 && !reader.namespaceUri().isEmpty())
                writer.writeDefaultNamespace(reader.namespaceUri().toString());
            writer.writeStartElement(reader.namespaceUri().toString(), name);
            for (const QXmlStreamAttribute &attribute : reader.attributes()) {
                if (isInternal(attribute))
                    writer.writeAttribute(attribute);
            }
        } else if (reader.isEndElement()) {
            --depth;
            writer.writeEndElement();
        } else if (reader.isCharacters() && !reader.text().contains(u"@import"_s, Qt::CaseInsensitive)
                   && !reader.text().contains(u"url("_s, Qt::CaseInsensitive)) {
            writer.writeCharacters(reader.text().toString());
        }
    }
    return reader.hasError() ? QByteArray() : kept;
}

QImage drawSvg(const QByteArray &document, QSize &size)
{
    const QByteArray harmless = harmlessSvg(document);
    if (harmless.isEmpty())
        return {};
    QSvgRenderer renderer;
    if (!renderer.load(harmless))
        return {};
    size = renderer.defaultSize();
    if (size.isEmpty())
        return {};
    QSize drawn = size;
    if (std::max(drawn.width(), drawn.height()) != kLongestSide) // it has no resolution of its own
        drawn.scale(kLongestSide, kLongestSide, Qt::KeepAspectRatio);
    QImage picture(drawn.expandedTo(QSize(1, 1)), QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    renderer.render(&painter, QRectF(QPointF(), QSizeF(picture.size())));
    return picture;
}

} // namespace stratoscope::ui
