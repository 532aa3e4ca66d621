// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "export/oci/export_files.h"

#include <set>

namespace stratoscope {

/// The files of an export in a directory. Those that can be shared are reflinks or hard links if the file system
/// supports that; what is copied is compared with its digest.
class ExportFolder final : public ExportFiles
{
public:
    /// `path`: an empty directory, as of a StagedDirectory.
    ExportFolder(QString path, ProgressMeter &progress)
        : m_path(std::move(path))
        , m_progress(progress)
    {
    }

    std::uint64_t workOf(const BlobContent &content) const override { return content.work; }
    QStringList warnings() const override;

protected:
    Result<Blob> writeBlob(const BlobContent &content, const NameOf &name) override;
    Result<void> writeFile(const QString &name, const QByteArray &bytes) override;

private:
    /// The path of a file, whose directory exists then.
    Result<QString> place(const QString &name);

    QString m_path;
    ProgressMeter &m_progress;
    std::set<QString> m_directories;
    bool m_isShared = false;
};

} // namespace stratoscope
