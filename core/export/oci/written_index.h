// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/oci/image_plan.h"

#include <span>

namespace stratoscope {

/// The index of several images that came from one. It is the original one, byte for byte, if that lists nothing else.
struct WrittenIndex {
    QByteArray bytes;
    Descriptor descriptor;
    QStringList warnings; ///< sentences

    /// `manifests`: of the images, as they were written.
    static WrittenIndex of(std::span<const ImagePlan> images, std::vector<Descriptor> manifests);
};

} // namespace stratoscope
