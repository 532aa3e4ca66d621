// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/size/map/size_classes.h"

#include <QColor>
#include <QPalette>

namespace stratoscope::ui {

/// The colour of a class of a map. Neighbouring layers differ clearly; after twelve of them, colours repeat.
QColor mapColor(SizeColouring colouring, SizeClasses::Class number, const QPalette &palette);
/// Text that is readable on a colour.
QColor textColorOn(const QColor &background);

} // namespace stratoscope::ui
