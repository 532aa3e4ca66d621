// SPDX-License-Identifier: Apache-2.0
#include "image/import_image.h"
#include "mount/image_mount.h"
#include "support/disk_tree.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/run_tool.h"
#include "support/test_main.h"
#include "support/window.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/library/library_actions.h"
#include "ui/library/library_pane.h"
#include "ui/mount/mount_bar.h"
#include "ui/transfers/transfers.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSettings>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

/// Mounting images from the window. Where there is no FUSE, that it says so.
class TestMounting : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    /// In place of the file manager.
    void open(const QUrl &url) { m_opened << url.toLocalFile(); }

private:
    std::unique_ptr<TestFolder> m_folder;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<MainWindow> m_window;
    QStringList m_opened;

    static bool hasFuse() { return ImageMount::checkFuse().has_value(); }
    QString archive() const { return m_folder->path() + u"/app.tar"_s; }
    MountBar &bar() const { return *tabs(*m_window).currentTab()->findChild<MountBar *>(); }
    QAction *action(const QString &text) const
    {
        for (const QAction *const menu : m_window->menuBar()->actions()) {
            for (QAction *const action : menu->menu()->actions()) {
                if (action->text() == text)
                    return action;
            }
        }
        return nullptr;
    }
    QPushButton *button(const QString &text) const
    {
        for (QPushButton *const button : bar().findChildren<QPushButton *>()) {
            if (button->text() == text && button->isVisible())
                return button;
        }
        return nullptr;
    }
    bool says(const QString &text) const
    {
        const auto labels = bar().findChildren<QLabel *>();
        return std::ranges::any_of(
            labels, [&text](const QLabel *label) { return label->isVisible() && label->text().remove(u'\u200b').contains(text); });
    }
    void openArchive()
    {
        m_window->openImages({archive()});
        QTRY_VERIFY_WITH_TIMEOUT(tabs(*m_window).currentView(), test::kPatience);
    }
    /// Its directory.
    QString mount()
    {
        action(u"&Mount"_s)->trigger();
        const auto isDone = [this] { return bar().isVisible(); };
        return QTest::qWaitFor(isDone, test::kPatience) ? bar().directory() : QString();
    }

private Q_SLOTS:
    void initTestCase() { QDesktopServices::setUrlHandler(u"file"_s, this, "open"); }
    void init()
    {
        m_folder = std::make_unique<TestFolder>();
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder->path());
        QSettings().clear();
        qputenv("XDG_RUNTIME_DIR", m_folder->path().toLocal8Bit());
        writeDisk(archive(),
                  QByteArray::fromStdString(
                      tarOf(dockerArchive({{.layers = {TarBuilder().file("etc/hello", "hello").finish()}}}, DockerLayout::New))));
        m_application = std::make_unique<Application>(need(Store::open(m_folder->path() + u"/store"_s)));
        m_window = std::make_unique<MainWindow>(*m_application, QString());
        m_window->show();
        m_opened.clear();
    }
    void cleanup()
    {
        m_window.reset();
        m_application.reset();
    }

    void mountsAndUnmounts()
    {
        if (!hasFuse())
            QSKIP("there is no FUSE");
        QVERIFY(!action(u"&Mount"_s)->isEnabled());
        openArchive();
        const QString directory = mount();
        QVERIFY(directory.endsWith(u"/stratoscope/mounts/example.test-app-1"_s));
        QCOMPARE(m_opened, QStringList{directory});
        QVERIFY(says(directory));
        QCOMPARE(readDisk(directory + u"/etc/hello"_s), "hello");

        button(u"Copy Path"_s)->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), directory);
        button(u"Open Folder"_s)->click();
        QCOMPARE(m_opened.size(), 2);

        QVERIFY(action(u"Un&mount"_s));
        button(u"Unmount"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(!bar().isVisible(), test::kPatience);
        QVERIFY(!QFileInfo::exists(directory));
        QVERIFY(action(u"&Mount"_s)->isEnabled());
        QCOMPARE(mount(), directory); // again
    }

    void followsWhatOthersDo()
    {
        if (!hasFuse())
            QSKIP("there is no FUSE");
        openArchive();
        const QString directory = mount();
        QVERIFY(!directory.isEmpty());
        runTool(u"fusermount3"_s, {u"-u"_s, directory}, m_folder->path());
        QTRY_VERIFY_WITH_TIMEOUT(!bar().isVisible(), test::kPatience);
        QVERIFY(action(u"&Mount"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(directory), test::kPatience);
    }

    void closingTheTabUnmounts()
    {
        if (!hasFuse())
            QSKIP("there is no FUSE");
        openArchive();
        const QString directory = mount();
        QFile used(directory + u"/etc/hello"_s);
        QVERIFY(used.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
        tabs(*m_window).closeTab(0);
        QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(directory), test::kPatience);
        QCOMPARE(used.readAll(), "hello"); // a program that uses it is not disturbed
    }

    void quittingUnmounts()
    {
        if (!hasFuse())
            QSKIP("there is no FUSE");
        openArchive();
        const QString directory = mount();
        QVERIFY(QFileInfo::exists(directory + u"/etc/hello"_s));
        m_window.reset();
        m_application.reset();
        QVERIFY(!QFileInfo::exists(directory));
    }

    void mountsFromTheLibrary()
    {
        if (!hasFuse())
            QSKIP("there is no FUSE");
        Store &store = m_application->session().store();
        ProgressMeter silent;
        need(importImage(archive(), {}, store, silent, {}));
        auto *const images = m_window->findChild<QListView *>(u"images"_s);
        QTRY_VERIFY_WITH_TIMEOUT(images->model()->rowCount() == 1, test::kPatience);
        images->setCurrentIndex(images->model()->index(0, 0));
        for (QAction *const action : m_window->findChild<LibraryPane *>()->actions().menu()->actions()) {
            if (action->text() == u"&Mount"_s)
                action->trigger();
        }
        QTRY_VERIFY_WITH_TIMEOUT(!m_opened.isEmpty(), test::kPatience);
        QCOMPARE(readDisk(m_opened.front() + u"/etc/hello"_s), "hello");
        QVERIFY(bar().isVisible());
    }

    void saysWhatIsMissing()
    {
        openArchive();
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nowhere");
        action(u"&Mount"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(bar().isVisible(), test::kPatience);
        qputenv("PATH", path);
        QVERIFY(says(u"Could not mount"_s));
        QVERIFY(says(u"/dev/fuse"_s) || says(u"it is part of the package fuse3"_s));
        QVERIFY(!bar().isMounted());
        QVERIFY(m_opened.isEmpty());
    }
};

STRATOSCOPE_WIDGETS_TEST(TestMounting)
#include "tst_mounting.moc"
