// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "export/export_report.h"
#include "oci/digest.h"

#include <span>
#include <stop_token>

namespace stratoscope {

/// A layer on the disk in the prebaked format: `<hex>.idx`, `<hex>.contents` and optionally `<hex>.ext.json`.
struct PrebakedFiles {
    Digest digest; ///< names its files
    QString directory;
};

/// Creates a prebaked image directory from layers and the content of its `config.json`, with reflinks or hard links if the file
/// system supports them. The files of duplicate layers are written once. It appears completely or not at all, see StagedDirectory.
///
/// The report has the total size of its files, and a warning if they are hard links. Errors name the file. Blocking. Throws
/// Cancelled.
Result<ExportReport> exportPrebaked(std::span<const PrebakedFiles> layers, const QByteArray &config, const QString &destination,
                                    bool force, ProgressMeter &progress, std::stop_token stop);

} // namespace stratoscope
