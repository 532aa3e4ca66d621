// SPDX-License-Identifier: Apache-2.0
#include "archive/image_name.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Splits `PATH:SELECTOR` at the last colon whose left side exists: both may contain colons.
void splitSelector(const QString &text, ImageName &name)
{
    for (qsizetype colon = text.size(); colon > 0; colon = text.lastIndexOf(u':', colon - 1)) {
        if (QFileInfo::exists(text.left(colon))) {
            name.path = text.left(colon);
            name.selector = text.mid(colon + 1);
            return;
        }
    }
    const qsizetype colon = text.indexOf(u':');
    name.path = text.left(colon);
    name.selector = colon < 0 ? QString() : text.mid(colon + 1);
}

bool looksLikePath(const QString &text)
{
    return text.startsWith(u'/') || text.startsWith("./"_L1) || text.startsWith("../"_L1) || text == "."_L1 || text == ".."_L1
        || QFileInfo::exists(text);
}

} // namespace

Result<ImageName> ImageName::parse(const QString &text)
{
    ImageName name;
    for (const auto kind : {SourceKind::DockerArchive, SourceKind::OciLayout, SourceKind::OciArchive, SourceKind::Prebaked}) {
        const QString prefix = sourceKindName(kind) + u':';
        if (!text.startsWith(prefix))
            continue;
        name.kind = kind;
        if (kind == SourceKind::Prebaked)
            name.path = text.mid(prefix.size());
        else
            splitSelector(text.mid(prefix.size()), name);
        if (name.path.isEmpty())
            return fail(ErrorKind::Invalid, text, u"has no path after “%1”"_s.arg(prefix));
        return name;
    }
    if (looksLikePath(text)) {
        name.path = text;
        return name;
    }
    name.reference = text;
    if (text.isEmpty() || text == "docker://"_L1)
        return fail(ErrorKind::Invalid, text, u"does not name an image"_s);
    return name;
}

QString absoluteImageName(const QString &text)
{
    const auto name = ImageName::parse(text);
    if (!name || !name->isLocal())
        return text;
    const qsizetype start = name->kind ? text.indexOf(u':') + 1 : 0;
    const QString path = QDir::cleanPath(QFileInfo(name->path).absoluteFilePath());
    return text.left(start) + path + text.mid(start + name->path.size());
}

} // namespace stratoscope
