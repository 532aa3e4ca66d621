// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/common/message_bar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace stratoscope::ui;

class TestMessageBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fitsIntoANarrowPane();
    void copiesWhatItSays();
};

namespace {

const QString kDigest = QString(64, u'a');

} // namespace

void TestMessageBar::fitsIntoANarrowPane()
{
    QWidget pane;
    auto *const column = new QVBoxLayout(&pane);
    auto *const bar = new MessageBar(&pane);
    column->addWidget(bar);
    column->addStretch();
    int repaired = 0;
    bar->showProblem(u"app:1 is damaged"_s, u"its SHA-256 should be "_s + kDigest,
                     {{u"Repair"_s, [&repaired] { ++repaired; }}, {u"Remove…"_s, [] {}}});
    const int letter = pane.fontMetrics().averageCharWidth();
    pane.resize(letter * 120, 400);
    pane.show();
    QVERIFY(QTest::qWaitForWindowExposed(&pane));
    auto *const repair = bar->findChild<QPushButton *>();
    const auto *const text = bar->findChildren<QLabel *>().at(2); // after the icon and the headline
    QVERIFY(repair->geometry().left() > text->geometry().right());
    QVERIFY(repair->geometry().top() < text->geometry().bottom());

    pane.resize(letter * 38, 400);
    QCOMPARE(pane.width(), letter * 38);
    QTRY_VERIFY(repair->geometry().top() > text->geometry().bottom());
    for (const auto *const part : bar->findChildren<QWidget *>())
        QVERIFY2(bar->rect().contains(part->geometry()), part->metaObject()->className());
    QVERIFY(text->height() >= text->heightForWidth(text->width()));
    QTest::mouseClick(repair, Qt::LeftButton);
    QCOMPARE(repaired, 1);
}

void TestMessageBar::copiesWhatItSays()
{
    MessageBar bar;
    bar.showProblem(u"Damaged"_s, kDigest);
    for (QToolButton *const button : bar.findChildren<QToolButton *>()) {
        if (button->accessibleName() == u"Copy details"_s)
            button->click();
    }
    QCOMPARE(QGuiApplication::clipboard()->text(), u"Damaged\n"_s + kDigest);
}

STRATOSCOPE_WIDGETS_TEST(TestMessageBar)
#include "tst_message_bar.moc"
