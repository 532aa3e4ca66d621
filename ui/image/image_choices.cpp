// SPDX-License-Identifier: Apache-2.0
#include "ui/image/image_choices.h"

#include "image/remote_image.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// What selects this image among the others in its archive.
QString selectorOf(const ArchivedImage &image)
{
    if (!image.names.isEmpty())
        return image.names.front();
    return image.manifest ? image.manifest->digest.toString() : image.config ? image.config->toString() : QString();
}

/// Each image in an archive, for each of its platforms. `shown`: the selector of the one that is open.
QList<ImageChoice> allOf(const LocalArchive &archive, const QString &shown)
{
    QList<ImageChoice> choices;
    const std::vector<ArchivedImage> &images = archive.images();
    const std::vector<std::size_t> named = archive.imagesNamed(shown);
    for (std::size_t number = 0; number < images.size(); ++number) {
        const ArchivedImage &image = images[number];
        const QString selector = images.size() == 1 ? QString() : selectorOf(image);
        const QString name
            = selector.isEmpty() ? archive.path() : sourceKindName(archive.kind()) + u':' + archive.path() + u':' + selector;
        const bool isOther = std::ranges::find(named, number) == named.end();
        const QString title = image.names.isEmpty() ? selector.left(19) : image.names.front();
        if (image.platforms.size() < 2) {
            choices.append({.label = image.toString(), .name = name, .isOtherImage = isOther});
            continue;
        }
        for (const Platform &platform : image.platforms) {
            const QString label = images.size() == 1 ? platform.toString() : u"%1 (%2)"_s.arg(title, platform.toString());
            choices.append({.label = label, .name = name, .platform = platform, .isOtherImage = isOther});
        }
    }
    return choices;
}

/// Adds the platforms that only the registry has.
Result<void> addRemote(QList<ImageChoice> &choices, const Reference &reference, const QString &name, const Registries &registries,
                       const std::stop_token &stop)
{
    STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(registries, reference));
    STRATOSCOPE_TRY(const std::vector<RemotePlatform> platforms, remotePlatforms(repository, reference, stop));
    for (const RemotePlatform &one : platforms) {
        const bool isKnown = std::ranges::any_of(
            choices, [&one](const ImageChoice &choice) { return choice.platform->normalized() == one.platform.normalized(); });
        if (!isKnown && !one.platform.isUnknown())
            choices.append({.label = one.platform.toString(), .name = name, .platform = one.platform, .isLocal = false});
    }
    return {};
}

} // namespace

QList<ImageChoice> archiveChoices(const LocalArchive &archive, const ImageName &name, bool byPlatform)
{
    QList<ImageChoice> choices;
    const QString base = sourceKindName(archive.kind()) + u':' + archive.path();
    const auto nameOf = [&base](const QString &selector) { return selector.isEmpty() ? base : base + u':' + selector; };
    if (!byPlatform) {
        for (const ArchivedImage &image : archive.images())
            choices.append({.label = image.toString(), .name = nameOf(selectorOf(image))});
        return choices;
    }
    for (const std::size_t number : archive.imagesNamed(name.selector)) {
        const ArchivedImage &image = archive.images()[number];
        for (const Platform &platform : image.platforms)
            choices.append({.label = platform.toString(),
                            .name = nameOf(name.selector.isEmpty() ? selectorOf(image) : name.selector),
                            .platform = platform});
    }
    return choices;
}

Result<ImageChoices> otherImages(const QString &text, const Store &store, const std::function<Result<Registries>()> &load,
                                 ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const ImageName name, ImageName::parse(text));
    if (name.isLocal()) {
        if (!name.isFile())
            return ImageChoices(); // an engine would have to send the image again
        STRATOSCOPE_TRY(const auto archive, openArchive(name.path, name.kind, store.temporaryDirectory(), progress, stop));
        return ImageChoices{.choices = allOf(*archive, name.selector)};
    }
    ImageChoices found;
    const auto reference = Reference::parse(name.reference);
    const QString canonical = reference ? reference->canonical() : name.reference;
    for (const StoredImage &image : store.images().list().images) {
        if (image.reference == name.reference || image.reference == canonical)
            found.choices.append({.label = image.platform.toString(), .name = image.reference, .platform = image.platform});
    }
    if (!reference)
        return found;
    const auto added = load().and_then(
        [&](const Registries &registries) { return addRemote(found.choices, *reference, canonical, registries, stop); });
    if (!added)
        found.problem = added.error();
    return found;
}

} // namespace stratoscope::ui
