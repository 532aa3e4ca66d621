// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "export/directory_export.h"
#include "export/directory_ops.h"
#include "formats/ext4/ext4_format.h"
#include "stream/sparse_writer.h"

#include "support/disk_tree.h"
#include "support/hand_made.h"
#include "support/hard_trees.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/results.h"
#include "support/run_tool.h"
#include "support/sources.h"
#include "support/test_main.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr std::uint64_t kExt4Block = 4096;
constexpr std::uint64_t kMebibyte = 1 << 20;

/// Programs of e2fsprogs, which may be out of the way of users who are not root.
QString e2fsTool(const QString &name)
{
    const QString found = QStandardPaths::findExecutable(name);
    return found.isEmpty() ? QStandardPaths::findExecutable(name, {u"/usr/sbin"_s, u"/sbin"_s}) : found;
}

struct Ext4Options {
    VolumeOptions volume{.uuid = {1, 2, 3, 4, 5, 6, 0x87, 8, 0x89, 10, 11, 12, 13, 14, 15, 16},
                         .label = {},
                         .created = {.seconds = kTestTime, .nanoseconds = 0}};
    std::uint64_t size = 0;
};

Result<QStringList> tryExt4(const ImageFs &fs, const Ext4Options &options, ByteSink &into,
                            const std::vector<std::string> &paths = {})
{
    ProgressMeter progress;
    const Selection selection = need(Selection::of(*fs.tree, paths, {}));
    return writeExt4({fs, selection, progress, {}}, options.volume, options.size, into);
}

/// A file with a file system.
class Ext4Disk
{
public:
    explicit Ext4Disk(const ImageFs &fs, const Ext4Options &options = {}, const std::vector<std::string> &paths = {})
    {
        File file = need(File::create(path()));
        SparseWriter writer(file);
        warnings = need(tryExt4(fs, options, writer, paths));
        need(writer.finish());
    }

    QString path() const { return m_folder.path() + u"/disk"_s; }
    QString folder() const { return m_folder.path(); }
    qint64 size() const { return QFileInfo(path()).size(); }

    /// What e2fsck has to say; empty if all is well.
    QString complaints() const
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(e2fsTool(u"e2fsck"_s), {u"-fn"_s, path()});
        process.waitForFinished(-1);
        const QString output = QString::fromUtf8(process.readAll());
        static const QRegularExpression clean(uR"(^e2fsck [^\n]*\n(Pass \d: [^\n]*\n){5}[^\n]*: \d+/\d+ files [^\n]*\n$)"_s);
        return process.exitCode() == 0 && clean.match(output).hasMatch() ? QString() : output;
    }

    QString debugfs(const QString &command) const
    {
        return QString::fromUtf8(runTool(e2fsTool(u"debugfs"_s), {u"-R"_s, command, path()}, folder()));
    }
    /// The first group of a regular expression in what debugfs says about a path.
    QString fact(const QString &file, const QString &expression) const
    {
        return QRegularExpression(expression).match(debugfs(u"stat \"%1\""_s.arg(file))).captured(1);
    }
    /// `regular 0644 0:0 size 5 links 1 time 1714564800`
    QString summary(const QString &file) const
    {
        static const QRegularExpression expression(
            uR"(Type: ([\w ]+?) +Mode: +(\d+) .*User: +(-?\d+) +Group: +(-?\d+) .* Size: (\d+)\nFile ACL.*Links: (\d+) .* mtime: 0x([0-9a-f]{8}):([0-9a-f]{8}))"_s,
            QRegularExpression::DotMatchesEverythingOption);
        const auto match = expression.match(debugfs(u"stat \"%1\""_s.arg(file)));
        const auto seconds = std::int32_t(match.captured(7).toUInt(nullptr, 16));
        const std::uint32_t extra = match.captured(8).toUInt(nullptr, 16);
        QString time = QString::number(seconds + (std::int64_t(extra & 3) << 32));
        if (extra >> 2 != 0)
            time += u"+%1"_s.arg(extra >> 2);
        return u"%1 %2 %3:%4 size %5 links %6 time %7"_s.arg(match.captured(1), match.captured(2), match.captured(3),
                                                             match.captured(4), match.captured(5), match.captured(6), time);
    }
    QByteArray content(const QString &file) const
    {
        const QString copy = folder() + u"/copy"_s;
        QFile::remove(copy);
        debugfs(u"dump \"%1\" %2"_s.arg(file, copy));
        return readDisk(copy);
    }
    QByteArray xattr(const QString &file, const QString &name) const
    {
        const QString copy = folder() + u"/value"_s;
        QFile::remove(copy);
        debugfs(u"ea_get -r -f %1 \"%2\" %3"_s.arg(copy, file, name));
        return readDisk(copy);
    }
    QString superblock(const QString &key) const
    {
        const QString all = QString::fromUtf8(runTool(e2fsTool(u"dumpe2fs"_s), {u"-h"_s, path()}, folder()));
        return QRegularExpression(u"^%1: +(.*)$"_s.arg(key), QRegularExpression::MultilineOption).match(all).captured(1);
    }

    QStringList warnings;

private:
    TestFolder m_folder{memoryPath()};
};

std::string aclValue(std::initializer_list<std::array<std::uint32_t, 3>> entries)
{
    std::string bytes("\2\0\0\0", 4);
    for (const auto &[tag, permissions, id] : entries) {
        const std::array<std::uint16_t, 2> two{std::uint16_t(tag), std::uint16_t(permissions)};
        bytes.append(reinterpret_cast<const char *>(two.data()), sizeof(two));
        bytes.append(reinterpret_cast<const char *>(&id), sizeof(id));
    }
    return bytes;
}

constexpr std::uint32_t kNoAclId = 0xFFFFFFFF;

const std::string kNetCapability("\1\0\0\2\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20);

/// Entries of all kinds.
std::vector<TarBuilder> ext4Kinds()
{
    TarBuilder one;
    one.add(
        {.path = "./", .type = '5', .mode = 0711, .uid = 5, .gid = 6, .mtime = 1000, .pax = {{"SCHILY.xattr.user.top", "root"}}});
    one.dir("bin").dir("etc", 0750).dir("sticky", 01777).dir("closed", 0);
    one.add({.path = "bin/su", .content = "program", .mode = 04755, .uid = 0, .gid = 7});
    one.add({.path = "etc/shadow", .content = "secret", .mode = 0, .uid = 1000, .gid = 42});
    one.add({.path = "etc/owner", .pax = {{"uid", "4294967294"}, {"gid", "3000000"}}});
    one.add({.path = "etc/before", .pax = {{"mtime", "-1.25"}}});
    one.add({.path = "etc/later", .pax = {{"mtime", "9999999999.000000001"}}});
    one.add({.path = "etc/cap", .mode = 0755, .pax = {{"SCHILY.xattr.security.capability", kNetCapability}}});
    one.add({.path = "etc/notes",
             .pax = {{"SCHILY.xattr.user.a", std::string("a\0b", 3)},
                     {"SCHILY.xattr.user.empty", ""},
                     {"SCHILY.xattr.user.long", std::string(3000, 'v')},
                     {"SCHILY.xattr.trusted.t", "trust"}}});
    one.add({.path = "etc/acl",
             .mode = 0664,
             .pax = {{"SCHILY.xattr.system.posix_acl_access",
                      aclValue({{1, 6, kNoAclId}, {2, 4, 1000}, {4, 6, kNoAclId}, {16, 6, kNoAclId}, {32, 4, kNoAclId}})}}});
    one.add(
        {.path = "etc/default",
         .type = '5',
         .mode = 0755,
         .pax = {{"SCHILY.xattr.system.posix_acl_default", aclValue({{1, 7, kNoAclId}, {4, 5, kNoAclId}, {32, 5, kNoAclId}})}}});
    one.file("closed/file", "inside").symlink("link", "etc/shadow").symlink("away", "/nowhere");
    one.symlink("short-link", std::string(59, 's'))
        .symlink("long-link", std::string(60, 'l'))
        .symlink("longest", std::string(4095, 'm'));
    one.hardlink("etc/shadow-too", "etc/shadow").hardlink("link-too", "link");
    one.device("null", '3', 1, 3).device("disk", '4', 259, 1'000'000).hardlink("null-too", "null").fifo("pipe");
    one.file(std::string("caf\xE9"), "latin").file("tab\tnewline\n", "odd").file("empty");
    one.file("deep/" + std::string(250, 'd') + '/' + std::string(255, 'n'), "long");
    one.sparse({.path = "holes", .size = 10'000'000, .parts = {{5, "begin"}, {5'000'000, "middle"}}}, SparseForm::Pax10);
    TarBuilder two;
    two.file("implied/deep/file", "below").file("etc/.wh.before").hardlink("bin/shadow", "etc/shadow");
    two.add({.path = "etc/before", .pax = {{"mtime", "-1.25"}}});
    two.file("block", std::string(4096, 'b'))
        .file("more", std::string(4097, 'm'))
        .file("large", std::string(3'000'000, 'x') + "end");
    return {one, two};
}

/// `files` files in one directory, whose names have this many bytes.
ImageFs fullDirectory(int files, std::size_t nameBytes)
{
    std::vector<std::string> lines{"many/"};
    for (int i = 0; i < files; ++i) {
        std::string name = std::to_string(i);
        name.resize(std::max(nameBytes, name.size()), i % 2 == 0 ? 'x' : '\xE9');
        lines.push_back("many/" + name);
    }
    return makeImage({lines})->fs();
}

/// One file of zeros.
ImageFs fileOfZeros(std::uint64_t size)
{
    File file(::memfd_create("big", MFD_CLOEXEC), u"big"_s);
    need(file.truncate(size));
    ImageFs fs = makeImage({{"big " + std::to_string(size)}})->fs();
    fs.contents = {LayerContents({.file = std::make_shared<File>(std::move(file)), .offset = 0, .size = size})};
    return fs;
}

} // namespace

class TestExt4Format : public QObject
{
    Q_OBJECT

private:
    bool m_canMount = false;

private Q_SLOTS:
    void initTestCase() { m_canMount = canMount(u"ext4"_s); }

    void attributesAreThoseOfTheTree()
    {
        const Ext4Disk disk(fsOf(ext4Kinds()));
        QCOMPARE(disk.complaints(), QString());
        QCOMPARE(disk.warnings, QStringList());
        QCOMPARE(disk.summary(u"/"_s), u"directory 0711 5:6 size 4096 links 9 time 1000"_s);
        QCOMPARE(disk.summary(u"/lost+found"_s), u"directory 0700 0:0 size 4096 links 2 time 1000"_s);
        QCOMPARE(disk.summary(u"/etc"_s), u"directory 0750 0:0 size 4096 links 3 time 1714564800"_s);
        QCOMPARE(disk.summary(u"/sticky"_s), u"directory 01777 0:0 size 4096 links 2 time 1714564800"_s);
        QCOMPARE(disk.summary(u"/implied"_s), u"directory 0755 0:0 size 4096 links 3 time 0"_s);
        QCOMPARE(disk.summary(u"/bin/su"_s), u"regular 04755 0:7 size 7 links 1 time 1714564800"_s);
        QCOMPARE(disk.summary(u"/etc/shadow"_s), u"regular 0000 1000:42 size 6 links 3 time 1714564800"_s);
        QCOMPARE(disk.summary(u"/bin/shadow"_s), disk.summary(u"/etc/shadow"_s));
        QCOMPARE(disk.summary(u"/etc/owner"_s), u"regular 0644 -2:3000000 size 0 links 1 time 1714564800"_s);
        QCOMPARE(disk.summary(u"/etc/before"_s), u"regular 0644 0:0 size 0 links 1 time -2+750000000"_s);
        QCOMPARE(disk.summary(u"/etc/later"_s), u"regular 0644 0:0 size 0 links 1 time 9999999999+1"_s);
        QCOMPARE(disk.summary(u"/link"_s), u"symlink 0777 0:0 size 10 links 2 time 1714564800"_s);
        QCOMPARE(disk.summary(u"/null"_s), u"character special 0644 0:0 size 0 links 2 time 1714564800"_s);
        QCOMPARE(disk.summary(u"/pipe"_s), u"FIFO 0644 0:0 size 0 links 1 time 1714564800"_s);
        QCOMPARE(disk.summary(u"/holes"_s), u"regular 0644 0:0 size 10000000 links 1 time 1714564800"_s);
    }

    void linksDevicesAndContentsAreThoseOfTheTree()
    {
        const Ext4Disk disk(fsOf(ext4Kinds()));
        QCOMPARE(disk.fact(u"/link"_s, uR"(Fast link dest: .([^\x22]*))"_s), u"etc/shadow"_s);
        QCOMPARE(disk.fact(u"/short-link"_s, uR"(Fast link dest: .([^\x22]*))"_s), QString(59, u's'));
        QCOMPARE(disk.content(u"/long-link"_s), QByteArray(60, 'l'));
        QCOMPARE(disk.content(u"/longest"_s), QByteArray(4095, 'm'));
        QCOMPARE(disk.fact(u"/null"_s, uR"(Device major/minor number: (\S+))"_s), u"01:03"_s);
        QCOMPARE(disk.fact(u"/disk"_s, uR"(New-style\) Device major/minor number: (\S+))"_s), u"259:1000000"_s);
        QCOMPARE(disk.content(u"/bin/su"_s), QByteArray("program"));
        QCOMPARE(disk.content(u"/block"_s), QByteArray(4096, 'b'));
        QCOMPARE(disk.content(u"/more"_s), QByteArray(4097, 'm'));
        QCOMPARE(disk.content(u"/large"_s), QByteArray(3'000'000, 'x') + "end");
        QCOMPARE(disk.content(u"/deep/%1/%2"_s.arg(QString(250, u'd'), QString(255, u'n'))), QByteArray("long"));
    }

    void holesTakeNoBlocks()
    {
        const Ext4Disk disk(fsOf(ext4Kinds()));
        QCOMPARE(disk.fact(u"/holes"_s, uR"(Blockcount: (\d+))"_s), u"16"_s);
        QVERIFY(disk.fact(u"/holes"_s, uR"(EXTENTS:\n(.*))"_s).contains(QRegularExpression(uR"(^\(0\):\d+, \(1220\):\d+$)"_s)));
        QByteArray expected(10'000'000, '\0');
        expected.replace(5, 5, "begin").replace(5'000'000, 6, "middle");
        QCOMPARE(disk.content(u"/holes"_s), expected);
    }

    void extendedAttributesAreInTheInodeOrInABlock()
    {
        const Ext4Disk disk(fsOf(ext4Kinds()));
        QCOMPARE(disk.xattr(u"/"_s, u"user.top"_s), QByteArray("root"));
        QCOMPARE(disk.xattr(u"/etc/cap"_s, u"security.capability"_s), QByteArray::fromStdString(kNetCapability));
        QCOMPARE(disk.xattr(u"/etc/notes"_s, u"user.a"_s), QByteArray("a\0b", 3));
        QCOMPARE(disk.xattr(u"/etc/notes"_s, u"user.empty"_s), QByteArray());
        QVERIFY(disk.debugfs(u"ea_list /etc/notes"_s).contains(u"user.empty (0)"_s));
        QCOMPARE(disk.xattr(u"/etc/notes"_s, u"user.long"_s), QByteArray(3000, 'v'));
        QCOMPARE(disk.xattr(u"/etc/notes"_s, u"trusted.t"_s), QByteArray("trust"));
        QCOMPARE(disk.fact(u"/etc/cap"_s, uR"(File ACL: (\d+))"_s), u"0"_s);
        QVERIFY(disk.fact(u"/etc/notes"_s, uR"(File ACL: (\d+))"_s) != u"0"_s);
        // Eight bytes for an entry with an ID, four for the others, and four before them.
        QCOMPARE(disk.xattr(u"/etc/acl"_s, u"system.posix_acl_access"_s).toHex(),
                 QByteArray("01000000"
                            "01000600"
                            "02000400e8030000"
                            "04000600"
                            "10000600"
                            "20000400"));
        QCOMPARE(disk.xattr(u"/etc/default"_s, u"system.posix_acl_default"_s).toHex(),
                 QByteArray("01000000"
                            "01000700"
                            "04000500"
                            "20000500"));
    }

    void filesShareBlocksOfExtendedAttributes()
    {
        TarBuilder tar;
        const auto value = [](char letter) { return PaxRecordList{{"SCHILY.xattr.user.long", std::string(500, letter)}}; };
        for (int i = 0; i < 1500; ++i)
            tar.add({.path = "same" + std::to_string(i), .pax = value('s')});
        tar.add({.path = "other", .pax = value('o')});
        const Ext4Disk disk(fsOf({tar}));
        QCOMPARE(disk.complaints(), QString());
        QStringList blocks;
        for (const QString &file : {u"/same0"_s, u"/same1023"_s, u"/same1024"_s, u"/same1499"_s, u"/other"_s})
            blocks << disk.fact(file, uR"(File ACL: (\d+))"_s);
        QCOMPARE(blocks[0], blocks[1]); // Linux allows 1,024 references to one
        QVERIFY(blocks[1] != blocks[2]);
        QCOMPARE(blocks[2], blocks[3]);
        QVERIFY(blocks[4] != blocks[3]);
        QCOMPARE(disk.xattr(u"/same1499"_s, u"user.long"_s), QByteArray(500, 's'));
        QCOMPARE(disk.xattr(u"/other"_s, u"user.long"_s), QByteArray(500, 'o'));
    }

    void whatDoesNotFitIsListed()
    {
        TarBuilder tar;
        tar.add({.path = "huge", .pax = {{"SCHILY.xattr.user.huge", std::string(5000, 'h')}, {"SCHILY.xattr.user.small", "kept"}}});
        tar.add({.path = "strange", .pax = {{"SCHILY.xattr.com.apple.quarantine", "q"}}});
        tar.add({.path = "bad-acl", .pax = {{"SCHILY.xattr.system.posix_acl_access", "not an ACL"}}});
        tar.add({.path = "future", .pax = {{"mtime", "99999999999.5"}}});
        tar.add({.path = "past", .pax = {{"mtime", "-9999999999"}}});
        tar.add({.path = "wide", .type = '3', .deviceMajor = 4096, .deviceMinor = 1});
        const Ext4Disk disk(fsOf({tar}));
        QCOMPARE(disk.complaints(), QString());
        QCOMPARE(
            disk.warnings,
            QStringList{
                u"ext4 cannot hold everything; not as in the image: the extended attributes of 3 entries (the first is /huge); "
                "2 times, which are out of range (the first is that of /future); the device number of /wide, which is out of "
                "range"_s});
        QCOMPARE(disk.xattr(u"/huge"_s, u"user.small"_s), QByteArray("kept"));
        QVERIFY(disk.summary(u"/future"_s).endsWith(u" time 15032385535"_s));
        QVERIFY(disk.summary(u"/past"_s).endsWith(u" time -2147483648"_s));
    }

    void hardLinksBeyondTheLimitAreAnotherFile()
    {
        constexpr int kNames = 65'002;
        std::vector<std::string> lines{"a 4"};
        for (int i = 1; i < kNames; ++i)
            lines.push_back("l" + std::to_string(i) + " => a");
        const Ext4Disk disk(makeImage({lines}, "text")->fs());
        QCOMPARE(disk.complaints(), QString());
        QCOMPARE(disk.warnings.size(), 1);
        QVERIFY2(disk.warnings[0].contains(u"the hard link /l"_s), qPrintable(disk.warnings[0]));
        QVERIFY(disk.summary(u"/a"_s).contains(u"size 4 links 65000 "_s));
        const QString other = QRegularExpression(uR"(hard link (/l\d+) )"_s).match(disk.warnings[0]).captured(1);
        QVERIFY(disk.summary(other).contains(u"size 4 links 2 "_s));
        QCOMPARE(disk.content(other), QByteArray("text"));
    }

    void largeDirectoriesHaveAnIndex_data()
    {
        QTest::addColumn<int>("files");
        QTest::addColumn<int>("nameBytes");
        QTest::addColumn<int>("levels"); // -1: no index
        QTest::addRow("one block") << 200 << 8 << -1;
        QTest::addRow("two blocks") << 300 << 8 << 0;
        QTest::addRow("many") << 100'000 << 20 << 1;
        QTest::addRow("long names") << 20'000 << 255 << 1;
    }

    void largeDirectoriesHaveAnIndex()
    {
        QFETCH(const int, files);
        QFETCH(const int, nameBytes);
        QFETCH(const int, levels);
        const Ext4Disk disk(fullDirectory(files, std::size_t(nameBytes)));
        QCOMPARE(disk.complaints(), QString()); // e2fsck compares all hashes
        QCOMPARE(disk.debugfs(u"ls -p /many"_s).count(u"/100644/"_s), files);
        QCOMPARE(disk.fact(u"/many"_s, uR"(Flags: (\w+))"_s), levels < 0 ? u"0x80000"_s : u"0x81000"_s);
        if (levels >= 0) {
            const QString index = disk.debugfs(u"htree_dump /many"_s);
            QCOMPARE(QRegularExpression(uR"(Indirect levels: (\d+))"_s).match(index).captured(1), QString::number(levels));
            QVERIFY(index.contains(u"Hash Version: 1"_s));
        }
    }

    void manySubdirectoriesHaveNoCountOfLinks()
    {
        constexpr int kFolders = 65'000;
        std::vector<std::string> lines;
        for (int i = 0; i < kFolders; ++i)
            lines.push_back("many/" + std::to_string(i) + '/');
        const Ext4Disk disk(makeImage({lines})->fs());
        QCOMPARE(disk.complaints(), QString());
        QVERIFY(disk.summary(u"/many"_s).contains(u" links 1 "_s));
    }

    void filesMayHaveManyExtents_data()
    {
        QTest::addColumn<int>("parts");
        QTest::addColumn<int>("depth");
        QTest::addRow("in the inode") << 4 << 0;
        QTest::addRow("one node") << 5 << 1;
        QTest::addRow("four nodes") << 4 * 340 << 1;
        QTest::addRow("two levels") << 4 * 340 + 1 << 2;
    }

    void filesMayHaveManyExtents()
    {
        QFETCH(const int, parts);
        QFETCH(const int, depth);
        SparseFile file{.path = "holes", .size = std::uint64_t(parts) * 2 * kExt4Block, .parts = {}};
        for (int i = 0; i < parts; ++i)
            file.parts.emplace_back(std::uint64_t(i) * 2 * kExt4Block + 100, "part " + std::to_string(i));
        TarBuilder tar;
        tar.sparse(file, SparseForm::Pax10).file("after", "it");
        const Ext4Disk disk(fsOf({tar}));
        QCOMPARE(disk.complaints(), QString());
        QVERIFY(disk.debugfs(u"dump_extents /holes"_s).contains(u" %1/ %1 "_s.arg(depth)));
        QCOMPARE(disk.content(u"/holes"_s), QByteArray::fromStdString(file.expanded()));
        QCOMPARE(disk.content(u"/after"_s), QByteArray("it"));
    }

    void piecesOfABlockAreOneBlock()
    {
        const SparseFile file{.path = "holes",
                              .size = 5 * kExt4Block + 1,
                              .parts
                              = {{1, "a"}, {100, std::string(4000, 'b')}, {2 * kExt4Block - 1, "cc"}, {5 * kExt4Block, "d"}}};
        TarBuilder tar;
        tar.sparse(file, SparseForm::Pax10);
        const Ext4Disk disk(fsOf({tar}));
        QCOMPARE(disk.complaints(), QString());
        QCOMPARE(disk.content(u"/holes"_s), QByteArray::fromStdString(file.expanded()));
        QCOMPARE(disk.fact(u"/holes"_s, uR"(Blockcount: (\d+))"_s), u"32"_s);
    }

    void aFileReachesAroundCopiesOfTheSuperblock()
    {
        constexpr std::uint64_t kSize = 700 * kMebibyte;
        const Ext4Disk disk(fileOfZeros(kSize));
        QCOMPARE(disk.complaints(), QString());
        QVERIFY(disk.summary(u"/big"_s).contains(u"size %1 "_s.arg(kSize)));
        QVERIFY(disk.fact(u"/big"_s, uR"(EXTENTS:\n(.*))"_s).contains(u"ETB0"_s)); // more than four
    }

    void sizesAreKept_data()
    {
        QTest::addColumn<qint64>("size");
        for (const qint64 mebibytes : {100, 127, 128, 129, 256, 257, 640, 1000, 1024, 10'240, 300'000})
            QTest::addRow("%lld MiB", mebibytes) << mebibytes * qint64(kMebibyte);
        QTest::addRow("a block more than a group") << qint64(128 * kMebibyte + kExt4Block);
        QTest::addRow("three blocks more than a group") << qint64(128 * kMebibyte + 3 * kExt4Block);
        QTest::addRow("not a whole block") << qint64(200 * kMebibyte + 1000);
    }

    void sizesAreKept()
    {
        QFETCH(const qint64, size);
        Ext4Options options;
        options.size = std::uint64_t(size);
        const Ext4Disk disk(fsOf(ext4Kinds()), options);
        QCOMPARE(disk.complaints(), QString());
        QCOMPARE(disk.size(), size);
        QVERIFY(disk.superblock(u"Free blocks"_s).toLongLong() * qint64(kExt4Block) > size * 9 / 10);
        QVERIFY(disk.superblock(u"Free inodes"_s).toLongLong() > size / 20'000);
        QCOMPARE(disk.content(u"/large"_s), QByteArray(3'000'000, 'x') + "end");
    }

    void theLeastSizeIsSaid()
    {
        // Enough that a second group begins where the first one is nearly full.
        const ImageFs fs = fileOfZeros(127 * kMebibyte);
        Ext4Options options;
        options.size = kMebibyte;
        MemorySink into;
        const auto refused = tryExt4(fs, options, into);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Invalid);
        const auto match = QRegularExpression(u"^the size is too small; the file system needs at least (\\d+)K$"_s)
                               .match(refused.error().message());
        QVERIFY2(match.hasMatch(), qPrintable(refused.error().message()));
        QVERIFY(into.text.empty());

        const std::uint64_t least = match.captured(1).toULongLong() * 1024;
        options.size = least - kExt4Block;
        QVERIFY(!tryExt4(fs, options, into));
        for (const std::uint64_t more : {0, 1, 2, 3, 100, 200, 255, 256, 257, 258, 300, 1000}) {
            options.size = least + more * kExt4Block;
            const Ext4Disk disk(fs, options);
            QCOMPARE(disk.complaints(), QString());
            QCOMPARE(disk.size(), qint64(options.size));
        }
    }

    void moreThanSixteenTebibytesAreRefused()
    {
        Ext4Options options;
        options.size = std::uint64_t(1) << 44;
        MemorySink into;
        const auto refused = tryExt4(fsOf(ext4Kinds()), options, into);
        QVERIFY(!refused);
        QCOMPARE(refused.error().message(), u"ext4 with blocks of 4 KiB is limited to 16 TiB"_s);
        const auto file = tryExt4(makeImage({{"big " + std::to_string(std::uint64_t(1) << 44)}})->fs(), {}, into);
        QVERIFY(!file);
        QCOMPARE(file.error().message(), u"/big: is larger than 16 TiB, which ext4 does not allow"_s);
        const auto files = tryExt4(
            makeImage({{"a " + std::to_string(std::uint64_t(1) << 43)}, {"b " + std::to_string(std::uint64_t(1) << 43)}})->fs(), {},
            into);
        QVERIFY(!files);
        QCOMPARE(files.error().kind, ErrorKind::TooLarge);
    }

    void someSpaceIsLeft()
    {
        const Ext4Disk small(fsOf(ext4Kinds()));
        QVERIFY(small.superblock(u"Free blocks"_s).toLongLong() >= 4096);
        QVERIFY(small.size() < 32 * qint64(kMebibyte));
        const Ext4Disk large(fileOfZeros(500 * kMebibyte));
        QVERIFY(large.superblock(u"Free blocks"_s).toULongLong() * kExt4Block >= 50 * kMebibyte);
        QVERIFY(large.size() < 600 * qint64(kMebibyte));
    }

    void identityAndLabelAreInTheSuperblock()
    {
        Ext4Options options;
        options.volume.label = "sixteen bytes ab";
        const Ext4Disk disk(fsOf(ext4Kinds()), options);
        QCOMPARE(disk.complaints(), QString());
        QCOMPARE(disk.superblock(u"Filesystem volume name"_s), u"sixteen bytes ab"_s);
        QCOMPARE(disk.superblock(u"Filesystem UUID"_s), u"01020304-0506-8708-890a-0b0c0d0e0f10"_s);
        QVERIFY(!disk.superblock(u"Directory Hash Seed"_s).isEmpty());
        QCOMPARE(disk.superblock(u"Filesystem state"_s), u"clean"_s);
        QCOMPARE(disk.superblock(u"Filesystem features"_s),
                 u"ext_attr dir_index filetype extent flex_bg sparse_super large_file huge_file uninit_bg dir_nlink extra_isize"_s);
        const QString created
            = QString::fromUtf8(runTool(e2fsTool(u"debugfs"_s), {u"-R"_s, u"show_super_stats -h"_s, disk.path()}, disk.folder()));
        QVERIFY2(created.contains(QRegularExpression(u"Filesystem created: +Wed May  1 "_s)), qPrintable(created));
    }

    void longLabelsAreRefused()
    {
        Ext4Options options;
        options.volume.label = "seventeen bytes a";
        MemorySink into;
        const auto refused = tryExt4(fsOf(ext4Kinds()), options, into);
        QVERIFY(!refused);
        QCOMPARE(refused.error().message(), u"seventeen bytes a: is longer than 16 bytes"_s);
    }

    void theSameTreeGivesTheSameBytes()
    {
        const auto bytes = [](const Ext4Options &options) {
            MemorySink into;
            need(tryExt4(fsOf(ext4Kinds()), options, into));
            return sha256(asBytes(into.text));
        };
        QCOMPARE(bytes({}), bytes({}));
        Ext4Options other;
        other.volume.uuid[0] = 9;
        QVERIFY(bytes(other) != bytes({}));
    }

    void aPartOfATreeIsWritten()
    {
        const Ext4Disk disk(fsOf(ext4Kinds()), {}, {"etc/shadow", "bin"});
        QCOMPARE(disk.complaints(), QString());
        QCOMPARE(disk.debugfs(u"ls -p /"_s).count(u"//"_s), 5); // ., .., lost+found, bin, etc
        QVERIFY(disk.summary(u"/etc/shadow"_s).contains(u"links 2 "_s));
        QCOMPARE(disk.content(u"/bin/su"_s), QByteArray("program"));
    }

    void aSingleLayerKeepsItsWhiteouts()
    {
        TarBuilder layer;
        layer.file("etc/.wh.gone").file("usr/.wh..wh..opq").file("etc/kept", "x");
        layer.hardlink("etc/link", "etc/kept").symlink("s", "etc").hardlink("s2", "s").hardlink("away", "lower/file");
        const std::string tar = layer.finish();
        const Ext4Disk disk(ImageFs{MergedTree::ofLayer(indexOf(tar), 0), {LayerContents(regionOf(tar))}});
        QCOMPARE(disk.complaints(), QString());
        QVERIFY(disk.summary(u"/etc/.wh.gone"_s).startsWith(u"regular "_s));
        QVERIFY(disk.summary(u"/usr/.wh..wh..opq"_s).startsWith(u"regular "_s));
        QVERIFY(disk.summary(u"/etc/link"_s).contains(u"size 1 links 2 "_s));
        QVERIFY(disk.summary(u"/s2"_s).startsWith(u"symlink "_s));
    }

    void aDirectoryLostAndFoundOfTheImageIsKept()
    {
        TarBuilder tar;
        tar.dir("lost+found", 0711).file("lost+found/found", "it").file("z", "z");
        const Ext4Disk disk(fsOf({tar}));
        QCOMPARE(disk.complaints(), QString());
        QVERIFY(disk.summary(u"/lost+found"_s).startsWith(u"directory 0711 "_s));
        QCOMPARE(disk.content(u"/lost+found/found"_s), QByteArray("it"));
        const Ext4Disk part(fsOf({tar}), {}, {"z"});
        QCOMPARE(part.complaints(), QString());
        QVERIFY(part.summary(u"/lost+found"_s).startsWith(u"directory 0700 "_s));
    }

    void anEmptyTreeIsWritten()
    {
        const Ext4Disk disk(fsOf({TarBuilder()}));
        QCOMPARE(disk.complaints(), QString());
        QCOMPARE(disk.summary(u"/"_s), u"directory 0755 0:0 size 4096 links 3 time 0"_s);
    }

    void namesThatAreTooLongAreRefused()
    {
        MemorySink into;
        TarBuilder layer;
        layer.symlink("etc/link", std::string(4096, 't'));
        const auto refused = tryExt4(fsOf({layer}), {}, into);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Unsupported);
        QVERIFY(into.text.empty());
    }

    void errorsOfTheSinkArePassedOn()
    {
        for (const std::size_t room : {0, 5000, 20'000, 400'000, 2'000'000}) {
            MemorySink into(room);
            const auto failed = tryExt4(fsOf(ext4Kinds()), {}, into);
            QVERIFY(!failed);
            QCOMPARE(failed.error().detail, u"the disk is full"_s);
        }
    }

    void truncatedLayersAreReported()
    {
        ImageFs fs = fsOf(ext4Kinds());
        fs.contents.back() = LayerContents(regionOf("too short"));
        MemorySink into;
        const auto failed = tryExt4(fs, {}, into);
        QVERIFY(!failed);
        QCOMPARE(failed.error().kind, ErrorKind::Truncated);
    }

    void itCanBeStopped()
    {
        const ImageFs fs = fsOf(ext4Kinds());
        const Selection selection = need(Selection::of(*fs.tree, {}, {}));
        ProgressMeter progress;
        std::stop_source stop;
        stop.request_stop();
        MemorySink into;
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)writeExt4({fs, selection, progress, stop.get_token()}, {}, 0, into));
    }

    void linuxMountsWhatADirectoryExportWrites_data()
    {
        QTest::addColumn<std::vector<TarBuilder>>("layers");
        QTest::newRow("these kinds") << ext4Kinds();
        for (const HardTree &tree : hardTrees())
            QTest::newRow(tree.name) << tree.layers;
    }

    void linuxMountsWhatADirectoryExportWrites()
    {
        QFETCH(const std::vector<TarBuilder>, layers);
        const ImageFs fs = fsOf(layers);
        const Ext4Disk disk(fs);
        QCOMPARE(disk.complaints(), QString());
        QCOMPARE(disk.warnings, QStringList());
        if (!m_canMount)
            QSKIP("mounting requires root and a kernel with ext4");
        const TestFolder folder;
        const QString directory = folder.path() + u"/directory"_s;
        const QString mounted = folder.path() + u"/mounted"_s;
        ProgressMeter progress;
        need(exportDirectory(fs, directory, {}, progress, {}));
        QDir().mkpath(mounted);
        const MountedImage image(disk.path(), u"ext4"_s, mounted);
        QCOMPARE(image.error(), QString());
        QStringList lines = diskTreeWithXattrs(mounted);
        QVERIFY(lines.removeIf([](const QString &line) { return line.startsWith(u"lost+found/ 0700 0:0 "_s); }) == 1);
        QCOMPARE(lines, diskTreeWithXattrs(directory));
    }

    void linuxFindsNamesByTheirHashesAndAddsOthers()
    {
        if (!m_canMount)
            QSKIP("mounting requires root and a kernel with ext4");
        constexpr int kFiles = 20'000;
        const Ext4Disk disk(fullDirectory(kFiles, 60));
        {
            const QString at = disk.folder() + u"/mounted"_s;
            QDir().mkpath(at);
            const MountedImage mounted(disk.path(), u"ext4"_s, at, u"rw"_s);
            QCOMPARE(mounted.error(), QString());
            const File many = directory::open(AT_FDCWD, QFile::encodeName(at + u"/many"_s).constData());
            const auto names = directory::list(many.descriptor()).value_or(std::vector<directory::Name>());
            QCOMPARE(int(names.size()), kFiles);
            const auto found = std::ranges::count_if(names, [&](const directory::Name &name) {
                return ::faccessat(many.descriptor(), name.bytes.c_str(), F_OK, 0) == 0;
            });
            QCOMPARE(int(found), kFiles);
            for (int i = 0; i < 500; ++i)
                writeDisk(at + u"/many/new%1"_s.arg(i), "text");
            QVERIFY(QDir().mkpath(at + u"/a/b/c"_s));
            QVERIFY(QFile::remove(at + u"/many/new7"_s));
        }
        QCOMPARE(disk.complaints(), QString());
        QCOMPARE(disk.content(u"/many/new8"_s), QByteArray("text"));
    }
};

STRATOSCOPE_GUILESS_TEST(TestExt4Format)
#include "tst_ext4_format.moc"
