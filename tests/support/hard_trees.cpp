// SPDX-License-Identifier: Apache-2.0
#include "support/hard_trees.h"

#include "base/error.h"
#include "support/disk_tree.h"
#include "support/small_disk.h"

#include <QFile>
#include <QProcess>
#include <QTest>

#include <array>
#include <filesystem>
#include <sys/xattr.h>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

TarEntry withXattrs(TarEntry entry, const PaxRecordList &xattrs)
{
    for (const auto &[name, value] : xattrs)
        entry.pax.emplace_back("SCHILY.xattr." + name, value);
    return entry;
}

/// rw-rw-r--, with an entry for user 1000, as setxattr() takes it.
std::string acl()
{
    std::string bytes("\2\0\0\0", 4);
    for (const auto &[tag, permissions, id] : std::to_array<std::tuple<int, int, std::uint32_t>>(
             {{1, 6, 0xFFFFFFFF}, {2, 6, 1000}, {4, 4, 0xFFFFFFFF}, {0x10, 6, 0xFFFFFFFF}, {0x20, 4, 0xFFFFFFFF}})) {
        bytes.append({char(tag), '\0', char(permissions), '\0'});
        bytes.append({char(id), char(id >> 8), char(id >> 16), char(id >> 24)});
    }
    return bytes;
}

TarBuilder kinds()
{
    TarBuilder layer;
    layer.add({.path = "./", .type = '5', .mode = 0711, .uid = 5, .gid = 6, .mtime = 1000});
    layer.dir("bin").dir("etc", 0750).dir("sticky", 01777).dir("closed", 0);
    layer.add({.path = "bin/su", .content = "program", .mode = 04755, .uid = 0, .gid = 7});
    layer.add({.path = "etc/shadow", .content = "secret", .mode = 0, .uid = 1000, .gid = 42});
    layer.file("closed/file", "inside").symlink("link", "etc/shadow").symlink("away", "/nowhere");
    layer.device("null", '3', 1, 3).device("disk", '4', 259, 1'000'000).device("last", '3', 4095, 0xFFFFF).fifo("pipe");
    layer.hardlink("etc/shadow-too", "etc/shadow").hardlink("link-too", "link").hardlink("null-too", "null");
    layer.hardlink("closed/disk-too", "disk").hardlink("etc/pipe-too", "pipe");
    return layer;
}

TarBuilder manyEntries()
{
    TarBuilder layer;
    for (int n = 0; n < 50'000; ++n)
        layer.file("folder/" + std::to_string(n));
    return layer;
}

TarBuilder oddNames()
{
    TarBuilder layer;
    for (int byte = 1; byte < 256; ++byte) {
        if (byte != '/' && byte != '.')
            layer.file(std::string("bytes/") + char(byte), "1").file(std::string("bytes/.") + char(byte), "2");
    }
    for (int n = 0; n < 100; ++n)
        layer.file("long/" + std::to_string(100 + n) + std::string(252, 'n'), "3");
    layer.file(std::string(255, 'd') + '/' + std::string(255, 'f'), "4").file("bytes/...", "5").file("TRAILER!!!", "6");
    return layer;
}

TarBuilder symlinks()
{
    TarBuilder layer;
    for (const std::size_t size : {1U, 59U, 60U, 64U, 3000U, 4031U, 4032U, 4033U, 4063U, 4064U, 4065U, 4095U})
        layer.symlink("links/" + std::to_string(size), std::string(size, 't'));
    layer.add(withXattrs({.path = "links/with-attributes", .type = '2', .link = std::string(3900, 't')},
                         {{"trusted.note", "of a link"}}));
    return layer;
}

TarBuilder sizes()
{
    TarBuilder layer;
    for (const std::size_t size : {0U, 1U, 4095U, 4096U, 4097U, 131'071U, 131'072U, 131'073U, 300'000U}) {
        std::string content(size, '\0');
        for (std::size_t i = 0; i < size; ++i)
            content[i] = char(i * 7 + i / 4096);
        layer.file("sizes/" + std::to_string(size), content);
    }
    return layer;
}

TarBuilder ownersAndTimes()
{
    TarBuilder layer;
    for (const char *const owner : {"65535", "65536", "4294967294"})
        layer.add({.path = std::string("owners/") + owner, .content = owner, .pax = {{"uid", owner}, {"gid", owner}}});
    for (const char *const time : {"-1.25", "-86400", "0", "0.000000001", "2147483648", "4294967295", "4294967296.5"})
        layer.add({.path = std::string("times/") + time, .content = time, .pax = {{"mtime", time}}});
    return layer;
}

TarBuilder attributes()
{
    TarBuilder layer;
    layer.add(withXattrs({.path = "some/", .type = '5', .mode = 0755}, {{"user.of-a-folder", "1"}, {"trusted.of-a-folder", "2"}}));
    layer.add(withXattrs({.path = "some/capability", .mode = 0755},
                         {{"security.capability", std::string("\1\0\0\2\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20)}}));
    PaxRecordList many;
    for (int n = 0; n < 50; ++n)
        many.emplace_back("user.number-" + std::to_string(n), std::string(std::size_t(n), 'v'));
    layer.add(withXattrs({.path = "some/many", .content = "x"}, many));
    layer.add(withXattrs({.path = "some/odd", .content = "x"}, {{"user.zero", std::string("a\0b", 3)}, {"user.none", ""}}));
    layer.add(withXattrs({.path = "some/long", .content = "x"}, {{"user." + std::string(250, 'n'), std::string(2000, 'v')}}));
    return layer;
}

TarBuilder sparseFiles()
{
    TarBuilder layer;
    layer.sparse(holes(), SparseForm::Pax10);
    layer.sparse({.path = "nothing", .size = 1'000'001, .parts = {}}, SparseForm::Pax10);
    layer.sparse({.path = "all", .size = 5, .parts = {{0, "12345"}}}, SparseForm::Pax10);
    layer.sparse({.path = "end", .size = 9'000'000, .parts = {{8'999'990, "0123456789"}}}, SparseForm::Pax10);
    layer.file("zeros", std::string(500'000, '\0')).file("after", "x");
    return layer;
}

} // namespace

std::vector<HardTree> hardTrees()
{
    TarBuilder empty;
    TarBuilder emptyDirectory;
    emptyDirectory.dir("empty", 0700);
    TarBuilder over;
    over.file("implied/deep/file", "below").file("etc/.wh.gone").hardlink("bin/shadow", "etc/shadow");
    TarBuilder withAcl;
    withAcl.add(withXattrs({.path = "acl", .mode = 0664}, {{"system.posix_acl_access", acl()}}));
    return {
        {"nothing", {empty}},        {"an empty directory", {emptyDirectory}},
        {"all kinds", {kinds()}},    {"two layers", {kinds(), over}},
        {"odd names", {oddNames()}}, {"many entries", {manyEntries()}},
        {"symlinks", {symlinks()}},  {"sizes", {sizes()}},
        {"sparse", {sparseFiles()}}, {"owners and times", {ownersAndTimes()}},
        {"ACLs", {withAcl}},         {"extended attributes", {attributes()}},
    };
}

void addHardTreeRows()
{
    QTest::addColumn<std::vector<TarBuilder>>("layers");
    for (const HardTree &tree : hardTrees())
        QTest::newRow(tree.name) << tree.layers;
}

SparseFile holes()
{
    return {
        .path = "holes", .size = 3'000'001, .parts = {{70'003, std::string(9'000, 'a')}, {2'000'000, std::string(70'000, 'b')}}};
}

QStringList diskTreeWithXattrs(const QString &root)
{
    namespace fs = std::filesystem;
    QStringList xattrs;
    const std::string top = QFile::encodeName(root).toStdString();
    const auto add = [&](const fs::path &path) {
        std::array<char, 65536> names{};
        const ssize_t length = ::llistxattr(path.c_str(), names.data(), names.size());
        for (const char *name = names.data(); name < names.data() + length; name += qstrlen(name) + 1) {
            std::string value(65536, '\0');
            value.resize(std::size_t(std::max<ssize_t>(::lgetxattr(path.c_str(), name, value.data(), value.size()), 0)));
            const auto text = [](const std::string &bytes) { return printable(bytes); };
            xattrs << u"%1 %2=%3"_s.arg(text(path.string().substr(top.size())), text(name), text(value));
        }
    };
    add(top);
    for (const auto &entry : fs::recursive_directory_iterator(top))
        add(entry.path());
    xattrs.sort();
    return diskTree(root, DiskColumns::All) + xattrs;
}

MountedImage::MountedImage(const QString &image, const QString &type, const QString &path, const QString &access)
    : m_path(path)
{
    QProcess mount;
    mount.start(u"mount"_s, {u"-t"_s, type, u"-o"_s, u"loop,"_s + access, image, path});
    mount.waitForFinished(-1);
    if (mount.exitStatus() != QProcess::NormalExit || mount.exitCode() != 0)
        m_error = u"mount: "_s + QString::fromLocal8Bit(mount.readAllStandardError());
}

MountedImage::~MountedImage()
{
    if (m_error.isEmpty())
        unmountSmallDisk(m_path);
}

bool canMount(const QString &type)
{
    if (!isRoot() || !QFile::exists(u"/dev/loop-control"_s) || !leaveMounts())
        return false;
    QProcess::execute(u"modprobe"_s, {u"-q"_s, type}); // the kernel would do that as well
    QFile types(u"/proc/filesystems"_s);
    return types.open(QIODevice::ReadOnly) && types.readAll().contains('\t' + type.toUtf8() + '\n');
}

} // namespace stratoscope::test
