// SPDX-License-Identifier: Apache-2.0
//
// The page "Search": the contents of an image's files.
#include "session/session.h"
#include "support/disk_tree.h"
#include "support/idle.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/common/search_field.h"
#include "ui/grep/grep_model.h"
#include "ui/grep/grep_page.h"
#include "ui/image/image_view.h"
#include "ui/layers/layer_pane.h"
#include "ui/preview/text_view.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_view.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

constexpr int kPatience = 30'000;

test::TestImage imageForSearch()
{
    std::string many;
    for (int i = 0; i < 6000; ++i)
        many += "a frequent line\n";
    test::TarBuilder one;
    one.file("etc/app.conf", "# settings\n\tToken = abc\nport = 1\n").file("etc/secret", "token of old\n").file("var/many", many);
    test::TarBuilder two;
    two.file("etc/.wh.secret")
        .file("bin/program",
              std::string("\x7f"
                          "ELF\0token",
                          10))
        .file("srv/a\x1b[31m", "token\n");
    return {.layers = {one.finish(), two.finish()}};
}

} // namespace

class TestGrepPage : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Transfers> m_transfers;
    std::unique_ptr<ImageView> m_view;

    GrepPage &page() const { return *m_view->findChild<GrepPage *>(); }
    QString state() const { return page().findChild<QLabel *>(u"grepState"_s)->text(); }
    QCheckBox *box(const QString &text) const
    {
        for (QCheckBox *const box : page().findChildren<QCheckBox *>()) {
            if (QString(box->text()).remove(u'&') == text)
                return box;
        }
        return nullptr;
    }
    void chooseScope(GrepScope::Kind kind) const
    {
        auto *const scopes = page().findChild<QComboBox *>(u"grepScope"_s);
        scopes->setCurrentIndex(scopes->findData(int(kind)));
        Q_EMIT scopes->activated(scopes->currentIndex());
    }
    /// Types it, and waits for the end of the search.
    QStringList searched(const QString &text) const
    {
        page().field()->clear();
        QTest::keyClicks(page().field(), text);
        QTest::keyClick(page().field(), Qt::Key_Return);
        return rows();
    }
    QStringList rows() const
    {
        if (!QTest::qWaitFor([this] { return !page().isSearching(); }, kPatience))
            return {u"does not end"_s};
        QStringList rows;
        for (int row = 0; row < page().model().rowCount(); ++row)
            rows += page().model().index(row).data().toString();
        return rows;
    }
    void select(int row) const { page().list()->setCurrentIndex(page().model().index(row)); }

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
        m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
        m_transfers = std::make_unique<Transfers>(*m_session);
        const std::string tar = test::tarOf(test::dockerArchive({imageForSearch()}, test::DockerLayout::Skopeo));
        test::writeDisk(m_directory.filePath(u"image.tar"_s), QByteArray::fromStdString(tar));
    }

    void init()
    {
        settings::searchesRegex.set(false);
        settings::searchMatchesCase.set(false);
        settings::searchesBinaryFiles.set(false);
        const auto opening = m_session->open(m_directory.filePath(u"image.tar"_s));
        QVERIFY(QTest::qWaitFor([&] { return opening->isFinished(); }, kPatience));
        m_view = std::make_unique<ImageView>(*m_session, *m_transfers, test::need(*opening->takeResult()));
        m_view->resize(1000, 700);
        m_view->show();
        m_view->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), kPatience);
        m_view->focusSearch();
    }

    void cleanup() { m_view.reset(); }

    void findsText()
    {
        QVERIFY(page().isVisible());
        QVERIFY(page().field()->hasFocus());
        QCOMPARE(searched(u"token"_s),
                 (QStringList{u"/etc/app.conf"_s, u"2:     Token = abc"_s, u"/srv/a\\x1b[31m"_s, u"1: token"_s}));
        QCOMPARE(state(), u"2 matching lines in 2 files"_s);
        const QModelIndex line = page().model().index(1);
        QCOMPARE(line.data(GrepModel::BeforeRole).toString(), QString());
        QCOMPARE(line.data(GrepModel::MatchRole).toString(), u"Token"_s);
        QCOMPARE(line.data(GrepModel::AfterRole).toString(), u" = abc"_s);
        QCOMPARE(page().model().index(2).data(GrepModel::LayerRole).toInt(), 1);
        box(u"Match case"_s)->click();
        QCOMPARE(rows(), (QStringList{u"/srv/a\\x1b[31m"_s, u"1: token"_s}));
        QVERIFY(settings::searchMatchesCase());
        QCOMPARE(searched(u"t.k.n"_s), QStringList());
        box(u"Regular expression"_s)->click();
        QCOMPARE(rows().size(), 2);
        box(u"Binary files"_s)->click();
        QCOMPARE(rows().size(), 4);
        QCOMPARE(rows().front(), u"/bin/program"_s);
        QVERIFY(settings::searchesBinaryFiles());
    }

    void saysWhatIsWrong()
    {
        box(u"Regular expression"_s)->click();
        searched(u"a(b"_s);
        const auto labels = page().findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
            return label->isVisible() && label->text().contains(u"missing closing parenthesis (after “a(b”)"_s);
        }));
        QCOMPARE(searched(u"a[b]x"_s), QStringList());
        QVERIFY(std::ranges::any_of(labels,
                                    [](const QLabel *label) { return label->isVisible() && label->text() == u"Nothing found"_s; }));
    }

    void searchesLayers()
    {
        chooseScope(GrepScope::AllLayers);
        QCOMPARE(searched(u"token"_s).size(), 6);
        QCOMPARE(rows()[2], u"/etc/secret"_s);
        chooseScope(GrepScope::Chosen);
        QCOMPARE(rows().size(), 4);
        m_view->layerPane()->choose({TreeChoice::Only, 1});
        QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), kPatience);
        QVERIFY(page().isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(rows().size(), 2, kPatience);
        m_view->layerPane()->choose({TreeChoice::UpTo, 0});
        QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(
            rows(), (QStringList{u"/etc/app.conf"_s, u"2:     Token = abc"_s, u"/etc/secret"_s, u"1: token of old"_s}), kPatience);
    }

    void searchesTheSelection()
    {
        const MergedTree &tree = *m_view->image()->tree;
        m_view->treeView()->reveal(*tree.find("/srv"));
        chooseScope(GrepScope::Selected);
        QCOMPARE(page().findChild<QComboBox *>(u"grepScope"_s)->currentText(), u"In /srv"_s);
        QCOMPARE(searched(u"token"_s), (QStringList{u"/srv/a\\x1b[31m"_s, u"1: token"_s}));
        const QModelIndex other = m_view->treeView()->treeModel()->indexOf(*tree.find("/etc"));
        m_view->treeView()->selectionModel()->select(other, QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QCOMPARE(page().findChild<QComboBox *>(u"grepScope"_s)->currentText(), u"In 2 selected entries"_s);
        QCOMPARE(searched(u"token"_s),
                 (QStringList{u"/etc/app.conf"_s, u"2:     Token = abc"_s, u"/srv/a\\x1b[31m"_s, u"1: token"_s}));
    }

    /// What a layer removed is searched in the layers below it.
    void searchesASelectionOfChanges()
    {
        m_view->layerPane()->choose({TreeChoice::Only, 1});
        QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), kPatience);
        m_view->focusSearch();
        m_view->treeView()->selectAll();
        chooseScope(GrepScope::Selected);
        QTRY_COMPARE_WITH_TIMEOUT(searched(u"token"_s).size(), 6, kPatience);
        const QStringList found = rows();
        QVERIFY(found.contains(u"/etc/secret"_s));
        QVERIFY(found.contains(u"/srv/a\\x1b[31m"_s));
        select(int(found.indexOf(u"/etc/secret"_s)));
        Q_EMIT page().list()->activated(page().list()->currentIndex());
        QTRY_COMPARE_WITH_TIMEOUT(m_view->choice(), (TreeChoice{TreeChoice::UpTo, 0}), kPatience);
    }

    void showsTheFile()
    {
        searched(u"token"_s);
        select(1);
        auto *const text = page().findChild<TextView *>();
        QTRY_COMPARE_WITH_TIMEOUT(text->textCursor().selectedText(), u"\tToken = abc"_s, kPatience);
        QCOMPARE(m_view->treeView()->currentNode(), *m_view->image()->tree->find("/etc/app.conf"));
        QVERIFY(page().isVisible());
        QTest::keyClick(page().list(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), u"\tToken = abc"_s);
        Q_EMIT page().list()->activated(page().list()->currentIndex());
        QVERIFY(!page().isVisible());
        QCOMPARE(m_view->choice(), TreeChoice());
    }

    void showsADeletedFile()
    {
        chooseScope(GrepScope::AllLayers);
        QCOMPARE(searched(u"of old"_s).size(), 2);
        select(1);
        auto *const text = page().findChild<TextView *>();
        QTRY_COMPARE_WITH_TIMEOUT(text->textCursor().selectedText(), u"token of old"_s, kPatience);
        Q_EMIT page().list()->activated(page().list()->currentIndex());
        QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), kPatience);
        QCOMPARE(m_view->choice(), (TreeChoice{TreeChoice::UpTo, 0}));
        QTRY_COMPARE_WITH_TIMEOUT(m_view->statusText(), u"/etc/secret"_s, kPatience);
    }

    void limitsTheList()
    {
        QCOMPARE(searched(u"frequent"_s).size(), 5001);
        QCOMPARE(state(), u"The first 5,000 of 6,000 matching lines in 1 files"_s);
        const auto buttons = page().findChildren<QPushButton *>();
        const auto more = std::ranges::find(buttons, u"Show More"_s, &QPushButton::text);
        QVERIFY((*more)->isVisible());
        (*more)->click();
        QCOMPARE(rows().size(), 6001);
        QVERIFY(!(*more)->isVisible());
        select(5990);
        auto *const text = page().findChild<TextView *>();
        QTRY_COMPARE_WITH_TIMEOUT(text->textCursor().blockNumber(), 5989, kPatience);
    }

    void keys()
    {
        QTest::keyClicks(page().field(), u"token"_s);
        QVERIFY(page().isSearching());
        QTest::keyClick(page().field(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!page().isSearching(), kPatience);
        QCOMPARE(page().field()->text(), u"token"_s);
        QTest::keyClick(page().field(), Qt::Key_Escape);
        QCOMPARE(page().field()->text(), QString());
        searched(u"token"_s);
        QTest::keyClick(page().field(), Qt::Key_Down);
        QVERIFY(page().list()->hasFocus());
        QCOMPARE(page().list()->currentIndex().row(), 0);
        QTest::keyClick(page().list(), Qt::Key_Escape);
        QVERIFY(page().field()->hasFocus());
    }
};

STRATOSCOPE_WIDGETS_TEST(TestGrepPage)
#include "tst_grep_page.moc"
