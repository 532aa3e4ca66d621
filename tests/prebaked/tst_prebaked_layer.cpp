// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "prebaked/prebaked_layer.h"

#include "support/compress.h"
#include "support/disk_tree.h"
#include "support/need.h"
#include "support/prebaked.h"
#include "support/results.h"
#include "support/tar_builder.h"
#include "support/test_main.h"
#include "support/tree_text.h"

#include <QFile>
#include <QTest>

#include <cctype>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

const QString kHex(64, u'a');

/// The tree of the layer, with all attributes in the index.
QStringList linesOf(std::shared_ptr<const LayerIndex> index)
{
    return treeLines(*MergedTree::ofLayer(std::move(index), 0), TreeColumns::All);
}

/// A valid record, in parts that a test may break.
struct Record {
    QByteArray length = {};
    QByteArray kind = "01";
    QByteArray mode = "000001a4";
    QByteArray owner = "00000000:00000000";
    QByteArray time = "0000000000000000";
    QByteArray size = "0000000000000005";
    QByteArray offset = "0000000000000000";
    QByteArray digest = QByteArray(64, 'e');
    QByteArray texts = "a\t";

    QByteArray bytes() const
    {
        const QByteArray body
            = ' ' + kind + ' ' + mode + ' ' + owner + ' ' + time + ' ' + size + ' ' + offset + ' ' + digest + ' ' + texts + '\n';
        return (length.isEmpty() ? QByteArray::number(body.size(), 16).rightJustified(4, '0') : length) + body;
    }
};

} // namespace

class TestPrebakedReader : public QObject
{
    Q_OBJECT

private:
    QString path(QLatin1StringView suffix) const { return m_dir->path() + u'/' + kHex + suffix; }
    Result<PrebakedLayer> read() { return readPrebakedLayer(m_dir->path(), kHex); }
    void writeFiles(const QByteArray &idx, const QByteArray &contents)
    {
        writeDisk(path(".idx"_L1), idx);
        writeDisk(path(".contents"_L1), contents);
    }

    std::unique_ptr<TestFolder> m_dir;

private Q_SLOTS:
    void init() { m_dir = std::make_unique<TestFolder>(); }

    /// Reading restores the entries of the tar, of all kinds.
    void readsWhatWasWritten()
    {
        TarBuilder tar;
        tar.dir("./").dir("etc/").file("etc/passwd", "root").file("deep/down/below/file", noise(10'000));
        tar.symlink("bin", "usr/bin")
            .hardlink("etc/passwd-", "etc/passwd")
            .device("dev/null", '3', 1, 3)
            .device("dev/sda", '4', 8, 0)
            .fifo("run/pipe");
        tar.file("etc/.wh.shadow").file("var/.wh..wh..opq").file("etc/passwd", "again");
        tar.add({.path = "odd\tname\n",
                 .content = "x",
                 .mode = 07777,
                 .uid = 0xFFFFFFFF,
                 .gid = 123456,
                 .pax = {{"mtime", "-5.5"}, {"SCHILY.xattr.user.a", "b"}}});
        tar.add({.path = "late", .content = "y", .pax = {{"mtime", "99999999999.000000001"}}});
        tar.add({.path = std::string(11'000, 'n'),
                 .type = '2',
                 .link = std::string(11'000, 'l'),
                 .pax = {{"path", std::string(11'000, 'n')}, {"linkpath", std::string(11'000, 'l')}}});
        const auto layer = writePrebaked(tar.finish(), m_dir->path(), kHex);
        VERIFY_RESULT(layer);
        const auto back = read();
        VERIFY_RESULT(back);
        QCOMPARE(linesOf(back->index), linesOf(layer->facts.index));
        QCOMPARE(back->index->size(), layer->facts.index->size());

        FileDigests::Reader digests(back->digests, back->index);
        for (RecordId record = 0; record < back->index->size(); ++record) {
            const Entry entry = back->index->entry(record);
            std::string content(entry.kind == EntryKind::Regular ? entry.size : 0, '?');
            QCOMPARE(need(back->contents.read(*back->index, record, 0, std::as_writable_bytes(std::span(content)))),
                     content.size());
            QCOMPARE(need(digests.digest(record)), sha256(asBytes(content)));
        }
    }

    void keepsWarnings()
    {
        TarBuilder tar;
        tar.add({.path = "nobody", .uid = -2}).file("plain").file("d/.wh.");
        const auto layer = writePrebaked(tar.finish(), m_dir->path(), kHex);
        VERIFY_RESULT(layer);
        const auto back = read();
        VERIFY_RESULT(back);
        for (const auto &index : {layer->facts.index, back->index}) {
            QCOMPARE(index->recordsWithWarnings(), (std::vector<RecordId>{1, 4}));
            QCOMPARE(index->entry(1).uid, 4294967294u);
            QCOMPARE(index->entry(1).warnings, kOwnerCutOff);
            QCOMPARE(index->entry(2).warnings, EntryWarnings(0));
            QCOMPARE(index->kind(4), EntryKind::Whiteout);
            QCOMPARE(index->path(4), std::string("d/.wh."));
            QCOMPARE(index->entry(4).warnings, kNamelessWhiteout);
        }
    }

    /// The file may change after it was opened.
    void readsOnlyValidDigests()
    {
        VERIFY_RESULT(writePrebaked(TarBuilder().file("f", "content").finish(), m_dir->path(), kHex));
        const auto layer = read();
        VERIFY_RESULT(layer);
        const QByteArray idx = readDisk(path(".idx"_L1));
        const QByteArray digits = QByteArray::fromStdString(toHex(sha256(asBytes(std::string_view("content")))));
        const qsizetype at = idx.indexOf(digits);
        QVERIFY(at > 0);
        RecordId file = 0;
        while (layer->index->kind(file) != EntryKind::Regular)
            ++file;
        for (int byte = 0; byte < 256; ++byte) {
            for (const int digit : {0, 1, 30, 63}) {
                QByteArray changed = idx;
                changed[at + digit] = char(byte);
                writeDisk(path(".idx"_L1), changed);
                const auto digest = FileDigests::Reader(layer->digests, layer->index).digest(file);
                const QByteArray expected = QByteArray::fromHex(changed.mid(at, 64));
                QCOMPARE(digest.has_value(), std::isxdigit(byte) != 0);
                if (digest)
                    QCOMPARE(QByteArray(reinterpret_cast<const char *>(digest->data()), 32), expected);
            }
        }
    }

    /// Larger than the read buffer, with records across all of its boundaries.
    void readsManyRecords()
    {
        TarBuilder tar;
        tar.dir("./");
        for (int i = 0; i < 30'000; ++i) {
            const QByteArray path = 'd' + QByteArray::number(i % 7) + '/' + QByteArray(i % 61, 'f') + QByteArray::number(i);
            tar.file(path.toStdString(), i % 3 ? std::to_string(i) : "");
        }
        const auto layer = writePrebaked(tar.finish(), m_dir->path(), kHex);
        VERIFY_RESULT(layer);
        const auto back = read();
        VERIFY_RESULT(back);
        QCOMPARE(back->index->size(), layer->facts.index->size());
        const auto written = std::make_shared<const FileDigests>(need(File::open(path(".idx"_L1))), layer->summary.checkpoints);
        FileDigests::Reader first(written, layer->facts.index);
        FileDigests::Reader second(back->digests, back->index);
        for (RecordId record = 0; record < back->index->size(); record += 13) {
            QCOMPARE(back->index->path(record), layer->facts.index->path(record));
            QCOMPARE(need(first.digest(record)), need(second.digest(record)));
        }
    }

    void aLayerWithoutContentNeedsNoContents()
    {
        const Record directory{.kind = "02", .mode = "800001ed", .size = "0000000000000000", .texts = "etc/\t"};
        writeDisk(path(".idx"_L1), "ARCHIVE0\n" + directory.bytes());
        const auto layer = read();
        VERIFY_RESULT(layer);
        QCOMPARE(linesOf(layer->index), QStringList{u"etc/ 0755 0:0 0b 0 @0"_s});
    }

    void aRecordsNumbersAreRead()
    {
        const Record record{.mode = "00f001ff", .owner = "fedcba98:01234567", .time = "fffffffffffffffe", .texts = "dir/x\t"};
        writeFiles("ARCHIVE0\n" + record.bytes(), QByteArray(4096, 'c'));
        const auto layer = read();
        VERIFY_RESULT(layer);
        const Entry entry = layer->index->entry(layer->index->size() - 1);
        QCOMPARE(entry.mode, std::uint16_t(07777));
        QCOMPARE(entry.uid, 0xfedcba98u);
        QCOMPARE(entry.gid, 0x01234567u);
        QCOMPARE(entry.mtime.seconds, -2);
        QCOMPARE(entry.size, std::uint64_t(5));
    }

    void refusesWhatIsMalformed_data()
    {
        QTest::addColumn<QByteArray>("idx");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("detail");
        const QByteArray good = Record().bytes();
        const auto file = [](const char *name, const QByteArray &idx, ErrorKind kind, const QString &detail) {
            QTest::addRow("%s", name) << idx << kind << detail;
        };
        const auto record = [&](const char *name, const Record &spoiled, const QString &detail) {
            file(name, "ARCHIVE0\n" + good + spoiled.bytes() + good, ErrorKind::Malformed, u": record 1: "_s + detail);
        };
        file("empty", "", ErrorKind::Malformed, u": is not an index of a prebaked layer: it does not begin with ARCHIVE0"_s);
        file("other magic", "ARCHIVE1\n" + good, ErrorKind::Malformed,
             u": is not an index of a prebaked layer: it does not begin with ARCHIVE0"_s);
        file("ends within a length", "ARCHIVE0\n" + good + "00", ErrorKind::Truncated,
             u": record 1: the file ends within its length"_s);
        file("ends within a record", "ARCHIVE0\n" + good.chopped(3), ErrorKind::Truncated,
             u": record 0: the file ends after 151 of its 154 bytes"_s);
        file("garbage", "ARCHIVE0\n" + QByteArray(2'000'000, '\xff'), ErrorKind::Malformed,
             u": record 0: its length \"ÿÿÿÿ\" is invalid"_s);
        record("length of nothing", {.length = "0000"}, u"its length \"0000\" is invalid"_s);
        record("length too small", {.length = "0094"}, u"its length \"0094\" is invalid"_s);
        record("length too large", {.length = "2801"}, u"its length \"2801\" is invalid"_s);
        record("length in upper case", {.length = "00AB"}, u"its length \"00AB\" is invalid"_s);
        record("length of another record", {.length = "0095"},
               u"its fields are misplaced, or contain characters other than hexadecimal digits"_s);
        const QString fields = u"its fields are misplaced, or contain characters other than hexadecimal digits"_s;
        record("digit in upper case", {.mode = "000001A4"}, fields);
        record("no digit", {.size = "000000000000000g"}, fields);
        record("before the digits", {.size = "000000000000000/"}, fields);
        record("after the digits", {.size = "000000000000000:"}, fields);
        record("before the letters", {.size = "000000000000000`"}, fields);
        record("space", {.offset = " 000000000000000"}, fields);
        record("high byte", {.time = QByteArray(15, '0') + '\xb0'}, fields);
        record("zero byte", {.time = QByteArray(15, '0') + '\0'}, fields);
        record("digest", {.digest = QByteArray(63, 'e') + 'E'}, fields);
        record("owner", {.owner = "00000000 00000000"}, fields);
        record("kind in upper case", {.kind = "0A"}, fields);
        record("no kind", {.kind = "00"}, u"its kind 0 is not in the range 1 to 6"_s);
        record("unknown kind", {.kind = "ff"}, u"its kind 255 is not in the range 1 to 6"_s);
        record("no tab", {.texts = "name"}, u"its name and its link are not separated by a tab"_s);
        record("zero byte in the name", {.texts = QByteArray("a\0b\t", 4)}, u"its name or its link contains a null byte"_s);
        record("zero byte in the link", {.kind = "03", .texts = QByteArray("a\tb\0", 4)},
               u"its name or its link contains a null byte"_s);
        record("content between pages", {.offset = "0000000000000200"},
               u"its content begins at byte 512, which is not a multiple of 4096"_s);
        record("content beyond the file", {.offset = "0000000000001000"},
               u"its 5 bytes at byte 4096 exceed the 4096 bytes of the layer's contents"_s);
        record("more than there is", {.size = "0000000000001001"},
               u"its 4097 bytes at byte 0 exceed the 4096 bytes of the layer's contents"_s);
        record("a huge size", {.size = "ffffffffffffffff"},
               u"its 18446744073709551615 bytes at byte 0 exceed the 4096 bytes of the layer's contents"_s);
        record("a huge offset", {.offset = "fffffffffffff000"},
               u"its 5 bytes at byte 18446744073709547520 exceed the 4096 bytes of the layer's contents"_s);
        record("a device of no numbers", {.kind = "05", .mode = "040001a4", .texts = "sda\t8"}, u"\"8\" is not a device number"_s);
        record("a device of negative numbers", {.kind = "05", .mode = "040001a4", .texts = "sda\t8:-1"},
               u"\"8:-1\" is not a device number"_s);
        record("a device of huge numbers", {.kind = "05", .mode = "040001a4", .texts = "sda\t8:4294967296"},
               u"\"8:4294967296\" is not a device number"_s);
        record("extended without what", {.kind = "05"}, u"its mode 000001a4 is not that of a device, pipe or socket"_s);
        record("the root a file", {.texts = "./\t"}, u"./: is at the path of the root, which must be a directory"_s);
        record("nested too deep", {.texts = QByteArray("a/").repeated(4200) + "b\t"}, u"a/a/a/"_s);
    }

    void refusesWhatIsMalformed()
    {
        QFETCH(QByteArray, idx);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, detail);
        writeFiles(idx, QByteArray(4096, 'c'));
        const auto layer = read();
        QVERIFY(!layer);
        const QString message = layer.error().message();
        QVERIFY2(message.startsWith(path(".idx"_L1) + detail), qPrintable(message));
        if (!message.contains("a/a/a"_L1))
            QCOMPARE(layer.error().kind, kind);
    }

    void namesWhatIsMissing()
    {
        const auto layer = read();
        QVERIFY(!layer);
        QCOMPARE(layer.error().kind, ErrorKind::NotFound);
        QCOMPARE(layer.error().subject, path(".idx"_L1));
    }

    void namesABrokenSidecar()
    {
        writeFiles("ARCHIVE0\n" + Record().bytes(), QByteArray(4096, 'c'));
        writeDisk(path(".ext.json"_L1), R"({"version":1,"entries":{"0":{"name":7}}})");
        const auto layer = read();
        QVERIFY(!layer);
        QVERIFY2(layer.error().message().contains(u".ext.json: entry 0: name is the number 7"_s),
                 qPrintable(layer.error().message()));
    }

    void stops()
    {
        TarBuilder tar;
        for (int i = 0; i < 10'000; ++i)
            tar.file("file" + std::to_string(i));
        VERIFY_RESULT(writePrebaked(tar.finish(), m_dir->path(), kHex));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, readPrebakedLayer(m_dir->path(), kHex, stop.get_token()));
    }
};

STRATOSCOPE_GUILESS_TEST(TestPrebakedReader)
#include "tst_prebaked_layer.moc"
