// SPDX-License-Identifier: Apache-2.0
#include "export/oci/export_tar.h"

namespace stratoscope {

Result<ExportFiles::Blob> ExportTar::writeBlob(const BlobContent &content, const NameOf &name)
{
    BlobContent known = content;
    if (!isKnown(content)) {
        STRATOSCOPE_TRY(const Blob blob, writeHashed(content, nullptr, name));
        known.digest = blob.digest;
        known.size = blob.size;
        if (has(name(blob.digest)))
            return blob;
    }
    STRATOSCOPE_CHECK(addMember(name(*known.digest), *known.size));
    TarBody body(m_writer);
    return writeHashed(known, &body, name);
}

Result<void> ExportTar::writeFile(const QString &name, const QByteArray &bytes)
{
    STRATOSCOPE_CHECK(addMember(name, std::uint64_t(bytes.size())));
    return m_writer.append(asBytes(asText(bytes)));
}

Result<void> ExportTar::addMember(const QString &name, std::uint64_t size)
{
    TarMember member;
    member.path = name.toStdString();
    member.mode = 0644;
    member.size = size;
    return m_writer.add(member);
}

Result<void> ExportTar::finish()
{
    STRATOSCOPE_CHECK(m_writer.finish());
    return m_into.finish();
}

} // namespace stratoscope
