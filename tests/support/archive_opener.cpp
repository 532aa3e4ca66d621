// SPDX-License-Identifier: Apache-2.0
#include "support/archive_opener.h"

#include "support/need.h"

using namespace Qt::StringLiterals;

namespace stratoscope::test {

QString ArchiveOpener::newPath()
{
    m_folder = std::make_unique<TestFolder>();
    return m_folder->path() + u"/image"_s;
}

Result<std::shared_ptr<const LocalArchive>> ArchiveOpener::openTar(const std::string &tar)
{
    const QString path = newPath();
    writeDisk(path, QByteArray::fromStdString(tar));
    return openArchive(path, {}, m_folder->path(), m_progress, {});
}

Result<std::shared_ptr<const LocalArchive>> ArchiveOpener::openFolder(const Files &files)
{
    const QString path = newPath();
    writeFiles(path, files);
    return openArchive(path, {}, m_folder->path(), m_progress, {});
}

namespace {

Result<ResolvedImage> resolved(const Result<std::shared_ptr<const LocalArchive>> &archive, const QString &name,
                               const QString &platform, ProgressMeter &progress)
{
    if (!archive)
        return Failure(archive.error());
    return (*archive)->resolve(name, platform.isEmpty() ? std::nullopt : std::optional(need(Platform::parse(platform))), progress,
                               {});
}

} // namespace

Result<ResolvedImage> ArchiveOpener::resolveTar(const std::string &tar, const QString &name, const QString &platform)
{
    return resolved(openTar(tar), name, platform, m_progress);
}

Result<ResolvedImage> ArchiveOpener::resolveFolder(const Files &files, const QString &name, const QString &platform)
{
    return resolved(openFolder(files), name, platform, m_progress);
}

QString ArchiveOpener::errorOf(const Result<ResolvedImage> &image) const
{
    return image ? u"no error"_s : image.error().message().replace(m_folder->path() + u"/image"_s, u"ARCHIVE"_s);
}

std::string layerOf(const std::string &content)
{
    return TarBuilder().file("a", content).finish();
}

QStringList contentsOf(const ResolvedImage &image)
{
    QStringList contents;
    for (const ResolvedLayer &layer : image.layers)
        contents << QString::fromUtf8(need(readAll(layer.blob, 1 << 20)).sliced(512).constData());
    return contents;
}

TestImage imageOf(const QString &name, const std::vector<std::string> &contents, const QString &architecture)
{
    TestImage image;
    image.name = name;
    image.architecture = architecture;
    for (const std::string &content : contents)
        image.layers.push_back(layerOf(content));
    return image;
}

TestImage imageFor(const QString &architecture, const std::string &content)
{
    return imageOf({}, {content + architecture.toStdString()}, architecture);
}

QString hostArchitecture()
{
    return Platform::host().architecture;
}

QString otherArchitecture()
{
    return hostArchitecture() == "s390x"_L1 ? u"riscv64"_s : u"s390x"_s;
}

} // namespace stratoscope::test
