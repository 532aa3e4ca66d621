// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace stratoscope::ui {

/// A page of the settings: shows what the settings say, and writes them when it is told to.
class SettingsPage : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// The field with something that cannot be written, of which the page tells beside it; none where all is right.
    virtual QWidget *wrongField() const { return nullptr; }
    /// Into the settings, where nothing is wrong.
    virtual void apply() = 0;

Q_SIGNALS:
    /// What is shown is no longer what the settings say.
    void edited();
    /// The settings have changed already.
    void applied();
};

} // namespace stratoscope::ui
