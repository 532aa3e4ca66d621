// SPDX-License-Identifier: Apache-2.0
//
// Who does not see the window, or has no mouse, can use it: everything has a name, everything is reached by the keyboard, and every
// text stands out from what is behind it.
#include "support/need.h"
#include "support/test_main.h"
#include "support/window.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/style/theme.h"
#include "ui/window/main_window.h"

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QLayout>
#include <QMenu>
#include <QMenuBar>
#include <QScrollBar>
#include <QSettings>
#include <QSplitter>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestAccessibility : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void namesEverything_data();
    void namesEverything();
    void namesEveryAction();
    void isReachedByTheKeyboard_data();
    void isReachedByTheKeyboard();
    void standsOut_data();
    void standsOut();
    void cleanupTestCase();

private:
    void pages() const;
    void show(const QString &page);

    QTemporaryDir m_directory;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<MainWindow> m_window;
};

namespace {

/// A part of Qt's own of another widget: a spin box's field, a view's header, a scroll area's inside.
bool isInnerPart(const QWidget *widget)
{
    return widget->objectName().startsWith(u"qt_") || qobject_cast<const QScrollBar *>(widget)
        || qobject_cast<const QSplitterHandle *>(widget);
}

QString described(const QWidget *widget)
{
    QStringList way;
    for (const QWidget *at = widget; at; at = at->parentWidget())
        way.prepend(QString::fromLatin1(at->metaObject()->className()));
    return way.join(u" > "_s);
}

double luminance(const QColor &color)
{
    const auto part = [](double value) { return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
}

/// As WCAG 2.1 has it.
double contrast(const QColor &left, const QColor &right)
{
    const auto [low, high] = std::minmax({luminance(left), luminance(right)});
    return (high + 0.05) / (low + 0.05);
}

} // namespace

void TestAccessibility::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_application = std::make_unique<Application>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    const QString sample = QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar");
    m_window = std::make_unique<MainWindow>(*m_application, sample);
    m_window->resize(1200, 800);
    m_window->show();
    m_window->openImages({sample});
    QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentTab() && test::tabs(*m_window).currentTab()->view(), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentTab()->view()->isSettled(), 30'000);
}

void TestAccessibility::cleanupTestCase()
{
    m_window.reset();
    m_application.reset();
}

void TestAccessibility::pages() const
{
    QTest::addColumn<QString>("page");
    QTest::newRow("an image") << u"image"_s;
    QTest::newRow("the search") << u"search"_s;
}

void TestAccessibility::show(const QString &page)
{
    if (page == u"search")
        m_window->showSearch();
    else
        m_window->openImages({QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar")});
    QTest::qWait(50);
}

void TestAccessibility::namesEverything_data()
{
    pages();
}

void TestAccessibility::namesEverything()
{
    QFETCH(const QString, page);
    show(page);
    QStringList nameless;
    for (const QWidget *const widget : m_window->findChildren<QWidget *>()) {
        if (!widget->isVisible() || isInnerPart(widget))
            continue;
        QAccessibleInterface *const face = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
        QVERIFY2(face, qPrintable(described(widget)));
        QVERIFY2(face->role() != QAccessible::NoRole, qPrintable(described(widget)));
        if (widget->focusPolicy() != Qt::NoFocus && face->text(QAccessible::Name).trimmed().isEmpty())
            nameless += described(widget);
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(u"no name:\n"_s + nameless.join(u'\n')));
}

void TestAccessibility::namesEveryAction()
{
    QList<QMenu *> menus;
    for (const QAction *const action : m_window->menuBar()->actions()) {
        QVERIFY2(action->text().contains(u'&'), qPrintable(action->text())); // Alt and a letter open it
        menus += action->menu();
    }
    for (qsizetype i = 0; i < menus.size(); ++i) {
        QMetaObject::invokeMethod(menus[i], "aboutToShow");
        for (const QAction *const action : menus[i]->actions()) {
            QVERIFY(action->isSeparator() || !action->text().isEmpty());
            if (action->menu())
                menus += action->menu();
        }
    }
}

void TestAccessibility::isReachedByTheKeyboard_data()
{
    pages();
}

void TestAccessibility::isReachedByTheKeyboard()
{
    QFETCH(const QString, page);
    show(page);
    m_window->activateWindow();
    QTRY_VERIFY(m_window->isActiveWindow());
    // Some keep Tab for themselves (texts); they are left by Ctrl+Tab. So the chain is asked, not the keys.
    QSet<const QWidget *> reached;
    for (const QWidget *widget = m_window->nextInFocusChain(); widget != m_window.get(); widget = widget->nextInFocusChain())
        reached.insert(widget);
    for (const QWidget *const widget : m_window->findChildren<QWidget *>()) {
        const bool isWanted = widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::ClickFocus)
            && !isInnerPart(widget) && widget->window() == m_window.get() && !widget->focusProxy()
            && !qobject_cast<const QLabel *>(widget); // a text to select from with the mouse: there is a key for copying it
        if (!isWanted)
            continue;
        QVERIFY2(widget->focusPolicy() & Qt::TabFocus, qPrintable(described(widget)));
        QVERIFY2(reached.contains(widget), qPrintable(described(widget)));
    }
}

void TestAccessibility::standsOut_data()
{
    QTest::addColumn<Theme>("theme");
    QTest::newRow("light") << Theme::Light;
    QTest::newRow("dark") << Theme::Dark;
}

void TestAccessibility::standsOut()
{
    QFETCH(const Theme, theme);
    applyTheme(theme);
    const QPalette palette = QApplication::palette();
    constexpr double kReadable = 4.5; // WCAG 2.1, AA
    for (const Tint tint : {Tint::Text, Tint::Muted, Tint::Accent, Tint::Good, Tint::Bad, Tint::Warning}) {
        for (const QPalette::ColorRole under : {QPalette::Base, QPalette::Window})
            QVERIFY2(contrast(tintColor(tint, palette), palette.color(under)) >= kReadable,
                     qPrintable(u"tint %1 on role %2: %3"_s.arg(int(tint))
                                    .arg(int(under))
                                    .arg(contrast(tintColor(tint, palette), palette.color(under)))));
    }
    const QColor note = palette.color(QPalette::PlaceholderText);
    for (const auto under : {QPalette::Base, QPalette::Window}) {
        const QColor mixed = blend(palette.color(under), QColor(note.rgb()), note.alphaF());
        QVERIFY2(contrast(mixed, palette.color(under)) >= kReadable, qPrintable(mixed.name()));
    }
    QVERIFY(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)) >= kReadable);
    QVERIFY(contrast(palette.color(QPalette::ButtonText), palette.color(QPalette::Button)) >= kReadable);
    QVERIFY(contrast(palette.color(QPalette::ToolTipText), palette.color(QPalette::ToolTipBase)) >= kReadable);
    QVERIFY(contrast(palette.color(QPalette::Link), palette.color(QPalette::Base)) >= kReadable);
    applyTheme(Theme::System);
}

STRATOSCOPE_WIDGETS_TEST(TestAccessibility)
#include "tst_accessibility.moc"
