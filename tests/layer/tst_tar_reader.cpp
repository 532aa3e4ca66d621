// SPDX-License-Identifier: Apache-2.0
#include "layer/tar_reader.h"

#include "support/results.h"
#include "support/sources.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

QString line(const TarMember &member)
{
    QString text = u"%1 %2 %3 %4:%5 %6b %7"_s.arg(printable(member.path), QString::fromUtf8(kindName(member.kind)))
                       .arg(member.mode, 4, 8, QChar(u'0'))
                       .arg(member.uid)
                       .arg(member.gid)
                       .arg(member.size)
                       .arg(member.mtime.seconds);
    if (member.mtime.nanoseconds != 0)
        text += u"+%1"_s.arg(member.mtime.nanoseconds);
    if (!member.linkTarget.empty())
        text += u" -> "_s + printable(member.linkTarget);
    if (member.deviceMajor != 0 || member.deviceMinor != 0)
        text += u" dev %1:%2"_s.arg(member.deviceMajor).arg(member.deviceMinor);
    if (member.warnings != 0)
        text += u" warnings %1"_s.arg(member.warnings);
    for (const auto &[name, value] : member.xattrs)
        text += u" %1=%2"_s.arg(printable(name), printable(value));
    return text;
}

/// A line for each member, optionally followed by its body as `= TEXT`.
Result<QStringList> readMembers(TarInput &input, bool bodies = false)
{
    TarReader reader(input);
    QStringList lines;
    while (true) {
        STRATOSCOPE_TRY(const TarMember *const member, reader.next());
        if (!member)
            break;
        lines << line(*member);
        std::string body;
        while (bodies) {
            STRATOSCOPE_TRY(const Bytes bytes, reader.body(100));
            if (bytes.empty())
                break;
            body += asText(bytes);
        }
        if (!body.empty())
            lines << u"= "_s + printable(body);
    }
    STRATOSCOPE_CHECK(reader.drain());
    return lines;
}

Result<QStringList> readMembers(const std::string &tar, Delivery delivery = {})
{
    MemoryTarInput input(tar, delivery);
    return readMembers(input);
}

QString repeated(const char *text, int count)
{
    return QString::fromLatin1(text).repeated(count);
}

} // namespace

class TestTarReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsMembers_data();
    void readsMembers();
    void warnsOfOddNumbers_data();
    void warnsOfOddNumbers();
    void refuses_data();
    void refuses();
    void readsBodies();
    void leavesOutBodiesThatWereNotRead();
    void isTheSameInSmallPieces_data();
    void isTheSameInSmallPieces();
    void isTruncatedOrWholeAtEveryByte();
    void reportsReadErrorsAtEveryByte();
    void countsWhatItUsed();
    void tellsOfNoMemberAfterTheLast();
    void allocatesNothingByClaims();
};

void TestTarReader::readsMembers_data()
{
    QTest::addColumn<QByteArray>("tar");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const TarBuilder &tar, const QStringList &expected) {
        QTest::newRow(name) << QByteArray::fromStdString(tar.finish()) << expected;
    };
    const std::string longest = std::string(155, 'a') + '/' + std::string(100, 'b');
    const QString longestText = repeated("a", 155) + u'/' + repeated("b", 100);

    row("nothing", {}, {});
    QTest::newRow("no bytes at all") << QByteArray() << QStringList();
    row("file", TarBuilder().file("a", "12345"), {u"a regular 0644 0:0 5b 1714564800"_s});
    row("every kind",
        TarBuilder()
            .dir("d/", 0750)
            .symlink("s", "../x")
            .hardlink("h", "./d/f")
            .device("c", '3', 1, 3)
            .device("b", '4', 259, 1048575)
            .fifo("p"),
        {u"d/ directory 0750 0:0 0b 1714564800"_s, u"s symlink 0777 0:0 0b 1714564800 -> ../x"_s,
         u"h hardlink 0644 0:0 0b 1714564800 -> ./d/f"_s, u"c character 0644 0:0 0b 1714564800 dev 1:3"_s,
         u"b block 0644 0:0 0b 1714564800 dev 259:1048575"_s, u"p fifo 0644 0:0 0b 1714564800"_s});
    row("twelve mode bits without the type", TarBuilder().add({.path = "a", .mode = 0107755}),
        {u"a regular 7755 0:0 0b 1714564800"_s});
    row("contiguous file", TarBuilder().add({.path = "a", .type = '7', .content = "x"}), {u"a regular 0644 0:0 1b 1714564800"_s});
    row("unknown type", TarBuilder().add({.path = "a", .type = 'Q', .content = "x"}).file("b"),
        {u"a regular 0644 0:0 1b 1714564800"_s, u"b regular 0644 0:0 0b 1714564800"_s});
    row("v7 file", TarBuilder().add({.path = "a", .type = '\0', .content = "x", .format = TarFormat::V7}),
        {u"a regular 0644 0:0 1b 1714564800"_s});
    row("v7 directory", TarBuilder().add({.path = "a/", .type = '\0', .format = TarFormat::V7}),
        {u"a/ directory 0644 0:0 0b 1714564800"_s});
    row("v7 directory has no body whatever its size",
        TarBuilder().add({.path = "a/", .type = '\0', .format = TarFormat::V7, .size = 512}).file("b"),
        {u"a/ directory 0644 0:0 0b 1714564800"_s, u"b regular 0644 0:0 0b 1714564800"_s});
    row("ustar prefix", TarBuilder().add({.path = longest}), {longestText + u" regular 0644 0:0 0b 1714564800"_s});
    row("star prefix", TarBuilder().add({.path = longest.substr(24), .format = TarFormat::Star}),
        {longestText.mid(24) + u" regular 0644 0:0 0b 1714564800"_s});
    row("name of 100 bytes", TarBuilder().file(std::string(100, 'n')), {repeated("n", 100) + u" regular 0644 0:0 0b 1714564800"_s});
    row("gnu long name and link",
        TarBuilder().add({.path = std::string(300, 'n'), .type = '2', .link = std::string(200, 'l'), .format = TarFormat::Gnu}),
        {repeated("n", 300) + u" symlink 0644 0:0 0b 1714564800 -> "_s + repeated("l", 200)});
    row("pax long name and link", TarBuilder().add({.path = std::string(300, 'n'), .type = '2', .link = std::string(200, 'l')}),
        {repeated("n", 300) + u" symlink 0644 0:0 0b 1714564800 -> "_s + repeated("l", 200)});
    row("GNU long name before pax path", TarBuilder().gnuLong("gnu", 'L').pax({{"path", "pax"}}).file("plain"),
        {u"gnu regular 0644 0:0 0b 1714564800"_s});
    row("the later of two pax headers", TarBuilder().pax({{"path", "x"}, {"uid", "5"}}).pax({{"gid", "6"}}).file("a"),
        {u"a regular 0644 0:6 0b 1714564800"_s});
    row("pax header for one member", TarBuilder().add({.path = "a", .pax = {{"uid", "7"}}}).file("b"),
        {u"a regular 0644 7:0 0b 1714564800"_s, u"b regular 0644 0:0 0b 1714564800"_s});
    row("global headers are ignored", TarBuilder().pax({{"uid", "7"}, {"comment", "c0ffee"}}, 'g').file("a"),
        {u"a regular 0644 0:0 0b 1714564800"_s});
    row("Solaris pax header", TarBuilder().pax({{"path", "x"}}, 'X').file("a"), {u"x regular 0644 0:0 0b 1714564800"_s});
    row("volume label", TarBuilder().add({.path = "Label", .type = 'V', .format = TarFormat::Gnu}).file("a"),
        {u"a regular 0644 0:0 0b 1714564800"_s});
    row("pax numbers",
        TarBuilder().add({.path = "a",
                          .content = "xyz",
                          .pax = {{"uid", "4294967294"}, {"gid", "2097152"}, {"mtime", "-1.000000001"}, {"size", "3"}},
                          .size = 0}),
        {u"a regular 0644 4294967294:2097152 3b -2+999999999"_s});
    row("numbers in base 256",
        TarBuilder().add({.path = "a", .content = "xyz", .uid = 4294967294, .gid = 3, .mtime = -5, .base256 = true}),
        {u"a regular 0644 4294967294:3 3b -5"_s});
    row("device numbers in base 256",
        TarBuilder().add({.path = "a", .type = '3', .deviceMajor = 4095, .deviceMinor = 1048575, .base256 = true}),
        {u"a character 0644 0:0 0b 1714564800 dev 4095:1048575"_s});
    row("xattrs",
        TarBuilder().add({.path = "a",
                          .pax = {{"SCHILY.xattr.user.bin", std::string("\0\xFF\n=", 4)},
                                  {"SCHILY.xattr.user.empty", ""},
                                  {"LIBARCHIVE.xattr.user.only%3Dthere", "aGk"},
                                  {"LIBARCHIVE.xattr.user.bin", "bG9zZXM="}}}),
        {u"a regular 0644 0:0 0b 1714564800 user.bin=\\x00\\xff\\x0a= user.empty= user.only=there=hi"_s});
    row("empty records are ignored", TarBuilder().add({.path = "a", .uid = 4, .pax = {{"path", ""}, {"uid", ""}, {"mtime", ""}}}),
        {u"a regular 0644 4:0 0b 1714564800"_s});
    row("any byte in a name", TarBuilder().file("tab\there/new\nline/\xE9"),
        {u"tab\\x09here/new\\x0aline/\\xe9 regular 0644 0:0 0b 1714564800"_s});
    row("link names of other kinds are ignored", TarBuilder().add({.path = "a", .link = "nothing"}),
        {u"a regular 0644 0:0 0b 1714564800"_s});
    row("a hard link has no body whatever its size",
        TarBuilder().add({.path = "h", .type = '1', .link = "a", .size = 512}).file("b"),
        {u"h hardlink 0644 0:0 0b 1714564800 -> a"_s, u"b regular 0644 0:0 0b 1714564800"_s});
    row("directory of a GNU incremental backup", TarBuilder().add({.path = "d/", .type = 'D', .content = "Yf\0\0"}).file("b"),
        {u"d/ directory 0644 0:0 0b 1714564800"_s, u"b regular 0644 0:0 0b 1714564800"_s});
    QTest::newRow("no end") << QByteArray::fromStdString(TarBuilder().file("a", "x").unfinished())
                            << QStringList{u"a regular 0644 0:0 1b 1714564800"_s};
    QTest::newRow("no padding of the last body") << QByteArray::fromStdString(tarHeader({.path = "a", .content = "xyz"}) + "xyz")
                                                 << QStringList{u"a regular 0644 0:0 3b 1714564800"_s};
    QTest::newRow("one block of zeros") << QByteArray::fromStdString(TarBuilder().file("a").unfinished() + std::string(512, '\0'))
                                        << QStringList{u"a regular 0644 0:0 0b 1714564800"_s};
    QTest::newRow("garbage after the end") << QByteArray::fromStdString(TarBuilder().file("a").finish() + "garbage")
                                           << QStringList{u"a regular 0644 0:0 0b 1714564800"_s};
    QTest::newRow("padding after the end") << QByteArray::fromStdString(TarBuilder().file("a").finish() + std::string(8192, '\0'))
                                           << QStringList{u"a regular 0644 0:0 0b 1714564800"_s};
    // Some old programs sum signed bytes.
    std::string header = tarHeader({.path = "\xE9\xE9"});
    unsigned sum = 0;
    for (std::size_t i = 0; i < 512; ++i)
        sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned>(static_cast<signed char>(header[i]));
    char digits[8];
    std::snprintf(digits, sizeof digits, "%06o", sum);
    header.replace(148, 7, digits, 7);
    row("signed checksum", TarBuilder().raw(header), {u"\\xe9\\xe9 regular 0644 0:0 0b 1714564800"_s});
    // Before 1.8, Go wrote a prefix into GNU headers.
    header = tarHeader({.path = longest, .uid = 3000000});
    header.replace(257, 8, "ustar  \0", 8);
    row("prefix of old Go programs", TarBuilder().raw(withChecksum(header)),
        {longestText + u" regular 0644 3000000:0 0b 1714564800"_s});
}

void TestTarReader::readsMembers()
{
    QFETCH(QByteArray, tar);
    const auto members = readMembers(tar.toStdString());
    VERIFY_RESULT(members);
    QTEST(*members, "expected");
}

/// Each is as unpackers take it, and the member after it is read as well.
void TestTarReader::warnsOfOddNumbers_data()
{
    QTest::addColumn<QByteArray>("tar");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const TarBuilder &tar, const QString &expected) {
        QTest::newRow(name) << QByteArray::fromStdString(TarBuilder(tar).file("next").finish()) << expected;
    };
    const auto broken = [](std::size_t offset, std::string_view bytes, const TarEntry &entry = {.path = "a"}) {
        std::string header = tarHeader(entry);
        header.replace(offset, bytes.size(), bytes);
        return TarBuilder().raw(withChecksum(header));
    };
    row("owner -2", TarBuilder().add({.path = "a", .uid = -2, .gid = -2}),
        u"a regular 0644 4294967294:4294967294 0b 1714564800 warnings 1"_s);
    row("owner -2 in pax", TarBuilder().add({.path = "a", .pax = {{"uid", "-2"}, {"gid", "-1"}}}),
        u"a regular 0644 4294967294:4294967295 0b 1714564800 warnings 1"_s);
    row("owner of a directory", TarBuilder().add({.path = "a", .type = '5', .uid = -2}),
        u"a directory 0644 4294967294:0 0b 1714564800 warnings 1"_s);
    row("user beyond 32 bits", TarBuilder().add({.path = "a", .pax = {{"uid", "4294967296"}}}),
        u"a regular 0644 0:0 0b 1714564800 warnings 1"_s);
    row("group beyond 32 bits", TarBuilder().add({.path = "a", .gid = 0x1'0000'0005, .base256 = true}),
        u"a regular 0644 0:5 0b 1714564800 warnings 1"_s);
    row("user that is a name in pax", TarBuilder().add({.path = "a", .uid = 7, .pax = {{"uid", "nobody"}}}),
        u"a regular 0644 7:0 0b 1714564800 warnings 4"_s);
    row("user that is no number", broken(108, std::string_view("root\0\0\0", 8)), u"a regular 0644 0:0 0b 1714564800 warnings 4"_s);
    row("mode that is no number", broken(100, "rw-r--r-"), u"a regular 0000 0:0 0b 1714564800 warnings 4"_s);
    row("negative mode", broken(100, std::string(8, '\xFF')), u"a regular 7777 0:0 0b 1714564800"_s);
    row("time that is no number", broken(136, "last tuesday"), u"a regular 0644 0:0 0b 0 warnings 4"_s);
    row("time in pax that is no number", TarBuilder().add({.path = "a", .pax = {{"mtime", "now"}}}),
        u"a regular 0644 0:0 0b 1714564800 warnings 4"_s);
    row("negative device number", TarBuilder().add({.path = "a", .type = '3', .deviceMajor = -1, .deviceMinor = 5}),
        u"a character 0644 0:0 0b 1714564800 dev 4294967295:5 warnings 2"_s);
    row("device number that is no number", broken(329, "12345678", {.path = "a", .type = '4'}),
        u"a block 0644 0:0 0b 1714564800 warnings 4"_s);
    row("several", TarBuilder().add({.path = "a", .uid = -1, .pax = {{"mtime", "?"}}}),
        u"a regular 0644 4294967295:0 0b 1714564800 warnings 5"_s);
}

void TestTarReader::warnsOfOddNumbers()
{
    QFETCH(QByteArray, tar);
    QFETCH(QString, expected);
    const auto members = readMembers(tar.toStdString());
    VERIFY_RESULT(members);
    QCOMPARE(*members, (QStringList{expected, u"next regular 0644 0:0 0b 1714564800"_s}));
}

void TestTarReader::refuses_data()
{
    QTest::addColumn<QByteArray>("tar");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const std::string &tar, ErrorKind kind, const QString &message) {
        QTest::newRow(name) << QByteArray::fromStdString(tar) << int(kind) << message;
    };
    const auto broken = [](std::size_t offset, std::string_view bytes, const TarEntry &entry = {.path = "a"}) {
        std::string header = tarHeader(entry);
        header.replace(offset, bytes.size(), bytes);
        return TarBuilder().raw(withChecksum(header)).finish();
    };
    std::string wrongSum = TarBuilder().file("a", "x").file("b").finish();
    wrongSum[1024] = 'c';
    row("checksum", wrongSum, ErrorKind::Malformed, u"header at byte 1024: invalid checksum; not a tar archive, or damaged"_s);
    row("not a tar", std::string(600, 'z'), ErrorKind::Malformed,
        u"header at byte 0: invalid checksum; not a tar archive, or damaged"_s);
    row("shorter than a header", "hello", ErrorKind::Truncated, u"the tar ends within a header, at byte 5"_s);
    row("body", TarBuilder().file("dir/a", std::string(1000, 'x')).unfinished().substr(0, 900), ErrorKind::Truncated,
        u"dir/a: should have 1000 bytes, but the tar ends after 388"_s);
    row("body of 8 EB", TarBuilder().add({.path = "a", .size = std::numeric_limits<std::int64_t>::max()}).unfinished(),
        ErrorKind::Truncated, u"a: should have 9223372036854775807 bytes, but the tar ends after 0"_s);
    row("after an extended header", TarBuilder().pax({{"path", "x"}}).finish(), ErrorKind::Truncated,
        u"the tar ends after an extended header, at byte 1024"_s);
    row("within an extended header", TarBuilder().pax({{"path", std::string(600, 'x')}}).unfinished().substr(0, 700),
        ErrorKind::Truncated, u"header at byte 0: the tar ends within an extended header, at byte 700"_s);
    row("size that is not a number", broken(124, "12x456789012"), ErrorKind::Malformed,
        u"header at byte 0: the header's field “size” is not a number"_s);
    row("size with an eight in it", broken(124, "00000000008"), ErrorKind::Malformed,
        u"header at byte 0: the header's field “size” is not a number"_s);
    row("negative size", broken(124, std::string(12, '\xFF')), ErrorKind::Malformed, u"header at byte 0: the size is negative"_s);
    row("negative size of an extension", broken(124, std::string(12, '\xFF'), {.path = "a", .type = 'x'}), ErrorKind::Malformed,
        u"header at byte 0: the size is negative"_s);
    row("negative size of global records", broken(124, std::string(12, '\xFF'), {.path = "a", .type = 'g'}), ErrorKind::Malformed,
        u"header at byte 0: the size is negative"_s);
    row("number beyond 64 bits", broken(124, "\x81\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"), ErrorKind::Malformed,
        u"header at byte 0: the header's field “size” is not a number"_s);
    row("pax size", TarBuilder().add({.path = "a", .pax = {{"size", "-1"}}}).finish(), ErrorKind::Malformed,
        u"header at byte 1024: the size is negative"_s);
    row("pax record", TarBuilder().add({.path = "a", .pax = {{"size", "many"}}}).finish(), ErrorKind::Malformed,
        u"header at byte 1024: the pax record “size” is invalid"_s);
    row("huge extended header", TarBuilder().add({.path = "a", .type = 'x', .size = (1 << 20) + 1}).finish(), ErrorKind::TooLarge,
        u"header at byte 0: an extended header at byte 512 claims 1048577 bytes; at most 1048576 are allowed"_s);
    row("huge long name", TarBuilder().add({.path = "a", .type = 'L', .size = std::int64_t(1) << 60}).finish(), ErrorKind::TooLarge,
        u"header at byte 0: an extended header at byte 512 claims 1152921504606846976 bytes; at most 1048576 are allowed"_s);
    row("global header beyond the end", TarBuilder().add({.path = "globe", .type = 'g', .size = 5000}).finish(),
        ErrorKind::Truncated, u"globe: header at byte 0: should have 5000 bytes, but the tar ends after 1024"_s);
    row("sparse file of star", TarBuilder().add({.path = "a", .type = 'S', .format = TarFormat::Star}).finish(),
        ErrorKind::Unsupported, u"header at byte 0: is a sparse file in the format of star, which is not supported"_s);
    row("next volume", TarBuilder().add({.path = "a", .type = 'M', .format = TarFormat::Gnu}).finish(), ErrorKind::Unsupported,
        u"header at byte 0: continued from another volume, which is not supported"_s);
}

void TestTarReader::refuses()
{
    QFETCH(QByteArray, tar);
    const auto members = readMembers(tar.toStdString());
    QVERIFY(!members);
    QTEST(members.error().message(), "message");
    QTEST(int(members.error().kind), "kind");
}

void TestTarReader::readsBodies()
{
    MemoryTarInput input(TarBuilder().file("a", "one").file("b").file("c", std::string(250, 'x')).finish());
    const auto members = readMembers(input, true);
    VERIFY_RESULT(members);
    QCOMPARE(*members,
             (QStringList{u"a regular 0644 0:0 3b 1714564800"_s, u"= one"_s, u"b regular 0644 0:0 0b 1714564800"_s,
                          u"c regular 0644 0:0 250b 1714564800"_s, u"= "_s + repeated("x", 250)}));
}

void TestTarReader::leavesOutBodiesThatWereNotRead()
{
    MemoryTarInput input(TarBuilder().file("a", std::string(2000, 'x')).file("b", "two").finish());
    TarReader reader(input);
    VERIFY_RESULT(reader.next());
    const auto some = reader.body(7);
    VERIFY_RESULT(some);
    QCOMPARE(some->size(), 7u);
    const auto second = reader.next();
    VERIFY_RESULT(second);
    QCOMPARE((*second)->path, "b");
    const auto body = reader.body(100);
    VERIFY_RESULT(body);
    QCOMPARE(asText(*body), "two");
    VERIFY_RESULT(reader.body(100));
    QVERIFY(reader.body(100)->empty());
}

void TestTarReader::isTheSameInSmallPieces_data()
{
    readsMembers_data();
}

void TestTarReader::isTheSameInSmallPieces()
{
    QFETCH(QByteArray, tar);
    for (const std::size_t chunk : {1, 3, 511, 513}) {
        const auto members = readMembers(tar.toStdString(), {.chunk = chunk});
        VERIFY_RESULT(members);
        QTEST(*members, "expected");
    }
}

void TestTarReader::isTruncatedOrWholeAtEveryByte()
{
    const std::string tar
        = TarBuilder()
              .dir("d")
              .add({.path = "d/a", .content = std::string(700, 'x'), .pax = {{"mtime", "1.5"}}})
              .add({.path = std::string(120, 'n'), .content = "y", .format = TarFormat::Gnu})
              .sparse({.path = "s", .size = 9000, .parts = {{0, "one"}, {4096, "two"}, {8000, "three"}}}, SparseForm::Pax10)
              .finish();
    const auto whole = readMembers(tar);
    VERIFY_RESULT(whole);
    QCOMPARE(whole->size(), 4);
    // Between two members, nothing indicates that there are more.
    qsizetype known = 0;
    for (std::size_t size = 0; size < tar.size(); ++size) {
        const auto members = readMembers(tar.substr(0, size));
        if (members) {
            QCOMPARE(*members, whole->first(members->size()));
            QVERIFY(members->size() >= known);
            known = members->size();
        } else {
            QVERIFY2(members.error().kind == ErrorKind::Truncated, qPrintable(members.error().message()));
        }
    }
    QCOMPARE(known, 4);
}

void TestTarReader::reportsReadErrorsAtEveryByte()
{
    const std::string tar
        = TarBuilder().dir("d").add({.path = "d/a", .content = std::string(700, 'x'), .pax = {{"mtime", "1.5"}}}).finish();
    for (std::size_t at = 0; at < tar.size(); ++at) {
        for (const bool bodies : {false, true}) {
            MemoryTarInput input(tar, {.chunk = 100, .failAfter = at});
            const auto members = readMembers(input, bodies);
            QVERIFY(!members);
            QCOMPARE(members.error().kind, ErrorKind::Io);
        }
    }
}

void TestTarReader::countsWhatItUsed()
{
    const std::string tar = TarBuilder().file("a", "one").file("b", std::string(600, 'x')).finish();
    MemoryTarInput input(tar + "garbage");
    TarReader reader(input);
    VERIFY_RESULT(reader.next());
    QCOMPARE(reader.position(), 512u);
    const auto second = reader.next();
    VERIFY_RESULT(second);
    QCOMPARE((*second)->bodyOffset, 1536u);
    QCOMPARE((*second)->storedSize, 600u);
    VERIFY_RESULT(reader.next());
    VERIFY_RESULT(reader.drain());
    QCOMPARE(reader.position(), tar.size() + 7);
}

void TestTarReader::tellsOfNoMemberAfterTheLast()
{
    MemoryTarInput input(TarBuilder().file("a").finish() + TarBuilder().file("b").finish());
    TarReader reader(input);
    VERIFY_RESULT(reader.next());
    for (int i = 0; i < 3; ++i) {
        const auto none = reader.next();
        VERIFY_RESULT(none);
        QCOMPARE(*none, nullptr);
    }
}

void TestTarReader::allocatesNothingByClaims()
{
    // Each of these claims to need gigabytes.
    const std::string many(1 << 16, '1');
    const std::vector<std::string> tars{
        TarBuilder().add({.path = "a", .type = 'x', .size = 1 << 20}).unfinished(),
        TarBuilder().add({.path = "a", .pax = {{"size", "9223372036854775807"}}}).unfinished(),
        TarBuilder()
            .add({.path = "a", .content = "1000000\n", .pax = {{"GNU.sparse.major", "1"}, {"GNU.sparse.minor", "0"}}})
            .finish(),
        TarBuilder().add({.path = "a", .content = many, .pax = {{"GNU.sparse.major", "1"}, {"GNU.sparse.minor", "0"}}}).finish(),
    };
    for (const std::string &tar : tars)
        QVERIFY(!readMembers(tar));
}

STRATOSCOPE_APPLESS_TEST(TestTarReader)
#include "tst_tar_reader.moc"
