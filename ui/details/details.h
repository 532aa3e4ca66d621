// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/file_links.h"
#include "image/image.h"
#include "tree/change.h"

#include <QList>

#include <optional>

namespace stratoscope::ui {

/// A property of an entry, a layer or an image, in words.
struct Detail {
    QString label; ///< empty: another value of the label above
    QString value;
    bool fixedWidth = false; ///< shown in a monospaced font: digests, modes
    std::optional<NodeId> leadsTo = {}; ///< the entry that the value names, as a link
    bool operator==(const Detail &) const = default;
};
using Details = QList<Detail>;

/// Properties of an entry of `fs`, one of the image's trees. Reads the file's digest from disk: blocking.
Details entryDetails(const Image &image, const ImageFs &fs, NodeId node);
/// Properties of a layer, and what it changes.
Details layerDetails(const Image &image, int layer, const std::optional<ChangeCounts> &changes = {});
/// What a range of layers is and what it changes as one step.
Details layersDetails(const Image &image, int first, int last);
/// A layer with the command that made it: "2: RUN make".
QString layerTitle(const Image &image, int layer);
/// Properties of the image: imageFacts(), runFacts(), environment and labels. Blocking.
Details imageDetails(const Image &image);

/// What the image is: names, platform, origin, digests.
Details imageFacts(const Image &image);
/// How containers of the image are run. Looks up the user in the image's own files: blocking.
Details runFacts(const Image &image);

/// An extended attribute: "Capabilities", "SELinux label", …; its own name if it is not a well-known one.
QString xattrLabel(std::string_view name);
/// Its value in the notation of the tool that sets it; as text or in hexadecimal if that is not possible.
QString xattrText(std::string_view name, std::string_view value);
/// Why a symbolic link cannot be resolved, as part of a sentence; empty if it can.
QString brokenLinkText(const LinkChain &chain);
/// A duration in nanoseconds: "5 s", "1 min 30 s", "300 ms".
QString nanosecondsText(qint64 nanoseconds);

} // namespace stratoscope::ui
