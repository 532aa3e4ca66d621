// SPDX-License-Identifier: Apache-2.0
#include "archive/image_name.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>

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

bool startsInDirectory(const QString &text)
{
    const qsizetype slash = text.indexOf(u'/');
    return slash > 0 && QFileInfo(text.first(slash)).isDir();
}

bool hasCharactersOfReference(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) {
        const char16_t code = c.unicode();
        return (code >= u'a' && code <= u'z') || (code >= u'A' && code <= u'Z') || (code >= u'0' && code <= u'9')
            || QStringView(u"._-/:@[]").contains(c);
    });
}

bool looksLikePath(const QString &text)
{
    return text.startsWith(u'/') || text.startsWith("./"_L1) || text.startsWith("../"_L1) || text == "."_L1 || text == ".."_L1
        || text == "-"_L1 || QFileInfo::exists(text) || isArchiveName(text) || startsInDirectory(text)
        || !hasCharactersOfReference(text);
}

/// Splits what follows the prefix of an engine: `@ENGINE/NAME`, `[DRIVER@DIR]NAME` or a name.
void splitEngine(const QString &text, ImageName &name)
{
    const bool isStorage = name.kind == SourceKind::ContainersStorage;
    const qsizetype end = text.indexOf(isStorage ? u']' : u'/');
    const bool hasEngine = text.startsWith(isStorage ? u'[' : u'@') && end > 0;
    name.engine = hasEngine ? text.mid(1, end - 1) : QString();
    name.path = hasEngine ? text.mid(end + 1) : text;
}

} // namespace

Result<ImageName> ImageName::parse(const QString &text)
{
    ImageName name;
    for (const auto kind : {SourceKind::DockerDaemon, SourceKind::Podman, SourceKind::Containerd, SourceKind::ContainersStorage}) {
        const QString prefix = sourceKindName(kind) + u':';
        if (!text.startsWith(prefix))
            continue;
        name.kind = kind;
        splitEngine(text.mid(prefix.size()), name);
        if (name.path.isEmpty())
            return fail(ErrorKind::Invalid, text, u"has no name of an image after “%1”"_s.arg(prefix));
        return name;
    }
    for (const auto kind : {SourceKind::DockerArchive, SourceKind::OciLayout, SourceKind::OciArchive, SourceKind::Dir,
                            SourceKind::Prebaked, SourceKind::Rootfs}) {
        const QString prefix = sourceKindName(kind) + u':';
        if (!text.startsWith(prefix))
            continue;
        name.kind = kind;
        if (kind == SourceKind::DockerArchive || kind == SourceKind::OciLayout || kind == SourceKind::OciArchive)
            splitSelector(text.mid(prefix.size()), name);
        else // there is but one image
            name.path = text.mid(prefix.size());
        if (name.path.isEmpty())
            return fail(ErrorKind::Invalid, text, u"has no path after “%1”"_s.arg(prefix));
        return name;
    }
    if (!text.startsWith("docker://"_L1) && looksLikePath(text)) {
        name.path = text;
        return name;
    }
    name.reference = text;
    if (text.isEmpty() || text == "docker://"_L1)
        return fail(ErrorKind::Invalid, text, u"does not name an image"_s);
    return name;
}

bool isArchiveName(const QString &text)
{
    return !text.startsWith("docker://"_L1) && withoutArchiveEnding(text) != text;
}

QString withoutArchiveEnding(const QString &name)
{
    static constexpr std::array kEndings{".tar"_L1,    ".tgz"_L1,     ".tzst"_L1,     ".txz"_L1,    ".tbz"_L1,    ".tbz2"_L1,
                                         ".tar.gz"_L1, ".tar.zst"_L1, ".tar.zstd"_L1, ".tar.xz"_L1, ".tar.bz2"_L1};
    for (const QLatin1StringView ending : kEndings) {
        if (name.endsWith(ending, Qt::CaseInsensitive))
            return name.chopped(ending.size());
    }
    return name;
}

QString absoluteImageName(const QString &text)
{
    const auto name = ImageName::parse(text);
    if (!name || !name->isFile() || name->path == "-"_L1)
        return text;
    const qsizetype start = name->kind ? text.indexOf(u':') + 1 : 0;
    const QString path = QDir::cleanPath(QFileInfo(name->path).absoluteFilePath());
    return text.left(start) + path + text.mid(start + name->path.size());
}

} // namespace stratoscope
