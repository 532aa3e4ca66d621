// SPDX-License-Identifier: Apache-2.0
//
// The page about an image.
#include "session/session.h"
#include "support/hand_made.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/common/segment.h"
#include "ui/details/inspector_view.h"
#include "ui/image/image_view.h"
#include "ui/preview/json_page.h"
#include "ui/preview/json_view.h"
#include "ui/tree/tree_view.h"

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
    Segment *segment(const QString &text) const;

    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::shared_ptr<Image> m_image;
    std::unique_ptr<ImageView> m_view;
};

void TestInspectorView::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
}

void TestInspectorView::init()
{
    m_image = test::makeImage({{"a 1"}});
    m_image->configBytes = R"({"os": "linux", "architecture": "amd64", "config": {"Env": ["A=<b>bold</b>"]}})"_qba;
    m_image->config = *ImageConfig::parse(m_image->configBytes, u"config"_s);
    m_view = std::make_unique<ImageView>(*m_session, m_image);
    m_view->resize(1000, 700);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void TestInspectorView::openInspector()
{
    m_view->showPage(ImageView::About);
    QTRY_VERIFY_WITH_TIMEOUT(m_view->inspector()->isSettled(), 30'000);
}

Segment *TestInspectorView::segment(const QString &text) const
{
    for (Segment *const segment : m_view->inspector()->findChildren<Segment *>()) {
        if (segment->text() == text)
            return segment;
    }
    return nullptr;
}

void TestInspectorView::isReadOnceItIsSeen()
{
    QVERIFY(!m_view->inspector()->isSettled());
    openInspector();
    QVERIFY(m_view->inspector()->overview()->toPlainText().contains(u"example.org/sample:1.0"_s));
    QVERIFY(m_view->inspector()->overview()->hasFocus());
}

void TestInspectorView::takesNothingForMarkup()
{
    openInspector();
    QVERIFY(m_view->inspector()->overview()->toPlainText().contains(u"<b>bold</b>"_s));
}

void TestInspectorView::mirrorsItsTables()
{
    const auto placeOf = [this](const QString &text) {
        const QTextBrowser *const page = m_view->inspector()->overview();
        return page->cursorRect(page->document()->find(text)).center().x();
    };
    openInspector();
    QVERIFY(placeOf(u"Environment"_s) < placeOf(u"<b>bold</b>"_s));
    m_view->inspector()->overview()->setLayoutDirection(Qt::RightToLeft);
    m_view->inspector()->setLayoutDirection(Qt::RightToLeft);
    QEvent event(QEvent::PaletteChange);
    QCoreApplication::sendEvent(m_view->inspector(), &event); // it is written anew
    QVERIFY(placeOf(u"Environment"_s) > placeOf(u"<b>bold</b>"_s));
}

void TestInspectorView::showsDocuments()
{
    openInspector();
    QTest::mouseClick(segment(u"Config"_s), Qt::LeftButton);
    auto *const tree = m_view->inspector()->findChild<JsonView *>();
    QVERIFY(tree->isVisible());
    QCOMPARE(tree->model()->index(0, 0, tree->model()->index(0, 0)).data().toString(), u"os"_s);
    m_view->inspector()->jsonPage()->copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromUtf8(m_image->configBytes));
}

void TestInspectorView::savesWhatWasReceived()
{
    openInspector();
    m_view->inspector()->choose(InspectorView::Config);
    const QString path = m_directory.filePath(u"config.json"_s);
    QVERIFY(m_view->inspector()->jsonPage()->save(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), m_image->configBytes);
    QVERIFY(!m_view->inspector()->jsonPage()->save(m_directory.filePath(u"none/config.json"_s)));
}

void TestInspectorView::offersOnlyWhatThereIs()
{
    openInspector();
    QVERIFY(segment(u"Config"_s)->isVisible());
    QVERIFY(!segment(u"Manifest"_s)->isVisible());
    QVERIFY(!segment(u"Index"_s)->isVisible());
    m_view->inspector()->choose(InspectorView::Index); // there is none
    QVERIFY(m_view->inspector()->overview()->isVisible());
}

void TestInspectorView::asksNoRegistryByItself()
{
    openInspector();
    QVERIFY(m_view->inspector()->referrersButton()->isVisible());
    auto nameless = test::makeImage({{"a 1"}});
    nameless->names.clear();
    m_view->setImage(nameless);
    QVERIFY(!m_view->inspector()->referrersButton()->isVisible());
}

void TestInspectorView::goesBackToTheFiles()
{
    openInspector();
    m_view->layerPane()->choose({TreeChoice::Only, 0, 0});
    QCOMPARE(m_view->page(), ImageView::Files);
    openInspector();
    m_view->focusFilter();
    QCOMPARE(m_view->page(), ImageView::Files);
}

STRATOSCOPE_WIDGETS_TEST(TestInspectorView)
#include "tst_inspector_view.moc"
