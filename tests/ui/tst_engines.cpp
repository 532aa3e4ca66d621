// SPDX-License-Identifier: Apache-2.0
#include "support/disk_tree.h"
#include "support/engine_server.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/tar_builder.h"
#include "support/test_main.h"
#include "support/window.h"
#include "ui/image/image_data.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/library/image_list.h"
#include "ui/library/library_actions.h"
#include "ui/library/library_pane.h"

#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

namespace {

std::string archiveWith(const std::string &content)
{
    return tarOf(dockerArchive({{.layers = {TarBuilder().file("etc/hello", content).finish()}}}, DockerLayout::New));
}

} // namespace

/// Engines in the library's pane, with recorded answers.
class TestEngines : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TestFolder> m_folder;
    std::unique_ptr<EngineServer> m_docker;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<MainWindow> m_window;

    QListView *images() const { return m_window->findChild<QListView *>(u"images"_s); }
    LibraryActions &actions() const { return m_window->findChild<LibraryPane *>()->actions(); }
    QModelIndex row(const QString &label) const
    {
        const QAbstractItemModel *const model = images()->model();
        for (int i = 0; i < model->rowCount(); ++i) {
            if (model->index(i, 0).data().toString() == label)
                return model->index(i, 0);
        }
        return {};
    }
    QMenu *loadMenu() const
    {
        for (QAction *const action : actions().menu()->actions()) {
            if (action->menu() && action->text() == u"&Load Into"_s)
                return action->menu();
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        static TestFolder settings;
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
        qputenv("HOME", settings.path().toLocal8Bit());
        qputenv("XDG_RUNTIME_DIR", settings.path().toLocal8Bit());
    }
    void init()
    {
        m_folder = std::make_unique<TestFolder>();
        m_docker = std::make_unique<EngineServer>(RecordedEngine::Docker20, archiveWith("hello"));
        qputenv("DOCKER_HOST", m_docker->address().toUtf8());
        // There is nothing at that address.
        qputenv("CONTAINER_HOST", (u"unix://"_s + m_folder->path() + u"/podman.sock"_s).toUtf8());
        m_application = std::make_unique<Application>(need(Store::open(m_folder->path() + u"/store"_s)));
        m_application->library().followEngines();
        m_window = std::make_unique<MainWindow>(*m_application, QString());
        m_window->show();
        QTRY_VERIFY_WITH_TIMEOUT(row(u"example.test/app:1"_s).isValid(), test::kPatience);
    }
    void cleanup()
    {
        m_window.reset();
        m_application.reset();
        m_docker.reset();
    }

    void listsImages()
    {
        QTRY_VERIFY_WITH_TIMEOUT(row(u"Podman"_s).isValid(), test::kPatience);
        QCOMPARE(row(u"Docker"_s).data(LibraryModel::SummaryRole).toString(), u"2 images"_s);
        QCOMPARE(row(u"Podman"_s).data(LibraryModel::SummaryRole).toString(), u"Not running"_s);
        QVERIFY(row(u"example.test/app:1"_s).row() > row(u"Docker"_s).row());
        QVERIFY(row(u"example.test/app:1"_s).data(LibraryModel::SummaryRole).toString().endsWith(u"in use"_s));
        QVERIFY(row(u"0123456789ab"_s).isValid());
    }

    void followsEvents()
    {
        const auto lists = [this] { return m_docker->requests().filter(u"/images/json"_s).size(); };
        QTRY_VERIFY_WITH_TIMEOUT(!m_docker->requests().filter(u"/events"_s).isEmpty(), test::kPatience);
        const qsizetype before = lists();
        m_docker->change();
        QTRY_VERIFY_WITH_TIMEOUT(lists() > before, test::kPatience);
    }

    void opensByDoubleClick()
    {
        images()->setCurrentIndex(row(u"example.test/app:1"_s));
        Q_EMIT images()->activated(images()->currentIndex());
        const auto isOpen = [this] {
            const ImageTab *const tab = m_window->findChild<ImageTab *>();
            return tab && tab->findChild<ImageView *>() && tab->findChild<ImageView *>()->image();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(), test::kPatience);
        QCOMPARE(m_window->findChild<ImageView *>()->image()->location, u"docker-daemon:example.test/app:1"_s);
    }

    void loadsImages()
    {
        images()->setCurrentIndex(row(u"example.test/app:1"_s));
        QMenu *const menu = loadMenu();
        QVERIFY(menu);
        Q_EMIT menu->aboutToShow();
        QCOMPARE(menu->actions().size(), 1); // the one that runs
        QCOMPARE(menu->actions().front()->text(), u"docker"_s);
        menu->actions().front()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(m_docker->loaded().contains("manifest.json"), test::kPatience);
    }

    void loadsFromATab()
    {
        const QString archive = m_folder->path() + u"/image.tar"_s;
        writeDisk(archive, QByteArray::fromStdString(archiveWith("from a tab")));
        m_window->openImages({archive});
        QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentView(), test::kPatience);
        for (const QAction *const menu : m_window->menuBar()->actions()) {
            for (const QAction *const action : menu->menu()->actions()) {
                if (action->text() != u"&Load Into"_s)
                    continue;
                QVERIFY(action->isVisible() && action->isEnabled());
                Q_EMIT action->menu()->aboutToShow();
                action->menu()->actions().front()->trigger();
            }
        }
        QTRY_VERIFY_WITH_TIMEOUT(m_docker->loaded().contains("from a tab"), test::kPatience);
    }

    void takesWhatIsDropped()
    {
        const QString archive = m_folder->path() + u"/image.tar"_s;
        writeDisk(archive, QByteArray::fromStdString(archiveWith("dropped")));
        QMimeData data;
        addImage(data, archive, {});
        QVERIFY(!actions().canDrop(data, {}));
        QVERIFY(!actions().canDrop(data, row(u"Podman"_s)));
        QVERIFY(actions().canDrop(data, row(u"Docker"_s)));
        QVERIFY(actions().drop(data, row(u"example.test/app:1"_s)));
        QTRY_VERIFY_WITH_TIMEOUT(m_docker->loaded().contains("dropped"), test::kPatience);
        QMimeData file;
        file.setUrls({QUrl::fromLocalFile(archive)});
        QVERIFY(!actions().canDrop(file, row(u"Docker"_s))); // the window opens files
    }
};

STRATOSCOPE_WIDGETS_TEST(TestEngines)
#include "tst_engines.moc"
