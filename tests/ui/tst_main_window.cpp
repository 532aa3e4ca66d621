// SPDX-License-Identifier: Apache-2.0
#include "support/need.h"
#include "support/test_main.h"
#include "support/window.h"
#include "ui/common/error_page.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/tree/entry_actions.h"
#include "ui/tree/tree_view.h"
#include "ui/window/main_window.h"
#include "ui/window/start_page.h"

#include <QAction>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void beginsWithTheStartPage();
    void opensAndVerifies();
    void opensOneImageOnce();
    void opensWhatIsDropped();
    void closesTabs();
    void saysWhatIsWrongInPlace();
    void showsWhatALayerRemoves();
    void filtersAndComesBack();
    void keepsTheSelectionWhenSorted();
    void copiesThePath();
    void goesToWhatIsTyped();
    void unfoldsLevels();
    void remembersImages();

private:
    ImageView *openSample();
    template <typename Widget>
    Widget *visibleChild() const;

    QTemporaryDir m_directory;
    QString m_sample;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<MainWindow> m_window;
};

template <typename Widget>
Widget *TestMainWindow::visibleChild() const
{
    for (Widget *const widget : m_window->findChildren<Widget *>()) {
        if (widget->isVisible())
            return widget;
    }
    return nullptr;
}

void TestMainWindow::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_sample = QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar");
    QVERIFY2(QFile::exists(m_sample), qPrintable(m_sample));
    m_sample = QFileInfo(m_sample).canonicalFilePath();
}

void TestMainWindow::init()
{
    m_application = std::make_unique<Application>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    m_window = std::make_unique<MainWindow>(*m_application, m_sample);
    m_window->resize(1000, 700);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_application.reset();
    QSettings().clear();
}

ImageView *TestMainWindow::openSample()
{
    m_window->openImages({m_sample});
    const bool opened = QTest::qWaitFor(
        [this] { return test::tabs(*m_window).currentTab()->view() && test::tabs(*m_window).currentTab()->view()->isSettled(); },
        30'000);
    return opened ? test::tabs(*m_window).currentTab()->view() : nullptr;
}

void TestMainWindow::beginsWithTheStartPage()
{
    QVERIFY(visibleChild<StartPage>());
    QCOMPARE(test::tabs(*m_window).count(), 0);
    for (QPushButton *const button : m_window->findChildren<QPushButton *>()) {
        if (button->text().contains(u"Sample"_s))
            button->click();
    }
    QCOMPARE(test::tabs(*m_window).count(), 1);
    QVERIFY(!visibleChild<StartPage>());
}

void TestMainWindow::opensAndVerifies()
{
    ImageView *const view = openSample();
    QVERIFY(view);
    QVERIFY(m_window->windowTitle().contains(view->image()->title()));
    QTRY_COMPARE_WITH_TIMEOUT(view->image()->verification(), Verification::Verified, 30'000);
    QVERIFY(view->treeView()->treeModel()->rowCount() > 3);
}

void TestMainWindow::opensOneImageOnce()
{
    QVERIFY(openSample());
    m_window->openImages({m_sample, m_sample});
    QCOMPARE(test::tabs(*m_window).count(), 1);
}

void TestMainWindow::opensWhatIsDropped()
{
    QVERIFY(openSample());
    const QString missing = m_directory.filePath(u"dropped.tar"_s);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(missing), QUrl::fromLocalFile(m_directory.path())});
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &drop);
    QCOMPARE(test::tabs(*m_window).count(), 3);
    QCOMPARE(test::tabs(*m_window).tabAt(1)->name(), missing);

    // Nothing inside the window keeps a drop for itself; the lists of images and registries pass on what they cannot use.
    const QStringList lists{u"images"_s, u"registries"_s};
    for (QWidget *const widget : m_window->findChildren<QWidget *>()) {
        const bool isList = lists.contains(widget->objectName()) || lists.contains(widget->parentWidget()->objectName());
        QVERIFY2(isList || !widget->acceptDrops(),
                 qPrintable(QString::fromLatin1(widget->metaObject()->className()) + widget->objectName()));
    }

    QMimeData text;
    text.setText(u"some text"_s);
    QDragEnterEvent other(QPoint(300, 300), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
    other.ignore();
    QCoreApplication::sendEvent(m_window.get(), &other);
    QVERIFY(!other.isAccepted());
    // What names an image is looked up.
    text.setText(u"docker pull alpine:3.22"_s);
    QDragEnterEvent command(QPoint(300, 300), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &command);
    QVERIFY(command.isAccepted());
    QDropEvent dropped(QPointF(300, 300), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &dropped);
    QCOMPARE(m_window->findChild<QLineEdit *>(u"searchField"_s)->text(), u"docker pull alpine:3.22"_s);
}

void TestMainWindow::closesTabs()
{
    QVERIFY(openSample());
    m_window->openImages({m_directory.filePath(u"a"_s), m_directory.filePath(u"b"_s)});
    QCOMPARE(test::tabs(*m_window).count(), 3);
    auto *const bar = m_window->findChild<QTabBar *>();
    QTest::mouseClick(bar, Qt::MiddleButton, {}, bar->tabRect(1).center());
    QCOMPARE(test::tabs(*m_window).count(), 2);
    m_window->activateWindow();
    for (QAction *const action : m_window->findChildren<QAction *>()) {
        if (action->shortcut() == QKeySequence(QKeySequence::Close)) {
            action->trigger();
            action->trigger();
        }
    }
    QCOMPARE(test::tabs(*m_window).count(), 0);
    QVERIFY(visibleChild<StartPage>());
}

void TestMainWindow::saysWhatIsWrongInPlace()
{
    const QString path = m_directory.filePath(u"nonsense.tar"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(10'000, 'x'));
    file.close();
    m_window->openImages({path});
    QTRY_VERIFY(visibleChild<ErrorPage>());
    bool named = false;
    for (const QLabel *const label : visibleChild<ErrorPage>()->findChildren<QLabel *>())
        named |= label->text().contains(u"nonsense.tar"_s);
    QVERIFY(named);

    // Mended meanwhile, it opens at the second try.
    QVERIFY(QFile::remove(path) && QFile::copy(m_sample, path));
    for (QPushButton *const button : visibleChild<ErrorPage>()->findChildren<QPushButton *>()) {
        if (button->text() == u"Try Again"_s)
            button->click();
    }
    QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentTab()->view(), 30'000);
}

void TestMainWindow::showsWhatALayerRemoves()
{
    ImageView *const view = openSample();
    QVERIFY(view);
    const int last = int(view->image()->layers.size()) - 1;
    view->layerPane()->choose({TreeChoice::Only, last});
    QTRY_VERIFY(view->isSettled());
    const auto rows = view->treeView()->treeModel()->rows();
    int removed = 0;
    for (NodeId node = 0; node < rows->tree()->size(); ++node)
        removed += rows->change(node) == Change::Removed;
    QVERIFY(removed > 0);
    view->layerPane()->chooseScope(TreeChoice::Whole);
    QTRY_COMPARE(view->treeView()->treeModel()->rows()->tree(), view->image()->tree);
}

void TestMainWindow::filtersAndComesBack()
{
    ImageView *const view = openSample();
    QVERIFY(view);
    TreeView *const tree = view->treeView();
    const int rows = tree->treeModel()->rowCount();
    view->focusFilter();
    QTest::keyClicks(view->findChild<QLineEdit *>(u"filter"_s), u"passwd"_s);
    QTRY_VERIFY(tree->treeModel()->rows()->isFiltered() && view->isSettled());
    QCOMPARE(tree->treeModel()->rowCount(), 1);
    QTest::keyClick(view->findChild<QLineEdit *>(u"filter"_s), Qt::Key_Return);
    const QString found = view->statusText();
    QVERIFY2(found.contains(u"passwd"_s), qPrintable(found));

    QTest::keyClick(view->findChild<QLineEdit *>(u"filter"_s), Qt::Key_Escape);
    QTRY_VERIFY(!tree->treeModel()->rows()->isFiltered());
    QCOMPARE(tree->treeModel()->rowCount(), rows);
    QCOMPARE(view->statusText(), found);
    QVERIFY(tree->visualRect(tree->currentIndex()).isValid());
}

void TestMainWindow::keepsTheSelectionWhenSorted()
{
    ImageView *const view = openSample();
    QVERIFY(view);
    TreeView *const tree = view->treeView();
    QVERIFY(tree->reveal(*view->image()->tree->find("/etc/passwd")));
    const auto before = tree->treeModel()->rows();
    tree->header()->setSortIndicator(int(TreeColumn::Size), Qt::DescendingOrder);
    QTRY_VERIFY(tree->treeModel()->rows() != before);
    QCOMPARE(view->statusText(), u"/etc/passwd"_s);
    QVERIFY(tree->isExpanded(tree->treeModel()->indexOf(*view->image()->tree->find("/etc"))));
    QVERIFY(tree->selectionModel()->isRowSelected(tree->currentIndex().row(), tree->currentIndex().parent()));
}

void TestMainWindow::copiesThePath()
{
    ImageView *const view = openSample();
    QVERIFY(view);
    QVERIFY(view->treeView()->reveal(*view->image()->tree->find("/etc/passwd")));
    for (QAction *const action : view->treeView()->actions()) {
        if (action->shortcut() == QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C))
            action->trigger();
    }
    QCOMPARE(QGuiApplication::clipboard()->text(), u"/etc/passwd"_s);
}

void TestMainWindow::goesToWhatIsTyped()
{
    ImageView *const view = openSample();
    QVERIFY(view);
    TreeView *const tree = view->treeView();
    const auto current = [&] { return view->image()->tree->path(tree->currentNode()); };
    QVERIFY(tree->reveal(*view->image()->tree->find("/etc/passwd")));
    tree->keyboardSearch(u"O"_s);
    QCOMPARE(current(), "/etc/os-release");
    tree->keyboardSearch(u"s"_s);
    QCOMPARE(current(), "/etc/os-release");
    QTest::qWait(QApplication::keyboardInputInterval() + 100);
    tree->keyboardSearch(u"us"_s); // not in this folder
    QCOMPARE(current(), "/usr");
}

void TestMainWindow::unfoldsLevels()
{
    ImageView *const view = openSample();
    QVERIFY(view);
    TreeView *const tree = view->treeView();
    const auto isOpen
        = [&](std::string_view path) { return tree->isExpanded(tree->treeModel()->indexOf(*view->image()->tree->find(path))); };
    tree->expandLevels(1);
    QVERIFY(isOpen("/usr"));
    QVERIFY(!isOpen("/usr/bin"));
    tree->expandLevels(2);
    QVERIFY(isOpen("/usr/bin"));
    tree->expandLevels(1);
    QVERIFY(isOpen("/usr"));
    QVERIFY(!isOpen("/usr/bin"));
}

void TestMainWindow::remembersImages()
{
    QVERIFY(openSample());
    QCOMPARE(settings::recentImages(), QStringList{m_sample});
    for (int i = 0; i < 20; ++i)
        settings::addRecentImage(QString::number(i));
    QCOMPARE(settings::recentImages().size(), 10);
    QCOMPARE(settings::recentImages().front(), u"19"_s);
}

STRATOSCOPE_WIDGETS_TEST(TestMainWindow)
#include "tst_main_window.moc"
