// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preferences/settings_page.h"

#include <QList>

class QCheckBox;
class QSpinBox;

namespace stratoscope::ui {

/// Appearance of opened images.
class ViewPage : public SettingsPage
{
    Q_OBJECT

public:
    explicit ViewPage(QWidget *parent = nullptr);
    void apply() override;

private:
    QList<QCheckBox *> m_columns; ///< of the tree, except the first, which is always visible
    QSpinBox *m_fontSize;
};

} // namespace stratoscope::ui
