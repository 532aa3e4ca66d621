// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/details/inspector.h"

class QPalette;

namespace stratoscope::ui {

/// The page about an image for a QTextBrowser. All texts from the image are escaped; sections and cells that would take long to lay
/// out are truncated, with a note.
QString inspectorHtml(const QList<InspectorSection> &sections, const QPalette &palette, Qt::LayoutDirection direction);

} // namespace stratoscope::ui
