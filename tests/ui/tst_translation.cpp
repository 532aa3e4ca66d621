// SPDX-License-Identifier: Apache-2.0
//
// The window in another language, counts in the forms of each, and the window from right to left.
#include "support/need.h"
#include "support/test_main.h"
#include "support/window.h"
#include "ui/common/format.h"
#include "ui/common/language.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/preview/hex_view.h"
#include "ui/settings/settings.h"
#include "ui/tree/tree_view.h"
#include "ui/window/main_window.h"

#include <QDockWidget>
#include <QHeaderView>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestTranslation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void speaksChinese();
    void findsALanguage_data();
    void findsALanguage();
    void countsInWords_data();
    void countsInWords();
    void hasNoKeyTwice_data();
    void hasNoKeyTwice();
    void mirrors();
    void keepsDocksForEachDirection();

private:
    void speak(const QString &language);
    void openWindow();

    QTemporaryDir m_directory;
    QString m_sample;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<MainWindow> m_window;
};

void TestTranslation::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_sample = QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar");
}

void TestTranslation::cleanup()
{
    m_window.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_application.reset();
    qDeleteAll(qApp->findChildren<QTranslator *>());
    QLocale::setDefault(QLocale::c());
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    QSettings().clear();
}

void TestTranslation::speak(const QString &language)
{
    settings::language.set(language);
    applyLanguage();
}

void TestTranslation::openWindow()
{
    m_application = std::make_unique<Application>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    m_window = std::make_unique<MainWindow>(*m_application, m_sample);
    m_window->resize(1000, 700);
    m_window->show();
    m_window->openImages({m_sample});
    QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentTab() && test::tabs(*m_window).currentTab()->view(), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentTab()->view()->isSettled(), 30'000);
}

void TestTranslation::speaksChinese()
{
    speak(u"zh_CN"_s);
    openWindow();
    QStringList menus;
    for (const QAction *const action : m_window->menuBar()->actions())
        menus += action->text();
    QCOMPARE(menus, (QStringList{u"文件(&F)"_s, u"编辑(&E)"_s, u"视图(&V)"_s, u"镜像(&M)"_s, u"条目(&I)"_s, u"帮助(&H)"_s}));
    QCOMPARE(test::tabs(*m_window).currentTab()->view()->treeView()->accessibleName(), u"文件"_s);
    QCOMPARE(test::tabs(*m_window).currentTab()->view()->treeView()->model()->headerData(1, Qt::Horizontal).toString(), u"大小"_s);
}

void TestTranslation::findsALanguage_data()
{
    QTest::addColumn<QStringList>("wanted");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing") << QStringList() << u"en"_s;
    QTest::newRow("another one") << QStringList{u"sw"_s} << u"en"_s;
    QTest::newRow("no language") << QStringList{u"C"_s} << u"en"_s;
    QTest::newRow("British English first") << QStringList{u"en-GB"_s, u"zh-CN"_s} << u"en"_s;
    QTest::newRow("the second one") << QStringList{u"sw-TZ"_s, u"zh-CN"_s} << u"zh_CN"_s;
    for (const char *const name : {"zh", "zh-CN", "zh_SG", "zh-Hans", "zh-Hans-CN", "zh-Hans-HK", "zh_Hans_SG", "zh-Hans-MY"})
        QTest::newRow(name) << QStringList{QString::fromLatin1(name)} << u"zh_CN"_s;
    for (const char *const name : {"zh_TW", "zh-HK", "zh-MO", "zh-Hant", "zh-Hant-CN"})
        QTest::newRow(name) << QStringList{QString::fromLatin1(name)} << u"en"_s;
}

void TestTranslation::findsALanguage()
{
    QFETCH(QStringList, wanted);
    QTEST(translationFor(wanted), "expected");
}

void TestTranslation::countsInWords_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<quint64>("count");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << u"en"_s << quint64(0) << u"0 entries"_s;
    QTest::newRow("one") << u"en"_s << quint64(1) << u"1 entry"_s;
    QTest::newRow("two") << u"en"_s << quint64(2) << u"2 entries"_s;
    QTest::newRow("many") << u"en"_s << quint64(340'000) << u"340,000 entries"_s;
    QTest::newRow("many in British English") << u"en_GB"_s << quint64(340'000) << u"340,000 entries"_s;
    QTest::newRow("one where there is no translation") << u"sw"_s << quint64(1) << u"1 entry"_s;
    QTest::newRow("one in Chinese") << u"zh_CN"_s << quint64(1) << u"1 个条目"_s;
    QTest::newRow("many in Chinese") << u"zh_CN"_s << quint64(340'000) << u"340,000 个条目"_s;
}

void TestTranslation::countsInWords()
{
    QFETCH(QString, language);
    QFETCH(quint64, count);
    speak(language);
    QTEST(entriesText(count), "expected");
}

void TestTranslation::hasNoKeyTwice_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << u"en"_s;
    QTest::newRow("Chinese") << u"zh_CN"_s;
}

/// In a menu, a key that stands for two actions only moves between them.
void TestTranslation::hasNoKeyTwice()
{
    QFETCH(QString, language);
    speak(language);
    openWindow();
    const auto check = [](const QString &menu, const QList<QAction *> &actions) {
        QStringList keys;
        for (const QAction *const action : actions) {
            const QString key = QKeySequence::mnemonic(action->text()).toString();
            QVERIFY2(key.isEmpty() || !keys.contains(key), qPrintable(menu + u": "_s + action->text()));
            keys += key;
        }
    };
    check(u"menu bar"_s, m_window->menuBar()->actions());
    for (QMenu *const menu : m_window->menuBar()->findChildren<QMenu *>()) {
        Q_EMIT menu->aboutToShow();
        check(menu->title(), menu->actions());
    }
}

void TestTranslation::mirrors()
{
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    openWindow();
    const ImageView *const view = test::tabs(*m_window).currentTab()->view();
    const auto placeOf = [this](const QWidget *widget) { return widget->mapTo(m_window.get(), QPoint(0, 0)).x(); };
    QVERIFY(placeOf(view->layerPane()) > placeOf(view->treeView()));
    QVERIFY(view->treeView()->header()->sectionViewportPosition(0) > view->treeView()->header()->sectionViewportPosition(1));

    // What the delegates draw, of files, changes and bytes.
    view->layerPane()->choose({.scope = TreeChoice::Only, .layer = 1});
    QTRY_VERIFY_WITH_TIMEOUT(view->isSettled(), 30'000);
    view->treeView()->expandAll();
    QVERIFY(!m_window->grab().isNull());
    for (const HexView *const bytes : m_window->findChildren<HexView *>())
        QCOMPARE(bytes->layoutDirection(), Qt::LeftToRight);
    m_window->showSearch();
    QVERIFY(!m_window->grab().isNull());
}

void TestTranslation::keepsDocksForEachDirection()
{
    const auto areaOf = [this] { return m_window->dockWidgetArea(m_window->findChild<QDockWidget *>(u"library"_s)); };
    openWindow();
    QCOMPARE(areaOf(), Qt::LeftDockWidgetArea);
    m_window->close();
    m_window.reset();
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    openWindow();
    QCOMPARE(areaOf(), Qt::RightDockWidgetArea);
}

STRATOSCOPE_WIDGETS_TEST(TestTranslation)
#include "tst_translation.moc"
