// SPDX-License-Identifier: Apache-2.0
//
// The page about an image.
#include "session/session.h"
#include "support/hand_made.h"
#include "support/idle.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/details/image_overview.h"
#include "ui/image/image_view.h"
#include "ui/image/inspector_view.h"
#include "ui/json/json_view.h"
#include "ui/preview/json_page.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_view.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestInspectorView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_view.reset(); }
    void isReadOnceItIsSeen();
    void takesNothingForMarkup();
    void mirrorsItsTables();
    void showsDocuments();
    void savesWhatWasReceived();
    void offersOnlyWhatThereIs();
    void asksNoRegistryByItself();
    void goesBackToTheFiles();

private:
    void openInspector();
    InspectorView *inspector() const { return m_view->findChild<InspectorView *>(); }
    QTextBrowser *overview() const { return inspector()->findChild<QTextBrowser *>(u"overview"_s); }
    QAbstractButton *segment(const QString &text) const;

    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Transfers> m_transfers;
    std::shared_ptr<Image> m_image;
    std::unique_ptr<ImageView> m_view;
};

void TestInspectorView::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    m_transfers = std::make_unique<Transfers>(*m_session);
}

void TestInspectorView::init()
{
    m_image = test::makeImage({{"a 1"}});
    m_image->config
        = *ImageConfig::parse(R"({"os": "linux", "architecture": "amd64", "config": {"Env": ["A=<b>bold</b>"]}})"_qba, u"config"_s);
    m_view = std::make_unique<ImageView>(*m_session, *m_transfers, m_image);
    m_view->resize(1000, 700);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void TestInspectorView::openInspector()
{
    m_view->showPage(u"image"_s);
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*inspector()), 30'000);
}

QAbstractButton *TestInspectorView::segment(const QString &text) const
{
    for (QAbstractButton *const segment : inspector()->findChildren<QAbstractButton *>()) {
        if (segment->text() == text)
            return segment;
    }
    return nullptr;
}

void TestInspectorView::isReadOnceItIsSeen()
{
    QVERIFY(overview()->toPlainText().isEmpty());
    openInspector();
    QVERIFY(overview()->toPlainText().contains(u"example.org/sample:1.0"_s));
    QVERIFY(overview()->hasFocus());
}

void TestInspectorView::takesNothingForMarkup()
{
    openInspector();
    QVERIFY(overview()->toPlainText().contains(u"<b>bold</b>"_s));
}

void TestInspectorView::mirrorsItsTables()
{
    const auto placeOf = [this](const QString &text) {
        const QTextBrowser *const page = overview();
        return page->cursorRect(page->document()->find(text)).center().x();
    };
    openInspector();
    QVERIFY(placeOf(u"Environment"_s) < placeOf(u"<b>bold</b>"_s));
    overview()->setLayoutDirection(Qt::RightToLeft);
    auto *const page = inspector()->findChild<ImageOverview *>();
    page->setLayoutDirection(Qt::RightToLeft);
    QEvent event(QEvent::PaletteChange);
    QCoreApplication::sendEvent(page, &event); // renders it again
    QVERIFY(placeOf(u"Environment"_s) > placeOf(u"<b>bold</b>"_s));
}

void TestInspectorView::showsDocuments()
{
    openInspector();
    QTest::mouseClick(segment(u"Config"_s), Qt::LeftButton);
    auto *const tree = inspector()->findChild<JsonView *>();
    QVERIFY(tree->isVisible());
    QCOMPARE(tree->model()->index(0, 0, tree->model()->index(0, 0)).data().toString(), u"os"_s);
    inspector()->findChild<JsonPage *>()->copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromUtf8(m_image->config.bytes));
}

void TestInspectorView::savesWhatWasReceived()
{
    openInspector();
    inspector()->showPage(InspectorView::Config);
    const QString path = m_directory.filePath(u"config.json"_s);
    QVERIFY(inspector()->findChild<JsonPage *>()->save(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), m_image->config.bytes);
    QVERIFY(!inspector()->findChild<JsonPage *>()->save(m_directory.filePath(u"none/config.json"_s)));
}

void TestInspectorView::offersOnlyWhatThereIs()
{
    openInspector();
    QVERIFY(segment(u"Config"_s)->isVisible());
    QVERIFY(!segment(u"Manifest"_s)->isVisible());
    QVERIFY(!segment(u"Index"_s)->isVisible());
    inspector()->showPage(InspectorView::Index); // there is none
    QVERIFY(overview()->isVisible());
}

void TestInspectorView::asksNoRegistryByItself()
{
    openInspector();
    QVERIFY(inspector()->findChild<QPushButton *>(u"findReferrers"_s)->isVisible());
    auto nameless = test::makeImage({{"a 1"}});
    nameless->names.clear();
    m_view->setImage(nameless);
    QVERIFY(!inspector()->findChild<QPushButton *>(u"findReferrers"_s)->isVisible());
}

void TestInspectorView::goesBackToTheFiles()
{
    openInspector();
    m_view->layerPane()->choose({TreeChoice::Only, 0, 0});
    QCOMPARE(m_view->page(), QString());
    openInspector();
    m_view->focusFilter();
    QCOMPARE(m_view->page(), QString());
}

STRATOSCOPE_WIDGETS_TEST(TestInspectorView)
#include "tst_inspector_view.moc"
