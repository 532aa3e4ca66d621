// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace stratoscope::ui {

/// What an archive in an image holds: names and attributes, no contents.
struct ArchiveListing {
    QString format; ///< "ZIP", "tar, gzip", "ar", "Debian package"
    std::shared_ptr<const MergedTree> tree;
    QString incomplete; ///< why there may be more than the tree has: a sentence; empty: it is all
};

/// Lists a ZIP (also jar, whl, Android's apk), a tar (also compressed by gzip, zstd, xz or bzip2, and Alpine's apk), an ar or a
/// Debian package, told by its bytes; the tars in a Debian package are folders of it. Nothing for other files. `head`: the file's
/// first bytes.
///
/// A hostile archive costs at most some 200,000 entries and 8 GiB of unpacked tar. Blocking, a compressed tar as long as it takes
/// to unpack. Errors: those of an archive that cannot be listed at all. Throws Cancelled.
Result<std::optional<ArchiveListing>> listArchive(const ImageFs &fs, NodeId node, Bytes head, const std::stop_token &stop);

/// The beginning of what a compressed file unpacks to, at most `limit` bytes; nothing where the file is not compressed.
struct Unpacked {
    QByteArray head;
    bool whole = false; ///< there is no more
    QString compression; ///< "gzip", …
};
Result<std::optional<Unpacked>> unpackHead(const ImageFs &fs, NodeId node, Bytes head, std::size_t limit);

} // namespace stratoscope::ui
