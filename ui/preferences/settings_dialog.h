// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

#include <array>

class QListWidget;
class QPushButton;
class QStackedWidget;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class RegistriesPage;
class SettingsPage;
class Transfers;

/// All settings, in pages, each made when it is first looked at. They are written with OK and Apply.
class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    enum Page { General, Store, Registries, Pulling, View, kPages };

    SettingsDialog(Session &session, Transfers &transfers, QWidget *parent = nullptr);

    void showPage(Page page);
    /// With this one chosen, added where it is not there yet.
    void showRegistry(const QString &address);
    /// Nothing is written while something on a page is wrong: that page is shown.
    bool apply();
    void accept() override;

Q_SIGNALS:
    /// The settings are others now.
    void applied();

private:
    SettingsPage *page(Page page);
    SettingsPage *makePage(Page page);
    void setEdited(bool isEdited);

    Session &m_session;
    Transfers &m_transfers;
    QListWidget *m_list;
    QStackedWidget *m_stack;
    QPushButton *m_apply;
    std::array<SettingsPage *, kPages> m_pages{};
};

} // namespace stratoscope::ui
