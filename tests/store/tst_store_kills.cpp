// SPDX-License-Identifier: Apache-2.0
#include "store/partial_blob.h"
#include "store/store_cleaner.h"

#include "support/disk_tree.h"
#include "support/need.h"
#include "support/results.h"
#include "support/store.h"
#include "support/test_main.h"

#include <QFile>
#include <QStandardPaths>
#include <QTest>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr const char *kChange = "--work";
constexpr std::string_view kBlob = "a blob in two pieces";

/// Does once whatever changes a store, continuing what an earlier process has left.
Result<void> changeEverything(const QString &directory)
{
    STRATOSCOPE_TRY(const Store store, Store::open(directory));
    const Digest digest = Digest::of(asBytes(kBlob));
    {
        STRATOSCOPE_TRY(const StoreLease lease, store.lease());
        STRATOSCOPE_TRY(std::optional<PartialBlob> partial, PartialBlob::begin(store, digest));
        for (const std::size_t end : {kBlob.size() / 2, kBlob.size()}) {
            if (partial->size() < end)
                STRATOSCOPE_CHECK(partial->append(asBytes(kBlob.substr(partial->size(), end - partial->size()))));
        }
        STRATOSCOPE_CHECK(partial->publish());
    }
    STRATOSCOPE_TRY(const StoredImage image, putImage(store, u"docker.io/library/app:1"_s, {seededTar(1), seededTar(2, 5000)}));
    STRATOSCOPE_CHECK(store.images().setPinned(image, true));
    STRATOSCOPE_CHECK(StoreCleaner(store).discardLayer(image.layers.front()));
    STRATOSCOPE_CHECK(putImage(store, u"docker.io/library/app:1"_s, {seededTar(1), seededTar(2, 5000)}));
    STRATOSCOPE_CHECK(putLayer(store, seededTar(3)));
    STRATOSCOPE_CHECK(StoreCleaner(store).limitCache(0));
    STRATOSCOPE_CHECK(putImage(store, u"docker.io/library/gone:1"_s, {seededTar(4)}));
    STRATOSCOPE_TRY(const StoredImage gone, store.images().find(u"gone:1"_s, {}));
    STRATOSCOPE_CHECK(StoreCleaner(store).removeImage(gone));
    STRATOSCOPE_CHECK(StoreCleaner(store).prune());
    return checkStore(store);
}

/// Runs a program that prints nothing; its wait status.
int runToEnd(const QList<QByteArray> &command)
{
    std::vector<char *> arguments;
    for (const QByteArray &argument : command)
        arguments.push_back(const_cast<char *>(argument.constData()));
    arguments.push_back(nullptr);
    pid_t child = -1;
    if (::posix_spawnp(&child, arguments.front(), nullptr, nullptr, arguments.data(), environ) != 0)
        return -1;
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

/// Kills a process that changes a store at each of its calls of a kind, in turn. Whatever that leaves, the next process must
/// succeed.
QString killAtEach(const QByteArray &call, const QByteArray &program, const QString &parent)
{
    if (::access(program.constData(), X_OK) != 0)
        return u"this user may not run %1"_s.arg(QFile::decodeName(program));
    constexpr int kMost = 1000;
    for (int number = 1; number < kMost; ++number) {
        const TestFolder folder(parent);
        const QString store = folder.path() + u"/store"_s;
        const QList<QByteArray> worker{program, "store_kills", kChange, QFile::encodeName(store)};
        const QByteArray injection = "inject=" + call + ":signal=KILL:when=" + QByteArray::number(number);
        const int status = runToEnd(QList<QByteArray>{"strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", injection,
                                                      "-E", "LSAN_OPTIONS=detect_leaks=0"} // which does not work for what is traced
                                    + worker);
        const QString moment = u"%1 number %2"_s.arg(QString::fromLatin1(call), QString::number(number));
        if (status == 0) // there are no more such calls
            return number > 1 ? QString() : moment + u" never happened"_s;
        if (!WIFSIGNALED(status))
            return u"the process that was to be killed at %1 ended with status %2"_s.arg(moment, QString::number(status));
        if (const auto done = changeEverything(store); !done)
            return u"after %1: %2"_s.arg(moment, done.error().message());
    }
    return u"there is no end of %1"_s.arg(QString::fromLatin1(call));
}

} // namespace

class TestStoreKills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNextProcessContinues_data()
    {
        QTest::addColumn<QByteArray>("call");
        for (const char *const call : {"rename", "unlink", "chmod", "mkdir", "flock"})
            QTest::newRow(call) << QByteArray(call);
    }

    void theNextProcessContinues()
    {
        QFETCH(const QByteArray, call);
        QVERIFY2(!QStandardPaths::findExecutable(u"strace"_s).isEmpty(), "scripts/setup installs strace");
        if (runToEnd({"strace", "-qq", "-o", "/dev/null", "true"}) != 0)
            QSKIP("this process may not trace others");
        const QByteArray program = QFile::encodeName(QFile::symLinkTarget(u"/proc/self/exe"_s));
        const QByteArray calls = "/^f?" + call + "(at2?|64|2)?$";
        const TestFolder folder(memoryPath());
        giveToUser(folder.path());
        const auto work = [&] { return killAtEach(calls, program, folder.path()); };
        QCOMPARE(asUser(work), QString());
        if (isRoot() && call == "rename")
            QCOMPARE(work(), QString());
    }
};

static int testStoreKills(int argc, char **argv)
{
    if (argc == 3 && qstrcmp(argv[1], kChange) == 0)
        return changeEverything(QFile::decodeName(argv[2])) ? 0 : 1;
    TestStoreKills test;
    return QTest::qExec(&test, argc, argv);
}

STRATOSCOPE_TEST_WITH_MAIN(StoreKills, testStoreKills)
#include "tst_store_kills.moc"
