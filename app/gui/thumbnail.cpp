// SPDX-License-Identifier: Apache-2.0
#include "thumbnail.h"

#include "archive/local_archive.h"
#include "layer_picture.h"

#include <QDir>
#include <QSaveFile>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

void limit(__rlimit_resource resource, rlim_t value)
{
    rlimit now = {};
    if (::getrlimit(resource, &now) != 0)
        return;
    const rlim_t allowed = std::min(value, now.rlim_max);
    now = {allowed, allowed};
    ::setrlimit(resource, &now);
}

/// The first image of an archive, for the first of its platforms: a picture does not depend on the machine.
Result<ResolvedImage> firstImage(const LocalArchive &archive)
{
    const auto &images = archive.images();
    ProgressMeter progress([](const Progress &) {});
    if (images.empty())
        return archive.resolve({}, std::nullopt, progress, {}); // says what is missing
    const ArchivedImage &first = images.front();
    const QString name = images.size() == 1 ? QString()
        : !first.names.isEmpty()            ? first.names.front()
        : first.manifest                    ? first.manifest->digest.toString()
        : first.config                      ? first.config->toString()
                                            : QString();
    std::optional<Platform> platform;
    if (!first.platforms.empty())
        platform = first.platforms.front();
    return archive.resolve(name, platform, progress, {});
}

} // namespace

void limitForThumbnails()
{
    ::signal(SIGXFSZ, SIG_IGN); // an error to report instead
    limit(RLIMIT_AS, rlim_t(2) << 30);
    limit(RLIMIT_CPU, 20);
    limit(RLIMIT_FSIZE, rlim_t(1) << 30);
    limit(RLIMIT_CORE, 0);
}

Result<void> writeThumbnail(const QString &path, const QString &output, int side)
{
    ProgressMeter progress([](const Progress &) {});
    STRATOSCOPE_TRY(const auto archive, openArchive(path, std::nullopt, QDir::tempPath(), progress, {}));
    if (archive->kind() == SourceKind::Rootfs || archive->kind() == SourceKind::Prebaked)
        return fail(ErrorKind::Unsupported, path, u"is not an image archive or an OCI layout"_s);
    STRATOSCOPE_TRY(const ResolvedImage image, firstImage(*archive));
    std::vector<std::uint64_t> sizes;
    for (const ResolvedLayer &layer : image.layers)
        sizes.push_back(layer.blob.size);

    QSaveFile file(output);
    if (!file.open(QIODevice::WriteOnly) || !layerPicture(sizes, side).save(&file, "PNG") || !file.commit())
        return fail(ErrorKind::Io, output, u"cannot be written: %1"_s.arg(file.errorString()));
    return {};
}

} // namespace stratoscope
