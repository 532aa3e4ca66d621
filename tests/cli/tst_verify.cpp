// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/image_files.h"
#include "support/registry_server.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <optional>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

TestImage threeLayers()
{
    TarBuilder one;
    one.file("one", "the first layer");
    TarBuilder two;
    two.file("two", "the second layer");
    return {.layers = {one.finish(), two.finish(), one.finish()}, .compression = Compression::Gzip};
}

/// Changes the byte in the middle of a file.
/// Changes a byte of a file, at half of its size unless told otherwise: the end of a contents file is padding.
void damage(const QString &path, std::optional<qint64> at = {})
{
    QFile file(path);
    QVERIFY2(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner), qPrintable(path));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.size() > 0 && file.seek(at.value_or(file.size() / 2)));
    char byte = 0;
    QVERIFY(file.peek(&byte, 1) == 1);
    byte = char(byte ^ 1);
    QVERIFY(file.write(&byte, 1) == 1);
}

} // namespace

/// `verify` and `repair`.
class TestVerify : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Command> m_cli;

    Ran json(const QStringList &arguments) const { return m_cli->run(arguments + QStringList{u"--json"_s}); }
    /// Writes the image as an OCI layout.
    QString layout() const
    {
        writeFiles(m_cli->path(u"layout"_s), ociLayout({threeLayers()}));
        return m_cli->path(u"layout"_s);
    }
    /// The digest of a layer without its algorithm.
    QString layerOf(const QString &image, int layer) const
    {
        return json({u"inspect"_s, image}).json()[u"layers"_s][layer][u"digest"_s].toString().mid(7);
    }
    static QStringList statesOf(const QJsonObject &report)
    {
        QStringList states;
        for (const QJsonValue layer : report[u"layers"_s].toArray())
            states << u"%1 %2"_s.arg(layer[u"index"_s].toInt()).arg(layer[u"state"_s].toString());
        return states;
    }

private Q_SLOTS:
    void init() { m_cli = std::make_unique<Command>(); }

    void validImages_data()
    {
        QTest::addColumn<QString>("kind");
        for (const auto kind : {"docker-archive", "oci", "oci-archive", "prebaked", "store"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void validImages()
    {
        QFETCH(QString, kind);
        QString image = m_cli->path(u"image"_s);
        if (kind == u"docker-archive"_s)
            writeDisk(image, QByteArray::fromStdString(tarOf(dockerArchive({threeLayers()}, DockerLayout::Skopeo))));
        else if (kind == u"oci-archive"_s)
            writeDisk(image, QByteArray::fromStdString(tarOf(ociLayout({threeLayers()}))));
        else if (kind == u"prebaked"_s)
            QCOMPARE(m_cli->run({u"export"_s, layout(), image, u"--format=prebaked"_s}).code, 0);
        else
            image = layout();
        if (kind == u"store"_s) {
            QCOMPARE(m_cli->run({u"import"_s, image}).code, 0);
            image = u"example.test/app:1"_s;
        }
        const Ran ran = json({u"verify"_s, image});
        QVERIFY2(ran.code == 0, ran.err.constData());
        QCOMPARE(ran.json().keys(), QStringList({u"digest"_s, u"error"_s, u"kind"_s, u"layers"_s, u"valid"_s}));
        QCOMPARE(ran.json()[u"valid"_s].toBool(), true);
        QCOMPARE(ran.json()[u"kind"_s].toString(), kind);
        QVERIFY(ran.json()[u"error"_s].isNull());
        QCOMPARE(statesOf(ran.json()), QStringList({u"0 verified"_s, u"1 verified"_s, u"2 verified"_s}));
        QCOMPARE(m_cli->run({u"verify"_s, image}).out,
                 "layer 0  verified\nlayer 1  verified\nlayer 2  verified\n" + image.toUtf8() + ": valid\n");
    }

    void damagedLayersAreNamed()
    {
        const QString image = layout();
        damage(image + u"/blobs/sha256/"_s + layerOf(image, 1));
        const Ran ran = json({u"verify"_s, image});
        QCOMPARE(ran.code, 1);
        const QJsonObject report = ran.json();
        QCOMPARE(report[u"valid"_s].toBool(true), false);
        QCOMPARE(statesOf(report), QStringList({u"0 verified"_s, u"1 damaged"_s, u"2 verified"_s}));
        QVERIFY(report[u"layers"_s][0][u"error"_s].isNull());
        QVERIFY(report[u"layers"_s][1][u"error"_s].toString().startsWith(image + u": layer 1: "_s));
        QCOMPARE(report[u"error"_s], report[u"layers"_s][1][u"error"_s]);
        QCOMPARE(ran.err, "stratoscope-cli: " + report[u"error"_s].toString().toUtf8() + "\n");
        QCOMPARE(m_cli->run({u"verify"_s, image}).out, QByteArray("layer 0  verified\nlayer 1  damaged\nlayer 2  verified\n"));
    }

    void layersThatOccurTwiceAreDamagedTwice()
    {
        const QString image = layout();
        damage(image + u"/blobs/sha256/"_s + layerOf(image, 0));
        QCOMPARE(statesOf(json({u"verify"_s, image}).json()), QStringList({u"0 damaged"_s, u"1 verified"_s, u"2 damaged"_s}));
    }

    void unpackedFilesAreRepairedFromTheirBlob()
    {
        QCOMPARE(m_cli->run({u"import"_s, layout()}).code, 0);
        const QString image = u"example.test/app:1"_s;
        QVERIFY(QDir(m_cli->path(u"layout"_s)).removeRecursively());
        damage(m_cli->storePath() + u"/layers/"_s + layerOf(image, 1) + u".contents"_s, 0);
        QCOMPARE(statesOf(json({u"verify"_s, image}).json()), QStringList({u"0 verified"_s, u"1 damaged"_s, u"2 verified"_s}));

        const Ran repaired = json({u"repair"_s, image});
        QVERIFY2(repaired.code == 0, repaired.err.constData());
        QCOMPARE(repaired.json()[u"valid"_s].toBool(), true);
        QCOMPARE(statesOf(repaired.json()), QStringList({u"0 verified"_s, u"1 repaired"_s, u"2 verified"_s}));
        QCOMPARE(m_cli->run({u"verify"_s, image}).code, 0);
        QCOMPARE(m_cli->run({u"cat"_s, image, u"/two"_s}).out, QByteArray("the second layer"));
        // There is nothing left to repair.
        QCOMPARE(m_cli->run({u"repair"_s, image}).out,
                 QByteArray("layer 0  verified\nlayer 1  verified\nlayer 2  verified\nexample.test/app:1: valid\n"));
    }

    void blobsAreRepairedFromTheirRegistry()
    {
        const RegistryServer server;
        server.push(threeLayers(), u"team/app:1"_s);
        const QString image = server.address() + u"/team/app:1"_s;
        QCOMPARE(m_cli->run({u"pull"_s, image}).code, 0);
        damage(m_cli->storePath() + u"/blobs/sha256/"_s + layerOf(image, 1));
        QCOMPARE(m_cli->run({u"verify"_s, image}).code, 1);
        const Ran repaired = json({u"repair"_s, image});
        QVERIFY2(repaired.code == 0, repaired.err.constData());
        QCOMPARE(statesOf(repaired.json()), QStringList({u"0 verified"_s, u"1 repaired"_s, u"2 verified"_s}));
        QCOMPARE(m_cli->run({u"verify"_s, image}).code, 0);
    }

    void blobsOfImportedImagesAreImportedAgain()
    {
        const QString path = layout();
        QCOMPARE(m_cli->run({u"import"_s, path}).code, 0);
        const QString image = u"example.test/app:1"_s;
        damage(m_cli->storePath() + u"/blobs/sha256/"_s + layerOf(image, 1));
        const Ran ran = m_cli->run({u"repair"_s, image});
        QCOMPARE(ran.code, 1);
        QCOMPARE(ran.err,
                 "stratoscope-cli: " + image.toUtf8() + ": cannot be repaired; import it again from " + path.toUtf8() + "\n");
        QCOMPARE(m_cli->run({u"import"_s, path}).code, 0);
        QCOMPARE(m_cli->run({u"verify"_s, image}).code, 0);
    }

    void whatIsNotAnImageIsNotValid()
    {
        writeDisk(m_cli->path(u"text"_s), "not an image");
        for (const QString &image : {m_cli->path(u"text"_s), m_cli->path(u"missing"_s), u"example.test/none:1"_s}) {
            const Ran ran = json({u"verify"_s, image});
            QCOMPARE(ran.code, 1);
            QCOMPARE(ran.json()[u"valid"_s].toBool(true), false);
            QVERIFY(ran.json()[u"layers"_s].toArray().isEmpty());
            QCOMPARE(ran.err, "stratoscope-cli: " + ran.json()[u"error"_s].toString().toUtf8() + "\n");
            QVERIFY2(ran.err.contains(image.toUtf8()), ran.err.constData());
        }
        const Ran ran = m_cli->run({u"repair"_s, u"example.test/none:1"_s});
        QCOMPARE(ran.code, 1);
        QVERIFY(ran.err.contains("example.test/none:1"));
        QCOMPARE(ran.out, QByteArray());
    }
};

STRATOSCOPE_GUILESS_TEST(TestVerify)
#include "tst_verify.moc"
