// SPDX-License-Identifier: Apache-2.0
#include "ui/common/shortcuts.h"

#include <QKeyEvent>

#include <algorithm>

namespace stratoscope::ui {

bool claimShortcut(QEvent *event, std::initializer_list<QKeySequence::StandardKey> keys, const QKeySequence &anotherKey)
{
    if (event->type() != QEvent::ShortcutOverride)
        return false;
    const auto *const pressed = static_cast<QKeyEvent *>(event);
    const bool isClaimed = std::ranges::any_of(keys, [pressed](auto key) { return pressed->matches(key); })
        || anotherKey == QKeySequence(pressed->keyCombination());
    if (isClaimed)
        event->accept();
    return isClaimed;
}

} // namespace stratoscope::ui
