// SPDX-License-Identifier: Apache-2.0
#include "export/oci/export_files.h"

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

Result<void> ExportFiles::requireBlob(const Blob &found, const BlobContent &expected, const QString &name)
{
    if (expected.digest)
        STRATOSCOPE_CHECK(withContext(name, requireDigest(found.digest, *expected.digest)));
    if (expected.size && found.size != *expected.size)
        return fail(ErrorKind::Mismatch, name, u"has %1 bytes, but should have %2"_s.arg(found.size).arg(*expected.size));
    return {};
}

} // namespace stratoscope
