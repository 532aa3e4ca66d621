// SPDX-License-Identifier: Apache-2.0
#include "export/oci/export_files.h"

#include "stream/hashing_sink.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<ExportFiles::Blob> ExportFiles::addBlob(const BlobContent &content, const NameOf &name)
{
    if (content.digest) {
        if (const auto known = m_sizes.find(name(*content.digest)); known != m_sizes.end())
            return Blob{*content.digest, known->second};
    }
    STRATOSCOPE_TRY(const Blob blob, writeBlob(content, name));
    if (m_sizes.emplace(name(blob.digest), blob.size).second)
        m_bytes += blob.size;
    return blob;
}

Result<void> ExportFiles::addFile(const QString &name, const QByteArray &bytes)
{
    if (!m_sizes.emplace(name, std::uint64_t(bytes.size())).second)
        return {};
    m_bytes += std::uint64_t(bytes.size());
    return writeFile(name, bytes);
}

Result<ExportFiles::Blob> ExportFiles::writeHashed(const BlobContent &content, ByteSink *into, const NameOf &name)
{
    HashingSink hashed(into, content.digest ? content.digest->algorithm() : HashAlgorithm::Sha256);
    STRATOSCOPE_CHECK(content.write(hashed));
    const Blob blob{hashed.digest(), hashed.size()};
    const QString file = name(content.digest.value_or(blob.digest));
    if (content.digest)
        STRATOSCOPE_CHECK(withContext(file, requireDigest(blob.digest, *content.digest)));
    if (content.size && blob.size != *content.size)
        return fail(ErrorKind::Mismatch, file, u"has %1 bytes, but should have %2"_s.arg(blob.size).arg(*content.size));
    return blob;
}

} // namespace stratoscope
