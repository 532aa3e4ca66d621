// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_image.h"

#include <QList>
#include <QString>

namespace stratoscope::ui {

/// What the window says about a format.
struct ExportFormatText {
    QString title; ///< "Tar archive"
    QString purpose; ///< what it is good for
};
/// For a format without a text, its name.
ExportFormatText exportFormatText(ExportFormat format);

/// A way to export a whole image, with a name.
struct ExportPreset {
    QString id; ///< as saved in the settings: `qemu`; for a format without a name of its own, that of the format
    QString title;
    ExportFormat format = ExportFormat::Directory;
    bool isNamed = false; ///< after what it is for
};

/// First those that are named, then one for every other format.
QList<ExportPreset> exportPresets();
/// The one with this ID; nothing if there is none (any more).
std::optional<ExportPreset> exportPreset(const QString &id);
/// The first one for a format.
ExportPreset presetFor(ExportFormat format);

} // namespace stratoscope::ui
