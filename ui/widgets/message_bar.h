// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

class QLabel;

namespace stratoscope::ui {

/// A strip above what it is about, with something that must not be overlooked. Hidden until it has something to say.
class MessageBar : public QFrame
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    void showProblem(const QString &headline, const QString &detail);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_icon;
    QLabel *m_text;
    QString m_copied;
};

} // namespace stratoscope::ui
