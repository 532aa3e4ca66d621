// SPDX-License-Identifier: Apache-2.0
#include "archive/directory_tar.h"

#include "base/cancel.h"
#include "prebaked/ingest_layer.h"
#include "support/disk_tree.h"
#include "support/need.h"
#include "support/results.h"
#include "support/run_tool.h"
#include "support/test_main.h"
#include "support/tree_text.h"

#include <QFile>
#include <QTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

class TestDirectoryTar : public QObject
{
    Q_OBJECT

private:
    QString root() const { return m_dir->path() + u"/root"_s; }
    QByteArray at(const char *name) const { return QFile::encodeName(root()) + '/' + name; }
    Result<DirectoryTar> tar(std::stop_token stop = {}) { return tarOfDirectory(root(), m_dir->path(), m_progress, stop); }
    static std::shared_ptr<const MergedTree> treeOf(const FileRegion &tar)
    {
        return need(MergedTree::merge({need(walkLayer(tar, {}))}));
    }
    /// Extracts it with GNU tar.
    QString extracted(const FileRegion &tar)
    {
        const QString file = m_dir->path() + u"/x.tar"_s;
        writeDisk(file, need(readAll(tar, 1 << 30)));
        const QString folder = m_dir->path() + u"/extracted"_s;
        QDir().mkpath(folder);
        runTool(u"tar"_s, {u"--numeric-owner"_s, u"--xattrs"_s, u"--xattrs-include=*"_s, u"-C"_s, folder, u"-xpf"_s, file},
                m_dir->path());
        return folder;
    }

    std::unique_ptr<TestFolder> m_dir;
    ProgressMeter m_progress;

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<TestFolder>();
        QVERIFY(QDir().mkpath(root()));
    }

    void tarExtractsTheSame()
    {
        writeDisk(root() + u"/etc/passwd"_s, "root");
        writeDisk(root() + u"/a file\nwith a line break"_s, "x");
        const QString longName = QString(200, u'n');
        writeDisk(root() + u'/' + QString(90, u'd') + u'/' + longName, QByteArray(700'000, 'y'));
        writeDisk(root() + u"/empty"_s);
        QCOMPARE(::mkdir(at("sticky").constData(), 0755), 0);
        QCOMPARE(::chmod(at("sticky").constData(), 01777), 0);
        QCOMPARE(::symlink("etc/passwd", at("link").constData()), 0);
        QCOMPARE(::symlink(QByteArray(300, 't').constData(), at("long link").constData()), 0);
        QCOMPARE(::link(at("etc/passwd").constData(), at("zz").constData()), 0);
        QCOMPARE(::mkfifo(at("pipe").constData(), 0600), 0);
        if (isRoot()) {
            QCOMPARE(::mknod(at("null").constData(), S_IFCHR | 0666, 0x103), 0);
            QCOMPARE(::lchown(at("empty").constData(), 3'000'000'000, 5), 0);
        }
        const timespec times[] = {{1'700'000'000, 5}, {1'600'000'000, 123'456'789}};
        QCOMPARE(::utimensat(AT_FDCWD, at("etc/passwd").constData(), times, 0), 0);
        const timespec early[] = {{0, 0}, {-5, 250'000'000}};
        QCOMPARE(::utimensat(AT_FDCWD, at("empty").constData(), early, 0), 0);

        const auto made = tar();
        VERIFY_RESULT(made);
        QCOMPARE(made->warnings, QStringList());
        QCOMPARE(diskTree(extracted(made->tar), DiskColumns::All), diskTree(root(), DiskColumns::All));
        // The project's own reader agrees.
        const auto tree = treeOf(made->tar);
        QCOMPARE(tree->entry(need(tree->resolve("zz"))).mtime, (Timestamp{1'600'000'000, 123'456'789}));
        QCOMPARE(tree->entry(need(tree->resolve("empty"))).mtime, (Timestamp{-5, 250'000'000}));
    }

    void keepsExtendedAttributes()
    {
        writeDisk(root() + u"/f"_s, "x");
        const QByteArray value("a\0b\n", 4);
        if (::setxattr(at("f").constData(), "user.test", value.constData(), 4, 0) != 0)
            QSKIP("this file system has no extended attributes");
        const auto tree = treeOf(need(tar()).tar);
        const Entry entry = tree->entry(need(tree->resolve("f")));
        QVERIFY(entry.xattrs);
        QCOMPARE(QByteArray::fromStdString(entry.xattrs->at("user.test")), value);
    }

    void tellsWhatIsLeftOut()
    {
        const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray path = at("socket");
        QVERIFY(path.size() < qsizetype(sizeof(address.sun_path)));
        std::ranges::copy(path, address.sun_path);
        QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof(address)), 0);
        ::close(socket);
        writeDisk(root() + u"/secret"_s, "x");
        writeDisk(root() + u"/closed/secret"_s, "x");
        writeDisk(root() + u"/open"_s, "x");
        QCOMPARE(::link(at("secret").constData(), at("secret too").constData()), 0);
        QCOMPARE(::chmod(at("secret").constData(), 0), 0);
        QCOMPARE(::chmod(at("closed").constData(), 0), 0);
        giveToUser(m_dir->path());
        const QString told = asUser([this] {
            const auto made = tar();
            if (!made)
                return made.error().message();
            const auto tree = treeOf(made->tar);
            return made->warnings.join(u'|') + u'|' + treeLines(*tree).join(u' ');
        });
        QCOMPARE(
            told,
            u"entries that cannot be read are left out: /closed, /secret, /secret too|sockets are left out: /socket|closed/ open"_s);
    }

    void canBeStopped()
    {
        writeDisk(root() + u"/f"_s, "x");
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)tar(stop.get_token()));
    }

    void aMissingDirectoryIsTold()
    {
        const auto made = tarOfDirectory(root() + u"/none"_s, m_dir->path(), m_progress, {});
        QVERIFY(!made);
        QCOMPARE(made.error().message(), root() + u"/none: cannot read: No such file or directory"_s);
    }
};

STRATOSCOPE_APPLESS_TEST(TestDirectoryTar)
#include "tst_directory_tar.moc"
