// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/save_file.h"

#include "base/cancel.h"

#include <QCoreApplication>
#include <QSaveFile>

namespace stratoscope::ui {

namespace {

struct SaveFileTr {
    Q_DECLARE_TR_FUNCTIONS(SaveFile)
};

Failure writeFailed(const QSaveFile &file)
{
    return fail(ErrorKind::Io, file.fileName(), SaveFileTr::tr("cannot write: %1").arg(file.errorString()));
}

} // namespace

Result<void> saveFile(const ImageFs &fs, NodeId node, const QString &path, ProgressMeter &progress, const std::stop_token &stop)
{
    const std::uint64_t size = fs.tree->entry(node).size;
    progress.begin(Stage::Export, qint64(size));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return writeFailed(file);
    std::vector<std::byte> buffer(1024 * 1024);
    for (std::uint64_t position = 0; position < size;) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(const std::size_t count, fs.read(node, position, buffer));
        if (count == 0)
            return fail(ErrorKind::Truncated, printable(fs.tree->path(node)), SaveFileTr::tr("unexpected end of file"));
        if (file.write(reinterpret_cast<const char *>(buffer.data()), qint64(count)) != qint64(count))
            return writeFailed(file);
        position += count;
        progress.add(qint64(count));
    }
    if (!file.commit())
        return writeFailed(file);
    progress.finish();
    return {};
}

} // namespace stratoscope::ui
