// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"

#include <QImage>
#include <QStringList>

#include <stop_token>

namespace stratoscope::ui {

/// What there is to see of an entry.
struct Preview {
    enum Kind { Message, Text, Picture, Bytes };
    Kind kind = Message;
    QString message; ///< of a Message: a sentence in place of a content
    QString caption; ///< "1.2 KiB, UTF-8 text"
    QStringList text; ///< pieces of whole lines
    bool cut = false; ///< the text is only the beginning
    QImage picture;
    NodeId file = kNoNode; ///< whose bytes they are: not the entry's where that is a link
    std::uint64_t size = 0;
};

/// Reads of a file what its preview needs: the first 1 MiB of a text, a picture of at most 32 MiB and 64 million pixels, else only
/// its beginning. Blocking. Throws Cancelled.
Result<Preview> readPreview(const ImageFs &fs, NodeId node, const std::stop_token &stop);

} // namespace stratoscope::ui
