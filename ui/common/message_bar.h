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

/// A bar with a message and buttons. Hidden while there is no message. It belongs below what may be under the pointer while it
/// appears, so that nothing moves there.
class MessageBar : public QFrame
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    /// Covers the bottom of the parent widget from now on, instead of being in its layout: for a message that can be dismissed.
    void floatOverParent();

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
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void place();
    void showMessage(const QString &iconName, Tint tint, const QString &headline, const QString &detail,
                     const QList<Action> &actions);

    Tint m_tint = Tint::Bad;
    bool m_isRoomy = true;
    bool m_isFloating = false;
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
