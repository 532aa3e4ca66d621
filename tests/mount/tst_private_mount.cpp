// SPDX-License-Identifier: Apache-2.0
#include "mount/private_mount.h"

#include "image/open_image.h"
#include "store/store.h"
#include "support/disk_tree.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/run_tool.h"
#include "support/test_main.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <fcntl.h>
#include <future>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

class TestPrivateMount : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TestFolder> m_folder;
    std::shared_ptr<const Image> m_image;

    QString mounts() const { return m_folder->path() + u"/stratoscope/mounts"_s; }
    std::shared_ptr<PrivateMount> mount(const QString &name = u"app-1"_s) const
    {
        return need(PrivateMount::make(m_image->fs(), name, u"app:1"_s));
    }
    static std::future<void> serve(const std::shared_ptr<PrivateMount> &mount, const std::stop_token &stop = {})
    {
        return std::async(std::launch::async, [mount, stop] { mount->serve(stop); });
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (const auto fuse = ImageMount::checkFuse(); !fuse)
            QSKIP(qPrintable(fuse.error().message()));
    }
    void init()
    {
        m_folder = std::make_unique<TestFolder>();
        qputenv("XDG_RUNTIME_DIR", m_folder->path().toLocal8Bit());
        writeFiles(m_folder->path() + u"/layout"_s, ociLayout({{.layers = {TarBuilder().file("etc/hello", "hello").finish()}}}));
        Store store = need(Store::open(m_folder->path() + u"/store"_s));
        ProgressMeter silent;
        m_image = need(openImage(m_folder->path() + u"/layout"_s, {}, store, silent, {}));
    }
    void cleanup() { m_image.reset(); }

    void isThereForItsUserOnly()
    {
        auto mounted = mount();
        const QString directory = mounted->directory();
        QCOMPARE(directory, QFileInfo(mounts()).canonicalFilePath() + u"/app-1"_s);
        struct stat status {
        };
        for (const QString &parent : {m_folder->path() + u"/stratoscope"_s, mounts()}) {
            QCOMPARE(::stat(qPrintable(parent), &status), 0);
            QCOMPARE(status.st_mode & 07777, 0700U);
        }
        std::stop_source source;
        auto served = serve(mounted, source.get_token());
        QCOMPARE(readDisk(directory + u"/etc/hello"_s), "hello");
        source.request_stop();
        served.get();
        mounted.reset();
        QVERIFY(!QFileInfo::exists(directory));
    }

    void endsWhenUnmountedFromOutside()
    {
        auto mounted = mount();
        const QString directory = mounted->directory();
        auto served = serve(mounted);
        QCOMPARE(readDisk(directory + u"/etc/hello"_s), "hello");
        runTool(u"fusermount3"_s, {u"-u"_s, directory}, m_folder->path());
        served.get();
        mounted.reset();
        QVERIFY(!QFileInfo::exists(directory));
    }

    void programsMayGoOnWhenItIsDetached()
    {
        const auto mounted = mount();
        const QString directory = mounted->directory();
        auto served = serve(mounted);
        QFile file(directory + u"/etc/hello"_s);
        QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
        need(mounted->detach());
        QVERIFY(!QFileInfo::exists(directory));
        QCOMPARE(file.readAll(), "hello");
        QCOMPARE(served.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
        file.close();
        served.get(); // with its last user
    }

    void namesAreTakenOnce()
    {
        auto first = mount();
        auto second = mount();
        QVERIFY(first->directory().endsWith(u"/app-1"_s));
        QVERIFY(second->directory().endsWith(u"/app-1-2"_s));
        first.reset();
        QVERIFY(mount()->directory().endsWith(u"/app-1"_s));
    }

    void removesWhatWasLeftBehind()
    {
        if (!isRoot())
            QSKIP("only root can leave such a mount behind");
        mount().reset();
        const QString empty = mounts() + u"/empty"_s;
        const QString dead = mounts() + u"/dead"_s;
        QVERIFY(QDir().mkpath(empty) && QDir().mkpath(dead));
        const int device = ::open("/dev/fuse", O_RDWR | O_CLOEXEC);
        const QByteArray options = "fd=" + QByteArray::number(device) + ",rootmode=40000,user_id=0,group_id=0";
        QCOMPARE(::mount("dead", qPrintable(dead), "fuse.stratoscope", MS_RDONLY | MS_NOSUID | MS_NODEV, options.constData()), 0);
        ::close(device);
        struct stat status {
        };
        QCOMPARE(::stat(qPrintable(dead), &status), -1);
        QCOMPARE(errno, ENOTCONN);

        auto living = mount();
        PrivateMount::removeStale();
        QVERIFY(QFileInfo::exists(empty)); // it might be about to be used
        living.reset();
        PrivateMount::removeStale();
        QVERIFY(QDir(mounts()).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System));
    }
};

STRATOSCOPE_GUILESS_TEST(TestPrivateMount)
#include "tst_private_mount.moc"
