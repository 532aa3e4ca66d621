// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/open_image.h"

#include <stop_token>

namespace stratoscope {

class Store;

/// What a check has found.
struct ImageCheck {
    std::optional<SourceKind> kind; ///< nothing where it is none of them
    std::optional<Digest> digest; ///< of the manifest, where there is one
    std::optional<Error> error; ///< the first thing that is wrong; nothing for a whole, valid image
};

/// Tells whether a local file or folder holds a whole, valid image: reads everything of it, holds every digest against what it
/// should be, those of a prebaked directory's files too, and merges the layers. What the store has already does not count, and
/// nothing is added to it; it only lends the room that is needed meanwhile.
///
/// `name` is as openImage() takes it, but no reference: that is Unsupported. Blocking; layers are read in parallel. Throws
/// Cancelled.
ImageCheck checkImage(const QString &name, const OpenOptions &options, Store &store, ProgressMeter &progress, std::stop_token stop);

} // namespace stratoscope
