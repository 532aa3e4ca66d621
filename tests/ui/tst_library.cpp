// SPDX-License-Identifier: Apache-2.0
#include "image/import_image.h"
#include "store/store_cleaner.h"
#include "support/disk_tree.h"
#include "support/idle.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/results.h"
#include "support/store.h"
#include "support/test_main.h"
#include "support/window.h"
#include "ui/image/image_header.h"
#include "ui/image/image_menu.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/library/library.h"
#include "ui/library/library_actions.h"
#include "ui/library/library_pane.h"
#include "ui/search/search_page.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/entry_data.h"
#include "ui/window/main_window.h"
#include "ui/window/recent_row.h"
#include "ui/window/start_page.h"

#include <QAction>
#include <QClipboard>
#include <QDockWidget>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include <future>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

class TestLibrary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void showsItselfWhenThereIsSomething();
    void opensByKeyAndDoubleClick();
    void filters();
    void pins();
    void removesAfterAsking();
    void removesOnceNobodyAdds();
    void followsOtherProcesses();
    void findsAndRepairsDamage();
    void importsFiles();
    void saysWhatCannotBeImported();
    void remembersAndForgetsFiles();
    void searchesRegistries();
    void showsTheHeader();
    void switchesPlatforms();
    void dragsAnImageOut();

private:
    StoredImage import(const QString &name, const QString &architecture = u"amd64"_s);
    void start();
    bool isRead() const { return test::isIdle(m_application->library()); }
    QListView *images() const { return m_window->findChild<LibraryPane *>()->findChild<QListView *>(u"images"_s); }
    QStringList shown() const;
    void choose(const QString &label);
    QAction *action(const QString &text) const;
    bool opened() const;
    QMessageBox *question() const;
    static bool says(const QWidget *where, const QString &text);

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<MainWindow> m_window;
};

void TestLibrary::initTestCase()
{
    static QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    qputenv("HOME", settings.path().toLocal8Bit());
}

void TestLibrary::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_application = std::make_unique<Application>(need(Store::open(m_directory->filePath(u"store"_s))));
    settings::registries.set({{.address = u"127.0.0.1:1"_s, .plainHttp = true}});
}

void TestLibrary::cleanup()
{
    m_window.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_application.reset();
    QSettings().clear();
}

StoredImage TestLibrary::import(const QString &name, const QString &architecture)
{
    const QString folder = m_directory->filePath(u"layout-"_s + QString::number(qHash(name + architecture)));
    writeFiles(folder,
               ociLayout({{.layers = {seededTar(1, 30'000), seededTar(int(qHash(name) % 1000), 5'000)},
                           .name = name,
                           .compression = Compression::Gzip,
                           .architecture = architecture}}));
    ProgressMeter silent;
    return need(importImage(folder, {}, m_application->session().store(), silent, {})).image;
}

void TestLibrary::start()
{
    m_window = std::make_unique<MainWindow>(*m_application, QString());
    m_window->resize(1100, 700);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QTRY_VERIFY(isRead());
}

QStringList TestLibrary::shown() const
{
    const QAbstractItemModel &model = *images()->model();
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names += model.index(row, 0).data().toString();
    return names;
}

void TestLibrary::choose(const QString &label)
{
    QListView *const view = images();
    for (int row = 0; row < view->model()->rowCount(); ++row) {
        if (view->model()->index(row, 0).data().toString() == label)
            return view->setCurrentIndex(view->model()->index(row, 0));
    }
    QFAIL(qPrintable(label));
}

QAction *TestLibrary::action(const QString &text) const
{
    for (QAction *const action : m_window->findChild<LibraryPane *>()->findChild<QMenu *>(u"imageMenu"_s)->actions()) {
        if (action->text().remove(u'&') == text)
            return action;
    }
    qFatal("%s", qPrintable(text));
}

bool TestLibrary::opened() const
{
    const ImageTab *const tab = test::tabs(*m_window).currentTab();
    return tab && tab->view() && tab->view()->isSettled();
}

bool TestLibrary::says(const QWidget *where, const QString &text)
{
    return std::ranges::any_of(where->findChildren<QLabel *>(),
                               [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
}

QMessageBox *TestLibrary::question() const
{
    for (QMessageBox *const box : m_window->findChildren<QMessageBox *>()) {
        if (box->isVisible())
            return box;
    }
    return nullptr;
}

void TestLibrary::showsItselfWhenThereIsSomething()
{
    start();
    auto *const dock = m_window->findChild<QDockWidget *>(u"library"_s);
    QVERIFY(!dock->isVisible());
    import(u"example.test/app:1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(dock->isVisible(), 30'000);
    QCOMPARE(shown(), QStringList{u"app:1"_s});
    // From now on it is where the user has it.
    dock->close();
    import(u"example.test/app:2"_s);
    QTRY_COMPARE_WITH_TIMEOUT(shown().size(), 2, 30'000);
    QVERIFY(!dock->isVisible());
    dock->toggleViewAction()->trigger();
    QVERIFY(dock->isVisible());
}

void TestLibrary::opensByKeyAndDoubleClick()
{
    import(u"example.test/app:1"_s);
    import(u"example.test/app:2"_s);
    start();
    QListView *const view = images();
    choose(u"app:1"_s);
    QTest::keyClick(view, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(opened(), 30'000);
    QCOMPARE(test::tabs(*m_window).currentTab()->name(), u"example.test/app:1"_s);
    const QPoint second = view->visualRect(view->model()->index(1, 0)).center();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, second);
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, second);
    QCOMPARE(test::tabs(*m_window).count(), 2);
    QCOMPARE(test::tabs(*m_window).currentTab()->name(), u"example.test/app:2"_s);
}

void TestLibrary::filters()
{
    import(u"example.test/app:1"_s);
    import(u"example.test/other:2"_s);
    start();
    auto *const field = m_window->findChild<LibraryPane *>()->findChild<QLineEdit *>(u"filter"_s);
    QTest::keyClicks(field, u"OTH"_s);
    QCOMPARE(shown(), QStringList{u"other:2"_s});
    QTest::keyClick(field, Qt::Key_Down);
    QCOMPARE(images()->currentIndex().row(), 0);
    QTest::keyClick(field, Qt::Key_Escape);
    QCOMPARE(shown().size(), 2);
}

void TestLibrary::pins()
{
    import(u"example.test/app:1"_s);
    const StoredImage other = import(u"example.test/other:2"_s);
    start();
    choose(u"other:2"_s);
    action(u"Pin"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(shown(), (QStringList{u"other:2"_s, u"app:1"_s}), 30'000);
    QVERIFY(need(m_application->session().store().images().find(other.reference, other.platform)).isPinned);
    action(u"Unpin"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(shown(), (QStringList{u"app:1"_s, u"other:2"_s}), 30'000);
}

void TestLibrary::removesAfterAsking()
{
    const StoredImage image = import(u"example.test/app:1"_s);
    import(u"example.test/other:2"_s);
    start();
    choose(u"app:1"_s);
    QListView *const view = images();
    QTest::keyClick(view, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(opened(), 30'000);

    view->setFocus();
    action(u"Remove…"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(question(), 30'000);
    QVERIFY2(question()->text().contains(u"app:1"_s), qPrintable(question()->text()));
    QVERIFY2(question()->informativeText().contains(u"This frees"_s), qPrintable(question()->informativeText()));
    QVERIFY(question()->informativeText().contains(u"tab will be closed"_s));
    question()->button(QMessageBox::Cancel)->click();
    QTRY_VERIFY(!question());
    QCOMPARE(shown().size(), 2);

    action(u"Remove…"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(question(), 30'000);
    for (QAbstractButton *const button : question()->buttons()) {
        if (button->text() == u"Remove"_s)
            button->click();
    }
    QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringList{u"other:2"_s}, 30'000);
    QCOMPARE(test::tabs(*m_window).count(), 0);
    QVERIFY(!m_application->session().store().images().find(image.reference, {}));
    QVERIFY(!settings::recentImages().contains(image.reference));
}

/// The removal is not refused, and the window says for whom it waits.
void TestLibrary::removesOnceNobodyAdds()
{
    import(u"example.test/app:1"_s);
    start();
    choose(u"app:1"_s);
    std::optional<StoreLease> lease = need(m_application->session().store().lease());
    action(u"Remove…"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(question(), 30'000);
    for (QAbstractButton *const button : question()->buttons()) {
        if (button->text() == u"Remove"_s)
            button->click();
    }
    const auto isSaid = [this](const QString &text) {
        const auto labels = m_window->findChild<LibraryPane *>()->findChildren<QLabel *>();
        return std::ranges::any_of(labels,
                                   [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(u"app:1 will be removed as soon as possible"_s), 30'000);
    QCOMPARE(shown(), QStringList{u"app:1"_s});
    lease.reset();
    QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringList(), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(!isSaid(u"as soon as possible"_s), 30'000);
}

void TestLibrary::followsOtherProcesses()
{
    start();
    const StoredImage image = import(u"example.test/app:1"_s);
    QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringList{u"app:1"_s}, 30'000);
    need(StoreCleaner(m_application->session().store()).removeImage(image));
    QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringList(), 30'000);
}

void TestLibrary::findsAndRepairsDamage()
{
    const StoredImage image = import(u"example.test/app:1"_s);
    const QString contents = m_application->session().store().layers().directory() + u'/' + image.layers[0].hex() + u".contents"_s;
    QFile file(contents);
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(file.size() / 2) && file.write("damaged") == 7);
    file.close();
    start();
    choose(u"app:1"_s);
    const QModelIndex index = images()->currentIndex();
    action(u"Verify"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(index.data(LibraryModel::VerificationRole).toInt(), int(LibraryVerification::Corrupt), 30'000);
    QCOMPARE(m_application->transfers().log()->entries().front().result, TransferState::Failed);
    QPushButton *repair = nullptr;
    for (QPushButton *const button : m_window->findChild<LibraryPane *>()->findChildren<QPushButton *>()) {
        if (button->text() == u"Repair"_s)
            repair = button;
    }
    QVERIFY(repair);
    const auto &log = m_application->transfers().log()->entries();
    // Other work takes all threads, so that the repair cannot end before it is cancelled.
    std::promise<void> end;
    std::vector<std::unique_ptr<TaskOf<void>>> others;
    for (const auto ended = end.get_future().share(); others.size() < 16;)
        others.push_back(m_application->session().run<void>([ended](ProgressMeter &, const std::stop_token &) -> Result<void> {
            ended.wait();
            return {};
        }));
    repair->click();
    QCOMPARE(index.data(LibraryModel::VerificationRole).toInt(), int(LibraryVerification::Repairing));
    QVERIFY(index.data(LibraryModel::SummaryRole).toString().startsWith(u"Repairing"_s));
    Q_EMIT m_window->findChild<QMenu *>(u"imageMenu"_s)->aboutToShow();
    action(u"Cancel Repair"_s)->trigger();
    end.set_value();
    QTRY_COMPARE_WITH_TIMEOUT(index.data(LibraryModel::VerificationRole).toInt(), int(LibraryVerification::Corrupt), 30'000);
    QCOMPARE(log.front().kind, TransferKind::Repair);
    QCOMPARE(log.front().result, TransferState::Cancelled);

    repair->click();
    QTRY_COMPARE_WITH_TIMEOUT(index.data(LibraryModel::VerificationRole).toInt(), int(LibraryVerification::None), 30'000);
    QCOMPARE(log.front().kind, TransferKind::Repair);
    QCOMPARE(log.front().detail, u"Repaired"_s);
    QVERIFY(m_application->transfers().transfers().empty()); // the failed verification is outdated
    Q_EMIT m_window->findChild<QMenu *>(u"imageMenu"_s)->aboutToShow();
    action(u"Verify"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(index.data(LibraryModel::VerificationRole).toInt(), int(LibraryVerification::Verified), 30'000);
    VERIFY_RESULT(checkStore(m_application->session().store()));
}

void TestLibrary::importsFiles()
{
    const QString tar = m_directory->filePath(u"image.tar"_s);
    const auto files
        = dockerArchive({{.layers = {seededTar(1), seededTar(2)}, .name = u"example.test/app:1"_s}}, DockerLayout::New);
    writeDisk(tar, QByteArray::fromStdString(tarOf(files)));
    settings::addRecentImage(tar);
    start();
    choose(u"image.tar"_s);
    QVERIFY(action(u"Import into Library"_s)->isVisible());
    action(u"Import into Library"_s)->trigger();
    const Transfers &transfers = m_application->transfers();
    QCOMPARE(transfers.transfers().size(), 1U);
    QCOMPARE(transfers.transfers().front().kind, TransferKind::Import);
    QTRY_COMPARE_WITH_TIMEOUT(shown(), (QStringList{u"app:1"_s, u"image.tar"_s}), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(transfers.transfers().front().state, TransferState::Done, 30'000);
    QVERIFY(m_application->transfers().log()->entries().front().detail.startsWith(u"Imported"_s));
    VERIFY_RESULT(checkStore(m_application->session().store()));

    // Stored images cannot be imported, and a second import finds the layers in the store.
    choose(u"app:1"_s);
    QVERIFY(!action(u"Import into Library"_s)->isVisible());
    m_window->openImages({tar});
    QTRY_VERIFY_WITH_TIMEOUT(opened(), 30'000);
    Q_EMIT test::tabs(*m_window).currentTab()->importRequested();
    QTRY_COMPARE_WITH_TIMEOUT(m_application->transfers().log()->entries().front().detail.contains(u"already present"_s), true,
                              30'000);
}

void TestLibrary::saysWhatCannotBeImported()
{
    const QString file = m_directory->filePath(u"text.tar"_s);
    writeDisk(file, "not an image");
    settings::addRecentImage(file);
    start();
    choose(u"text.tar"_s);
    action(u"Import into Library"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_application->transfers().transfers().front().state, TransferState::Failed, 30'000);
    QVERIFY(says(m_window->findChild<LibraryPane *>(), u"Could not import text.tar"_s));
    QCOMPARE(shown(), QStringList{u"text.tar"_s});
}

void TestLibrary::remembersAndForgetsFiles()
{
    const QString tar = m_directory->filePath(u"image.tar"_s);
    const auto files = dockerArchive({{.layers = {seededTar(1)}}}, DockerLayout::New);
    writeDisk(tar, QByteArray::fromStdString(tarOf(files)));
    start();
    m_window->openImages({tar});
    QTRY_VERIFY_WITH_TIMEOUT(opened(), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringList{u"image.tar"_s}, 30'000);
    choose(u"image.tar"_s);
    action(u"Copy Path"_s)->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), tar);

    // The first page lists it, too, and can forget it.
    auto *const page = m_window->findChild<StartPage *>();
    const auto rows = [page] {
        QList<RecentRow *> rows;
        for (RecentRow *const row : page->findChildren<RecentRow *>()) {
            if (!row->isHidden())
                rows += row;
        }
        return rows;
    };
    QTRY_COMPARE_WITH_TIMEOUT(rows().size(), 1, 30'000);
    QVERIFY(QFile::remove(tar));
    m_application->library().refresh();
    QTRY_VERIFY_WITH_TIMEOUT(rows().front()->accessibleDescription().contains(u"no longer exists"_s, Qt::CaseInsensitive), 30'000);
    rows().front()->findChild<QToolButton *>()->click();
    QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringList(), 30'000);
    QVERIFY(rows().isEmpty());
    QVERIFY(settings::recentImages().isEmpty());
}

void TestLibrary::searchesRegistries()
{
    settings::wasLibraryShown.set(true);
    start();
    auto *const registries = m_window->findChild<LibraryPane *>()->findChild<QListWidget *>(u"registries"_s);
    QCOMPARE(registries->count(), 1);
    registries->setCurrentRow(0);
    QTest::keyClick(registries, Qt::Key_Return);
    QVERIFY(m_window->findChild<SearchPage *>()->isVisible());
    QCOMPARE(m_window->findChild<SearchPage *>()->findChild<QLineEdit *>(u"searchField"_s)->text(), u"127.0.0.1:1/"_s);
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*m_window->findChild<SearchPage *>()), 30'000);
}

void TestLibrary::showsTheHeader()
{
    const StoredImage image = import(u"example.test/app:1"_s);
    start();
    m_window->openImages({image.reference});
    QTRY_VERIFY_WITH_TIMEOUT(opened(), 30'000);
    ImageHeader *const header = test::tabs(*m_window).currentTab()->findChild<ImageHeader *>();
    QVERIFY(header->isVisible());
    const QString figures = header->findChild<QLabel *>(u"figures"_s)->text();
    QVERIFY2(figures.contains(u"2 layer"_s) && figures.contains(u"compressed"_s), qPrintable(figures));
    QCOMPARE(header->findChild<QToolButton *>(u"state"_s)->text(), u"Verified"_s);
    const QString before = header->findChild<QToolButton *>(u"digest"_s)->text();
    QTest::mouseClick(header->findChild<QToolButton *>(u"digest"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), image.manifest.toString());
    QVERIFY(header->findChild<QToolButton *>(u"digest"_s)->text() != before);
    QTRY_COMPARE_WITH_TIMEOUT(header->findChild<QToolButton *>(u"digest"_s)->text(), before, 30'000);
}

void TestLibrary::switchesPlatforms()
{
    import(u"127.0.0.1:1/app:1"_s, u"amd64"_s);
    import(u"127.0.0.1:1/app:1"_s, u"s390x"_s);
    start();
    m_window->openImages({u"127.0.0.1:1/app:1"_s});
    QTRY_VERIFY_WITH_TIMEOUT(opened(), 30'000);
    ImageMenu *const menu = test::tabs(*m_window).currentTab()->findChild<ImageMenu *>();
    menu->popup({});
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*menu), 30'000);
    QAction *other = nullptr;
    for (QAction *const action : menu->actions()) {
        if (action->text() == u"linux/s390x"_s)
            other = action;
    }
    QVERIFY(other);
    other->trigger();
    menu->hide();
    QTRY_VERIFY_WITH_TIMEOUT(
        opened() && test::tabs(*m_window).currentTab()->view()->image()->config.platform.architecture == u"s390x"_s, 30'000);
    QCOMPARE(test::tabs(*m_window).count(), 1);
}

/// What the drag carries is exported once it is dropped.
void TestLibrary::dragsAnImageOut()
{
    import(u"example.test/app:1"_s);
    start();
    settings::exportPreset.set(u"tar"_s);
    QTRY_COMPARE_WITH_TIMEOUT(images()->model()->rowCount(), 1, 30'000);
    images()->setCurrentIndex(images()->model()->index(0, 0));
    QVERIFY(images()->dragEnabled());
    QVERIFY(images()->model()->flags(images()->currentIndex()) & Qt::ItemIsDragEnabled);
    LibraryActions &actions = m_window->findChild<LibraryPane *>()->actions();
    const std::unique_ptr<QMimeData> data(actions.dragged());
    QVERIFY(EntryData::isIn(*data));
    const QList<QUrl> urls = data->urls();
    QCOMPARE(urls.size(), 1);
    QVERIFY(urls.front().fileName().endsWith(u"app-1.tar"_s));
    QFile file(urls.front().toLocalFile());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.size() > 0 && file.size() % 512 == 0);
    QCOMPARE(file.read(262).right(5), QByteArray("ustar"));
}

STRATOSCOPE_WIDGETS_TEST(TestLibrary)
#include "tst_library.moc"
