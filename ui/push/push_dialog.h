// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "push/push_image.h"
#include "ui/common/latest_task.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;

namespace stratoscope::ui {

class Transfers;

/// The image that is to be pushed.
struct PushSource {
    QString image{}; ///< as Session::open() takes it
    std::optional<Platform> platform{}; ///< to be chosen at first; none: all
    QString title{}; ///< for people
    QString registry{}; ///< to suggest; empty: none
};

/// Asks where to push an image, and for which platforms.
class PushDialog : public QDialog
{
    Q_OBJECT

public:
    PushDialog(Session &session, PushSource source, QWidget *parent = nullptr);

Q_SIGNALS:
    /// The dialog is closed then.
    void pushRequested(const stratoscope::PushRequest &request);

private:
    /// What is looked up while the dialog is open.
    struct Facts {
        QStringList registries; ///< with a login
        std::vector<Platform> platforms; ///< of the image that can be pushed
    };
    void lookUp();
    void show(const Facts &facts);
    void offerTargets(const QStringList &loggedIn);
    void check();
    void push();

    Session &m_session;
    const PushSource m_source;
    LatestTask m_lookingUp{this};
    std::vector<Platform> m_platforms; ///< by number in the box, after "all"
    QFormLayout *m_form;
    QComboBox *m_reference;
    QLabel *m_meaning; ///< of the reference
    QComboBox *m_platformBox;
    QLabel *m_problem;
    QPushButton *m_push;
};

/// Begins to push an image, as a transfer. Returns its ID.
int startPush(Session &session, Transfers &transfers, const QString &title, const PushRequest &request);

} // namespace stratoscope::ui
