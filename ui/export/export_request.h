// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_image.h"

#include <QStringList>

namespace stratoscope::ui {

/// An export as the user describes it.
struct ExportRequest {
    QString image{}; ///< as Session::open() takes it
    std::optional<Platform> platform{}; ///< that it was opened for
    QString destination{}; ///< an absolute path
    ExportOptions options{};
    bool allPlatforms = false; ///< together with the other available ones of the same index
};

/// Of a whole image in this format.
ExportOptions optionsFor(ExportFormat format);
/// Whether a format can hold what the options select: the whole image, a layer, the state after a layer, or some paths.
bool canHold(const ExportFormatTraits &format, const ExportOptions &selected);

/// The name of a file or folder for the export, made from the image's title, what is selected and the format:
/// `alpine-3.22-layer-1.tar.gz`. `compression`: of a format whose file can be compressed.
QString suggestedExportName(const QString &title, const ExportOptions &options, Compression compression = Compression::None);
/// Whether its file is compressed as its name says.
bool isCompressedByName(ExportFormat format);
/// What the name of an export ends in: `.tar.gz`, or `-oci` for a folder other than the plain one.
QString endingFor(ExportFormat format, Compression compression);
/// The path with the ending for this format in place of that of another one.
QString withEndingFor(const QString &path, ExportFormat format, Compression compression);

/// The command that exports the same: `stratoscope-cli export …`. `store`: the directory of the image store; empty: the default
/// one.
QStringList exportCommand(const ExportRequest &request, const QString &store);

/// What stands at the destination, and why nothing can be written there.
struct DestinationCheck {
    QString problem{}; ///< a sentence; empty if there is none
    bool isOccupied = false; ///< something would be overwritten
};
/// Looks at the disk. `overwrites`: the user has agreed to it.
DestinationCheck checkDestination(const QString &path, ExportFormat format, bool overwrites);
/// The free space at a destination that need not exist, in bytes; nothing if it is not known.
std::optional<std::uint64_t> freeSpaceAt(const QString &path);

} // namespace stratoscope::ui
