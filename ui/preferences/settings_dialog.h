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

class SettingsPage;
class Transfers;

/// The settings, in pages that are created when first shown. OK and Apply write them.
class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    enum Page { General, Store, Registries, Pulling, View, kPages };

    SettingsDialog(Session &session, Transfers &transfers, QWidget *parent = nullptr);

    void showPage(Page page);
    /// Selects a registry, adding it if necessary.
    void showRegistry(const QString &address);
    /// If a value is invalid, shows its page, writes nothing and returns false.
    bool apply();
    void accept() override;

Q_SIGNALS:
    /// The settings have changed.
    void applied();
    /// A registry has accepted a login, which is stored.
    void loggedIn();

private:
    SettingsPage *page(Page page);
    SettingsPage *makePage(Page page);

    Session &m_session;
    Transfers &m_transfers;
    QListWidget *m_list;
    QStackedWidget *m_stack;
    QPushButton *m_apply;
    std::array<SettingsPage *, kPages> m_pages{};
};

} // namespace stratoscope::ui
