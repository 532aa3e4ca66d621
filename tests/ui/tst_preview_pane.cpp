// SPDX-License-Identifier: Apache-2.0
//
// The preview and the details in use.
#include "session/session.h"
#include "support/disk_tree.h"
#include "support/file_dialog.h"
#include "support/hand_made.h"
#include "support/need.h"
#include "support/tar_builder.h"
#include "support/test_main.h"
#include "ui/details/details_view.h"
#include "ui/json/json_view.h"
#include "ui/preview/archive_dialog.h"
#include "ui/preview/archive_view.h"
#include "ui/preview/find_bar.h"
#include "ui/preview/hex_view.h"
#include "ui/preview/preview_pane.h"
#include "ui/preview/text_view.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

/// The first selected byte and their number.
std::pair<std::uint64_t, std::uint64_t> selectionOf(const HexView &view)
{
    return {view.cursor().first(), view.cursor().count()};
}

} // namespace

class TestPreviewPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_pane.reset(); }
    void findsInText();
    void findsWithTheCase();
    void findsInWhatComesLater();
    void findsInAllOfALongText();
    void loadsMoreWhileScrolling();
    void closesTheFindBar();
    void copiesBrokenLinesWhole();
    void foldsJson();
    void copiesFromJson();
    void selectsBytes();
    void fitsBytesIntoTheirLines();
    void copiesBytes();
    void goesToOffsets_data();
    void goesToOffsets();
    void keepsTheViewMode();
    void leadsToInterpreters();
    void showsAnArchive();
    void opensAnArchive();
    void savesFromAnArchive();
    void showsAnArchivesDamage();
    void copiesDetails();

private:
    void show(const QByteArray &content, const std::string &name = "file");
    template <typename T>
    T *find() const
    {
        return m_pane->findChild<T *>();
    }
    QLabel *label(const QString &text) const;

    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<PreviewPane> m_pane;
    ImageFs m_fs;
};

void TestPreviewPane::initTestCase()
{
    m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
}

void TestPreviewPane::init()
{
    m_pane = std::make_unique<PreviewPane>(*m_session);
    m_pane->resize(800, 400);
    m_pane->QWidget::show();
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
}

void TestPreviewPane::show(const QByteArray &content, const std::string &name)
{
    m_fs = test::makeImage({{name + " " + std::to_string(content.size()), "bin/", "bin/sh 0"}}, content)->fs();
    m_pane->clear();
    m_pane->show(m_fs, *m_fs.tree->find(name));
    QTRY_VERIFY_WITH_TIMEOUT(label(u" B"_s) || label(u"iB"_s), 30'000);
}

QLabel *TestPreviewPane::label(const QString &text) const
{
    for (QLabel *const label : m_pane->findChildren<QLabel *>()) {
        if (label->text().contains(text) && label->isVisible())
            return label;
    }
    return nullptr;
}

void TestPreviewPane::findsInText()
{
    show("one two\nTwo three\ntwo\n"_qba);
    auto *const text = find<TextView>();
    text->setFocus();
    QTest::keySequence(text, QKeySequence::Find);
    auto *const bar = find<FindBar>();
    QVERIFY(bar->isVisible());
    QTest::keyClicks(bar->findChild<QLineEdit *>(), u"two"_s);
    QCOMPARE(text->matchCount(), 3);
    QVERIFY(label(u"1 of 3"_s));
    QTest::keyClick(bar->findChild<QLineEdit *>(), Qt::Key_Return);
    QVERIFY(label(u"2 of 3"_s));
    QCOMPARE(text->textCursor().selectedText(), u"Two"_s);
    QTest::keyClick(bar->findChild<QLineEdit *>(), Qt::Key_Return);
    QTest::keyClick(bar->findChild<QLineEdit *>(), Qt::Key_Return); // wraps around
    QVERIFY(label(u"1 of 3"_s));
    QTest::keyClick(bar->findChild<QLineEdit *>(), Qt::Key_Return, Qt::ShiftModifier); // and back
    QVERIFY(label(u"3 of 3"_s));
    bar->findChild<QLineEdit *>()->setText(u"four"_s);
    QVERIFY(label(u"Not found"_s));
    QCOMPARE(text->matchCount(), 0);
}

void TestPreviewPane::findsWithTheCase()
{
    show("Two two"_qba);
    auto *const text = find<TextView>();
    text->find(u"two"_s, true);
    QCOMPARE(text->matchCount(), 1);
    QCOMPARE(text->textCursor().selectionStart(), 4);
    text->find(u"two"_s, false);
    QCOMPARE(text->matchCount(), 2);
}

/// A long text is added piece by piece; all of it is searched.
void TestPreviewPane::findsInWhatComesLater()
{
    QByteArray content;
    for (int line = 0; line < 10'000; ++line)
        content += "line " + QByteArray::number(line) + '\n';
    show(content);
    auto *const text = find<TextView>();
    text->find(u"line 9999"_s, false);
    QTRY_VERIFY(text->isComplete());
    QTRY_COMPARE(text->matchCount(), 1);
    text->find(u"e"_s, false);
    QCOMPARE(text->matchCount(), 10'000);
    QVERIFY(text->extraSelections().size() < 200); // only the visible matches are marked
}

void TestPreviewPane::findsInAllOfALongText()
{
    QByteArray content;
    for (int line = 0; line < 200'000; ++line)
        content += "line " + QByteArray::number(line) + '\n'; // 2.2 MB
    show(content);
    auto *const text = find<TextView>();
    text->setFocus();
    QTest::keySequence(text, QKeySequence::Find);
    auto *const field = find<FindBar>()->findChild<QLineEdit *>();
    QTest::keyClicks(field, u"line 1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(label(u"1 of 111,111"_s), 30'000);
    QVERIFY(text->matchCount() < 111'111);
    // What comes later is loaded to be shown.
    field->setText(u"line 199999"_s);
    QTRY_VERIFY_WITH_TIMEOUT(label(u"1 of 1"_s) && text->currentMatch() == 0, 30'000);
    QCOMPARE(text->textCursor().selectedText(), u"line 199999"_s);
    field->setText(u"line 200000"_s);
    QTRY_VERIFY_WITH_TIMEOUT(label(u"Not found"_s), 30'000);
}

void TestPreviewPane::loadsMoreWhileScrolling()
{
    QByteArray content;
    for (int line = 0; line < 200'000; ++line)
        content += "line " + QByteArray::number(line) + '\n';
    show(content);
    auto *const text = find<TextView>();
    QTRY_VERIFY_WITH_TIMEOUT(text->isComplete(), 30'000);
    QVERIFY(label(u"loaded while scrolling"_s));
    QVERIFY(text->blockCount() < 150'000);
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            text->verticalScrollBar()->setValue(text->verticalScrollBar()->maximum());
            return text->blockCount() == 200'000;
        }(),
        30'000);
    QCOMPARE(text->document()->lastBlock().text(), u"line 199999"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!label(u"loaded while scrolling"_s), 30'000);
}

void TestPreviewPane::closesTheFindBar()
{
    show("one"_qba);
    auto *const text = find<TextView>();
    text->setFocus();
    QTest::keySequence(text, QKeySequence::Find);
    auto *const bar = find<FindBar>();
    QTest::keyClicks(bar->findChild<QLineEdit *>(), u"one"_s);
    QTest::keyClick(bar->findChild<QLineEdit *>(), Qt::Key_Escape);
    QVERIFY(!bar->isVisible());
    QVERIFY(text->hasFocus());
    QVERIFY(text->extraSelections().isEmpty());
}

void TestPreviewPane::copiesBrokenLinesWhole()
{
    const QByteArray content = "first\n"_qba + QByteArray(10'000, 'x') + "\nlast"_qba;
    show(content);
    auto *const text = find<TextView>();
    QTRY_VERIFY(text->isComplete());
    text->selectAll();
    text->copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromUtf8(content));
}

void TestPreviewPane::foldsJson()
{
    show(R"({"b": [1, 2], "a": "x"})"_qba);
    auto *const tree = find<JsonView>();
    QVERIFY(!tree->isVisible());
    m_pane->setViewMode(PreviewPane::Tree);
    QVERIFY(tree->isVisible());
    const QModelIndex top = tree->model()->index(0, 0);
    QVERIFY(tree->isExpanded(top));
    QCOMPARE(tree->model()->index(0, 0, top).data().toString(), u"b"_s);
    // A file that is not JSON is shown as text, and the next one that is as a tree again.
    show("plain"_qba);
    QVERIFY(find<TextView>()->isVisible());
    show("[1]"_qba);
    QVERIFY(tree->isVisible());
}

void TestPreviewPane::copiesFromJson()
{
    show(R"({"list": [1, "two"]})"_qba);
    m_pane->setViewMode(PreviewPane::Tree);
    auto *const tree = find<JsonView>();
    const QModelIndex list = tree->model()->index(0, 0, tree->model()->index(0, 0));
    tree->setCurrentIndex(tree->model()->index(1, 0, list));
    QTest::keySequence(tree, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"two"_s);
    tree->setCurrentIndex(list);
    QTest::keySequence(tree, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"[\n  1,\n  \"two\"\n]"_s);
}

void TestPreviewPane::selectsBytes()
{
    show(QByteArray(100, '\1'));
    auto *const hex = find<HexView>();
    QVERIFY(hex->isVisible());
    using Bytes = std::pair<std::uint64_t, std::uint64_t>;
    hex->setFocus();
    QTest::keyClick(hex, Qt::Key_Down);
    QTest::keyClick(hex, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(selectionOf(*hex), (Bytes{16, 2}));
    QTest::keyClick(hex, Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(hex->cursor().offset(), std::uint64_t(99));
    QTest::keyClick(hex, Qt::Key_PageDown);
    QTest::keyClick(hex, Qt::Key_Right);
    QCOMPARE(hex->cursor().offset(), std::uint64_t(99));
    QTest::keyClick(hex, Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(hex, Qt::Key_Up);
    QTest::keyClick(hex, Qt::Key_Left);
    QCOMPARE(selectionOf(*hex), (Bytes{0, 1}));
    QTest::keySequence(hex, QKeySequence::SelectAll);
    QCOMPARE(selectionOf(*hex), (Bytes{0, 100}));
    hex->select(90, 500);
    QCOMPARE(selectionOf(*hex), (Bytes{90, 10}));

    // From the first byte of the first line to the last of the second, by mouse.
    const int advance = hex->fontMetrics().horizontalAdvance(u'0');
    const int line = hex->fontMetrics().height() + 2;
    const int left = 8 + 10 * advance;
    QTest::mousePress(hex->viewport(), Qt::LeftButton, {}, {left + 1, 6});
    QMouseEvent move(QEvent::MouseMove, QPointF(left + (15 * 3 + 2) * advance, 6 + line), hex->mapToGlobal(QPointF(0, 0)),
                     Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(hex->viewport(), &move);
    QCOMPARE(selectionOf(*hex), (Bytes{0, 32}));
}

void TestPreviewPane::fitsBytesIntoTheirLines()
{
    show(QByteArray(4000, '\1'));
    auto *const hex = find<HexView>();
    hex->setFocus();
    m_pane->resize(hex->fontMetrics().horizontalAdvance(u'0') * 60, m_pane->height());
    QTest::keyClick(hex, Qt::Key_Down);
    QCOMPARE(hex->cursor().offset(), std::uint64_t(8));
    QVERIFY(!hex->horizontalScrollBar()->isVisible());
    m_pane->resize(hex->fontMetrics().horizontalAdvance(u'0') * 120, m_pane->height());
    QTest::keyClick(hex, Qt::Key_Down);
    QCOMPARE(hex->cursor().offset(), std::uint64_t(24));
}

void TestPreviewPane::copiesBytes()
{
    show(QByteArray("\x7f\0hi\xff rest", 9));
    auto *const hex = find<HexView>();
    hex->select(0, 4);
    QGuiApplication::clipboard()->clear();
    hex->setFocus();
    QTest::keySequence(hex, QKeySequence::Copy);
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), u"7f 00 68 69"_s);
    hex->copy(HexView::CopyAs::Text);
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), u"\x7f\u2400hi"_s);
}

void TestPreviewPane::goesToOffsets_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qulonglong>("expected");
    QTest::addColumn<QString>("problem");
    QTest::newRow("decimal") << u"4096"_s << 4096ULL << QString();
    QTest::newRow("hexadecimal") << u" 0X1f "_s << 31ULL << QString();
    QTest::newRow("no octal") << u"010"_s << 10ULL << QString();
    QTest::newRow("beyond") << u"999999"_s << 0ULL << u"Past the end of the file"_s;
    QTest::newRow("no number") << u"abc"_s << 0ULL << u"Not a number"_s;
    QTest::newRow("negative") << u"-1"_s << 0ULL << u"Not a number"_s;
}

void TestPreviewPane::goesToOffsets()
{
    QFETCH(QString, text);
    QFETCH(QString, problem);
    show(QByteArray(100'000, '\1'));
    auto *const hex = find<HexView>();
    hex->setFocus();
    QTest::keyClick(hex, Qt::Key_G, Qt::ControlModifier);
    auto *const bar = find<FindBar>();
    QCOMPARE(bar->mode(), FindBar::Offset);
    QTest::keyClicks(bar->findChild<QLineEdit *>(), text);
    QTest::keyClick(bar->findChild<QLineEdit *>(), Qt::Key_Return);
    QTEST(qulonglong(hex->cursor().offset()), "expected");
    QCOMPARE(label(problem.isEmpty() ? u"no such"_s : problem) != nullptr, !problem.isEmpty());
    QCOMPARE(hex->hasFocus(), problem.isEmpty());
}

void TestPreviewPane::keepsTheViewMode()
{
    show("text"_qba);
    QVERIFY(find<TextView>()->isVisible());
    m_pane->setViewMode(PreviewPane::Bytes);
    QVERIFY(find<HexView>()->isVisible());
    show("another"_qba);
    QVERIFY(find<HexView>()->isVisible());
    m_pane->setViewMode(PreviewPane::Content);
    QCOMPARE(find<TextView>()->toPlainText(), u"another"_s);
}

void TestPreviewPane::leadsToInterpreters()
{
    show("#!/bin/sh\necho\n"_qba, "script");
    auto *const facts = find<DetailsView>();
    QVERIFY(facts->isVisible());
    QCOMPARE(facts->plainText(), u"Interpreter: /bin/sh"_s);
    QSignalSpy followed(m_pane.get(), &PreviewPane::followed);
    Q_EMIT facts->anchorClicked(QUrl(u"node:%1"_s.arg(*m_fs.tree->find("bin/sh"))));
    QCOMPARE(followed.count(), 1);
    show("no script"_qba);
    QVERIFY(!facts->isVisible());
}

void TestPreviewPane::showsAnArchive()
{
    const std::string tar
        = test::TarBuilder().file("b", "1").dir("bin").file("bin/sh", std::string(700, 'x')).symlink("bin/ash", "sh").finish();
    show(QByteArray::fromStdString(tar));
    auto *const view = find<ArchiveView>();
    QVERIFY(view->isVisible());
    const QAbstractItemModel &model = *view->model();
    const QModelIndex bin = model.index(0, 0); // folders come first
    QCOMPARE(bin.data().toString(), u"bin"_s);
    QCOMPARE(model.index(0, 0, bin).data().toString(), u"ash → sh"_s);
    QCOMPARE(model.index(1, 0, bin).siblingAtColumn(int(TreeColumn::Size)).data().toString(), u"700 B"_s);
    view->setCurrentIndex(model.index(0, 0, bin));
    QTest::keySequence(view, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"/bin/ash"_s);
}

void TestPreviewPane::opensAnArchive()
{
    const std::string inner = test::TarBuilder().file("deep.txt", "found").finish();
    show(QByteArray::fromStdString(test::TarBuilder().file("a.txt", "hello").file("inner.tar", inner).finish()));
    auto *const open = m_pane->findChild<QPushButton *>(u"openArchive"_s);
    QVERIFY(open->isVisible());
    open->click();
    ArchiveDialog *dialog = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((dialog = find<ArchiveDialog>()), 30'000);
    const auto choose = [](const ArchiveDialog &in, const QString &name) {
        auto *const view = in.findChild<ArchiveView *>();
        const QModelIndexList found = view->model()->match(view->model()->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchExactly);
        if (!found.isEmpty())
            view->setCurrentIndex(found.front());
        return !found.isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(choose(*dialog, u"a.txt"_s), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(dialog->findChild<TextView *>()->toPlainText(), u"hello"_s, 30'000);
    // An archive in the archive.
    QVERIFY(choose(*dialog, u"inner.tar"_s));
    auto *const openInner = dialog->findChild<QPushButton *>(u"openArchive"_s);
    QTRY_VERIFY_WITH_TIMEOUT(openInner->isVisible(), 30'000);
    openInner->click();
    ArchiveDialog *nested = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((nested = dialog->findChild<ArchiveDialog *>()), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(choose(*nested, u"deep.txt"_s), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(nested->findChild<TextView *>()->toPlainText(), u"found"_s, 30'000);
    delete dialog;
}

void TestPreviewPane::savesFromAnArchive()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    show(QByteArray::fromStdString(test::TarBuilder().dir("in").file("in/a.txt", "hello").finish()));
    m_pane->findChild<QPushButton *>(u"openArchive"_s)->click();
    ArchiveDialog *dialog = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((dialog = find<ArchiveDialog>()), 30'000);
    const auto saveButton = [dialog]() -> QPushButton * {
        for (QPushButton *const button : dialog->findChildren<QPushButton *>()) {
            if (button->text() == u"&Save As…"_s)
                return button;
        }
        return nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<ArchiveView *>()->rows(), 30'000);
    dialog->select("/in");
    QVERIFY(!saveButton()->isEnabled()); // a folder
    dialog->select("/in/a.txt");
    QVERIFY(saveButton()->isEnabled());
    const auto says = [dialog](const QString &text) {
        return std::ranges::any_of(dialog->findChildren<QLabel *>(),
                                   [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    };
    test::chooseInNextFileDialog(u"/sys/a.txt"_s); // where no file can be created; files of /proc block whoever reads them
    QTest::mouseClick(saveButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"/sys/a.txt: cannot write"_s), 30'000);
    const QString path = m_directory.filePath(u"saved.txt"_s);
    test::chooseInNextFileDialog(path);
    QTest::mouseClick(saveButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"Saved as "_s + path), 30'000);
    QCOMPARE(test::readDisk(path), QByteArray("hello"));
    delete dialog;
}

void TestPreviewPane::showsAnArchivesDamage()
{
    show(QByteArray("PK\3\4", 4) + QByteArray(60, '\7'));
    QVERIFY(find<HexView>()->isVisible());
    QVERIFY(label(u"damaged archive"_s));
}

void TestPreviewPane::copiesDetails()
{
    DetailsView view;
    view.show({{u"Path"_s, u"/a <b>"_s}, {u"Resolves to"_s, u"/c"_s, false, 3}, {{}, u"/d"_s, false, 4}});
    QTest::keySequence(&view, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"Path: /a <b>\nResolves to: /c\n    /d"_s);
    QVERIFY(view.toPlainText().contains(u"/a <b>"_s));
    QSignalSpy followed(&view, &DetailsView::followed);
    Q_EMIT view.anchorClicked(QUrl(u"node:4"_s));
    QCOMPARE(followed.first().first().value<NodeId>(), NodeId(4));
}

STRATOSCOPE_WIDGETS_TEST(TestPreviewPane)
#include "tst_preview_pane.moc"
