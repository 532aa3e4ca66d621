// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/settings/settings.h"

#include <QColor>
#include <QPalette>

namespace stratoscope::ui {

/// Gives the application this theme's palette; System is what the desktop has.
void applyTheme(Theme theme);

bool isDark(const QPalette &palette);

/// What a colour stands for. Each is readable on the palette's base, light or dark.
enum class Tint { Text, Muted, Accent, Good, Bad, Warning };
QColor tintColor(Tint tint, const QPalette &palette);

/// A mixture of two colours: 0 is the first, 1 the second.
QColor blend(const QColor &first, const QColor &second, double share);

} // namespace stratoscope::ui
