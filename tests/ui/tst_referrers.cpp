// SPDX-License-Identifier: Apache-2.0
//
// A repository's page with what its registry has about an image.
#include "session/session.h"
#include "support/artifacts.h"
#include "support/config_home.h"
#include "support/fault_proxy.h"
#include "support/idle.h"
#include "support/need.h"
#include "support/test_main.h"
#include "support/watchdog.h"
#include "support/window.h"
#include "ui/details/referrer_view.h"
#include "ui/search/repository_pane.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QListView>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

namespace {

} // namespace

class TestReferrers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void listsThoseOfTheChosenPlatform();
    void saysThatThereAreNone();
    void forgetsWhatIsNotChosenAnyMore();
    void saysWhatFailedAndTriesAgain();
    void copiesDigests();

private:
    void show(const QString &name);
    bool settles() const
    {
        return QTest::qWaitFor([this] { return test::isIdle(*m_pane); }, kPatience);
    }
    QStringList rows() const;
    bool isSaid(const QString &text) const;

    std::unique_ptr<ConfigHome> m_home;
    std::unique_ptr<RegistryServer> m_registry;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<RepositoryPane> m_pane;
    std::unique_ptr<Watchdog> m_watchdog;
    AttestedIndex m_index;
};

void TestReferrers::initTestCase()
{
    m_home = std::make_unique<ConfigHome>();
    m_registry = std::make_unique<RegistryServer>();
    m_index = putAttestedIndex(*m_registry, u"team/app"_s, u"built"_s);
    signAsCosign(*m_registry, u"team/app"_s, m_index.digest);
    m_registry->putSmallImage(u"team/app"_s, {u"plain"_s});
    m_proxy = std::make_unique<FaultProxy>(m_registry->port());
    m_session = std::make_unique<Session>(need(Store::open(m_home->path(u"store"_s))));
    m_session->setRegistryOptions({.retry = {.retries = 0}});
}

void TestReferrers::init()
{
    m_proxy->clearFaults();
    m_pane = std::make_unique<RepositoryPane>(*m_session);
    m_pane->resize(700, 600);
    m_pane->QWidget::show();
    QVERIFY(QTest::qWaitForWindowExposed(m_pane.get()));
    m_watchdog = std::make_unique<Watchdog>();
}

void TestReferrers::cleanup()
{
    QVERIFY2(m_watchdog->longest() <= Watchdog::kLimitMs, qPrintable(u"%1 ms"_s.arg(m_watchdog->longest())));
    m_watchdog.reset();
    m_pane.reset();
}

void TestReferrers::show(const QString &name)
{
    m_pane->show(need(Reference::parse(m_proxy->address() + u"/team/app"_s + name)));
}

QStringList TestReferrers::rows() const
{
    QStringList rows;
    const QTreeWidget *const list = m_pane->findChild<QTreeWidget *>(u"referrers"_s);
    for (int i = 0; i < list->topLevelItemCount(); ++i)
        rows += list->topLevelItem(i)->text(0) + u' ' + list->topLevelItem(i)->text(1);
    return rows;
}

bool TestReferrers::isSaid(const QString &text) const
{
    const auto labels = m_pane->findChild<ReferrerView *>()->findChildren<QLabel *>();
    return std::ranges::any_of(labels, [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
}

void TestReferrers::listsThoseOfTheChosenPlatform()
{
    show(u":built"_s);
    QVERIFY(settles());
    const QStringList wanted{u"Signature application/vnd.dev.cosign.simplesigning.v1+json"_s,
                             u"SBOM cyclonedx.org/bom"_s,
                             u"SBOM text/spdx"_s,
                             u"Provenance slsa.dev/provenance/v1"_s,
                             u"SBOM spdx.dev/Document"_s,
                             u"Provenance slsa.dev/provenance/v0.2"_s};
    QCOMPARE(rows(), wanted);
    auto *const summary = m_pane->findChild<QToolButton *>(u"summary"_s);
    const auto *const list = m_pane->findChild<QTreeWidget *>(u"referrers"_s);
    QCOMPARE(summary->text(), u"Signed · SBOM · Provenance"_s);
    QVERIFY(summary->isVisible() && !list->isVisible());
    summary->click();
    QVERIFY(list->isVisible());
    QVERIFY(!list->topLevelItem(4)->toolTip(0).contains(m_index.digest));

    // It stays unfolded for the next.
    QTreeWidget *const platforms = m_pane->findChild<QTreeWidget *>(u"platforms"_s);
    const QString before = list->topLevelItem(4)->toolTip(0);
    platforms->setCurrentItem(platforms->topLevelItem(1));
    QCOMPARE(rows(), QStringList());
    QVERIFY(settles());
    QCOMPARE(rows(), wanted);
    QVERIFY(list->isVisible());
    QVERIFY(list->topLevelItem(4)->toolTip(0) != before);
    QTest::keyClick(summary, Qt::Key_Space);
    QVERIFY(!list->isVisible());
}

void TestReferrers::saysThatThereAreNone()
{
    show(u":plain"_s);
    QVERIFY(settles());
    QVERIFY(isSaid(u"No signatures"_s));
    QVERIFY(!m_pane->findChild<QToolButton *>(u"summary"_s)->isVisible());
}

void TestReferrers::forgetsWhatIsNotChosenAnyMore()
{
    m_proxy->add({.path = "/referrers/", .times = kAlways, .isSilent = true});
    show(u":built"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_proxy->faultsDone() > 0, kPatience);
    QVERIFY(isSaid(u"Looking for"_s));
    m_proxy->clearFaults();
    const QAbstractItemModel *const tags = m_pane->tagView()->model();
    for (int row = 0; row < tags->rowCount(); ++row) {
        if (tags->index(row, 0).data() == u"plain"_s)
            m_pane->tagView()->setCurrentIndex(tags->index(row, 0));
    }
    QVERIFY(settles());
    QVERIFY(isSaid(u"No signatures"_s));
    m_pane->clear();
    QVERIFY(test::isIdle(*m_pane));
    QVERIFY(!isSaid(u"No signatures"_s));
}

void TestReferrers::saysWhatFailedAndTriesAgain()
{
    m_proxy->add({.path = "/referrers/", .times = kAlways, .status = 500});
    show(u":plain"_s);
    QVERIFY(settles());
    QVERIFY(isSaid(u"Could not list"_s));
    m_proxy->clearFaults();
    for (QToolButton *const button : m_pane->findChild<ReferrerView *>()->findChildren<QToolButton *>()) {
        if (button->isVisible() && button->accessibleName() == u"Try Again"_s)
            button->click();
    }
    QVERIFY(settles());
    QVERIFY(isSaid(u"No signatures"_s));

    // What was found is listed nevertheless.
    m_proxy->add({.path = "/referrers/", .times = kAlways, .status = 500});
    show(u":built"_s);
    QVERIFY(settles());
    QCOMPARE(rows().size(), 6);
    QVERIFY(isSaid(u"may be incomplete"_s));
}

void TestReferrers::copiesDigests()
{
    show(u":built"_s);
    QVERIFY(settles());
    m_pane->findChild<QToolButton *>(u"summary"_s)->click();
    QTreeWidget *const list = m_pane->findChild<QTreeWidget *>(u"referrers"_s);
    list->setFocus();
    list->setCurrentItem(list->topLevelItem(0));
    list->actions().front()->trigger();
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY2(copied.startsWith(u"sha256:"_s) && copied.size() == 71, qPrintable(copied));
    QVERIFY(copied.contains(list->topLevelItem(0)->text(2)));
}

STRATOSCOPE_WIDGETS_TEST(TestReferrers)
#include "tst_referrers.moc"
