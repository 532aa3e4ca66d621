// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

class QAction;

namespace stratoscope::ui {

/// The keyboard shortcuts of these actions and of the views, and the filter language.
class HelpDialog : public QDialog
{
    Q_OBJECT

public:
    explicit HelpDialog(const QList<QAction *> &actions, QWidget *parent = nullptr);
};

} // namespace stratoscope::ui
