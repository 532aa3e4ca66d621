// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QKeySequence>

#include <initializer_list>

class QEvent;

namespace stratoscope::ui {

/// Claims keys for a widget that the window may use as shortcuts: accepts a QEvent::ShortcutOverride for one of them and returns
/// true; the key then arrives as a key event. To be called from QWidget::event().
bool claimShortcut(QEvent *event, std::initializer_list<QKeySequence::StandardKey> keys, const QKeySequence &anotherKey = {});

} // namespace stratoscope::ui
