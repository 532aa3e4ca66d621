// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/comparison_report.h"

#include <QToolButton>

class QLabel;
class QLineEdit;

namespace stratoscope::ui {

/// The rules in the settings. Globs that are not valid are left out.
ComparisonRules comparisonRules();

/// A button with a menu in which the user chooses what comparisons leave out. The choice is kept in the settings.
class IgnoreButton : public QToolButton
{
    Q_OBJECT

public:
    explicit IgnoreButton(QWidget *parent = nullptr);

Q_SIGNALS:
    void rulesChanged();

private:
    void update();

    QLineEdit *m_names;
    QLabel *m_problem; ///< why the names are not valid
};

} // namespace stratoscope::ui
