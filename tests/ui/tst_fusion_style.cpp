// SPDX-License-Identifier: Apache-2.0
//
// What the style of the window has beyond Fusion's.
#include "support/test_main.h"
#include "ui/style/fusion_style.h"

#include "ui/style/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QImage>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace stratoscope::ui;

class TestFusionStyle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { applyTheme(Theme::System); }
    void staysWithTheTheme();
    void leavesRoomForTheArrow();
    void leavesRoomAroundTexts();
    void outlinesBoxesInTheDark();
};

void TestFusionStyle::initTestCase()
{
    QApplication::setStyle(u"fusion"_s);
    applyTheme(Theme::System);
}

void TestFusionStyle::staysWithTheTheme()
{
    const QStyle *const style = QApplication::style();
    QVERIFY(qobject_cast<const FusionStyle *>(style));
    applyTheme(Theme::Dark);
    QCOMPARE(QApplication::style(), style);
}

void TestFusionStyle::leavesRoomForTheArrow()
{
    QToolButton button;
    button.setText(u"linux/amd64"_s);
    button.setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    const int plain = button.sizeHint().width();
    button.setPopupMode(QToolButton::InstantPopup);
    button.setMenu(new QMenu(&button));
    QVERIFY(button.sizeHint().width() > plain);
}

void TestFusionStyle::leavesRoomAroundTexts()
{
    const QPushButton button(u"Tags and Platforms"_s);
    QVERIFY(button.sizeHint().width() >= button.fontMetrics().horizontalAdvance(button.text()) + 16);
}

void TestFusionStyle::outlinesBoxesInTheDark()
{
    applyTheme(Theme::Dark);
    QCheckBox box;
    box.resize(box.sizeHint());
    const QImage image = box.grab().toImage();
    int brightest = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            brightest = std::max(brightest, qGray(image.pixel(x, y)));
    }
    QVERIFY2(brightest > qGray(box.palette().color(QPalette::Window).rgb()) + 40, qPrintable(QString::number(brightest)));
}

STRATOSCOPE_WIDGETS_TEST(TestFusionStyle)
#include "tst_fusion_style.moc"
