// SPDX-License-Identifier: Apache-2.0
#include "ui/image/image_opening.h"

#include "archive/image_name.h"
#include "oci/reference.h"
#include "ui/settings/settings.h"

#include <QFileInfo>

namespace stratoscope::ui {

bool isReference(const QString &name)
{
    const auto parsed = ImageName::parse(name);
    return parsed && !parsed->isLocal() && Reference::parse(parsed->reference).has_value();
}

QString titleOf(const QString &name)
{
    const auto parsed = ImageName::parse(name);
    if (parsed && parsed->isLocal() && !parsed->isFile())
        return parsed->path;
    if (parsed && parsed->isLocal())
        return QFileInfo(parsed->path).fileName() + (parsed->selector.isEmpty() ? QString() : u':' + parsed->selector);
    const auto reference = Reference::parse(name);
    return reference ? reference->familiar() : name;
}

std::unique_ptr<TaskOf<std::shared_ptr<const Image>>> openWithoutPulling(Session &session, const QString &name, OpenOptions options)
{
    using ImagePtr = std::shared_ptr<const Image>;
    if (!isReference(name)) {
        options.cacheLimit = settings::cacheLimit();
        return session.open(name, options);
    }
    return session.run<ImagePtr>([store = session.store(), reference = ImageName::parse(name)->reference,
                                  options](ProgressMeter &progress, const std::stop_token &stop) mutable -> Result<ImagePtr> {
        STRATOSCOPE_TRY(const StoredImage stored, store.images().find(reference, options.platform));
        options.platform = stored.platform;
        return openImage(stored.reference, options, store, progress, stop);
    });
}

} // namespace stratoscope::ui
