// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "diff/file/byte_diff.h"
#include "diff/file/file_diff.h"
#include "support/compress.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/results.h"
#include "support/tar_builder.h"
#include "support/test_main.h"
#include "support/zip.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

using Kind = FileDiff::Kind;
using Side = ByteAlignment::Side;

namespace {

FileSide fileOf(std::string content)
{
    const ImageFs fs = fsOf({TarBuilder().file("file", std::move(content))});
    return {fs, *fs.tree->find("file")};
}

/// "+path", "-path", "path 1" with the aspects of a modified entry.
QStringList changesIn(const ArchiveDiff &diff)
{
    QStringList lines;
    for (const ArchiveChange &change : diff.changes) {
        const QString path = QString::fromStdString(diff.path(change));
        lines += change.change == Change::Added ? u'+' + path
            : change.change == Change::Removed  ? u'-' + path
                                                : path + u' ' + QString::number(change.aspects);
    }
    return lines;
}

std::string randomBytes(std::size_t count, unsigned seed)
{
    std::mt19937 random(seed);
    std::string bytes(count, '\0');
    for (char &byte : bytes)
        byte = char(random());
    return bytes;
}

/// Each position of an alignment has the next byte of one of the files or of both.
bool isComplete(const ByteAlignment &alignment, std::uint64_t beforeSize, std::uint64_t afterSize)
{
    std::uint64_t before = 0;
    std::uint64_t after = 0;
    for (std::uint64_t position = 0; position < alignment.size(); ++position) {
        const ByteAlignment::Place place = alignment.at(position);
        if (alignment.offsetAt(position, Side::Before) != before || alignment.offsetAt(position, Side::After) != after)
            return false;
        if ((!place.before && !place.after) || (place.before && *place.before != before) || (place.after && *place.after != after))
            return false;
        before += place.before ? 1 : 0;
        after += place.after ? 1 : 0;
    }
    return before == beforeSize && after == afterSize && alignment.offsetAt(alignment.size(), Side::Before) == beforeSize
        && alignment.offsetAt(alignment.size(), Side::After) == afterSize;
}

} // namespace

/// What two contents are, and how they differ.
class TestFileDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decidesByTheBytes_data();
    void decidesByTheBytes();
    void comparesOneSide();
    void comparesOtherEncodings();
    void comparesCompressedTexts();
    void comparesJson();
    void comparesArchives();
    void comparesTarsByTheirAttributes();
    void comparesBytesOfDamagedArchives();
    void comparesPrograms();
    void alignsBytes_data();
    void alignsBytes();
    void alignsMovedBlocks();
    void findsDifferentBytes();
    void comparesRandomBytes();
    void listsALimitedNumberOfDifferences();
    void stops();

private:
    FileDiff diff(const FileSide &before, const FileSide &after) { return need(diffFiles(before, after, m_folder.path(), {})); }
    QTemporaryDir m_folder;
};

void TestFileDiff::decidesByTheBytes_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<int>("kind");
    const QByteArray png("\x89PNG\r\n\x1a\n....");
    const QByteArray elf = QByteArray("\x7f"
                                      "ELF\2\1\1")
                               .leftJustified(64, '\0');
    const QByteArray binary("\0\1\2\3", 4);
    QTest::newRow("same") << "text"_qba
                          << "text"_qba << int(Kind::Same);
    QTest::newRow("both empty") << ""_qba
                                << ""_qba << int(Kind::Same);
    QTest::newRow("texts") << "one\n"_qba
                           << "two\n"_qba << int(Kind::Text);
    QTest::newRow("emptied text") << "one\n"_qba
                                  << ""_qba << int(Kind::Text);
    QTest::newRow("text like a BMP") << "BM is short for bitmap, a format\n"_qba
                                     << "two\n"_qba << int(Kind::Text);
    QTest::newRow("text and bytes") << "one\n"_qba << binary << int(Kind::Bytes);
    QTest::newRow("bytes") << binary << binary + binary << int(Kind::Bytes);
    QTest::newRow("pictures") << png << png + "x" << int(Kind::Picture);
    QTest::newRow("picture and text") << png << "x"_qba << int(Kind::Bytes);
    QTest::newRow("programs") << elf << elf + "x" << int(Kind::Program);
}

void TestFileDiff::decidesByTheBytes()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, after);
    const FileDiff found = diff(fileOf(before.toStdString()), fileOf(after.toStdString()));
    QTEST(int(found.kind), "kind");
    QCOMPARE(found.text != nullptr, found.kind == Kind::Text);
    QVERIFY(!found.problem);
}

void TestFileDiff::comparesOneSide()
{
    const FileDiff added = diff({}, fileOf("one\ntwo\n"));
    QCOMPARE(added.kind, Kind::Text);
    QCOMPARE(added.text->addedLines(), 2U);
    QCOMPARE(added.beforeText.encoding, TextEncoding::None);
    const FileDiff removed = diff(fileOf("one\n"), {});
    QCOMPARE(removed.text->removedLines(), 1U);
    QCOMPARE(diff({}, {}).kind, Kind::None);
    const ImageFs fs = fsOf({TarBuilder().symlink("link", "target")});
    const FileSide link{fs, *fs.tree->find("link")};
    QCOMPARE(diff(link, link).kind, Kind::None);
    QCOMPARE(diff(link, fileOf("text\n")).text->addedLines(), 1U);
    QCOMPARE(diff({}, fileOf("")).kind, Kind::Same);
}

void TestFileDiff::comparesOtherEncodings()
{
    const FileDiff latin = diff(fileOf("na\xefve caf\xe9 is the word\n"), fileOf("naïve café is the word\r\n"));
    QCOMPARE(latin.kind, Kind::Text);
    QCOMPARE(latin.beforeText, (TextFacts{TextEncoding::Latin1, Compression::None, LineEnds::LineFeed}));
    QCOMPARE(latin.afterText, (TextFacts{TextEncoding::Utf8, Compression::None, LineEnds::CarriageReturnLineFeed}));
    QCOMPARE(latin.text->before.text(0), "naïve café is the word"_qba);
    QCOMPARE(latin.text->after.text(0), "naïve café is the word\r"_qba);

    const std::string utf16("\xff\xfe"
                            "a\0\n\0b\0\n\0",
                            10);
    const FileDiff wide = diff(fileOf(utf16), fileOf("a\nc\n"));
    QCOMPARE(wide.beforeText.encoding, TextEncoding::Utf16LittleEndian);
    QCOMPARE(wide.text->changes, (std::vector<LineChange>{{1, 1, 1, 1}}));

    const FileDiff mixed = diff(fileOf("a\r\nb\n"), fileOf("a\nb"));
    QCOMPARE(mixed.beforeText.lineEnds, LineEnds::Mixed);
    QCOMPARE(mixed.afterText.lineEnds, LineEnds::LineFeed);
}

void TestFileDiff::comparesCompressedTexts()
{
    const FileDiff found = diff(fileOf(compressed("one\ntwo\n", Compression::Gzip)), fileOf("one\n2\n"));
    QCOMPARE(found.kind, Kind::Text);
    QCOMPARE(found.beforeText.compression, Compression::Gzip);
    QCOMPARE(found.text->changes, (std::vector<LineChange>{{1, 1, 1, 1}}));
}

void TestFileDiff::comparesJson()
{
    const FileDiff found = diff(fileOf(R"({"a": 1, "b": 2})"), fileOf(R"({"b": 2, "a": 3})"));
    QCOMPARE(found.kind, Kind::Text);
    QVERIFY(found.json);
    QCOMPARE(found.json->changes.size(), 1U);
    QCOMPARE(found.json->path(found.json->changes[0]), u"a"_s);
    QVERIFY(!diff(fileOf("{\"a\": 1}"), fileOf("{\"a\": ")).json);
}

void TestFileDiff::comparesArchives()
{
    const std::string before
        = zipOf({{u"META-INF/MANIFEST.MF"_s, "1\n"}, {u"a.class"_s, "old"}, {u"gone"_s, "x"}, {u"same"_s, "y"}});
    const std::string after
        = zipOf({{u"META-INF/MANIFEST.MF"_s, "2\n"}, {u"a.class"_s, "newer"}, {u"lib/new"_s, "x"}, {u"same"_s, "y"}});
    const FileDiff found = diff(fileOf(before), fileOf(after));
    QCOMPARE(found.kind, Kind::Archive);
    // Times are those of writing.
    QStringList changes = changesIn(*found.archive);
    changes.removeIf([](const QString &line) { return line.endsWith(u" %1"_s.arg(int(Aspect::Time))); });
    for (QString &line : changes)
        line.replace(u" %1"_s.arg(int(Aspect::Content) | int(Aspect::Time)), u" 1"_s);
    QCOMPARE(changes, (QStringList{u"/META-INF/MANIFEST.MF 1"_s, u"/a.class 1"_s, u"-/gone"_s, u"+/lib"_s, u"+/lib/new"_s}));
    QByteArray content(5, '\0');
    const auto node = found.archive->after.tree->find("a.class");
    QCOMPARE(need(found.archive->after.read(*node, 0, std::as_writable_bytes(std::span(content.data(), 5)))), 5U);
    QCOMPARE(content, "newer"_qba);

    const FileDiff added = diff({}, fileOf(after));
    QCOMPARE(added.kind, Kind::Archive);
    QVERIFY(!added.archive->before.tree);
    QCOMPARE(added.archive->changes.size(), 6U);
}

void TestFileDiff::comparesTarsByTheirAttributes()
{
    const std::string before = TarBuilder().dir("d").file("d/a", "one").file("d/b", "1").symlink("d/c", "a").finish();
    const std::string after = TarBuilder()
                                  .dir("d")
                                  .file("d/a", "two")
                                  .add({.path = "d/b", .content = "1", .mode = 0755})
                                  .file("d/c", "a file")
                                  .finish();
    for (const Compression compression : {Compression::None, Compression::Zstd}) {
        const FileDiff found = diff(fileOf(compressed(before, compression)), fileOf(compressed(after, Compression::Gzip)));
        QCOMPARE(found.kind, Kind::Archive);
        QCOMPARE(changesIn(*found.archive).mid(0, 2), (QStringList{u"/d/a 1"_s, u"/d/b %1"_s.arg(int(Aspect::Mode))}));
        QCOMPARE(found.archive->changes.size(), 3U);
        QVERIFY(has(found.archive->changes[2].aspects, Aspect::Type));
    }
}

void TestFileDiff::comparesBytesOfDamagedArchives()
{
    const std::string whole = zipOf({{u"a"_s, "content"}});
    const FileDiff found = diff(fileOf(whole), fileOf(whole.substr(0, whole.size() / 2)));
    QCOMPARE(found.kind, Kind::Bytes);
    QVERIFY(found.problem);
}

void TestFileDiff::comparesPrograms()
{
    QFile own(QCoreApplication::applicationFilePath());
    QFile shell(u"/bin/sh"_s);
    QVERIFY(own.open(QIODevice::ReadOnly) && shell.open(QIODevice::ReadOnly));
    const FileDiff found = diff(fileOf(own.readAll().toStdString()), fileOf(shell.readAll().toStdString()));
    QCOMPARE(found.kind, Kind::Program);
    QVERIFY(found.beforeProgram->needed.size() > found.afterProgram->needed.size());
    const auto sizeOf = [](const ElfFacts &facts, const QString &name) {
        const auto section = std::ranges::find(facts.sections, name, &ElfFacts::Section::name);
        return section == facts.sections.end() ? 0 : section->size;
    };
    QVERIFY(sizeOf(*found.afterProgram, u".text"_s) > 1000);
    QCOMPARE(sizeOf(*found.afterProgram, u".interp"_s), std::uint64_t(found.afterProgram->interpreter.size()) + 1);
}

void TestFileDiff::alignsBytes_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("stretches");
    const QByteArray a = QByteArray::fromStdString(randomBytes(100, 1));
    const QByteArray b = QByteArray::fromStdString(randomBytes(80, 2));
    QTest::newRow("same") << a << a << u"=100"_s;
    QTest::newRow("changed in place") << a + "xx" + b << a + "yy" + b << u"=182"_s;
    QTest::newRow("inserted") << a + b << a + "new" + b << u"=100 +3 =80"_s;
    QTest::newRow("removed") << a + "gone" + b << a + b << u"=100 -4 =80"_s;
    QTest::newRow("longer") << a << a + b << u"=100 +80"_s;
    QTest::newRow("inserted twice") << "x" + a + b << "y" + a + "12" + b + "345" << u"=101 +2 =80 +3"_s;
    QTest::newRow("replaced by more") << a + "12" + b << a + "34567" + b << u"=102 +3 =80"_s;
    QTest::newRow("nothing in common") << QByteArray(10, 'a') << QByteArray(12, 'b') << u"=10 +2"_s;
    QTest::newRow("empty") << ""_qba
                           << "abc"_qba << u"+3"_s;
}

void TestFileDiff::alignsBytes()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, after);
    const ByteDiff found = need(diffBytes(fileOf(before.toStdString()), fileOf(after.toStdString()), {}));
    QStringList stretches;
    for (const ByteAlignment::Stretch &stretch : found.alignment.stretches())
        stretches += (stretch.side == Side::Both         ? u"="_s
                          : stretch.side == Side::Before ? u"-"_s
                                                         : u"+"_s)
            + QString::number(stretch.count);
    QTEST(stretches.join(u' '), "stretches");
    QVERIFY(isComplete(found.alignment, std::uint64_t(before.size()), std::uint64_t(after.size())));
}

void TestFileDiff::alignsMovedBlocks()
{
    const std::string a = randomBytes(5000, 1);
    const std::string b = randomBytes(3000, 2);
    const ByteDiff found = need(diffBytes(fileOf("1" + a + b), fileOf("2" + b + a), {}));
    QVERIFY(isComplete(found.alignment, 8001, 8001));
    std::uint64_t different = 0;
    for (const ByteRange &range : found.differences)
        different += range.end - range.begin;
    QVERIFY2(different <= 1 + 5000 + 5000, "at least the smaller block is laid beside itself");
}

void TestFileDiff::findsDifferentBytes()
{
    std::string before = randomBytes(3'000'000, 4);
    std::string after = before;
    for (const std::size_t at : {0U, 100U, 110U, 1'048'575U, 1'048'576U, 2'999'999U})
        after[at] = char(after[at] + 1);
    const ByteDiff found = need(diffBytes(fileOf(before), fileOf(after), {}));
    QCOMPARE(found.differences, (std::vector<ByteRange>{{0, 1}, {100, 111}, {1'048'575, 1'048'577}, {2'999'999, 3'000'000}}));
    QVERIFY(found.isComplete);
}

/// Whatever the alignment is, all that differs is found, and nothing else.
void TestFileDiff::comparesRandomBytes()
{
    std::mt19937 random(9);
    for (int round = 0; round < 60; ++round) {
        std::string before;
        for (int i = int(random() % 300); i > 0; --i)
            before += randomBytes(1 + random() % 40, random() % 20);
        std::string after = before;
        for (int edits = int(random() % 6); edits > 0; --edits) {
            const std::size_t at = random() % (after.size() + 1);
            if (random() % 2 == 0)
                after.insert(at, randomBytes(random() % 50, random()));
            else
                after.erase(at, random() % 200);
        }
        const ByteDiff found = need(diffBytes(fileOf(before), fileOf(after), {}));
        QVERIFY(isComplete(found.alignment, before.size(), after.size()));
        auto range = found.differences.begin();
        for (std::uint64_t position = 0; position < found.alignment.size(); ++position) {
            while (range != found.differences.end() && range->end <= position)
                ++range;
            const bool isListed = range != found.differences.end() && range->begin <= position;
            const auto place = found.alignment.at(position);
            const bool differs = !place.before || !place.after || before[*place.before] != after[*place.after];
            QVERIFY(isListed || !differs);
            if (isListed && (position == range->begin || position + 1 == range->end))
                QVERIFY(differs);
        }
    }
}

void TestFileDiff::listsALimitedNumberOfDifferences()
{
    std::string before(std::size_t(20) * (ByteDiff::kMaxDifferences + 10), 'a');
    std::string after = before;
    for (std::size_t at = 0; at < after.size(); at += 20)
        after[at] = 'b';
    const ByteDiff found = need(diffBytes(fileOf(before), fileOf(after), {}));
    QCOMPARE(found.differences.size(), ByteDiff::kMaxDifferences);
    QVERIFY(!found.isComplete);
}

void TestFileDiff::stops()
{
    std::stop_source stop;
    stop.request_stop();
    const FileSide before = fileOf("a");
    const FileSide after = fileOf("b");
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)diffFiles(before, after, m_folder.path(), stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)diffBytes(before, after, stop.get_token()));
}

STRATOSCOPE_GUILESS_TEST(TestFileDiff)
#include "tst_file_diff.moc"
