// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/settings/settings.h"

#include <QColor>
#include <QPalette>

#include <initializer_list>

class QWidget;

namespace stratoscope::ui {

/// Sets the application's palette; Theme::System is the desktop's.
void applyTheme(Theme theme);

bool isDark(const QPalette &palette);

/// The meaning of a colour. All are readable on the palette's base colour, light or dark.
enum class Tint { Text, Muted, Accent, Good, Bad, Warning };
QColor tintColor(Tint tint, const QPalette &palette);

/// Gives these widgets the fixed-width font that file contents are shown in, in the size from the settings.
void applyContentFont(std::initializer_list<QWidget *> widgets);

/// A mixture of two colours: 0 is the first, 1 the second.
QColor blend(const QColor &first, const QColor &second, double share);

} // namespace stratoscope::ui
