// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preferences/settings_page.h"

#include <QList>

class QCheckBox;
class QSpinBox;

namespace stratoscope::ui {

/// What an opened image looks like.
class ViewPage : public SettingsPage
{
    Q_OBJECT

public:
    explicit ViewPage(QWidget *parent = nullptr);
    void apply() override;

private:
    QList<QCheckBox *> m_columns; ///< of the tree, but for the first, which is always there
    QSpinBox *m_fontSize;
};

} // namespace stratoscope::ui
