// SPDX-License-Identifier: Apache-2.0
#include <stratoscope/archive.h>

#include "api/conversion.h"
#include "archive/local_archive.h"

#include <QDir>

namespace stratoscope::api {

namespace {

ArchiveKind kindOf(SourceKind kind)
{
    switch (kind) {
    case SourceKind::OciLayout:
        return ArchiveKind::OciLayout;
    case SourceKind::OciArchive:
        return ArchiveKind::OciArchive;
    case SourceKind::Dir:
        return ArchiveKind::SkopeoDirectory;
    case SourceKind::Prebaked:
        return ArchiveKind::Prebaked;
    case SourceKind::Rootfs:
        return ArchiveKind::RootFileSystem;
    default:
        return ArchiveKind::DockerArchive;
    }
}

} // namespace

Archive recognizeArchive(const std::string &path)
{
    ProgressMeter progress;
    const auto archive = valueOf(openArchive(toQt(path), {}, QDir::tempPath(), progress, {}));
    Archive made{.kind = kindOf(archive->kind()), .images = {}};
    for (const stratoscope::ArchivedImage &image : archive->images()) {
        ArchivedImage &added = made.images.emplace_back();
        added.names = toStd(image.names);
        for (const Platform &platform : image.platforms)
            added.platforms.push_back(platform.toString().toStdString());
    }
    return made;
}

} // namespace stratoscope::api
