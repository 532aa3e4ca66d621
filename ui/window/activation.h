// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

class QWidget;

namespace stratoscope::ui {

/// What the desktop gave this process as a sign that the user asked for its window; empty: nothing. To be read before the
/// QApplication is made, which takes it away.
QByteArray activationToken();

/// Brings a window to the front, by such a token where there is one, else as far as the desktop lets it.
void activate(QWidget *window, const QByteArray &token);

} // namespace stratoscope::ui
