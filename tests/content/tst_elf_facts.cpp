// SPDX-License-Identifier: Apache-2.0
#include "content/elf_facts.h"
#include "support/test_main.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

#include <cstring>

using namespace Qt::StringLiterals;
using namespace stratoscope;

class TestElfFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithReadelf_data();
    void agreesWithReadelf();
    void isNoElf_data();
    void isNoElf();
    void survivesLies();
    void survivesAnyCut();
    void readsTheOtherEnd();
    void readsNotBeyondItsLimits();

private:
    static ReadAt readerOf(const QByteArray &bytes);
    static QByteArray program();
    static QString readelf(const QString &path);
};

ReadAt TestElfFacts::readerOf(const QByteArray &bytes)
{
    return [bytes](std::uint64_t position, std::span<std::byte> into) -> Result<std::size_t> {
        if (position >= std::uint64_t(bytes.size()))
            return 0;
        const auto count = std::min(into.size(), std::size_t(bytes.size()) - std::size_t(position));
        std::memcpy(into.data(), bytes.constData() + position, count);
        return count;
    };
}

QByteArray TestElfFacts::program()
{
    QFile file(u"/bin/true"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString TestElfFacts::readelf(const QString &path)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"C"_s);
    process.setProcessEnvironment(environment);
    process.start(u"readelf"_s, {u"--wide"_s, u"-hldnS"_s, path});
    process.waitForFinished();
    return QString::fromUtf8(process.readAllStandardOutput());
}

void TestElfFacts::agreesWithReadelf_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("program") << u"/bin/true"_s;
    QTest::newRow("this test") << QCoreApplication::applicationFilePath();
    QTest::newRow("shell") << u"/bin/sh"_s;
    for (const QString &library : {u"libc.so.6"_s, u"libm.so.6"_s}) {
        for (const QString &folder : {u"/lib/x86_64-linux-gnu/"_s, u"/lib/aarch64-linux-gnu/"_s, u"/lib64/"_s, u"/usr/lib/"_s}) {
            if (QFile::exists(folder + library)) {
                QTest::newRow(qPrintable(library)) << folder + library;
                break;
            }
        }
    }
}

void TestElfFacts::agreesWithReadelf()
{
    QFETCH(QString, path);
    QVERIFY2(!QStandardPaths::findExecutable(u"readelf"_s).isEmpty(), "scripts/setup installs binutils");
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto facts = readElf(readerOf(file.readAll()));
    QVERIFY(facts && *facts);
    const ElfFacts &found = **facts;
    const QString said = readelf(path);

    const auto captured = [&said](const QString &pattern) {
        QStringList all;
        auto matches = QRegularExpression(pattern).globalMatch(said);
        while (matches.hasNext())
            all += matches.next().captured(1);
        return all;
    };
    QCOMPARE(u"ELF%1"_s.arg(found.bits), captured(u"Class: +(\\S+)"_s).value(0));
    QCOMPARE(found.interpreter, captured(u"Requesting program interpreter: ([^\\]]+)"_s).value(0));
    QCOMPARE(found.needed, captured(u"\\(NEEDED\\) +Shared library: \\[([^\\]]+)"_s));
    QCOMPARE(found.soname, captured(u"\\(SONAME\\) +Library soname: \\[([^\\]]+)"_s).value(0));
    QCOMPARE(found.runpath, captured(u"\\(RUNPATH\\) +Library runpath: \\[([^\\]]+)"_s).value(0));
    QCOMPARE(found.buildId, captured(u"Build ID: ([0-9a-f]+)"_s).value(0));
    QCOMPARE(found.isStripped, captured(u"( SYMTAB )"_s).isEmpty());
    QCOMPARE(found.hasDebugInfo, !captured(u"(\\.debug_info)"_s).isEmpty());
    const QString type = captured(u"Type: +(\\S+) \\("_s).value(0);
    QVERIFY(type == u"DYN"_s ? found.isPositionIndependent : found.type == ElfFacts::Type::Executable);
    const QString machine = captured(u"Machine: +(.+)"_s).value(0);
    if (machine.contains(u"X86-64"_s))
        QCOMPARE(found.machine, 62);
}

void TestElfFacts::isNoElf_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("only the mark") << "\x7f"
                                      "ELF"_qba;
    QTest::newRow("text") << QByteArray(100, 'a');
    QByteArray wrongClass = QByteArray("\x7f"
                                       "ELF\x09\x01\x01",
                                       7)
        + QByteArray(100, '\0');
    QTest::newRow("unknown class") << wrongClass;
    wrongClass[4] = 2;
    wrongClass[5] = 7;
    QTest::newRow("unknown byte order") << wrongClass;
}

void TestElfFacts::isNoElf()
{
    QFETCH(QByteArray, bytes);
    const auto facts = readElf(readerOf(bytes));
    QVERIFY(facts);
    QVERIFY(!*facts);
}

/// Sets every byte of the headers to extreme values.
void TestElfFacts::survivesLies()
{
    const QByteArray good = program();
    QVERIFY(!good.isEmpty());
    for (int at = 4; at < 64 + 56 * 14 && at < good.size(); ++at) {
        for (const char lie : {'\0', '\x7f', '\xff'}) {
            QByteArray bad = good;
            bad[at] = lie;
            QVERIFY(readElf(readerOf(bad)));
        }
    }
    // The offsets and counts of the tables at their largest.
    for (const int at : {32, 40, 54, 56, 58, 60, 62}) {
        QByteArray bad = good;
        const int width = at < 54 ? 8 : 2;
        bad.replace(at, width, QByteArray(width, '\xff'));
        QVERIFY(readElf(readerOf(bad)));
    }
}

void TestElfFacts::survivesAnyCut()
{
    const QByteArray good = program();
    for (qsizetype size = 0; size < good.size(); size += size < 2048 ? 1 : 997)
        QVERIFY(readElf(readerOf(good.first(size))));
}

void TestElfFacts::readsTheOtherEnd()
{
    QByteArray header(64, '\0');
    header.replace(0, 6,
                   QByteArray("\x7f"
                              "ELF\x01\x02",
                              6));
    header[17] = 2;
    header[19] = 8;
    const auto facts = readElf(readerOf(header));
    QVERIFY(facts && *facts);
    QCOMPARE((*facts)->bits, 32);
    QVERIFY((*facts)->bigEndian);
    QCOMPARE((*facts)->type, ElfFacts::Type::Executable);
    QCOMPARE((*facts)->machine, 8);
}

void TestElfFacts::readsNotBeyondItsLimits()
{
    // A file without an end, in which all fields have large values.
    std::size_t largest = 0;
    std::uint64_t sum = 0;
    const QByteArray good = program();
    const auto facts = readElf([&](std::uint64_t position, std::span<std::byte> into) -> Result<std::size_t> {
        largest = std::max(largest, into.size());
        sum += into.size();
        std::memset(into.data(), 0x01, into.size());
        if (position < 64) {
            const QByteArray head = QByteArray(good.first(6)) + QByteArray(58, '\x7f');
            std::memcpy(into.data(), head.constData() + position, std::min<std::size_t>(into.size(), 64 - position));
        }
        return into.size();
    });
    QVERIFY(facts);
    QVERIFY(largest <= 32 * 1024 * 1024);
    QVERIFY(sum <= 64 * 1024 * 1024);
}

STRATOSCOPE_GUILESS_TEST(TestElfFacts)
#include "tst_elf_facts.moc"
