// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/archive_listing.h"
#include "content/json_tree.h"
#include "content/text_encoding.h"
#include "ui/details/details.h"

#include <QImage>

#include <stop_token>

namespace stratoscope::ui {

/// What there is to see of an entry.
struct Preview {
    enum Kind { Message, Text, Picture, Archive, Bytes };
    Kind kind = Message;
    QString message; ///< of a Message: a sentence in place of a content
    QString caption; ///< "1.2 KiB, UTF-8 text"
    QString note; ///< what is missing of the content; may be empty
    Details facts; ///< about a program or a script
    DecodedText text;
    QString name; ///< of the file, by which a text's language is told
    std::shared_ptr<const JsonTree> json; ///< of a text that is a whole JSON document
    std::optional<ArchiveListing> archive;
    QImage picture;
    NodeId file = kNoNode; ///< whose bytes they are: not the entry's where that is a link
    std::uint64_t size = 0;
};

/// Reads of a file what its preview needs: the first 1 MiB of a text, unpacked where it is compressed; a picture of at most 32 MiB
/// and 64 million pixels; the names in an archive; else only its beginning. Nothing in it is run or rendered: a web page or an SVG
/// is text. Blocking. Throws Cancelled.
Result<Preview> readPreview(const ImageFs &fs, NodeId node, const std::stop_token &stop);

} // namespace stratoscope::ui
