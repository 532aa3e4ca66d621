// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/json_tree.h"
#include "content/text_encoding.h"
#include "image/image.h"

#include <QList>
#include <QString>

namespace stratoscope::ui {

/// A part of the page about an image: a table.
struct InspectorSection {
    struct Cell {
        QString text;
        bool fixedWidth = false; ///< digests, commands: shown monospaced
        bool isMuted = false;
        bool operator==(const Cell &) const = default;
    };
    QString title;
    QStringList columns; ///< headers; empty: each row is a label and a value
    QList<int> widths; ///< of the columns, in percent
    QList<QList<Cell>> rows;
};

/// What the image's documents say, in an order to be read in. Looks the user up in the image's own files: blocking.
QList<InspectorSection> inspectImage(const Image &image);

/// One of the image's documents, made to be read.
struct InspectorDocument {
    enum Kind { Config, Manifest, Index };
    Kind kind = Config;
    QByteArray bytes; ///< as it was received
    std::shared_ptr<const JsonTree> tree; ///< null where it is no valid JSON
    DecodedText text; ///< indented; as it is where it is no valid JSON
};
/// Those that there are. Slow for large ones.
QList<InspectorDocument> imageDocuments(const Image &image);

/// "5 s", "1 min 30 s", "300 ms": a duration in nanoseconds.
QString nanosecondsText(qint64 nanoseconds);

} // namespace stratoscope::ui
