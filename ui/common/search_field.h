// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLineEdit>

namespace stratoscope::ui {

/// A field to search or filter with. Escape clears it; Enter and the Down key lead to what it has found.
class SearchField : public QLineEdit
{
    Q_OBJECT

public:
    SearchField(const QString &placeholder, const QString &accessibleName, QWidget *parent);

Q_SIGNALS:
    void downPressed();
    /// Escape was pressed although there is nothing to clear.
    void escaped();

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace stratoscope::ui
