// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"

#include <QList>

#include <optional>

namespace stratoscope::ui {

/// One line of what is said about an entry, a layer or an image.
struct Detail {
    QString label;
    QString value;
    bool fixedWidth = false; ///< digests, modes: shown monospaced
    std::optional<NodeId> leadsTo = {}; ///< an entry that the value names; following it goes there
    bool operator==(const Detail &) const = default;
};
using Details = QList<Detail>;

/// About an entry of `fs`, which is one of the image's trees. Reads the file's digest from the disk: not for the GUI thread.
Details entryDetails(const Image &image, const ImageFs &fs, NodeId node);
/// About a layer.
Details layerDetails(const Image &image, int layer);
/// About the image as a whole: what it is and how it is run.
Details imageDetails(const Image &image);

} // namespace stratoscope::ui
