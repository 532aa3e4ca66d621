// SPDX-License-Identifier: Apache-2.0
//
// Registries with their logins.
#include "support/idle.h"
#include "support/registry_window.h"
#include "support/test_main.h"
#include "ui/preferences/registries_page.h"
#include "ui/preferences/settings_dialog.h"

#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPushButton>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

class TestSettingsRegistries : public QObject, RegistryWindow
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startRegistry(); }
    void init() { begin(); }
    void cleanup() { end(); }
    void logsIn();
    void addsARegistry();
};

void TestSettingsRegistries::logsIn()
{
    const RegistryServer closed({.user = u"someone"_s, .password = u"something"_s});
    closed.putSmallImage(u"secret/app"_s, {u"1.0"_s});
    settings::registries.set({{.address = closed.address()}});
    SearchPage *const page = search(u"secret"_s);
    QVERIFY(page);
    QVERIFY(isSaid(page, u"Login required"_s));
    for (QPushButton *const button : page->findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text() == u"Log In…"_s)
            button->click();
    }
    auto *const settingsDialog = m_window->findChild<SettingsDialog *>();
    QVERIFY(settingsDialog && settingsDialog->isVisible());
    auto *const registries = settingsDialog->findChild<RegistriesPage *>();
    QVERIFY(registries && registries->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*registries), kPatience);
    QCOMPARE(registries->findChild<QListWidget *>()->currentItem()->text(), closed.address());
    QVERIFY(isSaid(registries, u"Not logged in"_s));

    const auto logIn = [registries](const QString &user, const QString &password) {
        QLineEdit *secret = nullptr;
        for (QLineEdit *const field : registries->findChildren<QLineEdit *>()) {
            if (field->echoMode() == QLineEdit::Password)
                secret = field;
        }
        auto *const name = qobject_cast<QLineEdit *>(secret->previousInFocusChain());
        name->setText(user);
        secret->setText(password);
        QTest::keyClick(secret, Qt::Key_Return);
        return QTest::qWaitFor([registries] { return test::isIdle(*registries); }, kPatience);
    };
    QVERIFY(logIn(u"someone"_s, u"wrong"_s));
    QVERIFY(registries->isVisible());
    QVERIFY(isSaid(registries, u"Login required"_s));
    QVERIFY(logIn(u"someone"_s, u"something"_s));
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(registries, u"Logged in as someone"_s), kPatience);
    QVERIFY(!isSaid(registries, u"something"_s));
    settingsDialog->accept();
    QTRY_COMPARE_WITH_TIMEOUT(searchResults()->model()->rowCount(), 1, kPatience);
}

void TestSettingsRegistries::addsARegistry()
{
    SettingsDialog whole(m_application->session(), m_application->transfers());
    whole.showPage(SettingsDialog::Registries);
    whole.show();
    RegistriesPage &dialog = *whole.findChild<RegistriesPage *>();
    QLineEdit *address = nullptr;
    for (QLineEdit *const field : dialog.findChildren<QLineEdit *>()) {
        if (field->placeholderText().contains(u"host:port"_s))
            address = field;
    }
    QVERIFY(address);
    address->setFocus();
    QTest::keyClicks(address, u"not a registry"_s);
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(dialog.findChild<QListWidget *>()->count(), 1);
    QVERIFY(isSaid(&dialog, u"Not a registry address"_s));
    address->clear();
    QTest::keyClicks(address, u"https://registry.example.com/"_s);
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(dialog.findChild<QListWidget *>()->count(), 2);
    QVERIFY(whole.isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(dialog), kPatience);
    QVERIFY(isSaid(&dialog, u"Endpoints, in order: registry.example.com"_s));
    whole.accept();
    QCOMPARE(settings::registries().size(), 2);
    QCOMPARE(settings::registries().back().address, u"registry.example.com"_s);
}

STRATOSCOPE_WIDGETS_TEST(TestSettingsRegistries)
#include "tst_settings_registries.moc"
