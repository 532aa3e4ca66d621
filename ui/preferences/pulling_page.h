// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preferences/settings_page.h"

class QComboBox;
class QLabel;
class QSpinBox;

namespace stratoscope::ui {

/// How images are pulled.
class PullingPage : public SettingsPage
{
    Q_OBJECT

public:
    explicit PullingPage(QWidget *parent = nullptr);
    QWidget *invalidField() const override;
    void apply() override;

private:
    bool isPlatformValid() const;
    void checkPlatform();

    QSpinBox *m_parallel;
    QSpinBox *m_retries;
    QComboBox *m_platform;
    QLabel *m_problem;
};

} // namespace stratoscope::ui
