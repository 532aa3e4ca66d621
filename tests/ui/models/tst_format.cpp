// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/common/format.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sizes_data();
    void sizes();
    void changes();
    void distinguishes_data();
    void distinguishes();
    void modes_data();
    void modes();
    void times_data();
    void times();
    void attributes_data();
    void attributes();
    void progress();
};

void TestFormat::changes()
{
    QCOMPARE(changesText({.added = 4, .removed = 1100, .modified = 2, .bytesAdded = 2'936'013, .bytesRemoved = 65'221'427}),
             u"+4 ~2 \u22121100, +2.8 MiB \u221262.2 MiB"_s);
    QCOMPARE(changesText({.added = 1}), u"+1 ~0 \u22120"_s);
    QCOMPARE(changedSizeText({.bytesAdded = 5}), u"+5 B"_s);
    QCOMPARE(changedSizeText({.bytesRemoved = 5}), u"\u22125 B"_s);
    QCOMPARE(changedSizeText({.added = 3}), QString());
}

void TestFormat::distinguishes_data()
{
    QTest::addColumn<QStringList>("locations");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("registries") << QStringList{u"docker.io"_s, u"quay.io"_s} << QStringList{u"docker.io"_s, u"quay.io"_s};
    QTest::newRow("folders") << QStringList{u"/a/one"_s, u"/a/two"_s} << QStringList{u"one"_s, u"two"_s};
    QTest::newRow("folders of the same name")
        << QStringList{u"/a/x"_s, u"/b/x"_s, u"/b/y"_s} << QStringList{u"a/x"_s, u"b/x"_s, u"y"_s};
    QTest::newRow("one in another") << QStringList{u"/a/b"_s, u"/c/a/b"_s} << QStringList{u"/a/b"_s, u"c/a/b"_s};
    QTest::newRow("the same") << QStringList{u"/a"_s, u"/a"_s} << QStringList{u"a"_s, u"a"_s};
}

void TestFormat::distinguishes()
{
    QFETCH(const QStringList, locations);
    QTEST(distinctions(locations), "expected");
}

void TestFormat::initTestCase()
{
    qputenv("TZ", "UTC");
    QLocale::setDefault(QLocale::c());
}

void TestFormat::sizes_data()
{
    QTest::addColumn<quint64>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << quint64(0) << u"0 B"_s;
    QTest::newRow("bytes") << quint64(1023) << u"1023 B"_s;
    QTest::newRow("KiB") << quint64(1024) << u"1.0 KiB"_s;
    QTest::newRow("GiB") << quint64(5) * 1024 * 1024 * 1024 << u"5.0 GiB"_s;
    QTest::newRow("all there are") << ~quint64(0) << u"8.0 EiB"_s;
}

void TestFormat::sizes()
{
    QFETCH(quint64, bytes);
    QTEST(sizeText(bytes), "expected");
}

void TestFormat::modes_data()
{
    QTest::addColumn<EntryKind>("kind");
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("expected");
    QTest::newRow("file") << EntryKind::Regular << 0644 << u"-rw-r--r--"_s;
    QTest::newRow("sticky") << EntryKind::Directory << 01777 << u"drwxrwxrwt"_s;
    QTest::newRow("sticky without x") << EntryKind::Directory << 01770 << u"drwxrwx--T"_s;
    QTest::newRow("setuid") << EntryKind::Regular << 04755 << u"-rwsr-xr-x"_s;
    QTest::newRow("both without x") << EntryKind::Regular << 06600 << u"-rwS--S---"_s;
    QTest::newRow("link") << EntryKind::Symlink << 0777 << u"lrwxrwxrwx"_s;
    QTest::newRow("device") << EntryKind::BlockDevice << 0660 << u"brw-rw----"_s;
    QTest::newRow("whiteout") << EntryKind::Whiteout << 0644 << QString();
}

void TestFormat::modes()
{
    QFETCH(EntryKind, kind);
    QFETCH(int, mode);
    Entry entry;
    entry.kind = kind;
    entry.mode = std::uint16_t(mode);
    QTEST(modeText(entry), "expected");
}

void TestFormat::times_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<uint>("nanoseconds");
    QTest::addColumn<QString>("expected");
    QTest::newRow("whole second") << qint64(1714564800) << 0u << u"2024-05-01 12:00:00 +00:00"_s;
    QTest::newRow("nanoseconds") << qint64(1714564800) << 7u << u"2024-05-01 12:00:00.000000007 +00:00"_s;
    QTest::newRow("before 1970") << qint64(-1) << 500'000'000u << u"1969-12-31 23:59:59.500000000 +00:00"_s;
    QTest::newRow("beyond all calendars") << std::numeric_limits<qint64>::min() << 0u
                                          << u"-9223372036854775808 seconds since 1970"_s;
}

void TestFormat::times()
{
    QFETCH(qint64, seconds);
    QFETCH(uint, nanoseconds);
    QTEST(preciseTimeText({seconds, nanoseconds}), "expected");
}

void TestFormat::attributes_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("expected");
    QTest::newRow("text") << "hello"_qba << u"hello"_s;
    QTest::newRow("text and its end") << QByteArray("system_u\0", 9) << u"system_u"_s;
    QTest::newRow("binary") << QByteArray("\1\0\0\2", 4) << u"0x01000002"_s;
    QTest::newRow("not UTF-8") << "\xe9"_qba << u"0xe9"_s;
    QTest::newRow("empty") << ""_qba << u"(empty)"_s;
}

void TestFormat::attributes()
{
    QFETCH(QByteArray, value);
    QTEST(attributeText(value.toStdString()), "expected");
}

void TestFormat::progress()
{
    Progress progress;
    QCOMPARE(progressText(progress), QString());
    QCOMPARE(progressPermille(progress), -1);
    progress.current = 512;
    progress.total = 2048;
    progress.bytesPerSecond = 256;
    progress.eta = 75;
    QCOMPARE(progressText(progress), u"512 B of 2.0 KiB  ·  256 B/s  ·  1 min 15 s left"_s);
    QCOMPARE(progressPermille(progress), 250);
}

STRATOSCOPE_APPLESS_TEST(TestFormat)
#include "tst_format.moc"
