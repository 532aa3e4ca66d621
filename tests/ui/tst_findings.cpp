// SPDX-License-Identifier: Apache-2.0
//
// The page "Findings".
#include "image/open_image.h"
#include "session/session.h"
#include "support/idle.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/planted_secrets.h"
#include "support/test_main.h"
#include "ui/audit/finding_details.h"
#include "ui/audit/finding_model.h"
#include "ui/audit/findings_page.h"
#include "ui/image/image_view.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_view.h"

#include <QApplication>
#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestFindings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { m_view.reset(); }
    void isAuditedOnceItIsSeen();
    void groupsBySeverity();
    void filtersByKind();
    void masksValuesUntilAsked();
    void saysWhereAFindingStillIs();
    void showsAFileThatIsInTheImage();
    void showsADeletedFileInItsLayer();
    void theConfigurationHasNoFile();
    void saysWhatWasSearchedWhereNothingIsFound();
    void canBeCancelled();

private:
    std::shared_ptr<const Image> opened(const test::TestImage &image);
    void show(const test::TestImage &image);
    void open(const test::TestImage &image)
    {
        show(image);
        m_view->showPage(u"findings"_s);
        QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*page()), 30'000);
    }
    test::TestImage withSecrets() const;
    FindingsPage *page() const { return m_view->findChild<FindingsPage *>(); }
    QTreeView *list() const { return page()->findChild<QTreeView *>(); }
    const FindingModel &model() const { return *page()->findChild<FindingModel *>(); }
    QStringList rows() const;
    QModelIndex rowOf(const QString &place) const;
    QString detailsText() const;
    QString shownTexts() const;
    bool isShown(const QString &text) const { return shownTexts().split(u'\n').contains(text); }

    QTemporaryDir m_directory;
    int m_images = 0;
    std::string m_token = test::checkedToken("ghp_");
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Transfers> m_transfers;
    std::unique_ptr<ImageView> m_view;
};

void TestFindings::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    m_transfers = std::make_unique<Transfers>(*m_session);
}

std::shared_ptr<const Image> TestFindings::opened(const test::TestImage &image)
{
    const QString folder = m_directory.filePath(u"image%1"_s.arg(++m_images));
    test::writeFiles(folder, test::ociLayout({image}));
    ProgressMeter silent;
    return test::need(openImage(folder, {}, m_session->store(), silent, {}));
}

void TestFindings::show(const test::TestImage &image)
{
    m_view = std::make_unique<ImageView>(*m_session, *m_transfers, opened(image));
    m_view->resize(1000, 700);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

test::TestImage TestFindings::withSecrets() const
{
    test::TarBuilder one;
    one.add({.path = "bin/sh", .content = "#!/bin/sh\n", .mode = 0755});
    one.add({.path = "bin/su", .content = "#!/bin/sh\n", .mode = 04755});
    one.file("root/key.pem", test::privateKeyPem()).file("srv/token", m_token);
    test::TarBuilder two;
    two.file("root/.wh.key.pem");
    test::TestImage image{.layers = {one.finish(), two.finish()}};
    image.run = {{u"Cmd"_s, QJsonArray{u"/bin/sh"_s}}, {u"Env"_s, QJsonArray{u"PATH=/bin"_s, u"DB_PASSWORD=hunter2-hunter2"_s}}};
    return image;
}

/// Each group and each finding, "WHAT | WHERE | LAYER".
QStringList TestFindings::rows() const
{
    QStringList rows;
    for (int group = 0; group < model().rowCount(); ++group) {
        const QModelIndex parent = model().index(group, 0);
        rows << parent.data().toString();
        for (int row = 0; row < model().rowCount(parent); ++row) {
            QStringList cells;
            for (int column = 0; column < model().columnCount(); ++column)
                cells << model().index(row, column, parent).data().toString();
            rows << cells.join(u" | "_s);
        }
    }
    return rows;
}

QModelIndex TestFindings::rowOf(const QString &place) const
{
    const QModelIndex first = model().index(0, FindingModel::Place, model().index(0, 0));
    const QModelIndexList found
        = model().match(first, Qt::DisplayRole, place, 1, Qt::MatchExactly | Qt::MatchWrap | Qt::MatchRecursive);
    return found.isEmpty() ? QModelIndex() : found.front().siblingAtColumn(0);
}

QString TestFindings::detailsText() const
{
    QStringList texts;
    for (const QLabel *const label : page()->findChild<FindingDetails *>()->findChildren<QLabel *>()) {
        if (label->isVisible())
            texts << label->text();
    }
    return texts.join(u'\n');
}

/// A line for each label on the page.
QString TestFindings::shownTexts() const
{
    QStringList texts;
    for (const QLabel *const label : page()->findChildren<QLabel *>()) {
        if (label->isVisible())
            texts << label->text();
    }
    return texts.join(u'\n');
}

void TestFindings::isAuditedOnceItIsSeen()
{
    show(withSecrets());
    QCOMPARE(rows(), QStringList());
    m_view->showPage(u"findings"_s);
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*page()) && !rows().isEmpty(), 30'000);
    QVERIFY(list()->hasFocus());
    QVERIFY(shownTexts().contains(u", 3 of them high"_s));
}

void TestFindings::groupsBySeverity()
{
    open(withSecrets());
    QCOMPARE(rows(),
             (QStringList{u"High (3)"_s, u"private key, not encrypted | /root/key.pem:1 | 0, deleted in 1"_s,
                          u"GitHub personal access token ghp_… (40 characters) | /srv/token:1 | 0"_s,
                          u"DB_PASSWORD h… (15 characters) | config.Env[1] | Configuration"_s, u"Low (1)"_s,
                          u"set-user-ID program, runs as user 0 (mode 4755) | /bin/su | 0"_s}));
}

void TestFindings::filtersByKind()
{
    open(withSecrets());
    auto *const kinds = page()->findChild<QComboBox *>();
    QCOMPARE(kinds->count(), 5);
    QCOMPARE(kinds->itemText(4), u"Set-user-ID programs (1)"_s);
    kinds->setFocus();
    QTest::keyClick(kinds, Qt::Key_End);
    QCOMPARE(rows(), (QStringList{u"Low (1)"_s, u"set-user-ID program, runs as user 0 (mode 4755) | /bin/su | 0"_s}));
    QTest::keyClick(kinds, Qt::Key_Home);
    QCOMPARE(rows().size(), 6);
}

void TestFindings::masksValuesUntilAsked()
{
    open(withSecrets());
    list()->setCurrentIndex(rowOf(u"/srv/token:1"_s));
    const QString token = QString::fromStdString(m_token);
    QVERIFY(!detailsText().contains(token));
    auto *const button = page()->findChild<QPushButton *>(u"showValue"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(detailsText().contains(token));
    QVERIFY(!rows().join(u'\n').contains(token));
    list()->setCurrentIndex(rowOf(u"/root/key.pem:1"_s));
    QVERIFY(!button->isVisible());
    list()->setCurrentIndex(rowOf(u"/srv/token:1"_s));
    QVERIFY(!detailsText().contains(token)); // each time anew
}

void TestFindings::saysWhereAFindingStillIs()
{
    open(withSecrets());
    list()->setCurrentIndex(rowOf(u"/root/key.pem:1"_s));
    QVERIFY(detailsText().contains(
        u"The file is still in layer 0. Layer 1 deletes it, but everybody who has the image can read it there."_s));
    list()->setCurrentIndex(rowOf(u"config.Env[1]"_s));
    QVERIFY(detailsText().contains(u"It is in the configuration of the image"_s));
}

void TestFindings::showsAFileThatIsInTheImage()
{
    open(withSecrets());
    list()->setCurrentIndex(rowOf(u"/srv/token:1"_s));
    QTest::keyClick(list(), Qt::Key_Return);
    QCOMPARE(m_view->page(), QString());
    QTRY_COMPARE_WITH_TIMEOUT(m_view->selectedPaths(), std::vector<std::string>{"/srv/token"}, 30'000);
    QCOMPARE(m_view->choice().scope, TreeChoice::Whole);
}

void TestFindings::showsADeletedFileInItsLayer()
{
    open(withSecrets());
    list()->setCurrentIndex(rowOf(u"/root/key.pem:1"_s));
    QTest::mouseClick(page()->findChild<QPushButton *>(u"showFile"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_view->selectedPaths(), std::vector<std::string>{"/root/key.pem"}, 30'000);
    QVERIFY(m_view->choice() == (TreeChoice{TreeChoice::UpTo, 0}));
}

void TestFindings::theConfigurationHasNoFile()
{
    open(withSecrets());
    list()->setCurrentIndex(rowOf(u"config.Env[1]"_s));
    QVERIFY(!page()->findChild<QPushButton *>(u"showFile"_s)->isVisible());
    QTest::keyClick(list(), Qt::Key_Return);
    QCOMPARE(m_view->page(), u"findings"_s);
}

void TestFindings::saysWhatWasSearchedWhereNothingIsFound()
{
    test::TarBuilder tar;
    tar.add({.path = "bin/sh", .content = "#!/bin/sh\n", .mode = 0755});
    test::TestImage image{.layers = {tar.finish()}};
    image.run = {{u"Cmd"_s, QJsonArray{u"/bin/sh"_s}}};
    open(image);
    QVERIFY(isShown(u"Nothing found"_s));
    QVERIFY(shownTexts().contains(u"Searched the configuration and 1 "_s));
}

void TestFindings::canBeCancelled()
{
    show(withSecrets());
    m_view->showPage(u"findings"_s);
    auto *const tasks = page()->findChild<LatestTask *>();
    QVERIFY(tasks->isRunning());
    tasks->cancel();
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"The audit was cancelled"_s), 30'000);
    QTest::mouseClick(page()->findChild<QPushButton *>(u"auditAgain"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!rows().isEmpty(), 30'000);
}

STRATOSCOPE_WIDGETS_TEST(TestFindings)
#include "tst_findings.moc"
