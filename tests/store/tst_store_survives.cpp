// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "store/store_cleaner.h"
#include "support/disk_tree.h"
#include "support/need.h"
#include "support/results.h"
#include "support/small_disk.h"
#include "support/store.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr const char *kWork = "--work";
constexpr int kFailed = 1;

/// Results to be expected with several processes.
template <typename T>
bool isAllowed(const Result<T> &result)
{
    return result || result.error().kind == ErrorKind::Busy || result.error().kind == ErrorKind::NotFound;
}

Result<void> doSomething(const Store &store, QRandomGenerator &random)
{
    const QString reference = u"docker.io/library/app:%1"_s.arg(random.bounded(4));
    const auto randomTar = [&random] { return seededTar(random.bounded(6), std::size_t(random.bounded(300'000))); };
    switch (random.bounded(6)) {
    case 0:
        if (const auto image = store.images().find(reference, {})) {
            if (const auto removed = StoreCleaner(store).removeImage(*image); !isAllowed(removed))
                return Failure(removed.error());
        }
        return {};
    case 1:
        if (const auto pruned = StoreCleaner(store).prune(); !isAllowed(pruned))
            return Failure(pruned.error());
        return {};
    case 2: {
        STRATOSCOPE_CHECK(putLayer(store, randomTar()));
        return {};
    }
    default: {
        STRATOSCOPE_CHECK(putImage(store, reference, {seededTar(random.bounded(6)), randomTar()}));
        return {};
    }
    }
}

/// Adds and removes until it is killed.
int work(const QString &directory, unsigned seed)
{
    QRandomGenerator random(seed);
    while (true) {
        const auto store = Store::open(directory);
        const auto done = store ? doSomething(*store, random) : Failure(store.error());
        if (!done) {
            std::fprintf(stderr, "%s\n", qPrintable(done.error().message()));
            return kFailed;
        }
    }
}

pid_t startWorker(const QString &directory, unsigned seed)
{
    const QByteArray path = QFile::encodeName(directory);
    const QByteArray number = QByteArray::number(seed);
    const char *const arguments[] = {"worker", "store_survives", kWork, path.constData(), number.constData(), nullptr};
    pid_t worker = -1;
    ::posix_spawn(&worker, "/proc/self/exe", nullptr, nullptr, const_cast<char *const *>(arguments), environ);
    return worker;
}

/// The exit code, or 0 if it was killed.
int killWorker(pid_t worker)
{
    ::kill(worker, SIGKILL);
    int status = 0;
    ::waitpid(worker, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? 0 : WEXITSTATUS(status) + 1;
}

/// Limits the size of files during its lifetime.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before;
    void (*m_handler)(int);
};

} // namespace

class TestStoreSurvives : public StoreTest
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { unmountSmallDisk(m_dir->path()); }

    /// Two processes add and remove images at random, and are killed at random moments, repeatedly. All remaining images are then
    /// complete, and the one that neither of them touches still exists.
    void killedProcesses()
    {
        const StoredImage kept
            = need(putImage(need(Store::open(path())), u"docker.io/library/kept:1"_s, {seededTar(0), seededTar(100, 5000)}));
        QRandomGenerator random(1);
        int imagesSeen = 0;
        // On a slow machine the processes need longer to complete an image.
        for (unsigned round = 0; round < 40 || (imagesSeen == 0 && round < 400); ++round) {
            const pid_t first = startWorker(path(), 2 * round);
            const pid_t second = startWorker(path(), 2 * round + 1);
            QTest::qSleep(random.bounded(20, 120) * int(1 + round / 40));
            QCOMPARE(killWorker(first), 0);
            QTest::qSleep(random.bounded(5));
            QCOMPARE(killWorker(second), 0);

            const auto store = Store::open(path());
            VERIFY_RESULT(store);
            QVERIFY(temporaries().isEmpty());
            VERIFY_RESULT(checkStore(*store));
            QCOMPARE(need(store->images().find(u"kept:1"_s, {})), kept);
            imagesSeen += int(need(store->images().all()).size()) - 1;
        }
        QVERIFY(imagesSeen > 0);

        // After pruning, only what images use remains, and no unfinished files.
        const Store store = need(Store::open(path()));
        need(StoreCleaner(store).prune());
        VERIFY_RESULT(checkStore(store));
        for (const StoredImage &image : need(store.images().all()))
            need(StoreCleaner(store).removeImage(image));
        QCOMPARE(storeFiles(store), QStringList{u"version"_s});
    }

    void aFileThatCannotGrow()
    {
        const Store store = need(Store::open(path()));
        need(putImage(store, u"kept"_s, {seededTar(1)}));
        const QStringList before = storeFiles(store);
        const std::string large = seededTar(2, 300'000);
        {
            const FileSizeLimit limit(100'000);
            const auto layer = putLayer(store, large);
            QVERIFY(!layer);
            QVERIFY2(layer.error().message().contains(u"cannot write: File too large"_s), qPrintable(layer.error().message()));
            const auto blob = store.blobs().add(QByteArray::fromStdString(large), Digest::of(asBytes(large)));
            QVERIFY(!blob);
        }
        QVERIFY(temporaries().isEmpty());
        QCOMPARE(storeFiles(store), before);
        VERIFY_RESULT(checkStore(store));
        VERIFY_RESULT(putLayer(store, large));
    }

    /// Whenever the disk becomes full, the error says so, and the store is unchanged.
    void aFullDisk()
    {
        if (!leaveMounts() || !mountSmallDisk(m_dir->path(), 1'048'576))
            QSKIP("this process may not mount a file system");
        const Store store = need(Store::open(path()));
        need(putImage(store, u"kept"_s, {seededTar(1)}));
        const QStringList before = storeFiles(store);
        int failures = 0;
        for (std::size_t padding = 100'000; padding < 1'000'000; padding += 37'000) {
            const auto image = putImage(store, u"large"_s, {seededTar(2, padding)});
            QVERIFY(temporaries().isEmpty());
            VERIFY_RESULT(checkStore(store));
            if (!image) {
                QCOMPARE(image.error().kind, ErrorKind::NoSpace);
                QVERIFY2(image.error().message().contains(u"No space left on device"_s), qPrintable(image.error().message()));
                ++failures;
            } else {
                VERIFY_RESULT(StoreCleaner(store).removeImage(*image));
            }
            VERIFY_RESULT(StoreCleaner(store).prune()); // works on a full disk as well
            QCOMPARE(storeFiles(store), before);
        }
        QVERIFY(failures > 10);
    }
};

static int testStoreSurvives(int argc, char **argv)
{
    if (argc == 4 && qstrcmp(argv[1], kWork) == 0)
        return work(QFile::decodeName(argv[2]), QByteArray(argv[3]).toUInt());
    TestStoreSurvives test;
    return QTest::qExec(&test, argc, argv);
}

STRATOSCOPE_TEST_WITH_MAIN(StoreSurvives, testStoreSurvives)
#include "tst_store_survives.moc"
