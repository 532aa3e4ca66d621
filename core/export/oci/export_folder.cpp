// SPDX-License-Identifier: Apache-2.0
#include "export/oci/export_folder.h"

#include "base/file.h"
#include "store/link_or_copy.h"
#include "stream/sparse_writer.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace stratoscope {

QStringList ExportFolder::warnings() const
{
    return m_isShared ? QStringList(u"the layers' files are read-only and shared with the image store, as hard links"_s)
                      : QStringList();
}

Result<QString> ExportFolder::place(const QString &name)
{
    const qsizetype slash = name.lastIndexOf(u'/');
    if (slash > 0 && m_directories.insert(name.left(slash)).second && !QDir(m_path).mkpath(name.left(slash)))
        return failErrno(m_path + u'/' + name.left(slash), u"create this directory", errno);
    return m_path + u'/' + name;
}

Result<ExportFiles::Blob> ExportFolder::writeBlob(const BlobContent &content, const NameOf &name)
{
    if (!content.shared.isEmpty()) {
        STRATOSCOPE_TRY(const QString path, place(name(*content.digest)));
        STRATOSCOPE_TRY(const std::optional<Copied> how, tryToLink(content.shared, path));
        if (how) {
            m_isShared = m_isShared || how == Copied::HardLink;
            m_progress.add(qint64(content.work));
            return Blob{*content.digest, *content.size};
        }
    }
    const QString unfinished = m_path + u"/unfinished"_s;
    STRATOSCOPE_TRY(File file, File::create(unfinished));
    SparseWriter writer(file);
    STRATOSCOPE_TRY(const Blob blob, writeHashed(content, &writer, name));
    STRATOSCOPE_TRY(const QString path, place(name(blob.digest)));
    if (std::rename(QFile::encodeName(unfinished).constData(), QFile::encodeName(path).constData()) != 0)
        return failErrno(path, u"create it", errno);
    return blob;
}

Result<void> ExportFolder::writeFile(const QString &name, const QByteArray &bytes)
{
    STRATOSCOPE_TRY(const QString path, place(name));
    STRATOSCOPE_TRY(File file, File::create(path));
    return file.writeAt(0, asBytes(asText(bytes)));
}

} // namespace stratoscope
