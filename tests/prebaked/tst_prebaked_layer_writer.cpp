// SPDX-License-Identifier: Apache-2.0
#include "prebaked/prebaked_layer_writer.h"

#include "support/compress.h"
#include "support/disk_tree.h"
#include "support/need.h"
#include "support/prebaked.h"
#include "support/results.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <QFile>
#include <QTest>

#include <fcntl.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

const QString kPrebakedLayerWriterHex(64, u'a');

QByteArray fileBytes(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray raw(const QJsonObject &entry, QLatin1StringView key)
{
    return QByteArray::fromBase64(entry.value(key).toString().toLatin1());
}

} // namespace

class TestPrebakedWriter : public QObject
{
    Q_OBJECT

private:
    Result<WrittenLayer> write(const TarBuilder &tar)
    {
        return writePrebaked(tar.finish(), m_dir->path(), kPrebakedLayerWriterHex);
    }
    QByteArray written(QLatin1StringView suffix) { return fileBytes(m_dir->path() + u'/' + kPrebakedLayerWriterHex + suffix); }
    std::vector<QJsonObject> readBack() { return need(readByOther(m_dir->path(), kPrebakedLayerWriterHex)); }

    std::unique_ptr<TestFolder> m_dir;

private Q_SLOTS:
    void init() { m_dir = std::make_unique<TestFolder>(); }

    /// Written by hand from the description of the format.
    void aSmallLayerByteForByte()
    {
        TarBuilder tar;
        tar.add({.path = "./", .type = '5', .mode = 0755, .mtime = 0});
        tar.add({.path = "etc/passwd", .content = "root\n", .mode = 0644, .uid = 1000, .gid = 0xFFFFFFFF, .mtime = -1});
        tar.add({.path = "/bin/su", .content = "x", .mode = 04755, .mtime = 1714564800});
        tar.add({.path = "bin/sh", .type = '2', .link = "/usr/bin/sh", .mode = 0777, .mtime = 1});
        tar.add({.path = "bin/su2", .type = '1', .link = "bin/su", .mode = 04755, .mtime = 1714564800});
        tar.add({.path = "dev/null", .type = '3', .mode = 0666, .mtime = 2, .deviceMajor = 1, .deviceMinor = 3});
        tar.add({.path = "run/pipe", .type = '6', .mode = 0600, .mtime = 3});
        tar.add({.path = "etc/.wh.shadow", .mode = 0, .mtime = 4});
        tar.add({.path = "tmp/.wh..wh..opq", .mode = 0644, .mtime = 5});
        tar.add({.path = "tmp/empty", .mode = 0600, .mtime = 6});
        VERIFY_RESULT(write(tar));

        const QByteArray empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        const QByteArray zero = "0000000000000000";
        const QByteArray expected = "ARCHIVE0\n"
                                    "0097 02 800001ed 00000000:00000000 0000000000000000 "
            + zero + " " + zero + " " + empty
            + " ./\t\n"
              "009f 01 000001a4 000003e8:ffffffff ffffffffffffffff 0000000000000005 "
            + zero
            + " 53175bcc0524f37b47062fafdda28e3f8eb91d519ca0a184ca71bbebe72f969a etc/passwd\t\n"
              "009c 01 008001ed 00000000:00000000 0000000066322ec0 0000000000000001 0000000000001000"
              " 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881 /bin/su\t\n"
              "00a6 03 080001ff 00000000:00000000 0000000000000001 "
            + zero + " " + zero + " " + empty
            + " bin/sh\t/usr/bin/sh\n"
              "00a2 04 008001ed 00000000:00000000 0000000066322ec0 "
            + zero + " " + zero + " " + empty
            + " bin/su2\tbin/su\n"
              "00a0 05 042001b6 00000000:00000000 0000000000000002 "
            + zero + " " + zero + " " + empty
            + " dev/null\t1:3\n"
              "009d 05 02000180 00000000:00000000 0000000000000003 "
            + zero + " " + zero + " " + empty
            + " run/pipe\t\n"
              "009f 06 00000000 00000000:00000000 0000000000000004 "
            + zero + " " + zero + " " + empty
            + " etc/shadow\t\n"
              "00a5 01 000001a4 00000000:00000000 0000000000000005 "
            + zero + " " + zero + " " + empty
            + " tmp/.wh..wh..opq\t\n"
              "009e 01 00000180 00000000:00000000 0000000000000006 "
            + zero + " " + zero + " " + empty + " tmp/empty\t\n";
        QCOMPARE(written(".idx"_L1), expected);
        QCOMPARE(written(".contents"_L1),
                 QByteArray("root\n").leftJustified(4096, '\0') + QByteArray("x").leftJustified(4096, '\0'));
        QVERIFY(!QFile::exists(m_dir->path() + u'/' + kPrebakedLayerWriterHex + u".ext.json"_s));
        QCOMPARE(readBack().size(), std::size_t(10));
    }

    void anEmptyLayerIsItsMagic()
    {
        VERIFY_RESULT(write(TarBuilder()));
        QCOMPARE(written(".idx"_L1), QByteArray("ARCHIVE0\n"));
        QCOMPARE(written(".contents"_L1), QByteArray());
        QVERIFY(readBack().empty());
    }

    void bookkeepingOfAufsIsNoFile()
    {
        TarBuilder tar;
        tar.dir(".wh..wh.plnk").file(".wh..wh.aufs", "x").file("a", "b");
        VERIFY_RESULT(write(tar));
        QCOMPARE(readBack().size(), std::size_t(1));
    }

    void contentsOfAllSizes()
    {
        TarBuilder tar;
        std::vector<std::string> contents;
        for (const std::size_t size : {std::size_t(1), std::size_t(4095), std::size_t(4096), std::size_t(4097),
                                       std::size_t(1) << 20, (std::size_t(3) << 20) + 1, std::size_t(0), std::size_t(100)}) {
            contents.push_back(noise(size, unsigned(size)));
            tar.file("file" + std::to_string(size), contents.back());
        }
        const auto layer = write(tar);
        VERIFY_RESULT(layer);
        const auto entries = readBack(); // verifies the digests
        QCOMPARE(entries.size(), contents.size());
        const QByteArray bytes = written(".contents"_L1);
        QCOMPARE(std::uint64_t(bytes.size()), layer->summary.contentsSize);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const auto offset = entries[i].value("offset"_L1).toInteger();
            QVERIFY(bytes.sliced(offset, qsizetype(contents[i].size())) == QByteArray::fromStdString(contents[i]));
            const RecordId record = RecordId(i + 1);
            if (!contents[i].empty())
                QCOMPARE(layer->facts.index->contentOffset(record), std::uint64_t(offset));
        }
    }

    void sparseFilesAreExpanded_data()
    {
        QTest::addColumn<int>("form");
        QTest::addRow("old") << int(SparseForm::Old);
        QTest::addRow("0.1") << int(SparseForm::Pax01);
        QTest::addRow("1.0") << int(SparseForm::Pax10);
    }

    void sparseFilesAreExpanded()
    {
        QFETCH(int, form);
        const SparseFile file{
            .path = "disk.img", .size = 5'000'000, .parts = {{0, "boot"}, {1'000'000, noise(5000)}, {4'999'999, "!"}}};
        TarBuilder tar;
        tar.sparse(file, SparseForm(form)).file("after", "it");
        VERIFY_RESULT(write(tar));
        const auto entries = readBack();
        QCOMPARE(entries.size(), std::size_t(2));
        QVERIFY(written(".contents"_L1).first(5'000'000).toStdString() == file.expanded());
    }

    void whatARecordCannotHoldGoesToTheSidecar()
    {
        TarBuilder tar;
        tar.add({.path = "tab\there", .content = "1"});
        tar.add({.path = "link", .type = '2', .link = "to\nthere"});
        tar.add({.path = "time", .content = "2", .pax = {{"mtime", "-1.25"}}});
        tar.add({.path = "attributes", .content = "3", .pax = {{"SCHILY.xattr.user.binary", std::string("\0\xff\n", 3)}}});
        tar.add({.path = "latin1-\xe9", .content = "4"});
        VERIFY_RESULT(write(tar));
        QVERIFY(written(".idx"_L1).contains(" tab?here\t\n"));
        QVERIFY(written(".idx"_L1).contains(" link\tto?there\n"));
        QVERIFY(written(".idx"_L1).contains(" latin1-\xe9\t\n"));

        const auto entries = readBack();
        QCOMPARE(entries.size(), std::size_t(5));
        QCOMPARE(raw(entries[0], "name"_L1), QByteArray("tab\there"));
        QVERIFY(!entries[0].contains("mtimeNsec"_L1));
        QCOMPARE(raw(entries[1], "link"_L1), QByteArray("to\nthere"));
        QCOMPARE(entries[2].value("mtime"_L1).toInteger(), -2);
        QCOMPARE(entries[2].value("mtimeNsec"_L1).toInteger(), 750'000'000);
        QCOMPARE(raw(entries[3].value("xattrs"_L1).toObject(), "user.binary"_L1), QByteArray("\0\xff\n", 3));
        QCOMPARE(raw(entries[4], "name"_L1), QByteArray("latin1-\xe9"));
    }

    void longNamesAreShortened_data()
    {
        QTest::addColumn<int>("path");
        QTest::addColumn<int>("link");
        QTest::addRow("just fits") << 10'091 << 0;
        QTest::addRow("a byte too long") << 10'092 << 0;
        QTest::addRow("both just fit") << 91 << 10'000;
        QTest::addRow("the link is too long") << 10 << 20'000;
        QTest::addRow("the name is too long") << 20'000 << 10;
        QTest::addRow("both are") << 20'000 << 20'000;
    }

    void longNamesAreShortened()
    {
        QFETCH(int, path);
        QFETCH(int, link);
        const std::string name(std::size_t(path), 'p');
        const std::string target(std::size_t(link), 'l');
        TarBuilder tar;
        tar.add({.path = name, .type = link > 0 ? '2' : '0', .link = target, .pax = {{"path", name}, {"linkpath", target}}});
        VERIFY_RESULT(write(tar));
        const auto entries = readBack(); // checks the lengths of records
        QCOMPARE(entries.size(), std::size_t(1));
        QCOMPARE(raw(entries[0], "name"_L1).toStdString(), name);
        QCOMPARE(raw(entries[0], "link"_L1).toStdString(), target);
        QCOMPARE(QFile::exists(m_dir->path() + u'/' + kPrebakedLayerWriterHex + u".ext.json"_s), path + link > 10'091);
    }

    void manyRecordsInOrder()
    {
        TarBuilder tar;
        constexpr int kCount = 20'000; // several buffers of records
        for (int i = 0; i < kCount; ++i)
            tar.file("dir" + std::to_string(i / 100) + "/file-" + std::to_string(i), std::to_string(i));
        const auto layer = write(tar);
        VERIFY_RESULT(layer);
        QCOMPARE(std::uint64_t(written(".idx"_L1).size()), layer->summary.idxSize);
        const auto entries = readBack();
        QCOMPARE(entries.size(), std::size_t(kCount));
        QCOMPARE(raw(entries[kCount - 1], "name"_L1), QByteArray("dir199/file-19999"));
    }

    void withoutContentsOnlyTheRecordsAreWritten()
    {
        TarBuilder tar;
        tar.file("a", "1").file("b", noise(5000)).file("c", "3");
        const QString path = m_dir->path() + u"/records"_s;
        File idx = need(File::create(path));
        PrebakedLayerWriter writer(idx, nullptr);
        TarMember member;
        member.path = "a";
        member.size = 5000;
        VERIFY_RESULT(writer.addEntry(member, Mark::None, "a", 1, sha256(asBytes("x"))));
        QCOMPARE(writer.contentOffset(), std::uint64_t(8192));
        VERIFY_RESULT(writer.addEntry(member, Mark::None, "b", 2, sha256(asBytes("x"))));
        const auto summary = writer.finish();
        VERIFY_RESULT(summary);
        QCOMPARE(summary->contentsSize, std::uint64_t(0));
        QVERIFY(fileBytes(path).contains(" 0000000000001388 0000000000002000 "));
    }

    void errorsOfWritingAreTold_data()
    {
        QTest::addColumn<bool>("idxIsFull");
        QTest::addRow("idx") << true;
        QTest::addRow("contents") << false;
    }

    void errorsOfWritingAreTold()
    {
        QFETCH(bool, idxIsFull);
        File full = File(::open("/dev/full", O_RDWR | O_CLOEXEC), u"full"_s);
        File good = need(File::create(m_dir->path() + u"/good"_s));
        PrebakedLayerWriter writer(idxIsFull ? full : good, idxIsFull ? &good : &full);
        VERIFY_RESULT(writer.append(asBytes("x")));
        TarMember member;
        member.size = 1;
        VERIFY_RESULT(writer.addEntry(member, Mark::None, "a", 1, sha256(asBytes("x"))));
        const auto summary = writer.finish();
        QVERIFY(!summary);
        QCOMPARE(summary.error().kind, ErrorKind::NoSpace);
        QCOMPARE(summary.error().subject, u"full"_s);
    }
};

STRATOSCOPE_GUILESS_TEST(TestPrebakedWriter)
#include "tst_prebaked_layer_writer.moc"
