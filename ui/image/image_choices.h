// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/image_name.h"
#include "registry/client/registry_access.h"
#include "store/store.h"

#include <functional>
#include <stop_token>

namespace stratoscope::ui {

/// Another image to open: of the same archive, or the same one for another platform.
struct ImageChoice {
    QString label{};
    QString name{}; ///< as Session::open() takes it
    std::optional<Platform> platform{};
    bool isHere = true; ///< it need not be pulled

    bool operator==(const ImageChoice &) const = default;
};

struct ImageChoices {
    QList<ImageChoice> choices{};
    std::optional<Error> problem{}; ///< why there may be more of them
};

/// The images of an archive; `byPlatform`: those that the name means, one for each platform.
QList<ImageChoice> archiveChoices(const LocalArchive &archive, const ImageName &name, bool byPlatform);

/// All that can be opened in place of an image: what else its archive holds, or its platforms in the store and in its registry.
/// Blocking. Throws Cancelled.
Result<ImageChoices> otherImages(const QString &name, const Store &store, const std::function<Result<RegistryAccess>()> &registries,
                                 ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope::ui
