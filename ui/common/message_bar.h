// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/theme.h"

#include <QFrame>

#include <functional>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace stratoscope::ui {

/// A strip above what it is about, with something that must not be overlooked. Hidden until it has something to say.
class MessageBar : public QFrame
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    /// What can be done about it, as a button.
    struct Action {
        QString text;
        std::function<void()> run;
    };
    /// It can be copied and dismissed.
    void showProblem(const QString &headline, const QString &detail, const QList<Action> &actions = {});
    /// It stays until there is something else to say.
    void showNote(const QString &headline, const QString &detail = {}, const QList<Action> &actions = {});
    /// It can be dismissed.
    void showDone(const QString &headline, const QString &detail = {});

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void say(Tint tint, const QString &headline, const QString &detail, const QList<Action> &actions);

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
