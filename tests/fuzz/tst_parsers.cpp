// SPDX-License-Identifier: Apache-2.0
#include "fuzz/mutator.h"
#include "support/disk_tree.h"
#include "support/test_main.h"

#include <QTest>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <new>
#include <optional>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

using FuzzClock = std::chrono::steady_clock;

/// How far the process that tries the inputs has come; shared with it.
struct FuzzProgress {
    std::atomic<std::uint64_t> current = 0; ///< the number of the input being tried
    std::atomic<std::uint64_t> accepted = 0;

    static FuzzProgress &shared()
    {
        void *const memory = ::mmap(nullptr, sizeof(FuzzProgress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED)
            qFatal("out of memory");
        return *new (memory) FuzzProgress;
    }
};

/// Of the environment; tests of other seeds and lengths are run by hand.
std::uint32_t fuzzSetting(const char *name, std::uint32_t otherwise)
{
    bool isNumber = false;
    const std::uint32_t value = qEnvironmentVariable(name).toUInt(&isNumber);
    return isNumber ? value : otherwise;
}

/// Memory that an input claims and does not have ends the process.
void limitMemory()
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // which reserve terabytes
    constexpr rlim_t kMostMemory = rlim_t(2) << 30;
    const rlimit limit{kMostMemory, kMostMemory};
    ::setrlimit(RLIMIT_AS, &limit);
#endif
}

[[noreturn]] void tryInputs(const Fuzzer &fuzzer, const Mutator &mutator, FuzzClock::duration duration, FuzzProgress &progress,
                            const QString &scratch)
{
    qputenv("TMPDIR", QFile::encodeName(scratch)); // what a crash leaves is removed, too
    for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL})
        std::signal(signal, SIG_DFL);
    qInstallMessageHandler(nullptr); // that of QtTest would end the whole test
    limitMemory();
    const auto end = FuzzClock::now() + duration;
    for (std::uint64_t number = 0; number < mutator.corpusSize() || FuzzClock::now() < end; ++number) {
        progress.current = number;
        const bool isAccepted = fuzzer.run(mutator.input(number));
        insist(isAccepted || number >= mutator.corpusSize(), "the corpus is accepted");
        progress.accepted += isAccepted;
    }
    std::_Exit(0); // without the destructors of what the other process has as well
}

/// The status of a process; nothing, and the process is ended, if it did not get beyond an input for a minute.
std::optional<int> waitForInputs(pid_t process, const FuzzProgress &progress)
{
    constexpr std::chrono::minutes kLongestInput(1);
    auto changed = FuzzClock::now();
    std::uint64_t last = 0;
    int status = 0;
    while (::waitpid(process, &status, WNOHANG) == 0) {
        if (std::exchange(last, progress.current) != progress.current)
            changed = FuzzClock::now();
        if (FuzzClock::now() - changed > kLongestInput) {
            ::kill(process, SIGKILL);
            ::waitpid(process, &status, 0);
            return std::nullopt;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return status;
}

} // namespace

/// Valid input with small damage, thousands of times and reproducibly, for every parser: leads to an error or a result, but not to
/// a crash, an endless loop, or memory allocated by a claimed size. Also to be run with sanitizers.
///
/// STRATOSCOPE_FUZZ_SEED and STRATOSCOPE_FUZZ_SECONDS (for each parser) change what is tried.
class TestParsers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noTwoHaveTheSameName()
    {
        for (const Fuzzer &fuzzer : fuzzers())
            QCOMPARE(findFuzzer(fuzzer.name), &fuzzer);
    }

    void inputsDependOnTheSeedOnly()
    {
        const Fuzzer &fuzzer = fuzzers().front();
        const Mutator one(fuzzer, 1);
        const std::uint64_t number = one.corpusSize() + 5;
        QVERIFY(one.input(0) != one.input(number));
        QVERIFY(one.input(number) == Mutator(fuzzer, 1).input(number));
        QVERIFY(one.input(number) != Mutator(fuzzer, 2).input(number));
    }

    void tries_data()
    {
        QTest::addColumn<const Fuzzer *>("fuzzer");
        for (const Fuzzer &fuzzer : fuzzers())
            QTest::newRow(fuzzer.name) << &fuzzer;
    }
    void tries();
};

void TestParsers::tries()
{
    QFETCH(const Fuzzer *, fuzzer);
    const std::uint32_t seed = fuzzSetting("STRATOSCOPE_FUZZ_SEED", 1);
    const std::chrono::seconds duration(fuzzSetting("STRATOSCOPE_FUZZ_SECONDS", 4));
    const Mutator mutator(*fuzzer, seed);
    QVERIFY(mutator.corpusSize() > 0);

    const TestFolder scratch;
    FuzzProgress &progress = FuzzProgress::shared();
    const pid_t process = ::fork();
    QVERIFY(process >= 0);
    if (process == 0)
        tryInputs(*fuzzer, mutator, duration, progress, scratch.path());
    const auto status = waitForInputs(process, progress);
    const std::uint64_t last = progress.current;
    const bool isSound = status == 0;
    if (!isSound) {
        const QString path
            = QDir::temp().filePath(u"stratoscope-%1-%2-%3"_s.arg(QLatin1StringView(fuzzer->name)).arg(seed).arg(last));
        writeDisk(path, QByteArray::fromStdString(mutator.input(last)));
        QFAIL(qPrintable(u"%1 input %2 of seed %3, which was written to %4"_s.arg(status ? u"failed at"_s : u"hangs at"_s)
                             .arg(last)
                             .arg(seed)
                             .arg(path)));
    }
    qInfo("seed %u: %llu inputs, %llu accepted", unsigned(seed), static_cast<unsigned long long>(last + 1),
          static_cast<unsigned long long>(progress.accepted));
    QVERIFY(last + 1 >= mutator.corpusSize());
}

STRATOSCOPE_GUILESS_TEST(TestParsers)
#include "tst_parsers.moc"
