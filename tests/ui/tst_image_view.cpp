// SPDX-License-Identifier: Apache-2.0
//
// An opened image, by mouse: what is clicked is what is shown.
#include "session/session.h"
#include "support/hand_made.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/common/message_bar.h"
#include "ui/common/segment_bar.h"
#include "ui/details/details_view.h"
#include "ui/diff/content_pane.h"
#include "ui/image/ignore_button.h"
#include "ui/image/image_view.h"
#include "ui/layers/layer_pane.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_view.h"

#include <QApplication>
#include <QClipboard>
#include <QCompleter>
#include <QHeaderView>
#include <QLabel>
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
    void saysWhatIsWrongWithAFilter_data();
    void saysWhatIsWrongWithAFilter();
    void restoresWhatWasExpanded();
    void restoresWhatWasExpandedInALayer();
    void completesTheFilter();
    void describesARangeOfLayers();
    void comparesStatesAroundLayers();
    void selectsWhatIsClickedWithCtrl();
    void keepsRemovedFoldersClosed();
    void findsLinksOfALayerInTheImage();
    void sortsTheLargestFirst();
    void regainsItsWidths();
    void keepsWhatMattersWhereItIsNarrow();
    void movesNothingForAProblem();
    void cleanup();
    void cleanupTestCase();

private:
    QString filterProblem() const;
    QStringList visibleRows() const;
    QString details() const { return m_view->findChild<DetailsView *>(u"details"_s)->toPlainText(); }
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

/// Why the filter is not applied, as the window says it; empty if it is.
QString TestImageView::filterProblem() const
{
    const auto *const label = m_view->findChild<QLabel *>(u"filterProblem"_s);
    return label->isVisible() ? label->text() : QString();
}

/// The paths of all rows that are not in a closed folder.
QStringList TestImageView::visibleRows() const
{
    const TreeView &tree = *m_view->treeView();
    QStringList paths;
    for (QModelIndex index = tree.model()->index(0, 0); index.isValid(); index = tree.indexBelow(index))
        paths += printable(tree.treeModel()->rows()->tree()->path(tree.treeModel()->node(index)));
    return paths;
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

void TestImageView::saysWhatIsWrongWithAFilter_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("problem");
    QTest::newRow("a size") << u"size:big"_s << u"size:big: expected a size, such as size:>10M, size:<=4k or size:1M..2M"_s;
    QTest::newRow("an unknown key") << u"sice:1"_s << u"sice:1: is not a term; put it in quotes to search for the text"_s;
    QTest::newRow("changes") << u"changed:added"_s
                             << u"changed:added: finds what layers change; choose “Up to this layer” or “Layer changes” for it"_s;
    QTest::newRow("removals") << u"changed:removed"_s
                              << u"changed:removed: finds what layers remove; choose “Layer changes” for it"_s;
}

void TestImageView::saysWhatIsWrongWithAFilter()
{
    QFETCH(const QString, filter);
    QFETCH(const QString, problem);
    const QStringList unfiltered = visibleRows();
    auto *const field = m_view->findChild<QLineEdit *>(u"filter"_s);
    field->setText(u"config"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled() && visibleRows() != unfiltered, 30'000);
    field->setText(filter);
    QTRY_COMPARE_WITH_TIMEOUT(filterProblem(), problem, 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), 30'000);
    QCOMPARE(visibleRows(), unfiltered);
    field->setText(u"config"_s);
    QTRY_COMPARE_WITH_TIMEOUT(filterProblem(), QString(), 30'000);
    field->clear();
    QTRY_COMPARE_WITH_TIMEOUT(visibleRows(), unfiltered, 30'000);
    // The same term may be right in another view.
    field->setText(filter);
    QTRY_COMPARE_WITH_TIMEOUT(filterProblem(), problem, 30'000);
    clickLayer(3);
    if (filter.startsWith(u"changed:"_s))
        QTRY_COMPARE_WITH_TIMEOUT(filterProblem(), QString(), 30'000);
    else
        QTRY_COMPARE_WITH_TIMEOUT(filterProblem(), problem, 30'000);
}

void TestImageView::restoresWhatWasExpanded()
{
    TreeView &tree = *m_view->treeView();
    const auto index
        = [&tree](std::string_view path) { return tree.treeModel()->indexOf(*tree.treeModel()->rows()->tree()->find(path)); };
    tree.setExpanded(index("/srv"), true);
    tree.setExpanded(index("/srv/app"), true);
    tree.setExpanded(index("/etc"), true);
    tree.setExpanded(index("/etc"), false);
    const QStringList before = visibleRows();
    auto *const field = m_view->findChild<QLineEdit *>(u"filter"_s);
    for (const QString &filter : {u"passwd"_s, u"nothing like that"_s, u"type:dir"_s}) {
        field->setText(filter);
        QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), 30'000);
        QVERIFY(visibleRows() != before);
        tree.collapseAll();
        field->clear();
        QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), 30'000);
        QCOMPARE(visibleRows(), before);
    }
    tree.collapseEverything();
    clickLayer(2);
    clickLayer(0);
    QVERIFY(!tree.isExpanded(index("/srv"))); // collapsing everything counts as the user's wish
}

void TestImageView::restoresWhatWasExpandedInALayer()
{
    clickLayer(3);
    const QStringList before = visibleRows();
    QVERIFY(before.contains(u"/srv/app/config.json"_s)); // the view has expanded it by itself
    auto *const field = m_view->findChild<QLineEdit *>(u"filter"_s);
    field->setText(u"layers"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), 30'000);
    QVERIFY(visibleRows() != before);
    field->clear();
    QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), 30'000);
    QCOMPARE(visibleRows(), before);
}

void TestImageView::completesTheFilter()
{
    auto *const field = m_view->findChild<QLineEdit *>(u"filter"_s);
    QCompleter *const completer = field->completer();
    QTRY_VERIFY_WITH_TIMEOUT(completer->model()->rowCount() > 0, 30'000);
    const auto completions = [completer](const QString &text) {
        completer->setCompletionPrefix(text);
        QStringList found;
        for (int row = 0; completer->setCurrentRow(row); ++row)
            found += completer->pathFromIndex(completer->currentIndex()).section(u' ', -1);
        return found;
    };
    field->setText(u"x -layer:"_s);
    QCOMPARE(completions(field->text()), (QStringList{u"-layer:0"_s, u"-layer:1"_s, u"-layer:2"_s}));
    field->setText(u"owner:ro"_s);
    QCOMPARE(completions(field->text()), QStringList{u"owner:root"_s});
    QVERIFY(completions(u"s"_s).isEmpty());
    QVERIFY(completions(u"passwd"_s).isEmpty());
    QVERIFY(completions(u"a "_s).isEmpty());
}

void TestImageView::describesARangeOfLayers()
{
    clickLayer(2);
    const QRect place = layers()->visualRect(layers()->model()->index(3, 0));
    QTest::mouseClick(layers()->viewport(), Qt::LeftButton, Qt::ShiftModifier, place.center());
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"1 to 2 (of 0 to 2)"_s), 30'000);
    QVERIFY(details().contains(u"COPY app/ /srv/app/"_s));
    QVERIFY(details().contains(u"Added\n"_s));
    QCOMPARE(m_view->statusText().left(1), u"+"_s);
}

/// As with two images; what is ignored is not listed.
void TestImageView::comparesStatesAroundLayers()
{
    const TreeView &tree = *m_view->treeView();
    const auto &ignore = *m_view->findChild<IgnoreButton *>();
    QVERIFY(ignore.isHidden());
    clickLayer(3);
    QTRY_VERIFY(m_view->compared());
    QVERIFY(!ignore.isHidden());
    for (const TreeColumn column : {TreeColumn::Before, TreeColumn::After, TreeColumn::Difference, TreeColumn::Layer})
        QVERIFY(!tree.isColumnHidden(int(column)));
    QVERIFY(tree.isColumnHidden(int(TreeColumn::Size)));
    settings::ignoredNames.set(u"*"_s);
    QTRY_COMPARE(m_view->statusText(), u"No differences"_s);
    settings::ignoredNames.set({});
    QTRY_COMPARE(m_view->statusText().left(1), u"+"_s);
    m_view->layerPane()->chooseScope(TreeChoice::Whole);
    QTRY_VERIFY(!m_view->compared());
    QVERIFY(ignore.isHidden());
    QVERIFY(tree.isColumnHidden(int(TreeColumn::Before)));
}

void TestImageView::selectsWhatIsClickedWithCtrl()
{
    clickLayer(1);
    const QRect place = layers()->visualRect(layers()->model()->index(3, 0));
    QTest::mouseClick(layers()->viewport(), Qt::LeftButton, Qt::ControlModifier, place.center());
    QVERIFY(m_view->choice() == (TreeChoice{TreeChoice::Only, 2, 2}));
    QCOMPARE(layers()->selectionModel()->selectedIndexes().size(), 1);
}

void TestImageView::keepsRemovedFoldersClosed()
{
    clickLayer(3);
    const QStringList rows = visibleRows();
    QVERIFY(rows.contains(u"/srv/app/tests"_s));
    for (const QString &row : rows)
        QVERIFY2(!row.startsWith(u"/srv/app/tests/"_s), qPrintable(row));
    clickEntry("/srv/app/tests");
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"Removed by layer\n2: RUN rm -rf"_s), 30'000);
    // It is opened to show what was searched for.
    m_view->findChild<QLineEdit *>(u"filter"_s)->setText(u"tests/"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), 30'000);
    QVERIFY(std::ranges::any_of(visibleRows(), [](const QString &row) { return row.startsWith(u"/srv/app/tests/"_s); }));
}

/// A link that a layer adds leads to what a lower layer has.
void TestImageView::findsLinksOfALayerInTheImage()
{
    const auto image = test::makeImage({{"lib/", "lib/real 5"}, {"lib/link -> real", "new 1"}});
    m_view = std::make_unique<ImageView>(*m_session, *m_transfers, image);
    m_view->resize(1200, 800);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    clickLayer(2);
    QVERIFY(!m_view->treeView()->treeModel()->rows()->tree()->find("/lib/real"));
    clickEntry("/lib/link");
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"Resolves to\n/lib/real"_s), 30'000);
    QVERIFY(!details().contains(u"Broken"_s));
    auto *const view = m_view->findChild<DetailsView *>(u"details"_s);
    QVERIFY(view->toHtml().contains(u"node:"_s));
    Q_EMIT view->anchorClicked(QUrl(u"node:%1"_s.arg(*image->tree->find("/lib/real"))));
    QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled() && m_view->statusText() == u"/lib/real"_s, 30'000);
    QVERIFY(m_view->choice() == (TreeChoice{TreeChoice::UpTo, 1}));
}

void TestImageView::sortsTheLargestFirst()
{
    QHeaderView *const header = m_view->treeView()->header();
    const QPoint size(header->sectionViewportPosition(int(TreeColumn::Size)) + 10, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, size);
    QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), 30'000);
    QCOMPARE(m_view->treeView()->treeModel()->rows()->sort(), (TreeSort{TreeColumn::Size, Qt::DescendingOrder}));
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, size);
    QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), 30'000);
    QCOMPARE(m_view->treeView()->treeModel()->rows()->sort(), (TreeSort{TreeColumn::Size, Qt::AscendingOrder}));
}

void TestImageView::regainsItsWidths()
{
    const auto *const filter = m_view->findChild<QLineEdit *>(u"filter"_s);
    const int layersWidth = m_view->layerPane()->width();
    const int detailsWidth = m_view->findChild<DetailsView *>(u"details"_s)->width();
    for (const int width : {900, 700, 560, 400}) {
        m_view->resize(width, 420);
        QTRY_VERIFY(filter->width() >= 200);
    }
    m_view->resize(1200, 800);
    QTRY_COMPARE(m_view->layerPane()->width(), layersWidth);
    QTRY_COMPARE(m_view->findChild<DetailsView *>(u"details"_s)->width(), detailsWidth);
}

void TestImageView::keepsWhatMattersWhereItIsNarrow()
{
    const TreeView &tree = *m_view->treeView();
    const QHeaderView &header = *tree.header();
    const auto endOf
        = [&header](TreeColumn column) { return header.sectionViewportPosition(int(column)) + header.sectionSize(int(column)); };
    m_view->resize(560, 420);
    clickLayer(3); // with the sizes of both sides
    QTRY_VERIFY(tree.isColumnHidden(int(TreeColumn::Before)));
    QTRY_VERIFY(endOf(TreeColumn::Layer) <= tree.viewport()->width());
    QVERIFY(endOf(TreeColumn::Difference) <= tree.viewport()->width());
    QVERIFY(header.sectionSize(int(TreeColumn::Name)) >= 110);
    QVERIFY(tree.isColumnHidden(int(TreeColumn::Modified)));
    QVERIFY(tree.isColumnWanted(int(TreeColumn::Modified)));
    m_view->resize(1400, 800);
    QTRY_COMPARE(header.hiddenSectionCount(), 1); // the size of trees that are not compared
    QVERIFY(endOf(TreeColumn::Layer) <= tree.viewport()->width());
}

void TestImageView::movesNothingForAProblem()
{
    const auto places = [this] {
        QList<QRect> found;
        for (const QWidget *const part : std::initializer_list<QWidget *>{m_view->treeView()->viewport(), m_view->layerPane(),
                                                                          m_view->findChild<ContentPane *>(), layers()->viewport()})
            found += QRect(part->mapTo(m_view.get(), QPoint()), part->size());
        return found;
    };
    const QList<QRect> before = places();
    m_view->showProblem(u"Could not save the file"_s, u"/etc/passwd: no space left on the device"_s);
    const auto bars = m_view->findChildren<MessageBar *>();
    const auto shown = std::ranges::find_if(bars, &QWidget::isVisible);
    QVERIFY(shown != bars.end());
    QTRY_COMPARE((*shown)->geometry().bottom(), m_view->rect().bottom());
    QCOMPARE((*shown)->width(), m_view->width());
    for (const QWidget *const part : (*shown)->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly))
        QVERIFY((*shown)->rect().contains(part->geometry()));
    QCOMPARE(places(), before);
    m_view->resize(900, 700);
    QTRY_COMPARE((*shown)->width(), 900);
    QTRY_COMPARE((*shown)->geometry().bottom(), m_view->rect().bottom());

    const QPoint tree = m_view->treeView()->mapTo(m_view.get(), QPoint());
    m_view->setNote(u"1 of 2 layers"_s);
    QVERIFY(QTest::qWaitFor([&] { return !m_view->layerPane()->rect().isEmpty(); }));
    QCOMPARE(m_view->treeView()->mapTo(m_view.get(), QPoint()), tree);
}

STRATOSCOPE_WIDGETS_TEST(TestImageView)
#include "tst_image_view.moc"
