// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/json_tree.h"
#include "content/text_encoding.h"
#include "image/image.h"

#include <QList>
#include <QString>

namespace stratoscope::ui {

/// A section of the page about an image: a titled table.
struct InspectorSection {
    struct Cell {
        QString text;
        bool fixedWidth = false; ///< shown in a monospaced font: digests, commands
        bool isMuted = false;
        bool operator==(const Cell &) const = default;
    };
    QString title;
    QStringList columns; ///< headers; empty: each row is a label and a value
    QList<int> widths; ///< of the columns, in percent
    QList<QList<Cell>> rows;
};

/// The contents of the image's config, manifest and index in a readable order. Looks up the user in the image's own files:
/// blocking.
QList<InspectorSection> inspectImage(const Image &image);

} // namespace stratoscope::ui
