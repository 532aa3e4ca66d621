// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/oci/export_files.h"
#include "layer/tar_writer.h"

namespace stratoscope {

/// The files of an export in a tar. A blob whose digest or size is not known beforehand is made twice, since its header precedes
/// it.
class ExportTar final : public ExportFiles
{
public:
    /// The sink outlives this.
    explicit ExportTar(ByteSink &into)
        : m_into(into)
        , m_writer(into)
    {
    }

    std::uint64_t workOf(const BlobContent &content) const override { return isKnown(content) ? content.work : 2 * content.work; }
    /// Ends the tar and finishes the sink.
    Result<void> finish();

protected:
    Result<Blob> writeBlob(const BlobContent &content, const NameOf &name) override;
    Result<void> writeFile(const QString &name, const QByteArray &bytes) override;

private:
    static bool isKnown(const BlobContent &content) { return content.digest && content.size; }
    Result<void> addMember(const QString &name, std::uint64_t size);

    ByteSink &m_into;
    TarWriter m_writer;
};

} // namespace stratoscope
