// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

class QWidget;

namespace stratoscope::ui {

/// The token with which the desktop shows that the user asked for this process's window; may be empty. Read it before constructing
/// the QApplication, which removes it from the environment.
QByteArray activationToken();

/// Raises a window, with such a token if there is one, or else as far as the desktop permits.
void activate(QWidget *window, const QByteArray &token);

} // namespace stratoscope::ui
