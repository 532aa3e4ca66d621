// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/json_tree.h"
#include "content/text_stream.h"
#include "query/tree_rows.h"
#include "ui/details/details.h"

#include <QImage>

#include <stop_token>

namespace stratoscope::ui {

/// The preview of an entry.
struct Preview {
    enum Kind { Message, Text, Picture, Archive, Bytes };
    Kind kind = Message;
    QString message; ///< of a Message: shown in place of contents
    QString caption; ///< "1.2 KiB, UTF-8 text"
    QString note; ///< says that the contents are incomplete; may be empty
    Details facts; ///< about a program or a script
    DecodedText text; ///< of a long text, the beginning
    std::shared_ptr<TextStream> rest; ///< the rest of a long text; null if there is none
    TextEncoding encoding = TextEncoding::None; ///< of a text
    Compression compression = Compression::None; ///< of a text
    QString name; ///< of the file; determines the syntax of a text
    std::shared_ptr<const JsonTree> json; ///< of a text that is a complete JSON document
    std::shared_ptr<const TreeRows> archive; ///< its contents
    QImage picture; ///< also of a text that is an SVG document
    NodeId file = kNoNode; ///< the file that is shown: the entry itself or the target of a link
    std::uint64_t size = 0;
};

/// Reads what the preview of a file needs: the first 1 MiB of a text, decompressed if necessary, and all of a JSON or SVG document
/// within their limits; a picture of at most 32 MiB and 64 million pixels; the names in an archive; otherwise only the beginning.
/// Nothing is executed: of an SVG document, only what is in it is drawn; web pages are shown as text. Blocking. Throws Cancelled.
Result<Preview> readPreview(const ImageFs &fs, NodeId node, const std::stop_token &stop);

} // namespace stratoscope::ui
