// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "oci/digest.h"

#include <span>
#include <stop_token>

namespace stratoscope {

/// A layer that stands in the form of a prebaked directory already: `<hex>.idx`, `<hex>.contents` and maybe `<hex>.ext.json`.
struct PrebakedFiles {
    Digest digest; ///< names the layer in the export
    QString directory;
    QString hex; ///< names its files there
};

/// Makes a prebaked image directory of layers that are there, by links or reflinks where the file system can, and of the bytes of
/// its `config.json`. A layer that is there twice has its files once. It appears whole or not at all, see StagedFolder.
///
/// Returns the size of its files in bytes. Errors name the file. Blocking. Throws Cancelled.
Result<std::uint64_t> exportPrebaked(std::span<const PrebakedFiles> layers, const QByteArray &config, const QString &destination,
                                     bool force, ProgressMeter &progress, std::stop_token stop);

} // namespace stratoscope
