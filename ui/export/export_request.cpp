// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_request.h"
#include "archive/image_name.h"

#include "ui/common/format.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct ExportRequestTr {
    Q_DECLARE_TR_FUNCTIONS(ExportRequest)
};

/// Without what has a meaning in paths, or for shells and file managers at the start of a name.
QString plainName(QString name)
{
    for (QChar &c : name) {
        if (c == u'/' || c == u':' || c == u'@' || c.isSpace() || !c.isPrint())
            c = u'-';
    }
    while (name.startsWith(u'.') || name.startsWith(u'-'))
        name.remove(0, 1);
    return name;
}

/// What tells the folders of one image apart that different formats make.
QString folderSuffix(ExportFormat format)
{
    return format == ExportFormat::Directory ? QString() : u'-' + QString(traitsOf(format).name);
}

QString compressionEnding(Compression compression)
{
    return compression == Compression::Gzip ? u".gz"_s : compression == Compression::Zstd ? u".zst"_s : QString();
}

bool isEmptyFolder(const QString &path)
{
    return QDir(path).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System);
}

/// The closest folder above a path that exists.
QString existingFolder(const QString &path)
{
    QFileInfo info(path);
    while (!info.isDir() && !info.isRoot())
        info = QFileInfo(info.absolutePath());
    return info.absoluteFilePath();
}

} // namespace

ExportOptions optionsFor(ExportFormat format)
{
    ExportOptions options;
    options.format = format;
    return options;
}

bool canHold(const ExportFormatTraits &format, const ExportOptions &selected)
{
    const auto takes = [&format](ExportParts part) { return (format.parts & part) != 0; };
    if (format.format == ExportFormat::Layer && !selected.layer)
        return false;
    return (selected.paths.empty() || takes(kPathsPart)) && (!selected.layer || takes(kLayerPart))
        && (!selected.upTo || takes(kUpToPart));
}

bool isCompressedByName(ExportFormat format)
{
    return format == ExportFormat::Tar || format == ExportFormat::Cpio || format == ExportFormat::Layer;
}

QString suggestedExportName(const QString &title, const ExportOptions &options, Compression compression)
{
    QString name = withoutArchiveEnding(plainName(title));
    if (name.isEmpty())
        name = u"image"_s;
    if (options.paths.size() == 1)
        name += u'-' + plainName(QFile::decodeName(QByteArray::fromStdString(options.paths.front())).section(u'/', -1));
    else if (!options.paths.empty())
        name += u"-files"_s;
    if (options.layer)
        name += u"-layer-%1"_s.arg(*options.layer);
    else if (options.upTo)
        name += u"-to-layer-%1"_s.arg(*options.upTo);
    return name.append(endingFor(options.format, compression));
}

QString endingFor(ExportFormat format, Compression compression)
{
    const QString ending = traitsOf(format).ending;
    if (ending.isEmpty())
        return folderSuffix(format);
    return isCompressedByName(format) ? ending + compressionEnding(compression) : ending;
}

QString withEndingFor(const QString &path, ExportFormat format, Compression compression)
{
    QStringList known;
    for (const ExportFormatTraits &other : exportFormats()) {
        for (const Compression one : {Compression::None, Compression::Gzip, Compression::Zstd})
            known += endingFor(other.format, one);
    }
    // The longest first: `.tar.gz` before `.gz`.
    std::ranges::sort(known, std::ranges::greater(), &QString::size);
    for (const QString &ending : known) {
        if (!ending.isEmpty() && path.endsWith(ending))
            return path.chopped(ending.size()) + endingFor(format, compression);
    }
    return path + endingFor(format, compression);
}

QStringList exportCommand(const ExportRequest &request, const QString &store)
{
    const ExportOptions &options = request.options;
    QStringList words{u"stratoscope-cli"_s};
    if (!store.isEmpty())
        words += {u"--store"_s, store};
    words += {u"export"_s, request.image, request.destination, u"--format"_s, traitsOf(options.format).name};
    if (request.platform && !request.allPlatforms) // the command exports all of them unless told otherwise
        words += {u"--platform"_s, request.platform->toString()};
    if (options.layer)
        words += {u"--layer"_s, QString::number(*options.layer)};
    if (options.upTo)
        words += {u"--upto"_s, QString::number(*options.upTo)};
    for (const std::string &path : options.paths)
        words += {u"--path"_s, QFile::decodeName(QByteArray::fromStdString(path))};
    if (traitsOf(options.format).parts & kVmPart) {
        const ExportOptions usual;
        if (!options.vm.kernel.isEmpty())
            words += {u"--kernel"_s, options.vm.kernel};
        if (options.vm.memory != usual.vm.memory)
            words += {u"--memory"_s, QString::number(options.vm.memory)};
        if (options.vm.qcow2)
            words += {u"--disk-format"_s, u"qcow2"_s};
        if (options.vmRoot != usual.vmRoot)
            words += {u"--root"_s, traitsOf(options.vmRoot).name};
    }
    if (options.flatten)
        words += u"--flatten"_s;
    if (options.squash)
        words += {u"--layers"_s, u"%1-%2"_s.arg(options.squash->first).arg(options.squash->second)};
    if (options.compression)
        words
            += {u"--compression"_s, *options.compression == Compression::None ? u"none"_s : compressionName(*options.compression)};
    if (options.size > 0)
        words += {u"--size"_s, QString::number(options.size)};
    if (!options.label.empty())
        words += {u"--label"_s, QString::fromStdString(options.label)};
    if (options.force)
        words += u"--force"_s;
    return words;
}

DestinationCheck checkDestination(const QString &path, ExportFormat format, bool overwrites)
{
    const bool isFile = !traitsOf(format).ending.isEmpty();
    const QFileInfo info(path);
    if (path.isEmpty())
        return {isFile ? ExportRequestTr::tr("Enter the name of a file.") : ExportRequestTr::tr("Enter a folder.")};
    if (!info.isAbsolute())
        return {ExportRequestTr::tr("Enter an absolute path.")};
    const QFileInfo parent(info.absolutePath());
    if (!parent.isDir())
        return {ExportRequestTr::tr("There is no folder %1.").arg(QDir::toNativeSeparators(parent.absoluteFilePath()))};
    if (isFile && info.isDir())
        return {ExportRequestTr::tr("This is a folder; enter the name of a file in it.")};
    if (!isFile && info.exists() && !info.isDir())
        return {ExportRequestTr::tr("This is a file; enter the name of a folder.")};
    const QFileInfo writable = info.isDir() ? info : parent;
    if (!writable.isWritable())
        return {ExportRequestTr::tr("You are not permitted to write to %1.").arg(QDir::toNativeSeparators(writable.filePath()))};
    const bool isOccupied = info.isDir() ? !isEmptyFolder(path) : info.exists();
    if (!isOccupied || overwrites)
        return {{}, isOccupied};
    return {info.isDir() ? ExportRequestTr::tr("This folder is not empty.") : ExportRequestTr::tr("This file exists."), true};
}

std::optional<std::uint64_t> freeSpaceAt(const QString &path)
{
    const QStorageInfo storage(existingFolder(path));
    return storage.isValid() && storage.bytesAvailable() >= 0 ? std::optional(std::uint64_t(storage.bytesAvailable()))
                                                              : std::nullopt;
}

} // namespace stratoscope::ui
