// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace stratoscope::ui {

/// A page of the settings dialog: shows settings, and writes them in apply().
class SettingsPage : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// The field with an invalid value, which the page describes beside it; null if all are valid.
    virtual QWidget *invalidField() const { return nullptr; }
    /// Writes the settings; all fields are valid.
    virtual void apply() = 0;

Q_SIGNALS:
    /// The user has changed a value.
    void edited();
    /// The page has changed settings at once.
    void applied();
};

} // namespace stratoscope::ui
