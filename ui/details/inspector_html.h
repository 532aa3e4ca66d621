// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/details/inspector.h"

class QPalette;

namespace stratoscope::ui {

/// The page about an image for a QTextBrowser. Everything in it is an image's word and none of it is markup; what is too long to be
/// laid out quickly is cut, and says so.
QString inspectorHtml(const QList<InspectorSection> &sections, const QPalette &palette, Qt::LayoutDirection direction);

} // namespace stratoscope::ui
