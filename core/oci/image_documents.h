// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/image_config.h"

namespace stratoscope {

/// The documents that describe an image, as its source has them: its manifest, the index that the manifest was chosen from, and its
/// config.
struct ImageDocuments {
    QStringList names; ///< tags and references that the source gives the image
    QString mediaType; ///< of the manifest; empty if there is none
    std::optional<Digest> digest; ///< of the manifest; nothing if there is none (docker-archive, prebaked directory)
    QByteArray manifestBytes; ///< empty if there is none
    std::optional<Digest> indexDigest; ///< nothing if there was no index, or for the `index.json` of a layout
    QByteArray indexBytes; ///< empty if there was no index or it is not known
    Digest configDigest; ///< null for a prebaked directory
    ImageConfig config; ///< with its own bytes; of a prebaked directory, what can be known of it
};

} // namespace stratoscope
