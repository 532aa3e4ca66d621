// SPDX-License-Identifier: Apache-2.0
#include "export/oci/export_tar.h"

#include "stream/hashing_sink.h"

namespace stratoscope {

Result<ExportFiles::Blob> ExportTar::writeBlob(const BlobContent &content, const NameOf &name)
{
    const HashAlgorithm algorithm = content.digest ? content.digest->algorithm() : HashAlgorithm::Sha256;
    BlobContent known = content;
    if (!isKnown(content)) {
        HashingSink hashed(nullptr, algorithm);
        STRATOSCOPE_CHECK(content.write(hashed));
        const Blob blob{hashed.digest(), hashed.size()};
        STRATOSCOPE_CHECK(requireBlob(blob, content, name(content.digest.value_or(blob.digest))));
        known.digest = blob.digest;
        known.size = blob.size;
        if (has(name(blob.digest)))
            return blob;
    }
    const QString member = name(*known.digest);
    STRATOSCOPE_CHECK(addMember(member, *known.size));
    TarBody body(m_writer);
    HashingSink hashed(&body, algorithm);
    STRATOSCOPE_CHECK(content.write(hashed));
    const Blob blob{hashed.digest(), hashed.size()};
    STRATOSCOPE_CHECK(requireBlob(blob, known, member));
    return blob;
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
