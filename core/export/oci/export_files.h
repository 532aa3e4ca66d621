// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/oci/blob_content.h"

#include <QStringList>

#include <map>
#include <stop_token>

namespace stratoscope {

/// The files that an exported image consists of, in a directory or in a tar. Names have slashes and are UTF-8; a file that was
/// added is not added again. For one thread.
///
/// Errors: those of reading and writing; Mismatch if a blob is not what its digest says, named by the file. Throws Cancelled.
class ExportFiles
{
public:
    virtual ~ExportFiles() = default;

    struct Blob {
        Digest digest;
        std::uint64_t size = 0;
    };
    /// Names a blob by its digest.
    using NameOf = std::function<QString(const Digest &digest)>;
    Result<Blob> addBlob(const BlobContent &content, const NameOf &name);
    Result<void> addFile(const QString &name, const QByteArray &bytes);
    /// What addBlob() adds to the progress.
    virtual std::uint64_t workOf(const BlobContent &content) const = 0;

    /// The sizes of all files.
    std::uint64_t bytes() const { return m_bytes; }
    /// Sentences: what to know about the files.
    virtual QStringList warnings() const { return {}; }

protected:
    virtual Result<Blob> writeBlob(const BlobContent &content, const NameOf &name) = 0;
    virtual Result<void> writeFile(const QString &name, const QByteArray &bytes) = 0;
    /// Whether the file was added already.
    bool has(const QString &name) const { return m_sizes.contains(name); }
    /// Writes a blob to a sink, or, if it is null, only hashes it. Mismatch, named by the file, if it is not the one that is
    /// expected.
    static Result<Blob> writeHashed(const BlobContent &content, ByteSink *into, const NameOf &name);
    struct BlobFile : Blob {
        FileRegion bytes;
    };
    /// A blob as a file: where it is, or written to an unnamed file in a directory, since a receiver wants to know its digest.
    static Result<BlobFile> inFile(const BlobContent &content, const QString &directory, const std::stop_token &stop);
    static Result<FileRegion> inFile(const QByteArray &bytes, const QString &directory);
    /// What inFile(), and sending the file afterwards, add to the progress.
    static std::uint64_t workOfSending(const BlobContent &content);

private:
    std::map<QString, std::uint64_t> m_sizes; ///< by name
    std::uint64_t m_bytes = 0;
};

} // namespace stratoscope
