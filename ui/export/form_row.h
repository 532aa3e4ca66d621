// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFormLayout>
#include <QLabel>

namespace stratoscope::ui {

/// Adds a row of several widgets to a form. Its label's shortcut leads to the row's focus proxy: QLabel does not follow one.
inline void addFormRow(QFormLayout *form, const QString &label, QWidget *row)
{
    form->addRow(label, row);
    static_cast<QLabel *>(form->labelForField(row))->setBuddy(row->focusProxy());
}

} // namespace stratoscope::ui
