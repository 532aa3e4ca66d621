// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "content/archive_listing.h"
#include "support/compress.h"
#include "support/hand_made.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <KZip>
#include <QBuffer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;

class TestArchiveListing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lists_data();
    void lists();
    void isNoArchive_data();
    void isNoArchive();
    void survivesAnyCut_data();
    void survivesAnyCut();
    void survivesFlippedBytes();
    void refusesMadeUpTables();
    void stopsWhenAsked();
    void unpacksABeginning();
    void reportsWhatIsMissing();

private:
    static Result<std::optional<ArchiveListing>> list(const QByteArray &content, const std::stop_token &stop = {});
    static QStringList draw(const MergedTree &tree);
    static QByteArray tar();
    static QByteArray zip();
    static QByteArray arMember(const QByteArray &name, const QByteArray &content);
    static QByteArray debianPackage();
};

Result<std::optional<ArchiveListing>> TestArchiveListing::list(const QByteArray &content, const std::stop_token &stop)
{
    const ImageFs fs = test::makeImage({{"file " + std::to_string(content.size())}}, content)->fs();
    return listArchive(fs, *fs.tree->find("file"), std::as_bytes(std::span(content.constData(), std::size_t(content.size()))),
                       stop);
}

QStringList TestArchiveListing::draw(const MergedTree &tree)
{
    QStringList lines;
    for (NodeId node = 1; node < tree.size(); ++node) {
        const Entry entry = tree.entry(node);
        QString line = printable(tree.path(node));
        if (entry.kind == EntryKind::Regular)
            line += u" %1"_s.arg(entry.size);
        if (!entry.linkTarget.empty())
            line += u" -> "_s + printable(entry.linkTarget);
        lines += line;
    }
    lines.sort();
    return lines;
}

QByteArray TestArchiveListing::tar()
{
    return QByteArray::fromStdString(
        test::TarBuilder().dir("bin/").file("bin/sh", std::string(700, 'x')).symlink("bin/ash", "sh").file("a", "1").finish());
}

QByteArray TestArchiveListing::zip()
{
    QBuffer buffer;
    {
        KZip zip(&buffer);
        zip.open(QIODevice::WriteOnly);
        zip.writeFile(u"META-INF/MANIFEST.MF"_s, "Manifest-Version: 1.0\n"_qba);
        zip.writeFile(u"org/example/Main.class"_s, QByteArray(5000, 'c'));
        zip.writeDir(u"empty"_s);
        zip.writeSymLink(u"link"_s, u"org"_s);
        zip.close();
    }
    return buffer.data();
}

QByteArray TestArchiveListing::arMember(const QByteArray &name, const QByteArray &content)
{
    QByteArray header = name.leftJustified(16) + "1714564800  0     0     100644  "_qba
        + QByteArray::number(content.size()).leftJustified(10) + "`\n";
    return header + content + (content.size() % 2 ? "\n"_qba : QByteArray());
}

QByteArray TestArchiveListing::debianPackage()
{
    const QByteArray data = QByteArray::fromStdString(test::compressed(tar().toStdString(), Compression::Xz));
    return "!<arch>\n"_qba + arMember("debian-binary"_qba, "2.0\n"_qba) + arMember("data.tar.xz"_qba, data);
}

void TestArchiveListing::lists_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ArchiveListing::Format>("format");
    QTest::addColumn<Compression>("compression");
    QTest::addColumn<QStringList>("expected");
    using Format = ArchiveListing::Format;
    const QStringList members{u"/a 1"_s, u"/bin"_s, u"/bin/ash -> sh"_s, u"/bin/sh 700"_s};
    QTest::newRow("tar") << tar() << Format::Tar << Compression::None << members;
    for (const Compression compression : {Compression::Gzip, Compression::Zstd, Compression::Xz, Compression::Bzip2}) {
        QTest::newRow(qPrintable(compressionName(compression)))
            << QByteArray::fromStdString(test::compressed(tar().toStdString(), compression)) << Format::Tar << compression
            << members;
    }
    // Alpine's packages: tars one after another, the first without its end.
    const auto part = [](const test::TarBuilder &builder, bool last) {
        return QByteArray::fromStdString(test::compressed(last ? builder.finish() : builder.unfinished(), Compression::Gzip));
    };
    QTest::newRow("apk") << part(test::TarBuilder().file(".PKGINFO", "x"), false)
            + part(test::TarBuilder().file("etc/a", "yy"), true)
                         << Format::Tar << Compression::Gzip << QStringList{u"/.PKGINFO 1"_s, u"/etc"_s, u"/etc/a 2"_s};
    QTest::newRow("zip") << zip() << Format::Zip << Compression::None
                         << QStringList{
                                u"/META-INF"_s,    u"/META-INF/MANIFEST.MF 22"_s,    u"/empty"_s, u"/link -> org"_s, u"/org"_s,
                                u"/org/example"_s, u"/org/example/Main.class 5000"_s};
    QTest::newRow("ar") << "!<arch>\n"_qba + arMember("one.o/"_qba, "abc"_qba) + arMember("two.o/"_qba, "d"_qba) << Format::Ar
                        << Compression::None << QStringList{u"/one.o 3"_s, u"/two.o 1"_s};
    QStringList debian{u"/debian-binary 4"_s, u"/data.tar.xz"_s};
    for (const QString &member : members)
        debian += u"/data.tar.xz"_s + member;
    debian.sort();
    QTest::newRow("deb") << debianPackage() << Format::DebianPackage << Compression::None << debian;
    QTest::newRow("paths that leave the archive") << QByteArray::fromStdString(
        test::TarBuilder().file("good", "1").file("../../etc/passwd", "evil").file("/abs", "2").finish())
                                                  << Format::Tar << Compression::None << QStringList();
}

void TestArchiveListing::lists()
{
    QFETCH(QByteArray, content);
    QFETCH(QStringList, expected);
    const auto listing = list(content);
    QVERIFY2(listing, listing ? "" : qPrintable(listing.error().message()));
    QVERIFY(*listing);
    QTEST((*listing)->format, "format");
    QTEST((*listing)->compression, "compression");
    const QStringList drawn = draw(*(*listing)->tree);
    if (!expected.isEmpty())
        QCOMPARE(drawn, expected);
    for (const QString &path : drawn)
        QVERIFY(!path.contains(u".."_s));
}

void TestArchiveListing::isNoArchive_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << "hello"_qba;
    QTest::newRow("zeros") << QByteArray(4096, '\0');
    QTest::newRow("compressed text") << QByteArray::fromStdString(test::compressed("hello, world", Compression::Gzip));
    QTest::newRow("PK and no more") << "PK"_qba;
}

void TestArchiveListing::isNoArchive()
{
    QFETCH(QByteArray, content);
    const auto listing = list(content);
    QVERIFY(listing);
    QVERIFY(!*listing);
}

void TestArchiveListing::survivesAnyCut_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("zip") << zip();
    QTest::newRow("deb") << debianPackage();
    QTest::newRow("tar") << tar();
    QTest::newRow("gzip") << QByteArray::fromStdString(test::compressed(tar().toStdString(), Compression::Gzip));
    QTest::newRow("xz") << QByteArray::fromStdString(test::compressed(tar().toStdString(), Compression::Xz));
}

void TestArchiveListing::survivesAnyCut()
{
    QFETCH(QByteArray, content);
    for (qsizetype size = 1; size<content.size(); size += content.size()> 2000 ? 13 : 1)
        [[maybe_unused]] const auto listing = list(content.first(size)); // an error, nothing, or a part of it
}

void TestArchiveListing::survivesFlippedBytes()
{
    for (const QByteArray &good : {zip(), debianPackage()}) {
        for (qsizetype at = 0; at < good.size(); ++at) {
            for (const char with : {'\0', '\xff', '9'}) {
                QByteArray bad = good;
                bad[at] = with;
                [[maybe_unused]] const auto listing = list(bad);
            }
        }
    }
}

/// A table of names that claims to have almost 2 GiB.
void TestArchiveListing::refusesMadeUpTables()
{
    const QByteArray header = "//"_qba.leftJustified(16) + "0           0     0     100644  2147483000`\n"_qba;
    const auto listing = list("!<arch>\n"_qba + header + arMember("/5"_qba, "x"_qba));
    QVERIFY(!listing || !*listing || (*listing)->tree->size() < 5);
}

void TestArchiveListing::stopsWhenAsked()
{
    std::stop_source stop;
    stop.request_stop();
    for (const QByteArray &content :
         {tar(), zip(), debianPackage(), QByteArray::fromStdString(test::compressed(tar().toStdString(), Compression::Zstd))})
        QVERIFY_THROWS_EXCEPTION(Cancelled, list(content, stop.get_token()));
}

void TestArchiveListing::unpacksABeginning()
{
    const std::string text(10'000, 't');
    for (const Compression compression : {Compression::Gzip, Compression::Zstd, Compression::Xz, Compression::Bzip2}) {
        const auto packed = QByteArray::fromStdString(test::compressed(text, compression));
        const ImageFs fs = test::makeImage({{"file " + std::to_string(packed.size())}}, packed)->fs();
        const auto head = std::as_bytes(std::span(packed.constData(), std::size_t(packed.size())));
        const auto some = unpackHead(fs, *fs.tree->find("file"), head, 4000);
        QVERIFY(some && *some);
        QCOMPARE((*some)->bytes, QByteArray(4000, 't'));
        QVERIFY(!(*some)->isComplete);
        const auto all = unpackHead(fs, *fs.tree->find("file"), head, 20'000);
        QVERIFY(all && *all);
        QCOMPARE((*all)->bytes.size(), 10'000);
        QVERIFY((*all)->isComplete);
    }
}

void TestArchiveListing::reportsWhatIsMissing()
{
    const auto cut = list(tar().first(1200));
    QVERIFY(cut && *cut);
    QCOMPARE((*cut)->missing, ArchiveListing::Missing::Rest);
    QVERIFY(!(*cut)->problem.isEmpty());
    QCOMPARE((*list(tar()))->missing, ArchiveListing::Missing::Nothing);
}

STRATOSCOPE_GUILESS_TEST(TestArchiveListing)
#include "tst_archive_listing.moc"
