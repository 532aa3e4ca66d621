// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preferences/settings_page.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace stratoscope::ui {

/// Theme, language, startup and notifications.
class GeneralPage : public SettingsPage
{
    Q_OBJECT

public:
    explicit GeneralPage(QWidget *parent = nullptr);
    void apply() override;

private:
    void showRestartNote();

    QComboBox *m_theme;
    QComboBox *m_language;
    QLabel *m_restart;
    QCheckBox *m_restores;
    QCheckBox *m_notifies;
};

} // namespace stratoscope::ui
