// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"

#include <optional>

namespace stratoscope {

/// What a software bill of materials is about, and how it identifies itself. The same image gives the same.
struct SbomSubject {
    QString name;
    QString digest; ///< of the manifest, or else of the config: `sha256:…`; may be empty
    QString created; ///< when the image was made, as `2024-05-01T12:00:00Z`; 1970 if the image does not say so
    QString uuid; ///< derived from the digests of the layers
    QString toolVersion; ///< of this program

    /// For an image, or for its state after the layer `upTo`.
    static SbomSubject of(const Image &image, std::optional<int> upTo = {});
};

} // namespace stratoscope
