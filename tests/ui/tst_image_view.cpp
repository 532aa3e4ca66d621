// SPDX-License-Identifier: Apache-2.0
//
// An opened image, by mouse: what is clicked is what is shown.
#include "session/session.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/common/segment_bar.h"
#include "ui/details/details_view.h"
#include "ui/image/image_view.h"
#include "ui/layers/layer_pane.h"
#include "ui/preview/preview_pane.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_view.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestImageView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void showsWhatIsClicked();
    void showsWhatIsClickedInALayer();
    void describesOnceWhereThereIsLittleRoom();
    void showsNothingOnceNothingIsSelected();
    void copiesFromALayersMenu();
    void choosesHowALayerIsShown();
    void putsTheFilterWhereItFits();
    void cleanup();
    void cleanupTestCase();

private:
    QString details() const { return m_view->findChild<DetailsView *>()->toPlainText(); }
    QListView *layers() const { return m_view->layerPane()->findChild<QListView *>(); }
    void clickLayer(int row);
    void clickEntry(std::string_view path, Qt::KeyboardModifiers keys = {});
    void triggerInLayerMenu(int row, const QString &text);

    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Transfers> m_transfers;
    std::shared_ptr<const Image> m_image;
    std::unique_ptr<ImageView> m_view;
};

void TestImageView::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    m_transfers = std::make_unique<Transfers>(*m_session);
    const auto task = m_session->open(QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar"));
    QTRY_VERIFY_WITH_TIMEOUT(task->isFinished(), 30'000);
    m_image = test::need(*task->takeResult());
}

void TestImageView::init()
{
    m_view = std::make_unique<ImageView>(*m_session, *m_transfers, m_image);
    m_view->resize(1200, 800);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), 30'000);
}

void TestImageView::cleanup()
{
    m_view.reset();
}

void TestImageView::cleanupTestCase()
{
    m_image.reset();
    m_transfers.reset();
    m_session.reset();
}

void TestImageView::clickLayer(int row)
{
    const QRect place = layers()->visualRect(layers()->model()->index(row, 0));
    QTest::mouseClick(layers()->viewport(), Qt::LeftButton, {}, place.center());
    QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), 30'000);
}

void TestImageView::clickEntry(std::string_view path, Qt::KeyboardModifiers keys)
{
    TreeView &tree = *m_view->treeView();
    const auto node = tree.treeModel()->rows()->tree()->find(path);
    QVERIFY2(node, path.data());
    const QModelIndex index = tree.treeModel()->indexOf(*node);
    tree.scrollTo(index);
    QTest::mouseClick(tree.viewport(), Qt::LeftButton, keys, tree.visualRect(index).center());
}

/// The menu is open until an entry of it is chosen.
void TestImageView::triggerInLayerMenu(int row, const QString &text)
{
    bool isFound = false;
    QTimer::singleShot(0, this, [&] {
        auto *const menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        if (!menu)
            return;
        for (QAction *const action : menu->actions()) {
            if (QString(action->text()).remove(u'&') == text) {
                isFound = true;
                action->trigger();
            }
        }
        menu->close();
    });
    Q_EMIT layers()->customContextMenuRequested(layers()->visualRect(layers()->model()->index(row, 0)).center());
    QVERIFY(isFound);
}

void TestImageView::showsWhatIsClicked()
{
    clickEntry("/root");
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"/root"_s), 30'000);
    QVERIFY(details().contains(u"0:0 (root:root)"_s));
    clickEntry("/tmp");
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"/tmp"_s), 30'000);
    QCOMPARE(m_view->statusText(), u"/tmp"_s);
}

void TestImageView::showsWhatIsClickedInALayer()
{
    clickLayer(3);
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"2 (of 0 to 2)"_s), 30'000);
    clickEntry("/srv/app/config.json");
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"/srv/app/config.json"_s), 30'000);
    clickLayer(2);
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"1 (of 0 to 2)"_s), 30'000);
    clickEntry("/srv/app");
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"/srv/app"_s) && details().contains(u"Folder"_s), 30'000);
}

void TestImageView::describesOnceWhereThereIsLittleRoom()
{
    for (const int width : {700, 800, 900, 1000, 1100}) {
        m_view->resize(width, 420);
        clickEntry("/srv");
        QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"Path\n/srv\n"_s), 30'000);
        clickEntry("/bin");
        QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"Path\n/bin\n"_s), 30'000);
        QCOMPARE(details().count(u"Path\n"_s), 1);
    }
}

void TestImageView::showsNothingOnceNothingIsSelected()
{
    clickEntry("/tmp");
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"/tmp"_s), 30'000);
    clickEntry("/tmp", Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"Entrypoint"_s), 30'000); // the image is described
}

void TestImageView::copiesFromALayersMenu()
{
    triggerInLayerMenu(2, u"Copy Diff ID"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), m_image->layers[1].diffId->toString());
    triggerInLayerMenu(2, u"Copy Instruction"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"COPY app/ /srv/app/"_s);
}

void TestImageView::choosesHowALayerIsShown()
{
    clickLayer(2);
    triggerInLayerMenu(2, u"Up to This Layer"_s);
    QVERIFY(m_view->choice() == (TreeChoice{TreeChoice::UpTo, 1}));
    triggerInLayerMenu(2, u"Layer Changes"_s);
    QVERIFY(m_view->choice() == (TreeChoice{TreeChoice::Only, 1, 1}));
}

void TestImageView::putsTheFilterWhereItFits()
{
    const auto *const filter = m_view->findChild<QLineEdit *>(u"filter"_s);
    const QWidget *const above = m_view->layerPane()->scopeSwitch();
    QVERIFY(filter->x() > above->x());
    m_view->resize(640, 500);
    QTRY_VERIFY(filter->y() > above->y() + above->height() / 2);
    QVERIFY(filter->width() > 30 * filter->fontMetrics().averageCharWidth());
    m_view->resize(1200, 800);
    QTRY_VERIFY(filter->x() > above->x());
}

STRATOSCOPE_WIDGETS_TEST(TestImageView)
#include "tst_image_view.moc"
