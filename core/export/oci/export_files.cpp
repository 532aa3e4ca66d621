// SPDX-License-Identifier: Apache-2.0
#include "export/oci/export_files.h"

#include "base/cancel.h"
#include "stream/hashing_sink.h"
#include "stream/sparse_writer.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Passes everything on until it is to stop.
class StoppingSink final : public ByteSink
{
public:
    StoppingSink(ByteSink &into, std::stop_token stop)
        : m_into(into)
        , m_stop(std::move(stop))
    {
    }
    Result<void> append(Bytes bytes) override
    {
        throwIfStopped(m_stop);
        return m_into.append(bytes);
    }
    Result<void> appendZeros(std::uint64_t count) override
    {
        throwIfStopped(m_stop);
        return m_into.appendZeros(count);
    }
    Result<void> finish() override { return m_into.finish(); }

private:
    ByteSink &m_into;
    const std::stop_token m_stop;
};

} // namespace

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

Result<ExportFiles::BlobFile> ExportFiles::inFile(const BlobContent &content, const QString &directory, const std::stop_token &stop)
{
    if (content.region && content.digest)
        return BlobFile{{*content.digest, content.region->size}, *content.region};
    STRATOSCOPE_TRY(File made, File::temporary(directory));
    SparseWriter writer(made);
    StoppingSink into(writer, stop);
    STRATOSCOPE_TRY(const Blob blob, writeHashed(content, &into, &Digest::toString));
    return BlobFile{blob, {std::make_shared<const File>(std::move(made)), 0, blob.size}};
}

Result<FileRegion> ExportFiles::inFile(const QByteArray &bytes, const QString &directory)
{
    STRATOSCOPE_TRY(File made, File::temporary(directory));
    STRATOSCOPE_CHECK(made.writeAt(0, asBytes(asText(bytes))));
    return FileRegion{std::make_shared<const File>(std::move(made)), 0, std::uint64_t(bytes.size())};
}

std::uint64_t ExportFiles::workOfSending(const BlobContent &content)
{
    const std::uint64_t size = content.size.value_or(content.work);
    return content.region ? size : content.work + size;
}

} // namespace stratoscope
