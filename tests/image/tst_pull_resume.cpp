// SPDX-License-Identifier: Apache-2.0
#include "image/pull_image.h"

#include "store/store_cleaner.h"
#include "support/command.h"
#include "support/compress.h"
#include "support/config_home.h"
#include "support/need.h"
#include "support/pulling.h"
#include "support/registry_server.h"
#include "support/results.h"
#include "support/store.h"
#include "support/test_main.h"
#include "support/tree_text.h"

#include <QDeadlineTimer>
#include <QFileInfo>
#include <QProcess>
#include <QTest>
#include <QThread>

#include <future>
#include <stdexcept>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr std::size_t kLarge = 1'000'000; // bytes
constexpr qint64 kMiddle = 400'000;

std::string layerWith(unsigned seed, std::size_t size = kLarge)
{
    return TarBuilder().file("noise-" + std::to_string(seed), noise(size, seed)).finish();
}

std::vector<QByteArray> rangesOf(const FaultProxy &proxy, const QByteArray &path)
{
    std::vector<QByteArray> ranges;
    for (const SeenRequest &request : proxy.requests()) {
        if (request.path().contains(path))
            ranges.push_back(request.header("Range"));
    }
    return ranges;
}

} // namespace

class TestPullResume : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void aCutIsContinued();
    void theNextPullContinues();
    void serversThatDoNotContinue_data();
    void serversThatDoNotContinue();
    void whatIsWrongIsThrownAway();
    void cancelledPullsContinue();
    void killedPullsContinue();
    void nothingChanged();
    void onlyWhatIsNew();
    void aBlobIsAskedForOnce();
    void pullsAtTheSameTime();
    void progressNeverJumpsBack();
    void anExceptionOfADownloadIsAnError();
    void layersAreThereBeforeTheImageIs();
    void partialImagesAreMergedCorrectly();
    void downloadsContinueWhileAPartialImageIsUsed();

private:
    /// Of the layer's bytes only the missing ones have come.
    void verifyRest(Pulling &pulling, qint64 rest);

    const ConfigHome m_home;
    RegistryServer m_registry;
    QByteArray m_layer; ///< the digest of the only layer of `one:1`
    qint64 m_size = 0; ///< its bytes
};

void TestPullResume::initTestCase()
{
    m_registry.push({.layers = {layerWith(1)}}, u"one:1"_s);
    m_registry.push({.layers = {layerWith(1), layerWith(2, 10'000)}}, u"two:1"_s);
    m_registry.push({.layers = {layerWith(3), layerWith(4), layerWith(5), layerWith(6)}}, u"four:1"_s);
    Pulling pulling(m_registry.port());
    const StoredImage image = need(pulling.pull(u"one:1"_s)).image;
    m_layer = image.layers.front().toString().toUtf8();
    m_size = qint64(image.size);
    QVERIFY(m_size > qint64(kLarge));
}

void TestPullResume::cleanup()
{
    QVERIFY(!m_registry.log().contains("level=fatal"));
}

void TestPullResume::verifyRest(Pulling &pulling, qint64 rest)
{
    pulling.proxy().clearFaults();
    pulling.proxy().forgetRequests();
    const auto report = pulling.pull(u"one:1"_s);
    VERIFY_RESULT(report);
    QCOMPARE(qint64(report->reusedBytes), m_size - rest);
    QCOMPARE(pulling.proxy().bytesSent(m_layer), rest);
    VERIFY_RESULT(checkStore(pulling.store()));
    VERIFY_RESULT(StoreCleaner(pulling.store()).prune()); // of what killed processes left
    QCOMPARE(unfinishedFiles(pulling.store()), QStringList());
}

void TestPullResume::aCutIsContinued()
{
    Pulling pulling(m_registry.port());
    pulling.proxy().add({.path = m_layer, .cutAfter = kMiddle});
    pulling.proxy().add({.path = m_layer, .stallAfter = 1000});
    pulling.options().inactivity = std::chrono::milliseconds(300);
    VERIFY_RESULT(pulling.pull(u"one:1"_s));
    QCOMPARE(pulling.proxy().bytesSent(m_layer), m_size);
    QCOMPARE(rangesOf(pulling.proxy(), m_layer), (std::vector<QByteArray>{{}, "bytes=400000-", "bytes=401000-"}));
    VERIFY_RESULT(checkStore(pulling.store()));
}

void TestPullResume::theNextPullContinues()
{
    Pulling pulling(m_registry.port());
    pulling.options().retry.retries = 0;
    pulling.proxy().add({.path = m_layer, .cutAfter = kMiddle});
    const auto report = pulling.pull(u"one:1"_s);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, ErrorKind::Network);
    QCOMPARE(unfinishedFiles(pulling.store()).size(), 1);
    verifyRest(pulling, m_size - kMiddle);
}

void TestPullResume::serversThatDoNotContinue_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::newRow("from the beginning") << Fault{.ignoresRange = true};
    QTest::newRow("from the beginning, in chunks") << Fault{.ignoresRange = true, .chunked = true};
    QTest::newRow("from another place") << Fault{.rangeShift = -1};
    QTest::newRow("not satisfiable") << Fault{.status = 416};
}

void TestPullResume::serversThatDoNotContinue()
{
    QFETCH(Fault, fault);
    Pulling pulling(m_registry.port());
    fault.path = m_layer;
    pulling.proxy().add({.path = m_layer, .cutAfter = kMiddle});
    pulling.proxy().add(fault);
    VERIFY_RESULT(pulling.pull(u"one:1"_s));
    QCOMPARE(pulling.proxy().faultsDone(), 2);
    QCOMPARE(pulling.progress().back().current, m_size);
    for (const Progress &progress : pulling.progress())
        QVERIFY(progress.current <= m_size);
    VERIFY_RESULT(checkStore(pulling.store()));
    QCOMPARE(unfinishedFiles(pulling.store()), QStringList());
}

/// An earlier run left bytes that are no part of the layer.
void TestPullResume::whatIsWrongIsThrownAway()
{
    Pulling pulling(m_registry.port());
    writeDisk(pulling.store().directory() + u"/downloads/"_s + QString::fromLatin1(m_layer).replace(u':', u'-'),
              QByteArray(5000, 'x'));
    VERIFY_RESULT(pulling.pull(u"one:1"_s));
    VERIFY_RESULT(checkStore(pulling.store()));
    QCOMPARE(unfinishedFiles(pulling.store()), QStringList());
}

void TestPullResume::cancelledPullsContinue()
{
    Pulling pulling(m_registry.port());
    pulling.proxy().add({.path = m_layer, .times = kAlways, .bytesPerSecond = 2'000'000});
    QVERIFY(pulling.cancelAt(u"one:1"_s, kMiddle));
    VERIFY_RESULT(checkStore(pulling.store()));
    QVERIFY(need(pulling.store().images().all()).empty());
    const QStringList unfinished = unfinishedFiles(pulling.store());
    QCOMPARE(unfinished.size(), 1);
    const qint64 there = QFileInfo(pulling.store().directory() + u'/' + unfinished.front()).size();
    QVERIFY(there >= kMiddle && there < m_size);
    verifyRest(pulling, m_size - there);
}

void TestPullResume::killedPullsContinue()
{
    Pulling pulling(m_registry.port());
    pulling.proxy().add({.path = m_layer, .times = kAlways, .bytesPerSecond = 500'000});
    const auto arrived = [&pulling] {
        const QStringList unfinished = unfinishedFiles(pulling.store()).filter(u"downloads/"_s);
        return unfinished.isEmpty() ? 0 : QFileInfo(pulling.store().directory() + u'/' + unfinished.front()).size();
    };
    for (int kills = 0; kills < 3; ++kills) {
        const qint64 before = arrived();
        QProcess process;
        process.start(cliProgram(), {u"--store"_s, pulling.store().directory(), u"pull"_s, pulling.reference(u"one:1"_s)});
        QTRY_VERIFY(arrived() > before + 50'000 || process.state() == QProcess::NotRunning);
        QVERIFY2(process.state() == QProcess::Running,
                 (process.readAllStandardError() + process.readAllStandardOutput()).constData());
        process.kill();
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        VERIFY_RESULT(checkStore(pulling.store()));
    }
    verifyRest(pulling, m_size - arrived());
}

void TestPullResume::nothingChanged()
{
    Pulling pulling(m_registry.port());
    VERIFY_RESULT(pulling.pull(u"two:1"_s));
    pulling.proxy().forgetRequests();
    const auto report = pulling.pull(u"two:1"_s);
    VERIFY_RESULT(report);
    QCOMPARE(report->reusedBytes, report->bytes);
    QVERIFY(pulling.proxy().requests().size() <= 2);
    QCOMPARE(pulling.proxy().bytesSent("/blobs/"), 0);
}

void TestPullResume::onlyWhatIsNew()
{
    Pulling pulling(m_registry.port());
    const qint64 shared = qint64(need(pulling.pull(u"one:1"_s)).image.size);
    pulling.proxy().forgetRequests();
    const auto report = pulling.pull(u"two:1"_s);
    VERIFY_RESULT(report);
    QCOMPARE(qint64(report->reusedBytes), shared);
    QCOMPARE(rangesOf(pulling.proxy(), m_layer), std::vector<QByteArray>());
    const QByteArray config = report->image.config.toString().toUtf8();
    QCOMPARE(pulling.proxy().bytesSent("/blobs/") - pulling.proxy().bytesSent(config), qint64(report->image.size) - shared);
    VERIFY_RESULT(checkStore(pulling.store()));
}

void TestPullResume::aBlobIsAskedForOnce()
{
    m_registry.push({.layers = {layerWith(1), layerWith(2, 1000), layerWith(1)}}, u"twice:1"_s);
    Pulling pulling(m_registry.port());
    const auto report = pulling.pull(u"twice:1"_s);
    VERIFY_RESULT(report);
    QCOMPARE(report->image.layers.size(), 3U);
    QCOMPARE(rangesOf(pulling.proxy(), m_layer).size(), 1U);
}

/// Of the same image, by several threads with a store each of their own, which is the same folder.
void TestPullResume::pullsAtTheSameTime()
{
    Pulling pulling(m_registry.port());
    pulling.proxy().add({.path = "/blobs/", .times = kAlways, .bytesPerSecond = 5'000'000});
    std::vector<std::future<Result<PullReport>>> pulls;
    for (int i = 0; i < 3; ++i)
        pulls.push_back(std::async(std::launch::async, [&] {
            Store store = need(Store::open(pulling.store().directory()));
            ProgressMeter silent;
            return pullImage(pulling.reference(u"four:1"_s), {}, need(Registries::load(pulling.options())), store, silent, {});
        }));
    std::optional<StoredImage> image;
    for (auto &pull : pulls) {
        const auto report = pull.get();
        VERIFY_RESULT(report);
        image = report->image;
    }
    for (const Digest &layer : image->layers)
        QCOMPARE(rangesOf(pulling.proxy(), layer.toString().toUtf8()).size(), 1U);
    VERIFY_RESULT(checkStore(pulling.store()));
    QCOMPARE(need(pulling.store().images().all()).size(), 1U);
    QCOMPARE(unfinishedFiles(pulling.store()), QStringList());
}

void TestPullResume::progressNeverJumpsBack()
{
    Pulling pulling(m_registry.port());
    pulling.proxy().add({.path = m_layer, .wrongByteAt = kMiddle}); // found out in the end: it starts over
    pulling.proxy().add({.path = "/blobs/", .skip = 2, .cutAfter = 5000});
    pulling.proxy().add({.path = "/blobs/", .times = kAlways, .bytesPerSecond = 5'000'000});
    const auto report = pulling.pull(u"two:1"_s);
    VERIFY_RESULT(report);
    Progress last;
    for (const Progress &progress : pulling.progress()) {
        if (progress.stage != Stage::Download)
            continue;
        QVERIFY(progress.current >= last.current && progress.current <= progress.total);
        QCOMPARE(progress.total, qint64(report->image.size));
        QCOMPARE(progress.blobs.size(), 2U);
        qint64 sum = 0;
        for (const BlobProgress &blob : progress.blobs)
            sum += blob.current;
        QVERIFY(sum <= progress.total);
        last = progress;
    }
    QCOMPARE(last.current, last.total);
}

/// A download has a thread of its own, in which its progress is reported.
void TestPullResume::anExceptionOfADownloadIsAnError()
{
    Pulling pulling(m_registry.port());
    pulling.proxy().add({.path = m_layer, .bytesPerSecond = 2'000'000});
    const QThread *const caller = QThread::currentThread();
    bool isElsewhere = false;
    ProgressMeter progress([&](const Progress &reported) {
        if (reported.current > 0 && !isElsewhere) {
            isElsewhere = QThread::currentThread() != caller; // a pull of one layer runs in the calling thread otherwise
            throw std::runtime_error("broken");
        }
    });
    const auto report
        = pullImage(pulling.reference(u"one:1"_s), {}, need(Registries::load(pulling.options())), pulling.store(), progress, {});
    QVERIFY(isElsewhere);
    QVERIFY(!report);
    QVERIFY2(report.error().message().endsWith(u"unexpected error: broken"_s), qPrintable(report.error().message()));
    VERIFY_RESULT(checkStore(pulling.store()));
    VERIFY_RESULT(pulling.pull(u"one:1"_s));
}

void TestPullResume::layersAreThereBeforeTheImageIs()
{
    Pulling pulling(m_registry.port());
    pulling.options().parallelBlobs = 1;
    std::vector<std::shared_ptr<const Image>> partial;
    PullOptions options;
    options.onPartial = [&](std::shared_ptr<const Image> image) { partial.push_back(std::move(image)); };
    VERIFY_RESULT(pulling.pull(u"four:1"_s, options));
    QCOMPARE(partial.size(), 4U);
    for (std::size_t i = 0; i < partial.size(); ++i) {
        QCOMPARE(partial[i]->layers.size(), i + 1);
        QVERIFY(partial[i]->tree->find("/noise-" + std::to_string(i + 3)));
    }
}

void TestPullResume::partialImagesAreMergedCorrectly()
{
    const std::string base = TarBuilder().dir("etc/").file("etc/a", "a").file("etc/b", "b").finish();
    m_registry.push({.layers = {base, TarBuilder().file("etc/.wh.a").file("c", "c").finish(), base,
                                TarBuilder().file("etc/.wh..wh..opq").hardlink("d", "c").finish()}},
                    u"merged:1"_s);
    Pulling pulling(m_registry.port());
    std::vector<std::shared_ptr<const Image>> partial;
    PullOptions options;
    options.onPartial = [&](std::shared_ptr<const Image> image) { partial.push_back(std::move(image)); };
    VERIFY_RESULT(pulling.pull(u"merged:1"_s, options));
    QVERIFY(!partial.empty());
    QCOMPARE(partial.back()->layers.size(), 4U);
    for (const auto &image : partial) {
        MergedTree::Layers indexes;
        for (const ImageLayer &layer : image->layers)
            indexes.push_back(layer.index);
        QCOMPARE(treeLines(*image->tree, TreeColumns::All), treeLines(*need(MergedTree::merge(indexes)), TreeColumns::All));
    }
}

/// While the first of them is looked at, the other thread downloads all that is left.
void TestPullResume::downloadsContinueWhileAPartialImageIsUsed()
{
    Pulling pulling(m_registry.port());
    pulling.options().parallelBlobs = 2;
    qsizetype requested = 0;
    PullOptions options;
    options.onPartial = [&](const std::shared_ptr<const Image> &) {
        if (requested > 0)
            return;
        const QDeadlineTimer deadline(10'000);
        const auto blobs = [&] { return std::ssize(rangesOf(pulling.proxy(), "/blobs/")) - 1; }; // without the config
        while (blobs() < 4 && !deadline.hasExpired())
            QThread::msleep(1);
        requested = qsizetype(blobs());
    };
    VERIFY_RESULT(pulling.pull(u"four:1"_s, options));
    QCOMPARE(requested, 4);
}

STRATOSCOPE_GUILESS_TEST(TestPullResume)
#include "tst_pull_resume.moc"
