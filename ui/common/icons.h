// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/theme.h"

#include <QIcon>

namespace stratoscope::ui {

/// An icon of the resources, drawn in a colour of the palette of the moment it is painted, sharp at every scale. An unknown name
/// draws nothing.
QIcon icon(const QString &name, Tint tint = Tint::Text);

/// The program's own.
QIcon applicationIcon();

} // namespace stratoscope::ui
