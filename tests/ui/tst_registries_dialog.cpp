// SPDX-License-Identifier: Apache-2.0
//
// Registries with their logins.
#include "support/registry_window.h"
#include "ui/dialogs/registries_dialog.h"

#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPushButton>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

class TestRegistriesDialog : public QObject, RegistryWindow
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startRegistry(); }
    void init() { begin(); }
    void cleanup() { end(); }
    void logsIn();
    void addsARegistry();
};

void TestRegistriesDialog::logsIn()
{
    const RegistryServer closed({.user = u"someone"_s, .password = u"something"_s});
    closed.putSmallImage(u"secret/app"_s, {u"1.0"_s});
    settings::setRegistries({{.address = closed.address()}});
    SearchPage *const page = search(u"secret"_s);
    QVERIFY(page);
    QVERIFY(isSaid(page, u"A login is needed"_s));
    for (QPushButton *const button : page->findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text() == u"Log In…"_s)
            button->click();
    }
    auto *const dialog = m_window->findChild<RegistriesDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!dialog->isBusy(), kPatience);
    QCOMPARE(dialog->list()->currentItem()->text(), closed.address());
    QVERIFY(isSaid(dialog, u"Not logged in"_s));

    const auto logIn = [dialog](const QString &user, const QString &password) {
        QLineEdit *secret = nullptr;
        for (QLineEdit *const field : dialog->findChildren<QLineEdit *>()) {
            if (field->echoMode() == QLineEdit::Password)
                secret = field;
        }
        auto *const name = qobject_cast<QLineEdit *>(secret->previousInFocusChain());
        name->setText(user);
        secret->setText(password);
        QTest::keyClick(secret, Qt::Key_Return);
        return QTest::qWaitFor([dialog] { return !dialog->isBusy(); }, kPatience);
    };
    QVERIFY(logIn(u"someone"_s, u"wrong"_s));
    QVERIFY(dialog->isVisible());
    QVERIFY(isSaid(dialog, u"A login is needed"_s));
    QVERIFY(logIn(u"someone"_s, u"something"_s));
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(dialog, u"Logged in as someone"_s), kPatience);
    QVERIFY(!isSaid(dialog, u"something"_s));
    dialog->accept();
    QTRY_COMPARE_WITH_TIMEOUT(page->resultView()->model()->rowCount(), 1, kPatience);
}

void TestRegistriesDialog::addsARegistry()
{
    RegistriesDialog dialog(*m_session, {});
    dialog.show();
    QLineEdit *address = nullptr;
    for (QLineEdit *const field : dialog.findChildren<QLineEdit *>()) {
        if (field->placeholderText().contains(u"host:port"_s))
            address = field;
    }
    QVERIFY(address);
    address->setFocus();
    QTest::keyClicks(address, u"not a registry"_s);
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(dialog.list()->count(), 1);
    QVERIFY(isSaid(&dialog, u"no registry's address"_s));
    address->clear();
    QTest::keyClicks(address, u"https://registry.example.com/"_s);
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(dialog.list()->count(), 2);
    QVERIFY(dialog.isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!dialog.isBusy(), kPatience);
    QVERIFY(isSaid(&dialog, u"Asked, in this order: registry.example.com"_s));
    dialog.accept();
    QCOMPARE(settings::registries().size(), 2);
    QCOMPARE(settings::registries().back().address, u"registry.example.com"_s);
}

QTEST_MAIN(TestRegistriesDialog)
#include "tst_registries_dialog.moc"
