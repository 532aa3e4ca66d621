// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/preferences/settings_page.h"
#include "ui/search/registry_facts.h"
#include "ui/settings/settings.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class MessageBar;

/// The registries that the user knows: where to search, how to reach each, and the logins. A login is kept at once.
class RegistriesPage : public SettingsPage
{
    Q_OBJECT

public:
    explicit RegistriesPage(Session &session, QWidget *parent = nullptr);

    /// Chooses one, added where it is not there yet.
    void show(const QString &address);
    using QWidget::show;
    void apply() override;
    void keyPressEvent(QKeyEvent *event) override;
    QListWidget *list() const { return m_list; }
    bool isBusy() const { return m_looking.isRunning() || m_login.isRunning(); }

private:
    QWidget *buildList();
    QWidget *buildDetails();
    QWidget *buildLogin();
    void addAddress();
    void remove();
    void showChoice();
    void store();
    void look();
    void showFacts(const RegistryFacts &facts);
    void startLogin();
    void startLogout();
    void loginChanged();
    void browse();
    RegistryChoice *current();

    Session &m_session;
    QList<RegistryChoice> m_choices;
    LatestTask m_looking;
    LatestTask m_login;

    QListWidget *m_list;
    QLineEdit *m_new;
    QPushButton *m_remove;
    QWidget *m_details;
    QLabel *m_title;
    MessageBar *m_problem;
    QCheckBox *m_searched;
    QLabel *m_loggedIn;
    QLineEdit *m_user;
    QLineEdit *m_password;
    QPushButton *m_logIn;
    QPushButton *m_logOut;
    QLineEdit *m_certDir;
    QCheckBox *m_plainHttp;
    QCheckBox *m_insecure;
    QLabel *m_machine;
};

} // namespace stratoscope::ui
