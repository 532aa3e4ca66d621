// SPDX-License-Identifier: Apache-2.0
#include "archive/archive_files.h"

#include "base/cancel.h"
#include "base/json_reader.h"
#include "support/disk_tree.h"
#include "support/need.h"
#include "support/results.h"
#include "support/sources.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

Result<std::shared_ptr<const TarFiles>> tryOpen(const TarBuilder &tar)
{
    STRATOSCOPE_TRY(auto files, TarFiles::open(u"x.tar"_s, regionOf(tar.finish()), {}));
    STRATOSCOPE_CHECK(files->expandSparseFiles(u"/tmp"_s, {}));
    return files;
}

std::string contentOf(const ArchiveFiles &files, std::string_view name)
{
    const auto region = files.find(name);
    return region ? need(readAll(*region, 1 << 20)).toStdString() : region.error().message().toStdString();
}

} // namespace

class TestArchiveFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsMembers_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("content");
        const auto row = [](const char *title, const char *name, const QByteArray &content) {
            QTest::addRow("%s", title) << QByteArray(name) << content;
        };
        row("plain", "manifest.json", "[]");
        row("with a dot in the tar", "blobs/dotted", "dotted");
        row("with a slash in the tar", "blobs/slashed", "slashed");
        row("with a dot in the question", "./manifest.json", "[]");
        row("twice: the last", "twice", "second");
        row("long name",
            "blobs/sha256/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123", "long");
        row("symlink to a neighbour's folder", "id2/layer.tar", "layer");
        row("symlink from the top", "top", "layer");
        row("absolute symlink", "absolute", "layer");
        row("symlink to a symlink", "again", "layer");
        row("symlink that goes above the top", "above", "[]");
        row("hard link", "id3/layer.tar", "layer");
        row("missing", "nothing", "x.tar: nothing: is missing");
        row("a folder", "id1", "x.tar: id1: is missing");
        row("link to itself", "self", "x.tar: self: is a link to itself or to something missing in the archive");
        row("loop", "loop/a", "x.tar: loop/a: is a link to itself or to something missing in the archive");
        row("link to nothing", "dangling", "x.tar: dangling: is a link to itself or to something missing in the archive");
        row("sparse", "sparse", QByteArray(5'000, '\0') + 'x' + QByteArray(4'999, '\0'));
        row("another sparse one", "sparse2", QByteArray("begin") + QByteArray(95, '\0'));
        row("name of control characters", "a\nb", "x.tar: a\\x0ab: is missing");
    }

    void findsMembers()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, content);
        TarBuilder tar;
        tar.symlink("above", "../../manifest.json").symlink("again", "id2/layer.tar").file("twice", "first").dir("id1/");
        tar.file("manifest.json", "[]").file("./blobs/dotted", "dotted").file("/blobs/slashed", "slashed");
        tar.file("blobs/sha256/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123",
                 "long");
        tar.symlink("id2/layer.tar", "../id1/layer.tar")
            .symlink("top", "id1/layer.tar")
            .symlink("absolute", "/id1/layer.tar")
            .hardlink("id3/layer.tar", "id1/layer.tar");
        tar.file("id1/layer.tar", "layer")
            .file("twice", "second")
            .symlink("self", "self")
            .symlink("loop/a", "b")
            .symlink("loop/b", "a")
            .symlink("dangling", "no");
        tar.sparse({.path = "sparse", .size = 10'000, .parts = {{5'000, "x"}}}, SparseForm::Pax10);
        tar.sparse({.path = "sparse2", .size = 100, .parts = {{0, "begin"}}}, SparseForm::Old);
        const auto files = need(tryOpen(tar));
        QCOMPARE(QByteArray::fromStdString(contentOf(*files, name.toStdString())), content);
        QCOMPARE(files->has(name.toStdString()), !content.startsWith("x.tar: ") && !name.startsWith('.'));
    }

    void listsMembers()
    {
        TarBuilder tar;
        tar.file("b").dir("c/").file("./c/d").symlink("a", "b").fifo("pipe").file("b");
        QCOMPARE(need(tryOpen(tar))->names(), (std::vector<std::string>{"a", "b", "c/d"}));
    }

    /// Its size does not fit into the header's octal digits, so it stands in a pax record.
    void aMemberOfMoreThan8Gigabytes()
    {
        constexpr std::int64_t kSize = 9'000'000'001;
        constexpr std::int64_t kPadding = (512 - kSize % 512) % 512;
        TestFolder folder;
        File file = need(File::create(folder.path() + u"/x.tar"_s));
        TarBuilder begin;
        begin.pax({{"size", std::to_string(kSize)}}).raw(tarHeader({.path = "blobs/large", .size = 0}));
        TarBuilder end;
        end.file("after", "it");
        VERIFY_RESULT(file.writeAt(0, asBytes(begin.unfinished())));
        const std::uint64_t bodyAt = begin.unfinished().size();
        VERIFY_RESULT(file.writeAt(bodyAt + kSize - 4, asBytes("last")));
        VERIFY_RESULT(file.writeAt(bodyAt + kSize + kPadding, asBytes(end.finish())));

        const auto files = need(TarFiles::open(u"x.tar"_s, need(FileRegion::whole(folder.path() + u"/x.tar"_s)), {}));
        const auto large = files->find("blobs/large");
        VERIFY_RESULT(large);
        QCOMPARE(large->size, std::uint64_t(kSize));
        std::string last(4, '?');
        QCOMPARE(need(large->readAt(kSize - 4, std::as_writable_bytes(std::span(last)))), std::size_t(4));
        QCOMPARE(last, std::string("last"));
        QCOMPARE(contentOf(*files, "after"), std::string("it"));
    }

    void aTarInsideAFile()
    {
        FileRegion region = regionOf("before" + TarBuilder().file("a", "content").finish() + "after");
        region.offset = 6;
        region.size -= 11;
        QCOMPARE(contentOf(*need(TarFiles::open(u"x.tar"_s, region, {})), "a"), std::string("content"));
    }

    void errorsNameTheArchive()
    {
        const std::string tar = TarBuilder().file("a", std::string(2000, 'x')).file("b").finish();
        const auto truncated = TarFiles::open(u"x.tar"_s, regionOf(tar.substr(0, 1500)), {});
        QVERIFY(!truncated);
        QCOMPARE(truncated.error().kind, ErrorKind::Truncated);
        QCOMPARE(truncated.error().message(), u"x.tar: a: should have 2000 bytes, but the tar ends after 988"_s);

        std::string damaged = tar;
        damaged[512 + 2048] ^= 1;
        const auto malformed = TarFiles::open(u"x.tar"_s, regionOf(damaged), {});
        QVERIFY(!malformed);
        QCOMPARE(malformed.error().kind, ErrorKind::Malformed);
        QVERIFY(malformed.error().message().startsWith(u"x.tar: header at byte 2560: "_s));
    }

    void documentsAreReadUpToALimit()
    {
        TarBuilder tar;
        tar.file("small", "{}").file("large", std::string(std::size_t(kMaxDocument) + 1, ' '));
        const auto files = need(tryOpen(tar));
        QCOMPARE(need(files->read(u"small"_s)), QByteArray("{}"));
        const auto large = files->read(u"large"_s);
        QVERIFY(!large);
        QCOMPARE(large.error().kind, ErrorKind::TooLarge);
        QCOMPARE(large.error().message(), u"x.tar: large: has 16777217 bytes; documents may have at most 16777216"_s);
    }

    void stops()
    {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled,
                                 (void)TarFiles::open(u"x.tar"_s, regionOf(TarBuilder().file("a").finish()), stop.get_token()));
    }

    void filesOfAFolder()
    {
        TestFolder folder;
        writeDisk(folder.path() + u"/secret"_s, "secret");
        writeDisk(folder.path() + u"/layout/blobs/a"_s, "content");
        const FolderFiles files(folder.path() + u"/layout"_s);
        QVERIFY(files.has("blobs/a"));
        QVERIFY(!files.has("blobs"));
        QVERIFY(!files.has("blobs/b"));
        QCOMPARE(contentOf(files, "blobs/a"), std::string("content"));
        // What a document names never leads out of the folder.
        QCOMPARE(QString::fromStdString(contentOf(files, "../secret")), folder.path() + u"/layout/secret: is missing"_s);
        QCOMPARE(QString::fromStdString(contentOf(files, "/etc/passwd")), folder.path() + u"/layout/etc/passwd: is missing"_s);
        QCOMPARE(QString::fromStdString(contentOf(files, "blobs")), folder.path() + u"/layout/blobs: is a directory, not a file"_s);
    }
};

STRATOSCOPE_APPLESS_TEST(TestArchiveFiles)
#include "tst_archive_files.moc"
