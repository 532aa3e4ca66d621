// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/style/theme.h"

#include <QIcon>

namespace stratoscope {
enum class Verification;
}

namespace stratoscope::ui {

/// An icon of the resources, tinted when it is painted with a colour of the application's current palette. Sharp at every scale. An
/// unknown name results in an empty icon.
QIcon icon(const QString &name, Tint tint = Tint::Text);

QIcon verificationIcon(Verification state);

QIcon applicationIcon();

} // namespace stratoscope::ui
