// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/style/theme.h"

#include <QFrame>

#include <functional>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace stratoscope::ui {

/// A bar with a message and buttons, above the widget it concerns. Hidden while there is no message.
class MessageBar : public QFrame
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    /// A button.
    struct Action {
        QString text;
        std::function<void()> run;
    };
    /// Can be copied and dismissed.
    void showProblem(const QString &headline, const QString &detail, const QList<Action> &actions = {});
    /// Stays until the next message or hide().
    void showNote(const QString &headline, const QString &detail = {}, const QList<Action> &actions = {});
    /// Can be dismissed.
    void showDone(const QString &headline, const QString &detail = {});

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void showMessage(const QString &iconName, Tint tint, const QString &headline, const QString &detail,
                     const QList<Action> &actions);

    Tint m_tint = Tint::Bad;
    bool m_isRoomy = true;
    QLabel *m_icon;
    QLabel *m_headline;
    QLabel *m_detail;
    QGridLayout *m_grid;
    QHBoxLayout *m_actions;
    QToolButton *m_copy;
    QToolButton *m_close;
    QString m_copied;
};

} // namespace stratoscope::ui
