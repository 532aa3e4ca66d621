// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stream/decompress.h"
#include "tree/image_fs.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace stratoscope {

/// Listings end after this many entries.
constexpr std::size_t kMaxListedEntries = 200'000;

/// The names and attributes of the entries of an archive in an image, without their contents. A value.
struct ArchiveListing {
    enum class Format { Zip, Tar, Ar, DebianPackage };
    /// What the tree lacks.
    enum class Missing {
        Nothing,
        FurtherEntries, ///< there are more than kMaxListedEntries
        InvalidPaths, ///< entries whose paths are not valid
        Rest, ///< the archive cannot be read to its end, see `problem`
    };
    Format format = Format::Zip;
    Compression compression = Compression::None; ///< of a Tar
    std::shared_ptr<const MergedTree> tree;
    Missing missing = Missing::Nothing;
    QString problem; ///< why the rest is missing, in English
};

/// Lists a ZIP (including jar, whl and Android's apk), a tar (also compressed with gzip, zstd, xz or bzip2, including Alpine's
/// apk), an ar or a Debian package, detected from its content. The tars in a Debian package are directories of the listing. Returns
/// nothing for other files. `head`: the first bytes of the file.
///
/// Limited to kMaxListedEntries entries and 8 GiB of unpacked tar. Blocks; a compressed tar is unpacked completely. Errors:
/// Malformed, TooLarge or a read error if the archive cannot be listed at all. Throws Cancelled.
Result<std::optional<ArchiveListing>> listArchive(const ImageFs &fs, NodeId node, Bytes head, const std::stop_token &stop);

/// The first bytes that a compressed file unpacks to.
struct UnpackedHead {
    QByteArray bytes;
    bool isComplete = false; ///< whether `bytes` is the whole content
    Compression compression = Compression::None;
};
/// At most `limit` bytes; nothing if the file is not compressed. `head`: the first bytes of the file. Blocks.
Result<std::optional<UnpackedHead>> unpackHead(const ImageFs &fs, NodeId node, Bytes head, std::size_t limit);

} // namespace stratoscope
