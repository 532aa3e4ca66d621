// SPDX-License-Identifier: Apache-2.0
#pragma once

class QWidget;

namespace stratoscope::ui {

class Transfers;

/// Asks whether the window may close although tasks are running; true at once if none is. Opening, mounting and verifying images
/// and cleaning up the store do not count, as nothing is lost by cancelling them.
bool mayClose(const Transfers &transfers, QWidget *window);

} // namespace stratoscope::ui
