// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/compress.h"
#include "support/config_home.h"
#include "support/fault_proxy.h"
#include "support/idle.h"
#include "support/need.h"
#include "support/registry_server.h"
#include "support/tar_builder.h"
#include "support/watchdog.h"
#include "support/window.h"
#include "ui/search/search_page.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfers.h"
#include "ui/window/main_window.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSettings>
#include <QTest>

namespace stratoscope::test {

constexpr qint64 kLargeLayer = 3'000'000; // bytes

/// What the tests of the window with a registry have in common: a home of their own, a registry with some images, a proxy before
/// it, and for each test a new window, whose event loop must not be away for long. In a header, for it needs more of the program
/// than other support does.
class RegistryWindow
{
protected:
    static TestImage threeLayers()
    {
        return {.layers = {TarBuilder().file("etc/first", "1").finish(), TarBuilder().file("etc/second", "2").finish(),
                           TarBuilder().file("large", noise(kLargeLayer)).finish()}};
    }

    /// Once, before the first test.
    void startRegistry()
    {
        m_home = std::make_unique<ConfigHome>();
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home->path(QStringLiteral("settings")));
        m_registry = std::make_unique<RegistryServer>();
        m_registry->push(threeLayers(), QStringLiteral("team/app:1.0"));
        m_registry->putSmallImage(QStringLiteral("team/small"), {QStringLiteral("1.0"), QStringLiteral("latest")});
        for (int i = 0; i < 6; ++i)
            m_registry->putSmallImage(QStringLiteral("many/image%1").arg(i), {QStringLiteral("latest")});
        m_proxy = std::make_unique<FaultProxy>(m_registry->port());
    }

    void begin()
    {
        QSettings().clear();
        ui::settings::registries.set({{.address = m_registry->address()}});
        m_proxy->clearFaults();
        m_proxy->forgetRequests();
        makeWindow();
        m_watchdog = std::make_unique<Watchdog>();
    }

    /// In place of the one before, as after a new start of the program.
    void makeWindow()
    {
        m_window.reset();
        m_application.reset(); // it saves its state
        const QString store = QStringLiteral("store-%1").arg(QString::fromLatin1(QTest::currentTestFunction()));
        m_application = std::make_unique<ui::Application>(need(Store::open(m_home->path(store))));
        m_window = std::make_unique<ui::MainWindow>(*m_application, QString());
        m_window->resize(1000, 700);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void end()
    {
        if (m_watchdog)
            QVERIFY2(m_watchdog->longest() <= Watchdog::kLimitMs, qPrintable(QStringLiteral("%1 ms").arg(m_watchdog->longest())));
        m_watchdog.reset();
        m_window.reset();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        m_application.reset();
    }

    /// Once all has been found; null where that takes too long.
    ui::SearchPage *search(const QString &text)
    {
        m_window->showSearch(text);
        ui::SearchPage *const page = m_window->findChild<ui::SearchPage *>();
        return QTest::qWaitFor([page] { return isIdle(*page); }, kPatience) ? page : nullptr;
    }
    QLineEdit *searchField() const
    {
        return m_window->findChild<ui::SearchPage *>()->findChild<QLineEdit *>(QStringLiteral("searchField"));
    }
    QListView *searchResults() const
    {
        return m_window->findChild<ui::SearchPage *>()->findChild<QListView *>(QStringLiteral("results"));
    }
    const ui::Transfer &transfer(int row = 0) const { return m_application->transfers().model()->transfers().at(std::size_t(row)); }
    /// What the registry has by this name.
    QString reference(const QString &name) const { return m_registry->address() + u'/' + name; }
    /// The same, by way of the proxy.
    Reference throughProxy(const QString &name) const { return need(Reference::parse(m_proxy->address() + u'/' + name)); }

    static bool isSaid(const QWidget *where, const QString &text)
    {
        for (const QLabel *const label : where->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(text))
                return true;
        }
        return false;
    }

    std::unique_ptr<ConfigHome> m_home;
    std::unique_ptr<RegistryServer> m_registry;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<ui::Application> m_application;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<Watchdog> m_watchdog;
};

} // namespace stratoscope::test
