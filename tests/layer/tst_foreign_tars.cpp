// SPDX-License-Identifier: Apache-2.0
#include "support/disk_tree.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/results.h"

#include "prebaked/ingest_layer.h"
#include "support/test_main.h"

#include <QCryptographicHash>
#include <QProcess>
#include <QTest>

#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;
namespace fs = std::filesystem;

namespace {

/// The features of a format; the tree on disk only uses these.
enum Feature {
    LongNames = 1, ///< beyond 100 bytes
    EndlessNames = 2, ///< beyond what a prefix holds
    Specials = 4,
    AnyBytes = 8,
    BigNumbers = 16, ///< ids beyond octal, times before 1970
    Nanoseconds = 32,
    Attributes = 64,
    BeforeTheEpoch = 128, ///< nanoseconds of times before 1970, which libarchive gets wrong
};

void check(bool done, const std::string &what)
{
    if (!done)
        qFatal("%s: %s", what.c_str(), std::strerror(errno));
}

/// A tree of files on disk.
class Maker
{
public:
    explicit Maker(std::string root)
        : m_root(std::move(root))
    {
    }

    void make(int features)
    {
        directory("d", 0750);
        directory("d/sticky", 01777);
        file("empty", "");
        file("d/small", "small\n");
        file("d/block", std::string(512, 'b'));
        file("d/large", std::string(100'001, 'l'));
        file("setuid", "#!", 06755);
        check(::symlink("d/small", at("link").c_str()) == 0, "symlink");
        check(::symlink("/absolute/../nowhere", at("d/dangling").c_str()) == 0, "symlink");
        check(::link(at("d/small").c_str(), at("hard").c_str()) == 0, "link");
        check(::link(at("d/small").c_str(), at("d/hard").c_str()) == 0, "link");
        sparseFile("sparse");
        if (features & LongNames) {
            const std::string folder = "long/" + std::string(90, 'f');
            fs::create_directories(at(folder));
            file(folder + "/" + std::string(60, 'n'), "x");
        }
        if (features & EndlessNames) {
            const std::string folder = "endless/" + std::string(200, 'f');
            fs::create_directories(at(folder));
            file(folder + "/" + std::string(200, 'n'), "x");
            check(::symlink(std::string(300, 't').c_str(), at(folder + "/link").c_str()) == 0, "symlink");
            check(::link(at("empty").c_str(), at(folder + "/" + std::string(150, 'h')).c_str()) == 0, "link");
        }
        if (features & Specials) {
            check(::mkfifo(at("pipe").c_str(), 0600) == 0, "mkfifo");
            if (isRoot()) {
                check(::mknod(at("null").c_str(), S_IFCHR | 0666, makedev(1, 3)) == 0, "mknod");
                check(::mknod(at("disk").c_str(), S_IFBLK | 0660, makedev(259, 70'000)) == 0, "mknod");
            }
        }
        if (features & AnyBytes) {
            for (const char *name : {"latin\xE9", "new\nline", "tab\t", "back\\slash", "\xF0\x9F\x93\xA6", " "})
                file(name, name);
        }
        if (isRoot()) {
            check(::lchown(at("d/large").c_str(), 1234, 5678) == 0, "lchown");
            if (features & BigNumbers)
                check(::lchown(at("empty").c_str(), 3'000'000, 4'294'967'294) == 0, "lchown");
        }
        if (features & Attributes) {
            // The file system may not support them.
            setAttribute("d/small", "user.binary", std::string("\0\1\xFF\n=", 5));
            setAttribute("d", "user.text", "on a folder");
        }
        const long nanoseconds = features & Nanoseconds ? 123'456'789 : 0;
        setTime("d/small", {1'700'000'000, nanoseconds});
        setTime("link", {1'000'000'000, nanoseconds});
        if (features & BigNumbers)
            setTime("setuid", {-2, features & BeforeTheEpoch ? nanoseconds : 0});
        for (const char *folder : {"d/sticky", "d", "."})
            setTime(folder, {1'600'000'000, nanoseconds});
    }

private:
    std::string at(const std::string &path) const { return m_root + "/" + path; }

    void file(const std::string &path, const std::string &content, mode_t mode = 0644)
    {
        const File file(::open(at(path).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), {});
        check(::write(file.descriptor(), content.data(), content.size()) == ssize_t(content.size()), path);
        check(::fchmod(file.descriptor(), mode) == 0, path);
    }
    void directory(const std::string &path, mode_t mode)
    {
        check(::mkdir(at(path).c_str(), 0700) == 0 && ::chmod(at(path).c_str(), mode) == 0, path);
    }
    void sparseFile(const std::string &path)
    {
        const File file(::open(at(path).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644), {});
        check(::ftruncate(file.descriptor(), 3'000'000) == 0, path);
        for (const off_t offset : {0, 1'048'577, 2'000'000})
            check(::pwrite(file.descriptor(), "data", 4, offset) == 4, path);
    }
    void setAttribute(const std::string &path, const char *name, const std::string &value)
    {
        check(::lsetxattr(at(path).c_str(), name, value.data(), value.size(), 0) == 0 || errno == ENOTSUP, name);
    }
    void setTime(const std::string &path, timespec time)
    {
        const timespec times[]{time, time};
        check(::utimensat(AT_FDCWD, at(path).c_str(), times, AT_SYMLINK_NOFOLLOW) == 0, path);
    }

    std::string m_root;
};

QString sha256Text(const QByteArray &content)
{
    return QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex().left(16));
}

QString timeText(qint64 seconds, quint32 nanoseconds, int features)
{
    return features & Nanoseconds ? u"%1+%2"_s.arg(seconds).arg(nanoseconds) : QString::number(seconds);
}

QString attributesOfFile(const fs::path &path)
{
    std::string names(4096, '\0');
    names.resize(std::size_t(std::max<ssize_t>(0, ::llistxattr(path.c_str(), names.data(), names.size()))));
    Xattrs all;
    for (std::size_t at = 0; at < names.size(); at = names.find('\0', at) + 1) {
        const std::string name = &names[at];
        std::string value(4096, '\0');
        value.resize(std::size_t(std::max<ssize_t>(0, ::lgetxattr(path.c_str(), name.c_str(), value.data(), value.size()))));
        all[name] = value;
    }
    QString text;
    for (const auto &[name, value] : all)
        text += u' ' + printable(name) + u'=' + printable(value);
    return text;
}

QString lineOfFile(const std::string &root, const fs::path &path, int features)
{
    struct stat status = {};
    check(::lstat(path.c_str(), &status) == 0, path);
    QString kind;
    QByteArray content;
    if (S_ISREG(status.st_mode)) {
        kind = u"regular "_s;
        const File opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC), {});
        content.resize(status.st_size);
        need(opened.readAt(0, std::as_writable_bytes(std::span(content.data(), std::size_t(content.size())))));
        kind += sha256Text(content);
    } else if (S_ISDIR(status.st_mode)) {
        kind = u"directory"_s;
    } else if (S_ISLNK(status.st_mode)) {
        kind = u"symlink "_s + printable(fs::read_symlink(path).native());
    } else if (S_ISFIFO(status.st_mode)) {
        kind = u"fifo"_s;
    } else {
        kind = u"%1 %2:%3"_s.arg(S_ISCHR(status.st_mode) ? u"character"_s : u"block"_s)
                   .arg(major(status.st_rdev))
                   .arg(minor(status.st_rdev));
    }
    return u"/%1 %2 %3 %4:%5 %6%7"_s.arg(printable(path.native().substr(root.size() + 1)), kind)
        .arg(status.st_mode & 07777U, 4, 8, QChar(u'0'))
        .arg(status.st_uid)
        .arg(status.st_gid)
        .arg(timeText(status.st_mtim.tv_sec, quint32(status.st_mtim.tv_nsec), features),
             features & Attributes ? attributesOfFile(path) : QString());
}

QStringList linesOfDisk(const std::string &root, int features)
{
    QStringList lines;
    for (const auto &entry : fs::recursive_directory_iterator(root))
        lines << lineOfFile(root, entry.path(), features);
    lines.sort();
    return lines;
}

QString lineOfNode(const ImageFs &image, NodeId node, int features)
{
    const Entry entry = image.tree->entry(node);
    QString kind = QString::fromUtf8(kindName(image.tree->kind(node)));
    if (image.tree->kind(node) == EntryKind::Regular)
        kind += u' ' + sha256Text(need(image.readAll(node, 10'000'000)));
    else if (image.tree->kind(node) == EntryKind::Symlink)
        kind += u' ' + printable(entry.linkTarget);
    else if (entry.deviceMajor != 0)
        kind += u" %1:%2"_s.arg(entry.deviceMajor).arg(entry.deviceMinor);
    QString attributes;
    if (entry.xattrs && features & Attributes) {
        for (const auto &[name, value] : *entry.xattrs)
            attributes += u' ' + printable(name) + u'=' + printable(value);
    }
    return u"%1 %2 %3 %4:%5 %6%7"_s.arg(printable(image.tree->path(node)), kind)
        .arg(entry.mode, 4, 8, QChar(u'0'))
        .arg(entry.uid)
        .arg(entry.gid)
        .arg(timeText(entry.mtime.seconds, entry.mtime.nanoseconds, features), attributes);
}

QStringList linesOfTar(const QString &path, int features)
{
    const FileRegion tar = need(FileRegion::whole(path));
    const auto index = need(walkLayer(tar, {}));
    const ImageFs image{.tree = need(MergedTree::merge({index})), .contents = {LayerContents(tar)}};
    QStringList lines;
    for (NodeId node = 1; node < image.tree->size(); ++node)
        lines << lineOfNode(image, node, features);
    lines.sort();
    return lines;
}

} // namespace

/// Tars written by other programs contain what was on disk.
class TestForeignTars : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatWasWritten_data();
    void readsWhatWasWritten();
};

void TestForeignTars::readsWhatWasWritten_data()
{
    QTest::addColumn<QStringList>("command"); // followed by the paths of the tar and the tree
    QTest::addColumn<int>("features");
    const auto gnu = [](const char *name, const QStringList &options, int features) {
        QTest::addRow("GNU tar, %s", name) << QStringList{u"sh"_s, u"-c"_s,
                                                          u"tar --sort=name %1 -cf \"$0\" -C \"$1\" ."_s.arg(options.join(u' '))}
                                           << features;
    };
    const auto bsd
        = [](const char *format, int features) {
              QTest::addRow("bsdtar, %s", format)
                  << QStringList{u"sh"_s, u"-c"_s, u"bsdtar --format=%1 -cf \"$0\" -C \"$1\" ."_s.arg(QLatin1StringView(format))}
                  << features;
          };
    const auto python = [](const char *format, int features) {
        const QString script = u"import sys, tarfile\n"
                               "with tarfile.open(sys.argv[1], 'w', format=tarfile.%1_FORMAT) as tar:\n"
                               "    tar.add(sys.argv[2], arcname='')\n"_s.arg(QLatin1StringView(format));
        QTest::addRow("tarfile.py, %s", format) << QStringList{u"python3"_s, u"-c"_s, script} << features;
    };
    constexpr int kUstar = LongNames | Specials;
    constexpr int kGnu = kUstar | EndlessNames | AnyBytes | BigNumbers;
    constexpr int kPax = kGnu | Nanoseconds | BeforeTheEpoch;
    gnu("v7", {u"--format=v7"_s}, 0);
    gnu("ustar", {u"--format=ustar"_s}, kUstar);
    gnu("oldgnu", {u"--format=oldgnu"_s}, kGnu);
    gnu("gnu", {u"--format=gnu"_s}, kGnu);
    gnu("gnu, sparse", {u"--format=gnu"_s, u"--sparse"_s}, kGnu);
    gnu("oldgnu, sparse", {u"--format=oldgnu"_s, u"--sparse"_s}, kGnu);
    gnu("pax", {u"--format=pax"_s}, kPax);
    gnu("pax, attributes", {u"--format=pax"_s, u"--xattrs"_s, u"--xattrs-include='*'"_s}, kPax | Attributes);
    for (const char *version : {"0.0", "0.1", "1.0"})
        gnu(qPrintable(u"pax, sparse %1"_s.arg(QLatin1StringView(version))),
            {u"--format=pax"_s, u"--sparse"_s, u"--sparse-version=%1"_s.arg(QLatin1StringView(version))}, kPax);
    gnu("gnu, incremental", {u"--format=gnu"_s, u"--listed-incremental=\"$0.snapshot\""_s}, kGnu);
    gnu("gnu, numeric owners and a label", {u"--format=gnu"_s, u"--numeric-owner"_s, u"--label=volume"_s}, kGnu);
    bsd("v7tar", 0);
    bsd("ustar", kUstar);
    bsd("gnutar", LongNames | EndlessNames | Specials | AnyBytes);
    bsd("pax", kGnu | Nanoseconds | Attributes);
    bsd("paxr", kGnu | Attributes); // restricted: without fractions of seconds
    python("USTAR", kUstar);
    python("GNU", kGnu & ~BigNumbers);
    python("PAX", kGnu);
}

void TestForeignTars::readsWhatWasWritten()
{
    QFETCH(QStringList, command);
    QFETCH(int, features);
    const TestFolder folder;
    const QString tree = folder.path() + u"/tree"_s;
    const QString tar = folder.path() + u"/layer.tar"_s;
    check(::mkdir(qPrintable(tree), 0755) == 0, "mkdir");
    Maker(tree.toStdString()).make(features);

    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    process.setProcessEnvironment(environment);
    process.start(command.first(), command.mid(1) << tar << tree);
    QVERIFY(process.waitForFinished());
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());

    const QStringList expected = linesOfDisk(tree.toStdString(), features);
    QCOMPARE(linesOfTar(tar, features), expected);
}

STRATOSCOPE_APPLESS_TEST(TestForeignTars)
#include "tst_foreign_tars.moc"
