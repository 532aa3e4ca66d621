// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "support/command.h"
#include "support/image_files.h"
#include "support/test_main.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

TestImage imageNamed(const QString &name, const std::string &content = "hello")
{
    TarBuilder one;
    one.dir("etc").file("etc/hello", content);
    TarBuilder two;
    two.file("shared", "the same in all");
    return {.layers = {one.finish(), two.finish()}, .name = name, .compression = Compression::Gzip};
}

} // namespace

class TestStoreCommands : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Command> m_cli;

    void writeArchive(const QString &name, const std::vector<TestImage> &images) const
    {
        writeDisk(m_cli->path(name), QByteArray::fromStdString(tarOf(dockerArchive(images, DockerLayout::New))));
    }
    Ran json(const QStringList &arguments) const { return m_cli->run(arguments + QStringList{u"--json"_s}); }

private Q_SLOTS:
    void init() { m_cli = std::make_unique<Command>(); }

    void importedImagesStay()
    {
        writeFiles(m_cli->path(u"layout"_s), ociLayout({imageNamed(u"example.test/app:1"_s)}));
        const Ran imported = json({u"import"_s, m_cli->path(u"layout"_s)});
        QVERIFY2(imported.code == 0, imported.err.constData());
        const QJsonObject report = imported.json();
        QCOMPARE(
            report.keys(),
            QStringList({u"bytes"_s, u"digest"_s, u"layers"_s, u"platform"_s, u"reference"_s, u"reusedBytes"_s, u"seconds"_s}));
        QCOMPARE(report[u"reference"_s].toString(), u"example.test/app:1"_s);
        QCOMPARE(report[u"layers"_s].toInt(), 2);
        QCOMPARE(report[u"reusedBytes"_s].toInt(), 0);
        QVERIFY(report[u"bytes"_s].toInt() > 0);

        QVERIFY(QDir(m_cli->path(u"layout"_s)).removeRecursively());
        QCOMPARE(m_cli->run({u"cat"_s, u"example.test/app:1"_s, u"/etc/hello"_s}).out, QByteArray("hello"));
        const QList<QJsonObject> images = json({u"images"_s}).lines();
        QCOMPARE(images.size(), 1);
        QCOMPARE(images[0].keys(), QStringList({u"created"_s, u"digest"_s, u"platform"_s, u"pulled"_s, u"reference"_s, u"size"_s}));
        QCOMPARE(images[0][u"digest"_s], report[u"digest"_s]);
        QVERIFY(QDateTime::fromString(images[0][u"pulled"_s].toString(), Qt::ISODate).isValid());
        QVERIFY(m_cli->run({u"images"_s}).out.startsWith("example.test/app:1  "));
        QCOMPARE(json({u"inspect"_s, u"example.test/app:1"_s}).json()[u"digest"_s], report[u"digest"_s]);
        QCOMPARE(json({u"inspect"_s, report[u"digest"_s].toString()}).json()[u"digest"_s], report[u"digest"_s]);
    }

    void theManifestsDigestIsKept()
    {
        const auto files = ociLayout({imageNamed(u"example.test/app:1"_s)});
        writeFiles(m_cli->path(u"layout"_s), files);
        const QString digest = json({u"inspect"_s, m_cli->path(u"layout"_s)}).json()[u"digest"_s].toString();
        QCOMPARE(json({u"import"_s, m_cli->path(u"layout"_s)}).json()[u"digest"_s].toString(), digest);
        const auto manifest = files.at("blobs/sha256/" + digest.mid(7).toStdString());
        QFile stored(m_cli->storePath() + u"/blobs/sha256/"_s + digest.mid(7));
        QVERIFY(stored.open(QIODevice::ReadOnly));
        QCOMPARE(stored.readAll().toStdString(), manifest);
    }

    void aDockerArchiveGetsAManifest()
    {
        TestImage image = imageNamed(u"app:2"_s);
        image.compression = Compression::None;
        writeDisk(m_cli->path(u"image.tar"_s), QByteArray::fromStdString(tarOf(dockerArchive({image}, DockerLayout::Old))));
        const QJsonObject report = json({u"import"_s, m_cli->path(u"image.tar"_s)}).json();
        QCOMPARE(report[u"reference"_s].toString(), u"docker.io/library/app:2"_s);
        QVERIFY(report[u"digest"_s].toString().startsWith(u"sha256:"_s));
        const QJsonObject inspected = json({u"inspect"_s, u"app:2"_s}).json();
        QCOMPARE(inspected[u"digest"_s], report[u"digest"_s]);
        QCOMPARE(inspected[u"mediaType"_s].toString(), u"application/vnd.oci.image.manifest.v1+json"_s);
        QCOMPARE(m_cli->run({u"cat"_s, u"app:2"_s, u"/etc/hello"_s}).out, QByteArray("hello"));
    }

    void theNameInTheStore_data()
    {
        QTest::addColumn<QString>("inside");
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("reference");
        QTest::newRow("a reference") << u"example.test/app:1"_s << QString() << u"example.test/app:1"_s;
        QTest::newRow("a short reference") << u"app:1"_s << QString() << u"docker.io/library/app:1"_s;
        QTest::newRow("a tag") << u"v1"_s << QString() << u"image:v1"_s;
        QTest::newRow("a tag that is asked for") << u"v1"_s << u":v1"_s << u"image:v1"_s;
        QTest::newRow("none") << QString() << QString() << u"image"_s;
        QTest::newRow("several") << u"example.test/app:1,example.test/app:2"_s << QString() << u"example.test/app:1"_s;
        QTest::newRow("no repository") << u"Example/App (1):v1"_s << QString() << u"example-app-1-v1"_s;
        QTest::newRow("no tag") << u"my tag"_s << QString() << u"image-my-tag"_s;
        QTest::newRow("control characters") << u"a\x1b[31m/b:1"_s << QString() << u"a-31m-b-1"_s;
    }
    void theNameInTheStore()
    {
        QFETCH(QString, inside);
        QFETCH(QString, asked);
        QFETCH(QString, reference);
        const auto files = ociLayout({imageNamed(inside)});
        writeDisk(m_cli->path(u"image.tar"_s), QByteArray::fromStdString(tarOf(files)));
        const Ran ran = json({u"import"_s, u"oci-archive:"_s + m_cli->path(u"image.tar"_s) + asked});
        QVERIFY2(ran.code == 0, ran.err.constData());
        QCOMPARE(ran.json()[u"reference"_s].toString(), reference);
        QCOMPARE(m_cli->run({u"cat"_s, reference, u"/etc/hello"_s}).out, QByteArray("hello"));
    }

    void whatIsThereIsReused()
    {
        writeArchive(u"one.tar"_s, {imageNamed(u"app:1"_s)});
        writeArchive(u"two.tar"_s, {imageNamed(u"app:2"_s, "something else")});
        const int bytes = json({u"import"_s, m_cli->path(u"one.tar"_s)}).json()[u"bytes"_s].toInt();
        QCOMPARE(json({u"import"_s, m_cli->path(u"one.tar"_s)}).json()[u"reusedBytes"_s].toInt(), bytes);
        const int reused = json({u"import"_s, m_cli->path(u"two.tar"_s)}).json()[u"reusedBytes"_s].toInt();
        QVERIFY(reused > 0 && reused < bytes);
        QCOMPARE(json({u"images"_s}).lines().size(), 2);
    }

    void severalImagesAreListedWhereNoneIsNamed()
    {
        writeArchive(u"all.tar"_s, {imageNamed(u"app:1"_s), imageNamed(u"app:2"_s, "two")});
        const Ran ran = m_cli->run({u"import"_s, m_cli->path(u"all.tar"_s)});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains("app:1") && ran.err.contains("app:2"), ran.err.constData());
        QCOMPARE(ran.err.count('\n'), 1);
        const Ran chosen = m_cli->run({u"cat"_s, u"docker-archive:"_s + m_cli->path(u"all.tar"_s) + u":app:2"_s, u"/etc/hello"_s});
        QCOMPARE(chosen.out, QByteArray("two"));
    }

    void pinsImages()
    {
        writeArchive(u"one.tar"_s, {imageNamed(u"app:1"_s)});
        QCOMPARE(m_cli->run({u"import"_s, m_cli->path(u"one.tar"_s)}).code, 0);
        const Ran pinned = json({u"pin"_s, u"app:1"_s});
        QVERIFY2(pinned.code == 0, pinned.err.constData());
        QVERIFY(pinned.json()[u"pinned"_s].toBool());
        QVERIFY(m_cli->run({u"images"_s}).out.endsWith("  pinned\n"));
        QCOMPARE(m_cli->run({u"unpin"_s, u"app:1"_s}).code, 0);
        QVERIFY(!m_cli->run({u"images"_s}).out.contains("pinned"));
        QCOMPARE(m_cli->run({u"pin"_s, u"app:2"_s}).code, 1);
    }

    void removedImagesFreeWhatNobodyElseUses()
    {
        writeArchive(u"one.tar"_s, {imageNamed(u"app:1"_s)});
        writeArchive(u"two.tar"_s, {imageNamed(u"app:2"_s, "something else")});
        for (const QString &name : {u"one.tar"_s, u"two.tar"_s})
            QCOMPARE(m_cli->run({u"import"_s, m_cli->path(name)}).code, 0);
        const Ran removed = json({u"remove"_s, u"app:1"_s});
        QVERIFY2(removed.code == 0, removed.err.constData());
        QVERIFY(removed.json()[u"freedBytes"_s].toInteger() > 0);
        QCOMPARE(m_cli->run({u"cat"_s, u"app:2"_s, u"/shared"_s}).out, QByteArray("the same in all"));
        const Ran again = m_cli->run({u"remove"_s, u"app:1"_s});
        QCOMPARE(again.code, 1);
        QCOMPARE(again.err, "stratoscope-cli: app:1: is not in the image store " + m_cli->storePath().toUtf8() + "\n");
        QCOMPARE(m_cli->run({u"remove"_s, u"app:2"_s}).code, 0);
        QVERIFY(json({u"images"_s}).lines().isEmpty());
    }

    void pruneFreesWhatWasOnlyOpened()
    {
        writeArchive(u"one.tar"_s, {imageNamed(u"app:1"_s)});
        QCOMPARE(m_cli->run({u"ls"_s, m_cli->path(u"one.tar"_s)}).code, 0);
        QVERIFY(!QDir(m_cli->storePath() + u"/layers"_s).isEmpty());
        QVERIFY(json({u"prune"_s}).json()[u"freedBytes"_s].toInteger() > 0);
        QVERIFY(QDir(m_cli->storePath() + u"/layers"_s).isEmpty());
        QCOMPARE(json({u"prune"_s}).json()[u"freedBytes"_s].toInteger(), 0);
    }

    void aPrebakedDirectoryIsNotImported()
    {
        writeArchive(u"one.tar"_s, {imageNamed(u"app:1"_s)});
        QCOMPARE(m_cli->run({u"export"_s, m_cli->path(u"one.tar"_s), m_cli->path(u"out"_s), u"--format"_s, u"prebaked"_s}).code, 0);
        const Ran ran = m_cli->run({u"import"_s, m_cli->path(u"out"_s)});
        QCOMPARE(ran.code, 1);
        QVERIFY(ran.err.contains("is a prebaked directory"));
    }

    void belongsToItsUser()
    {
        writeArchive(u"one.tar"_s, {imageNamed(u"app:1"_s)});
        QCOMPARE(m_cli->shell(u"umask 000; $cli import %1"_s.arg(m_cli->path(u"one.tar"_s))).code, 0);
        QCOMPARE(m_cli->shell(u"find $STRATOSCOPE_STORE -perm /077"_s).out, QByteArray());
    }

    void anUnreadableRecordHidesNoImage()
    {
        writeArchive(u"one.tar"_s, {imageNamed(u"app:1"_s)});
        QCOMPARE(m_cli->run({u"import"_s, m_cli->path(u"one.tar"_s)}).code, 0);
        for (const auto name : {"a.json", "z.json"})
            writeDisk(m_cli->storePath() + u"/images/"_s + QString::fromLatin1(name), "{");
        for (const QStringList &arguments : {QStringList{u"images"_s}, QStringList{u"images"_s, u"--json"_s}}) {
            const Ran ran = m_cli->run(arguments);
            QCOMPARE(ran.code, 1);
            QCOMPARE(ran.out.count('\n'), 1);
            QVERIFY(ran.out.contains("app:1"));
            QCOMPARE(ran.err.count('\n'), 2);
            QVERIFY2(ran.err.contains("a.json") && ran.err.contains("z.json") && ran.err.contains("remove this file"),
                     ran.err.constData());
        }
    }

    /// Saying for whom.
    void removalsWaitForWhoAdds_data()
    {
        QTest::addColumn<QString>("command");
        QTest::newRow("remove") << u"remove"_s;
        QTest::newRow("prune") << u"prune"_s;
    }
    void removalsWaitForWhoAdds()
    {
        QFETCH(const QString, command);
        writeArchive(u"one.tar"_s, {imageNamed(u"app:1"_s)});
        QCOMPARE(m_cli->run({u"import"_s, m_cli->path(u"one.tar"_s)}).code, 0);
        std::optional<StoreLease> lease = *Store::open(m_cli->storePath())->lease();
        const auto process = m_cli->start(command == u"remove"_s ? QStringList{command, u"app:1"_s} : QStringList{command});
        process->setReadChannel(QProcess::StandardError);
        QByteArray told;
        while (!told.endsWith('\n') && process->waitForReadyRead(60'000))
            told += process->readAllStandardError();
        const QByteArray self = "tst_cli (process " + QByteArray::number(QCoreApplication::applicationPid()) + ')';
        QCOMPARE(told,
                 "stratoscope-cli: waiting for " + self + " to finish adding to the image store " + m_cli->storePath().toUtf8()
                     + '\n');
        lease.reset();
        const Ran ran = Command::finish(*process);
        QCOMPARE(ran.code, 0);
        QVERIFY(ran.out.startsWith("freed "));
    }

    void interruptedWhileItWaits()
    {
        QCOMPARE(m_cli->run({u"images"_s}).code, 0);
        const StoreLease lease = *Store::open(m_cli->storePath())->lease();
        const auto process = m_cli->start({u"prune"_s});
        process->setReadChannel(QProcess::StandardError);
        QVERIFY(process->waitForReadyRead(60'000));
        process->terminate();
        QCOMPARE(Command::finish(*process).code, 130);
    }

    void wholeImagesAreValid_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("docker-archive") << u"docker-archive"_s;
        QTest::newRow("oci") << u"oci"_s;
        QTest::newRow("oci-archive") << u"oci-archive"_s;
        QTest::newRow("prebaked") << u"prebaked"_s;
    }
    void wholeImagesAreValid()
    {
        QFETCH(QString, kind);
        const TestImage image = imageNamed(u"app:1"_s);
        const QString path = m_cli->path(u"image"_s);
        if (kind == u"oci"_s)
            writeFiles(path, ociLayout({image}));
        else if (kind == u"oci-archive"_s)
            writeDisk(path, QByteArray::fromStdString(tarOf(ociLayout({image}))));
        else
            writeArchive(u"image"_s, {image});
        QString checked = path;
        if (kind == u"prebaked"_s) {
            checked = m_cli->path(u"out"_s);
            QCOMPARE(m_cli->run({u"export"_s, path, checked, u"--format"_s, kind}).code, 0);
        }
        const Ran ran = json({u"check"_s, checked});
        QVERIFY2(ran.code == 0, ran.err.constData());
        QCOMPARE(ran.json().keys(), QStringList({u"digest"_s, u"error"_s, u"kind"_s, u"valid"_s}));
        QCOMPARE(ran.json()[u"valid"_s].toBool(), true);
        QCOMPARE(ran.json()[u"kind"_s].toString(), kind);
        QVERIFY(m_cli->run({u"check"_s, checked}).out.startsWith(checked.toUtf8() + ": valid, " + kind.toUtf8()));
    }

    void damageIsFoundWhateverTheStoreHas()
    {
        const auto files = ociLayout({imageNamed(u"app:1"_s)});
        const QString path = m_cli->path(u"layout"_s);
        writeFiles(path, files);
        QCOMPARE(m_cli->run({u"import"_s, path}).code, 0);
        QCOMPARE(m_cli->run({u"check"_s, path}).code, 0);
        const QString layer = json({u"inspect"_s, path}).json()[u"layers"_s][0][u"digest"_s].toString().mid(7);
        std::string damaged = files.at("blobs/sha256/" + layer.toStdString());
        damaged[damaged.size() / 2] = char(damaged[damaged.size() / 2] ^ 1);
        writeDisk(path + u"/blobs/sha256/"_s + layer, QByteArray::fromStdString(damaged));
        const Ran ran = json({u"check"_s, path});
        QCOMPARE(ran.code, 1);
        QCOMPARE(ran.json()[u"valid"_s].toBool(true), false);
        QCOMPARE(ran.json()[u"kind"_s].toString(), u"oci"_s);
        QVERIFY(ran.json()[u"error"_s].toString().startsWith(path + u": layer 0: "_s));
        QCOMPARE(ran.err, "stratoscope-cli: " + ran.json()[u"error"_s].toString().toUtf8() + "\n");
    }

    void damageOfAPrebakedDirectoryIsFound()
    {
        writeArchive(u"one.tar"_s, {imageNamed(u"app:1"_s)});
        const QString out = m_cli->path(u"out"_s);
        QCOMPARE(m_cli->run({u"export"_s, m_cli->path(u"one.tar"_s), out, u"--format"_s, u"prebaked"_s}).code, 0);
        for (const QString &name : QDir(out).entryList({u"*.contents"_s})) {
            // The file may be a link into the store.
            QFile::remove(out + u"/../copy"_s);
            QVERIFY(QFile::copy(out + u'/' + name, out + u"/../copy"_s) && QFile::remove(out + u'/' + name));
            QVERIFY(QFile::rename(out + u"/../copy"_s, out + u'/' + name));
            QFile file(out + u'/' + name);
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            QVERIFY(file.open(QIODevice::ReadWrite) && file.write("H") == 1);
        }
        const Ran ran = m_cli->run({u"check"_s, out});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains(": layer ") && ran.err.contains("its SHA-256 should be "), ran.err.constData());
    }

    void theArchitectureThatIsExpected()
    {
        writeArchive(u"one.tar"_s, {imageNamed(u"app:1"_s)});
        for (const auto command : {"check", "inspect", "ls", "import"}) {
            const QString name = QString::fromLatin1(command);
            QCOMPARE(m_cli->run({name, m_cli->path(u"one.tar"_s), u"--expect-arch"_s, u"x86_64"_s}).code, 0);
            const Ran ran = m_cli->run({name, m_cli->path(u"one.tar"_s), u"--expect-arch"_s, u"arm64"_s});
            QCOMPARE(ran.code, 1);
            QVERIFY2(ran.err.contains("is for the architecture amd64, not arm64"), ran.err.constData());
        }
    }
};

STRATOSCOPE_GUILESS_TEST(TestStoreCommands)
#include "tst_store.moc"
