// SPDX-License-Identifier: Apache-2.0
//
// The views of a difference in use.
#include "session/session.h"
#include "support/idle.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/tar_builder.h"
#include "support/test_main.h"
#include "support/watchdog.h"
#include "ui/common/segment_bar.h"
#include "ui/diff/change_list_view.h"
#include "ui/diff/content_pane.h"
#include "ui/diff/diff_view.h"
#include "ui/diff/hex_diff_view.h"
#include "ui/diff/picture_diff_view.h"
#include "ui/diff/text_diff_view.h"
#include "ui/preview/find_bar.h"
#include "ui/preview/text_view.h"
#include "ui/settings/settings.h"

#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QDialog>
#include <QImage>
#include <QLabel>
#include <QScrollBar>
#include <QSettings>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;
using test::Watchdog;

namespace {

constexpr int kPatience = 60'000; ///< milliseconds; only ever waited for where something hangs

FileSide fileOf(std::string content, std::int64_t mode = 0644)
{
    const ImageFs fs = test::fsOf({test::TarBuilder().add({.path = "file", .content = std::move(content), .mode = mode})});
    return {fs, *fs.tree->find("file")};
}

std::string numbers(int count)
{
    std::string text;
    for (int i = 1; i <= count; ++i)
        text += "line " + std::to_string(i) + "\n";
    return text;
}

std::string replaced(std::string text, const std::string &from, const std::string &to)
{
    return text.replace(text.find(from), from.size(), to);
}

std::string pictureOf(const QColor &colour)
{
    QImage image(64, 48, QImage::Format_RGB32);
    image.fill(colour);
    QBuffer buffer;
    image.save(&buffer, "PNG");
    return buffer.data().toStdString();
}

} // namespace

class TestContentPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_pane.reset(); }
    void switchesBetweenDifferenceAndContents();
    void goesFromChangeToChange();
    void unfolds();
    void findsText();
    void keepsTheArrangement();
    void selectsAndCopies();
    void copiesOneSide();
    void paintsMarkedWords();
    void showsAttributes();
    void saysWhatIsTheSame();
    void showsOneSide();
    void listsMembers();
    void opensFilesOfArchives();
    void slidesOverPictures();
    void alignsBytes();
    void staysResponsive();

private:
    void compare(const FileSide &before, const FileSide &after);
    template <typename T>
    T *find(const QString &name = {}) const
    {
        return m_pane->findChild<T *>(name);
    }
    QString state() const { return find<QLabel>(u"differenceState"_s)->text(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }

    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ContentPane> m_pane;
};

void TestContentPane::initTestCase()
{
    m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
}

void TestContentPane::init()
{
    QSettings().clear();
    m_pane = std::make_unique<ContentPane>(*m_session);
    m_pane->resize(1000, 300);
    m_pane->QWidget::show();
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
}

void TestContentPane::compare(const FileSide &before, const FileSide &after)
{
    m_pane->showDifference(before, after);
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*m_pane), kPatience);
}

void TestContentPane::switchesBetweenDifferenceAndContents()
{
    compare(fileOf("one\ntwo\n"), fileOf("one\n2\n"));
    auto *const segments = find<SegmentBar>(u"contentSwitch"_s);
    QVERIFY(segments->isVisible());
    QVERIFY(find<TextDiffView>()->isVisible());
    segments->segment(ContentPane::Before)->click();
    QTRY_COMPARE(find<TextView>()->toPlainText(), u"one\ntwo\n"_s.chopped(1));
    QVERIFY(!find<TextDiffView>()->isVisible());
    segments->segment(ContentPane::After)->click();
    QTRY_COMPARE(find<TextView>()->toPlainText(), u"one\n2"_s);
    // It stays like this for the next one.
    compare(fileOf("a\n"), fileOf("b\n"));
    QTRY_COMPARE(find<TextView>()->toPlainText(), u"b"_s);
    segments->segment(ContentPane::Difference)->click();
    QTRY_VERIFY(find<TextDiffView>()->isVisible());
    const FileSide only = fileOf("whole\n");
    m_pane->show(only.fs, only.node);
    QTRY_COMPARE(find<TextView>()->toPlainText(), u"whole"_s);
    QVERIFY(!segments->isVisible());
}

void TestContentPane::goesFromChangeToChange()
{
    const std::string before = numbers(500);
    compare(fileOf(before),
            fileOf(replaced(replaced(replaced(before, "line 50\n", "x\n"), "line 200\n", "y\n"), "line 450\n", "z\n")));
    auto *const view = find<TextDiffView>();
    view->setFocus();
    QCOMPARE(state(), u"1 of 3"_s);
    press(Qt::Key_F7);
    QCOMPARE(state(), u"2 of 3"_s);
    press(Qt::Key_N);
    QCOMPARE(state(), u"3 of 3"_s);
    press(Qt::Key_F7); // there is no further one
    QCOMPARE(state(), u"3 of 3"_s);
    press(Qt::Key_P);
    press(Qt::Key_F7, Qt::ShiftModifier);
    QCOMPARE(state(), u"1 of 3"_s);
    QVERIFY(view->rows().hasFolds());
}

void TestContentPane::unfolds()
{
    const std::string before = numbers(100);
    compare(fileOf(before), fileOf(replaced(before, "line 50\n", "x\n")));
    auto *const view = find<TextDiffView>();
    view->setFocus();
    const int folded = view->rows().count();
    QCOMPARE(view->rows().row(0).kind, TextRow::Fold);
    press(Qt::Key_Home, Qt::ControlModifier);
    press(Qt::Key_Return);
    QCOMPARE(view->rows().count(), folded + 45);
    QCOMPARE(view->rows().row(0).kind, TextRow::Equal);
    press(Qt::Key_End, Qt::ControlModifier);
    const int last = view->rows().count() - 1;
    QCOMPARE(view->rows().row(last).kind, TextRow::Fold);
    view->verticalScrollBar()->setValue(view->verticalScrollBar()->maximum());
    const int top = (last - view->verticalScrollBar()->value()) * (view->fontMetrics().height() + 2);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, {200, top + 4});
    QVERIFY(!view->rows().hasFolds());
    QCOMPARE(view->rows().count(), 101);
}

void TestContentPane::findsText()
{
    const std::string before = numbers(100);
    compare(fileOf(before), fileOf(replaced(before, "line 50\n", "new line\n")));
    auto *const view = find<TextDiffView>();
    const auto *const bar = m_pane->findChild<DiffView *>()->findChild<FindBar *>();
    const auto shown = [bar] {
        QStringList texts;
        for (const QLabel *const label : bar->findChildren<QLabel *>())
            texts += label->text();
        return texts.join(u'|');
    };
    view->setFocus();
    press(Qt::Key_F, Qt::ControlModifier);
    QVERIFY(bar->isVisible());
    QTest::keyClicks(QApplication::focusWidget(), u"line 9"_s);
    QTRY_COMPARE_WITH_TIMEOUT(view->matchCount(), 11, kPatience); // 9, 90 to 99
    QTRY_COMPARE_WITH_TIMEOUT(view->currentMatch(), 1, kPatience); // below the change that is shown
    QCOMPARE(view->selectedText(), u"line 9"_s); // which was folded
    QVERIFY(shown().contains(u"2 of 11"_s));
    press(Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(view->currentMatch(), 0);
    press(Qt::Key_Return, Qt::ShiftModifier); // wraps around
    QCOMPARE(view->currentMatch(), 10);
    find<SegmentBar>(u"arrangement"_s)->segment(1)->click();
    QTRY_COMPARE_WITH_TIMEOUT(view->rows().layout(), TextLayout::SideBySide, kPatience);
    QCOMPARE(view->matchCount(), 11);
    // The same is looked for in the next file, whose first change is shown all the same.
    compare(fileOf("a\nb\nline 9\n"), fileOf("A\nb\nline 9\n"));
    QTRY_COMPARE_WITH_TIMEOUT(view->matchCount(), 1, kPatience);
    QCOMPARE(view->currentMatch(), -1);
    press(Qt::Key_Escape);
    QVERIFY(!bar->isVisible());
    QCOMPARE(view->matchCount(), 0);
    QCOMPARE(QApplication::focusWidget(), view);
    // Members are found as text.
    compare(fileOf(R"({"a": 1})"), fileOf(R"({"a": 2})"));
    QVERIFY(!view->isVisible());
    m_pane->openFindBar();
    QVERIFY(view->isVisible());
    QVERIFY(bar->isVisible());
    QTest::keyClicks(QApplication::focusWidget(), u"nowhere"_s);
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(u"Not found"_s), kPatience);
}

void TestContentPane::keepsTheArrangement()
{
    compare(fileOf("a\nb\n"), fileOf("a\nc\n"));
    QCOMPARE(find<TextDiffView>()->rows().layout(), TextLayout::Unified);
    find<SegmentBar>(u"arrangement"_s)->segment(1)->click();
    QTRY_COMPARE(find<TextDiffView>()->rows().layout(), TextLayout::SideBySide);
    m_pane.reset();
    m_pane = std::make_unique<ContentPane>(*m_session);
    compare(fileOf("a\nb\n"), fileOf("a\nc\n"));
    QCOMPARE(find<TextDiffView>()->rows().layout(), TextLayout::SideBySide);
}

void TestContentPane::selectsAndCopies()
{
    compare(fileOf("a\nold\nz\n"), fileOf("a\nnew\nz\n"));
    auto *const view = find<TextDiffView>();
    view->setFocus();
    press(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(view->selectedText(), u"a\nold\nnew\nz"_s);
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), u"a\nold\nnew\nz"_s);
    press(Qt::Key_Home, Qt::ControlModifier);
    press(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(view->selectedText(), u"a\nold"_s);
    view->copyPatch();
    QCOMPARE(QApplication::clipboard()->text(), u"@@ -1,3 +1,3 @@\n a\n-old\n+new\n z\n"_s);
    const int line = view->fontMetrics().height() + 2;
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, {view->viewport()->width() / 2, line + 4});
    QCOMPARE(view->selectedText(), u"old"_s); // the last word, beyond the end of the line
}

void TestContentPane::copiesOneSide()
{
    settings::showsSideBySide.set(true);
    compare(fileOf("a\nold\nz\n"), fileOf("a\nnew\nmore\nz\n"));
    auto *const view = find<TextDiffView>();
    view->setFocus();
    press(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(view->selectedText(), u"a\nnew\nmore\nz"_s);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, {60, 4});
    press(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(view->selectedText(), u"a\nold\nz"_s);
}

void TestContentPane::paintsMarkedWords()
{
    compare(fileOf("the port = 80;\n"), fileOf("the port = 8080;\n"));
    auto *const view = find<TextDiffView>();
    QCOMPARE(view->rows().changedParts(0, DiffSideName::Before).size(), 1U);
    const QImage image = view->viewport()->grab().toImage();
    const QColor text = view->palette().color(QPalette::Text);
    const int line = view->fontMetrics().height() + 2;
    for (int row = 0; row < 2; ++row) {
        int found = 0;
        for (int y = row * line; y < (row + 1) * line; ++y) {
            for (int x = 100; x < image.width(); ++x)
                found += image.pixelColor(x, y).lightness() - text.lightness() < 60;
        }
        QVERIFY2(found > 20, "the line is not there");
    }
}

void TestContentPane::showsAttributes()
{
    compare(fileOf("a\n", 0755), fileOf("b\n", 04755));
    const auto labels = m_pane->findChildren<QLabel *>();
    QVERIFY(
        std::ranges::any_of(labels, [](const QLabel *label) { return label->isVisible() && label->text() == u"0755 → 4755"_s; }));
    compare(fileOf("a\n"), fileOf("b\n"));
    for (const QLabel *const label : m_pane->findChildren<QLabel *>())
        QVERIFY(!label->text().contains(u"4755"_s));
}

void TestContentPane::saysWhatIsTheSame()
{
    const auto isShown = [this](const QString &text) {
        return std::ranges::any_of(m_pane->findChildren<QLabel *>(),
                                   [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    };
    compare(fileOf("a\n", 0755), fileOf("a\n", 0700));
    QVERIFY(isShown(u"The contents are the same"_s));
    compare(fileOf(R"({"a": 1, "b": 2})"), fileOf(R"({"b": 2, "a": 1})"));
    QVERIFY(isShown(u"All members are the same"_s));
    compare(fileOf("one\r\ntwo\r\n"), fileOf("one\ntwo\n"));
    QVERIFY(isShown(u"Line ends: CR LF → LF"_s));
}

void TestContentPane::showsOneSide()
{
    compare({}, fileOf("one\ntwo\n"));
    QCOMPARE(find<TextDiffView>()->rows().count(), 2);
    QCOMPARE(find<TextDiffView>()->rows().row(0).kind, TextRow::Added);
    find<SegmentBar>(u"contentSwitch"_s)->segment(ContentPane::Before)->click();
    QVERIFY(std::ranges::any_of(m_pane->findChildren<QLabel *>(), [](const QLabel *label) {
        return label->isVisible() && label->text() == u"Does not exist before the change"_s;
    }));
    find<SegmentBar>(u"contentSwitch"_s)->segment(ContentPane::Difference)->click();
}

void TestContentPane::listsMembers()
{
    compare(fileOf(R"({"a": 1, "b": 2, "c": 3})"), fileOf(R"({"b": 3, "c": 4, "a": 1})"));
    auto *const list = find<ChangeListView>();
    QVERIFY(list->isVisible());
    QCOMPARE(state(), u"1 of 2"_s);
    list->setFocus();
    press(Qt::Key_N);
    QCOMPARE(state(), u"2 of 2"_s);
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), u"~ c: 3 → 4"_s);
    find<SegmentBar>(u"views"_s)->segment(DiffView::Text)->click();
    QVERIFY(find<TextDiffView>()->isVisible());
    find<SegmentBar>(u"views"_s)->segment(DiffView::Bytes)->click();
    QTRY_VERIFY(find<HexDiffView>()->isCompared());
}

void TestContentPane::opensFilesOfArchives()
{
    using test::TarBuilder;
    compare(fileOf(TarBuilder().file("d/a", "one\n").file("b").finish()),
            fileOf(TarBuilder().file("d/a", "two\n").file("b").finish()));
    auto *const list = find<ChangeListView>();
    QVERIFY(list->isVisible());
    QCOMPARE(list->changeCount(), 1);
    list->setFocus();
    press(Qt::Key_Return);
    QTRY_VERIFY(find<QDialog>());
    auto *const view = find<QDialog>()->findChild<TextDiffView *>();
    QTRY_COMPARE(view->rows().count(), 2);
    find<QDialog>()->close();
}

void TestContentPane::slidesOverPictures()
{
    compare(fileOf(pictureOf(Qt::red)), fileOf(pictureOf(Qt::blue)));
    auto *const view = find<PictureDiffView>();
    QVERIFY(view->isVisible());
    const auto colourAt = [view](double share) {
        const QImage image = view->grab().toImage();
        return image.pixelColor(int(image.width() * share), image.height() / 2);
    };
    QCOMPARE(colourAt(0.25), QColor(Qt::red));
    QCOMPARE(colourAt(0.75), QColor(Qt::blue));
    find<SegmentBar>(u"arrangement"_s)->segment(0)->click();
    QVERIFY(view->slider()->isVisible());
    view->slider()->setFocus();
    press(Qt::Key_Home);
    QTRY_COMPARE(colourAt(0.5), QColor(Qt::blue));
    press(Qt::Key_End);
    QTRY_COMPARE(colourAt(0.495), QColor(Qt::red));
}

void TestContentPane::alignsBytes()
{
    std::string before(1000, '\0');
    for (std::size_t i = 0; i < before.size(); ++i)
        before[i] = char(i * 7 + i / 256);
    std::string after = before;
    after.insert(300, "inserted");
    after[900] = 'x';
    compare(fileOf(before), fileOf(after));
    auto *const view = find<HexDiffView>();
    QVERIFY(view->isVisible());
    QTRY_VERIFY(view->isCompared());
    QCOMPARE(view->differenceCount(), 2);
    QCOMPARE(state(), u"1 of 2"_s);
    view->setFocus();
    press(Qt::Key_F7);
    QCOMPARE(state(), u"2 of 2"_s);
    view->select(300, 10);
    press(Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY(QApplication::clipboard()->text().startsWith(QString::fromLatin1(QByteArray("inserted").toHex(' '))));
}

/// With pairs of 100 MB.
void TestContentPane::staysResponsive()
{
    std::string text;
    for (int i = 0; text.size() < 100'000'000; ++i)
        text += "line " + std::to_string(i) + " of a long text that goes on and on\n";
    std::string other = text;
    for (std::size_t at = 5000; at < other.size(); at += 100'000)
        other[at] = other[at] == '\n' ? '\n' : '#';
    std::string bytes(text.size(), '\0');
    std::string otherBytes = bytes;
    for (std::size_t at = 0; at < otherBytes.size(); at += 1'000'003)
        otherBytes[at] = 1;
    for (const auto &[before, after] : {std::pair(fileOf(std::move(text)), fileOf(std::move(other))),
                                        std::pair(fileOf(std::move(bytes)), fileOf(std::move(otherBytes)))}) {
        Watchdog watchdog;
        compare(before, after);
        auto *const view = before.size() > 0 && find<TextDiffView>()->isVisible()
            ? static_cast<QAbstractScrollArea *>(find<TextDiffView>())
            : find<HexDiffView>();
        QVERIFY(view->isVisible());
        view->setFocus();
        QTRY_VERIFY_WITH_TIMEOUT(state().contains(u" of "_s), kPatience);
        for (int i = 0; i < 50; ++i) {
            press(Qt::Key_F7);
            press(Qt::Key_PageDown);
            QApplication::processEvents();
        }
        QVERIFY2(watchdog.longest() < Watchdog::kLimitMs, "the window was busy for too long");
    }
}

STRATOSCOPE_WIDGETS_TEST(TestContentPane)
#include "tst_content_pane.moc"
