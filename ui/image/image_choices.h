// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/image_name.h"
#include "registry/config/registries.h"
#include "store/store.h"

#include <functional>
#include <stop_token>

namespace stratoscope::ui {

/// An image to open instead: another one in the same archive, or the same one for another platform.
struct ImageChoice {
    QString label{};
    QString name{}; ///< as Session::open() takes it
    std::optional<Platform> platform{};
    bool isLocal = true; ///< does not have to be pulled
    bool isOtherImage = false; ///< another image of the archive, rather than another platform

    bool operator==(const ImageChoice &) const = default;
};

struct ImageChoices {
    QList<ImageChoice> choices{};
    std::optional<Error> problem{}; ///< why the list may be incomplete
};

/// The images in an archive; with `byPlatform`, those that the name selects, one for each platform.
QList<ImageChoice> archiveChoices(const LocalArchive &archive, const ImageName &name, bool byPlatform);

/// The images that can be opened instead of one: the others in its archive, or its platforms in the store and in its registry.
/// Blocking. Throws Cancelled.
Result<ImageChoices> otherImages(const QString &name, const Store &store, const std::function<Result<Registries>()> &load,
                                 ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope::ui
