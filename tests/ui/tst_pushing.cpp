// SPDX-License-Identifier: Apache-2.0
#include "support/layout_maker.h"
#include "support/registry_window.h"
#include "support/run_tool.h"
#include "support/test_main.h"
#include "ui/image/image_data.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/library/registry_list.h"
#include "ui/preferences/registries_page.h"
#include "ui/preferences/settings_dialog.h"
#include "ui/push/push_dialog.h"
#include "ui/transfers/transfer_buttons.h"
#include "ui/transfers/transfer_dock.h"

#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QGuiApplication>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

/// Pushing images from the window.
class TestPushing : public QObject, RegistryWindow
{
    Q_OBJECT

private:
    QString m_layout;
    QString m_digest; ///< of the index in it

    PushDialog *dialog() const
    {
        for (PushDialog *const dialog : m_window->findChildren<PushDialog *>()) {
            if (dialog->isVisible())
                return dialog;
        }
        return nullptr;
    }
    QComboBox &target() const { return *dialog()->findChild<QComboBox *>(u"reference"_s); }
    QComboBox &platforms() const { return *dialog()->findChild<QComboBox *>(u"platforms"_s); }
    void press(const QString &text) const
    {
        for (QPushButton *const button : dialog()->findChildren<QPushButton *>()) {
            if (button->text() == text)
                return button->click();
        }
    }
    /// Opens the image in a tab, and the dialog to push it, and waits until the dialog has looked up what it offers.
    void openDialog()
    {
        m_window->openImages({m_layout});
        QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentView(), kPatience);
        Q_EMIT test::tabs(*m_window).pushRequested(test::tabs(*m_window).currentTab());
        QVERIFY(dialog());
        QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*dialog()), kPatience);
    }
    bool ends(TransferState state) const
    {
        const auto isThere = [&] {
            const auto &all = m_application->transfers().transfers();
            return !all.empty() && all.back().kind == TransferKind::Push && all.back().state == state;
        };
        return QTest::qWaitFor(isThere, kPatience);
    }
    QString digestAt(const QString &reference, const QStringList &login = {}) const
    {
        const QStringList options{u"inspect"_s, u"--tls-verify=false"_s, u"--format"_s, u"{{.Digest}}"_s};
        return QString::fromLatin1(runTool(u"skopeo"_s, options + login + QStringList{u"docker://"_s + reference}, m_home->path()))
            .trimmed();
    }
    QToolButton *button(const QString &text) const
    {
        for (QToolButton *const button : m_window->findChild<TransferDock *>()->findChildren<QToolButton *>()) {
            if (button->accessibleName() == text && button->isVisible())
                return button;
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        startRegistry();
        LayoutMaker maker;
        const QJsonObject index = maker.index(
            {forPlatform(maker.image({.layers = {TarBuilder().file("etc/a", "a").finish()}}), u"linux/amd64"_s),
             forPlatform(maker.image({.layers = {TarBuilder().file("etc/b", "b").finish()}, .architecture = u"arm64"_s}),
                         u"linux/arm64"_s)});
        m_layout = m_home->path(u"app"_s);
        m_digest = digestOf(index);
        writeFiles(m_layout, maker.entry(index).files());
    }
    void init() { begin(); }
    void cleanup() { end(); }

    void pushesAllPlatforms()
    {
        openDialog();
        QCOMPARE(platforms().count(), 3);
        QCOMPARE(platforms().currentText(), u"All 2: linux/amd64, linux/arm64"_s);
        target().setEditText(reference(u"pushed/app:1"_s));
        QVERIFY(isSaid(dialog(), u"repository pushed/app, tag 1"_s));
        press(u"&Push"_s);
        QVERIFY(!dialog());
        QVERIFY(ends(TransferState::Done));
        QCOMPARE(transfer().target, reference(u"pushed/app:1@"_s) + m_digest);
        QVERIFY(m_window->findChild<TransferDock *>()->isVisible());
        button(u"Copy Reference"_s)->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), transfer().target);

        // What was pushed to is suggested next time.
        Q_EMIT test::tabs(*m_window).pushRequested(test::tabs(*m_window).currentTab());
        QCOMPARE(target().currentText(), reference(u"pushed/app:latest"_s));
    }

    void pushesOnePlatform()
    {
        openDialog();
        platforms().setCurrentIndex(2);
        target().setEditText(reference(u"pushed/one:1"_s));
        press(u"&Push"_s);
        QVERIFY(ends(TransferState::Done));
        QVERIFY(transfer().target != reference(u"pushed/one:1@"_s) + m_digest);
        const QByteArray config = runTool(
            u"skopeo"_s, {u"inspect"_s, u"--config"_s, u"--tls-verify=false"_s, u"docker://"_s + reference(u"pushed/one:1"_s)},
            m_home->path());
        QVERIFY(config.contains("arm64"));
    }

    void refusesWhatIsNoReference()
    {
        openDialog();
        target().setEditText(u"Not A Reference"_s);
        press(u"&Push"_s);
        QVERIFY(dialog());
        QVERIFY(isSaid(dialog(), u"Not A Reference"_s));
        target().setEditText(QString());
        for (const QPushButton *const button : dialog()->findChildren<QPushButton *>())
            QVERIFY(button->text() != u"&Push"_s || !button->isEnabled());
    }

    void asksForALogin()
    {
        const RegistryServer closed({.user = u"someone"_s, .password = u"something"_s});
        openDialog();
        const QString wanted = closed.address() + u"/pushed/app:1"_s;
        target().setEditText(wanted);
        press(u"&Push"_s);
        QVERIFY(ends(TransferState::Failed));
        QVERIFY(transfer().needsLogin());
        auto *const settingsDialog = m_window->findChild<SettingsDialog *>();
        QVERIFY(settingsDialog && settingsDialog->isVisible());
        auto *const registries = settingsDialog->findChild<RegistriesPage *>();
        QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*registries), kPatience);
        QCOMPARE(registries->findChild<QListWidget *>()->currentItem()->text(), closed.address());
        for (QLineEdit *const field : registries->findChildren<QLineEdit *>()) {
            if (field->echoMode() == QLineEdit::Password) {
                qobject_cast<QLineEdit *>(field->previousInFocusChain())->setText(u"someone"_s);
                field->setText(u"something"_s);
                QTest::keyClick(field, Qt::Key_Return);
            }
        }
        QVERIFY(ends(TransferState::Done)); // by itself
        QCOMPARE(digestAt(wanted, {u"--creds"_s, u"someone:something"_s}), m_digest);
    }

    void continuesWhatFailed()
    {
        openDialog();
        m_proxy->add({.path = "/manifests/", .method = "PUT", .times = kAlways, .status = 405});
        const QString wanted = m_proxy->address() + u"/pushed/again:1"_s;
        target().setEditText(wanted);
        press(u"&Push"_s);
        QVERIFY(ends(TransferState::Failed));
        QVERIFY(transferText(transfer()).contains(m_proxy->address() + u"/pushed/again"_s)); // who refuses it
        m_proxy->clearFaults();
        button(u"Try Again"_s)->click();
        QVERIFY(ends(TransferState::Done));
        QVERIFY(transfer().reusedBytes > 0);
        QCOMPARE(digestAt(wanted), m_digest);
    }

    void takesWhatIsDroppedOnARegistry()
    {
        auto *const list = m_window->findChild<QListWidget *>(u"registries"_s);
        m_window->findChild<QDockWidget *>(u"library"_s)->show();
        const QPoint place = list->visualItemRect(list->item(0)).center();
        QMimeData data;
        addImage(data, m_layout, need(Platform::parse(u"linux/arm64"_s)));
        QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(list->viewport(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(list->viewport(), &drop);
        QVERIFY(drop.isAccepted());
        QVERIFY(dialog());
        QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*dialog()), kPatience);
        QCOMPARE(target().currentText(), m_registry->address() + u"/app:latest"_s);
        QCOMPARE(platforms().currentText(), u"linux/arm64"_s);

        dialog()->reject();
        QMimeData file; // the window opens it
        file.setUrls({QUrl::fromLocalFile(m_layout)});
        QDragEnterEvent other(place, Qt::CopyAction, &file, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(list->viewport(), &other);
        QDropEvent dropOfFile(place, Qt::CopyAction, &file, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(list->viewport(), &dropOfFile);
        QVERIFY(!dialog());
        QVERIFY(test::tabs(*m_window).currentTab());
    }
};

STRATOSCOPE_WIDGETS_TEST(TestPushing)
#include "tst_pushing.moc"
