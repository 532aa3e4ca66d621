// SPDX-License-Identifier: Apache-2.0
#include "support/compress.h"
#include "support/config_home.h"
#include "support/need.h"
#include "support/pulling.h"
#include "support/registry_server.h"
#include "support/results.h"
#include "support/small_disk.h"
#include "support/store.h"
#include "support/test_main.h"

#include <QCoreApplication>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr qint64 kDisk = 1'000'000; // bytes
constexpr qint64 kLargeDisk = 100'000'000;
bool s_mayMount = false;

} // namespace

/// A store on a disk that the image does not fit on.
class TestPullFullDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { unmountSmallDisk(m_disk->path()); }

    void saidBeforeItStarts();
    void foundOutOnTheWay_data();
    void foundOutOnTheWay();

private:
    const ConfigHome m_home;
    RegistryServer m_registry;
    std::unique_ptr<TestFolder> m_disk;
};

void TestPullFullDisk::init()
{
    m_disk = std::make_unique<TestFolder>();
    if (!s_mayMount || !mountSmallDisk(m_disk->path(), kDisk))
        QSKIP("this process may not mount a file system");
}

void TestPullFullDisk::saidBeforeItStarts()
{
    m_registry.push(
        {.layers = {TarBuilder().file("a", noise(400'000)).finish(), TarBuilder().file("b", noise(400'000, 2)).finish()}},
        u"large:1"_s);
    Pulling pulling(m_registry.port(), {}, m_disk->path());
    const auto report = pulling.pull(u"large:1"_s);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, ErrorKind::NoSpace);
    QVERIFY2(report.error().message().contains(u"large:1"_s) && report.error().message().contains(pulling.store().directory()),
             qPrintable(report.error().message()));
    QVERIFY(pulling.proxy().bytesSent("/blobs/") < 10'000); // the config alone
    QCOMPARE(unfinishedFiles(pulling.store()), QStringList());
}

void TestPullFullDisk::foundOutOnTheWay_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {700'000, 900'000, 1'000'000, 3'000'000})
        QTest::addRow("%d bytes", size) << size;
}

/// A layer that is small only as long as it is packed.
void TestPullFullDisk::foundOutOnTheWay()
{
    QFETCH(int, size);
    std::string content = noise(std::size_t(size) / 10);
    while (content.size() < std::size_t(size))
        content += content.substr(0, 20'000);
    const std::string second = TarBuilder().file("b", content).finish();
    m_registry.push({.layers = {TarBuilder().file("a", noise(100'000)).finish(), second}}, u"dense:1"_s);
    Pulling pulling(m_registry.port(), {}, m_disk->path());
    const auto report = pulling.pull(u"dense:1"_s);
    QVERIFY(!report);
    QVERIFY2(report.error().kind == ErrorKind::NoSpace, qPrintable(report.error().message()));
    QVERIFY(need(pulling.store().images().all()).empty());
    VERIFY_RESULT(checkStore(pulling.store()));
    QCOMPARE(unfinishedFiles(pulling.store()).filter(u"tmp/"_s), QStringList());

    QVERIFY(resizeSmallDisk(m_disk->path(), kLargeDisk));
    VERIFY_RESULT(pulling.pull(u"dense:1"_s));
    VERIFY_RESULT(checkStore(pulling.store()));
    QCOMPARE(unfinishedFiles(pulling.store()), QStringList());
}

static int testPullFullDisk(int argc, char **argv)
{
    s_mayMount = leaveMounts(); // while this is the only thread
    const QCoreApplication application(argc, argv);
    TestPullFullDisk test;
    return QTest::qExec(&test, argc, argv);
}

STRATOSCOPE_TEST_WITH_MAIN(PullFullDisk, testPullFullDisk)
#include "tst_pull_full_disk.moc"
