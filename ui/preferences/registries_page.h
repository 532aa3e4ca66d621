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

namespace stratoscope::ui {

class MessageBar;

/// The user's registries: which to search, how to connect to each, and logins. Logging in takes effect at once.
class RegistriesPage : public SettingsPage
{
    Q_OBJECT

public:
    explicit RegistriesPage(Session &session, QWidget *parent = nullptr);

    /// Selects a registry, adding it if necessary.
    void show(const QString &address);
    using QWidget::show;
    void apply() override;
    void keyPressEvent(QKeyEvent *event) override;

Q_SIGNALS:
    void loggedIn();

private:
    QWidget *buildList();
    QWidget *buildDetails();
    QWidget *buildLogin();
    void addAddress();
    void remove();
    void showSelected();
    void store();
    void readFacts();
    void showFacts(const RegistryFacts &facts);
    void startLogin();
    void startLogout();
    void loginChanged();
    void browse();
    SavedRegistry *current();

    Session &m_session;
    QList<SavedRegistry> m_choices;
    LatestTask m_reading{this};
    LatestTask m_login{this};

    QListWidget *m_list;
    QLineEdit *m_newAddress;
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
    QLabel *m_endpoints;
};

} // namespace stratoscope::ui
