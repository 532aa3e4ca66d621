// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "support/archive_opener.h"
#include "support/compress.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

QString hexOf(std::string_view bytes)
{
    return Digest::of(asBytes(bytes)).hex();
}

/// Changes the only image's entry of manifest.json.
void change(Files &files, const QString &key, const QJsonValue &value)
{
    QJsonArray manifest = QJsonDocument::fromJson(QByteArray::fromStdString(files["manifest.json"])).array();
    QJsonObject entry = manifest.first().toObject();
    entry.insert(key, value);
    manifest.replace(0, entry);
    files["manifest.json"] = QJsonDocument(manifest).toJson().toStdString();
}

QJsonObject sourceOf(const QString &digest, qint64 size, const QString &mediaType, const QString &url = {})
{
    QJsonObject source{{u"mediaType"_s, mediaType}, {u"digest"_s, u"sha256:"_s + digest}, {u"size"_s, size}};
    if (!url.isEmpty())
        source.insert(u"urls"_s, QJsonArray{url});
    return source;
}

} // namespace

class TestDockerImages : public QObject
{
    Q_OBJECT

private:
    Result<ResolvedImage> resolve(const Files &files, const QString &name = {}, const QString &platform = {})
    {
        return m_opener.resolveTar(tarOf(files), name, platform);
    }
    QString errorOf(const Result<ResolvedImage> &image) const { return m_opener.errorOf(image); }

    ArchiveOpener m_opener;

private Q_SLOTS:
    void everyLayoutGivesTheSameImage_data()
    {
        QTest::addColumn<int>("layout");
        QTest::addRow("oldest") << int(DockerLayout::Oldest);
        QTest::addRow("old") << int(DockerLayout::Old);
        QTest::addRow("new") << int(DockerLayout::New);
        QTest::addRow("skopeo") << int(DockerLayout::Skopeo);
    }

    void everyLayoutGivesTheSameImage()
    {
        QFETCH(int, layout);
        // One layer is there twice, and shared with another image.
        const TestImage app = imageOf(u"example.test/app:1"_s, {"one", "two", "one"});
        const TestImage other = imageOf(u"example.test/other:1"_s, {"two", "one"});
        const Files files = dockerArchive({app, other}, DockerLayout(layout));
        const auto image = resolve(files, u"example.test/app:1"_s);
        VERIFY_RESULT(image);
        QCOMPARE(contentsOf(*image), QStringList({u"one"_s, u"two"_s, u"one"_s}));
        QCOMPARE(image->names, QStringList{u"example.test/app:1"_s});
        QCOMPARE(image->config.platform.architecture, u"amd64"_s);
        for (std::size_t i = 0; i < app.layers.size(); ++i) {
            QCOMPARE(image->layers[i].diffId, DiffId::of(asBytes(app.layers[i])));
            QCOMPARE(image->config.diffIds[i], image->layers[i].diffId.value());
        }
        if (layout != int(DockerLayout::Oldest))
            QCOMPARE(image->config.bytes, app.configBytes());
        QCOMPARE(contentsOf(need(resolve(files, u"example.test/other:1"_s))), QStringList({u"two"_s, u"one"_s}));
    }

    void membersMayComeInAnyOrder()
    {
        const Files files = dockerArchive({imageOf(u"app:1"_s, {"one", "two"})}, DockerLayout::Old);
        TarBuilder reversed;
        for (auto file = files.rbegin(); file != files.rend(); ++file) {
            if (file->second.starts_with("-> "))
                reversed.symlink("./" + file->first, file->second.substr(3));
            else
                reversed.file("./" + file->first, file->second);
        }
        QCOMPARE(contentsOf(need(m_opener.resolveTar(reversed.finish()))), QStringList({u"one"_s, u"two"_s}));
    }

    void choosesByName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("found");
        QTest::addRow("exact") << u"alpine:3"_s << u"alpine three"_s;
        QTest::addRow("canonical") << u"docker.io/library/alpine:3"_s << u"alpine three"_s;
        QTest::addRow("latest, where there is one") << u"alpine"_s << u"alpine latest"_s;
        QTest::addRow("the only tag of a name") << u"example.test/team/app"_s << u"app"_s;
        QTest::addRow("without its registry") << u"app:7"_s << u"app"_s;
        QTest::addRow("without registry and tag") << u"app"_s << u"app"_s;
        QTest::addRow("of the local machine") << u"mine"_s << u"mine"_s;
        QTest::addRow("another tag") << u"alpine:4"_s << u"ARCHIVE: contains no image \"alpine:4\"; it contains "_s;
        QTest::addRow("another tag without a registry") << u"app:8"_s << u"ARCHIVE: contains no image \"app:8\"; it contains "_s;
        QTest::addRow("a part of a name") << u"pp:7"_s << u"ARCHIVE: contains no image \"pp:7\"; it contains "_s;
        QTest::addRow("several tags") << u"busybox"_s << u"ARCHIVE: contains several images named \"busybox\": "_s;
        QTest::addRow("none")
            << QString()
            << u"ARCHIVE: contains several images; choose one: alpine:3 (linux/amd64), alpine:latest (linux/amd64), example.test/team/app:7 (linux/arm64), "_s;
        QTest::addRow("no name at all") << u"!"_s << u"ARCHIVE: contains no image \"!\"; it contains "_s;
    }

    void choosesByName()
    {
        QFETCH(QString, name);
        QFETCH(QString, found);
        const auto image
            = resolve(dockerArchive({imageOf(u"alpine:3"_s, {"alpine three"}), imageOf(u"alpine:latest"_s, {"alpine latest"}),
                                     imageOf(u"example.test/team/app:7"_s, {"app"}, u"arm64"_s),
                                     imageOf(u"localhost/mine:latest"_s, {"mine"}), imageOf(u"busybox:1"_s, {"one"}),
                                     imageOf(u"busybox:2"_s, {"two"}), imageOf({}, {"nameless"})},
                                    DockerLayout::Skopeo),
                      name);
        const QString outcome = image ? contentsOf(*image).join(u' ') : errorOf(image);
        QVERIFY2(outcome.startsWith(found), qPrintable(outcome));
        if (!image)
            QCOMPARE(image.error().kind, found.contains(u"several"_s) ? ErrorKind::Ambiguous : ErrorKind::NotFound);
    }

    void choosesByConfigDigest()
    {
        const TestImage nameless = imageOf({}, {"nameless"});
        const QString hex = hexOf(nameless.configBytes().toStdString());
        for (const DockerLayout layout : {DockerLayout::Skopeo, DockerLayout::Old, DockerLayout::New}) {
            const Files files = dockerArchive({imageOf(u"app:1"_s, {"app"}), nameless}, layout);
            for (const QString &name : {hex, u"sha256:"_s + hex, hex.left(12)})
                QCOMPARE(contentsOf(need(resolve(files, name))), QStringList{u"nameless"_s});
        }
    }

    void anImageUnderSeveralTagsIsOne()
    {
        Files files = dockerArchive({imageOf(u"app:1"_s, {"app"})}, DockerLayout::Old);
        change(files, u"RepoTags"_s, QJsonArray{u"app:1"_s, u"app:latest"_s});
        QCOMPARE(need(resolve(files)).names, QStringList({u"app:1"_s, u"app:latest"_s}));

        // As some programs write it: an entry for each.
        const Files twice = dockerArchive({imageOf(u"app:1"_s, {"app"}), imageOf(u"app:2"_s, {"app"})}, DockerLayout::Skopeo);
        QCOMPARE(need(resolve(twice)).names, QStringList({u"app:1"_s, u"app:2"_s}));
        QCOMPARE(need(resolve(twice, u"app:2"_s)).names, QStringList({u"app:1"_s, u"app:2"_s}));
    }

    void oneNameOnSeveralPlatforms()
    {
        const Files files = dockerArchive({imageOf(u"app:1"_s, {"first"}, u"arm64"_s), imageOf(u"app:1"_s, {"second"}, u"s390x"_s)},
                                          DockerLayout::Skopeo);
        QCOMPARE(contentsOf(need(resolve(files, u"app:1"_s, u"linux/s390x"_s))), QStringList{u"second"_s});
        QCOMPARE(contentsOf(need(resolve(files, {}, u"linux/arm64"_s))), QStringList{u"first"_s});
        const auto missing = resolve(files, {}, u"linux/386"_s);
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, ErrorKind::WrongPlatform);
        QCOMPARE(errorOf(missing), u"ARCHIVE: no image for linux/386; available: linux/arm64, linux/s390x"_s);
        const Files twins = dockerArchive({imageOf(u"app:1"_s, {"first"}), imageOf(u"app:1"_s, {"second"})}, DockerLayout::Skopeo);
        QCOMPARE(resolve(twins).error().kind, ErrorKind::Ambiguous);
    }

    void aPlatformIsHeldAgainstTheConfig()
    {
        const Files files = dockerArchive({imageOf(u"app:1"_s, {"x"}, u"arm64"_s)}, DockerLayout::Old);
        VERIFY_RESULT(resolve(files));
        VERIFY_RESULT(resolve(files, {}, u"linux/arm64/v8"_s));
        QCOMPARE(errorOf(resolve(files, {}, u"linux/amd64"_s)), u"ARCHIVE: no image for linux/amd64; available: linux/arm64"_s);
    }

    void theLayoutInANewArchiveGivesDigests()
    {
        TestImage app = imageOf(u"app:1"_s, {"one", "two"});
        app.compression = Compression::Gzip;
        const Files files = dockerArchive({imageOf(u"other:1"_s, {"other"}), app}, DockerLayout::New);
        const auto image = resolve(files, u"app:1"_s);
        VERIFY_RESULT(image);
        QCOMPARE(image->mediaType, u"application/vnd.oci.image.manifest.v1+json"_s);
        QCOMPARE(image->digest.value(), Digest::of(asBytes(image->manifestBytes.toStdString())));
        for (const ResolvedLayer &layer : image->layers) {
            QCOMPARE(layer.digest.value(), Digest::of(asBytes(need(readAll(layer.blob, 1 << 20)).toStdString())));
            QCOMPARE(layer.mediaType, u"application/vnd.oci.image.layer.v1.tar+gzip"_s);
        }
    }

    void withoutItThePathsGiveDigests()
    {
        Files files = dockerArchive({imageOf(u"app:1"_s, {"one"})}, DockerLayout::New);
        for (const char *spoiled : {"", "{}", R"({"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json"}]})"}) {
            files["index.json"] = spoiled;
            const auto image = resolve(files);
            VERIFY_RESULT(image);
            QCOMPARE(image->digest, std::nullopt);
            QVERIFY(image->manifestBytes.isEmpty());
            QCOMPARE(image->layers.front().digest.value(), Digest::of(asBytes(layerOf("one"))));
        }
    }

    void layerSourcesHelpWhereTheyFit_data()
    {
        QTest::addColumn<QString>("digest");
        QTest::addColumn<qint64>("size");
        QTest::addColumn<bool>("helps");
        QTest::addRow("of the very blob") << hexOf(layerOf("one")) << qint64(layerOf("one").size()) << true;
        QTest::addRow("of the compressed blob of a registry") << QString(64, u'5') << qint64(77) << false;
    }

    void layerSourcesHelpWhereTheyFit()
    {
        QFETCH(QString, digest);
        QFETCH(qint64, size);
        QFETCH(bool, helps);
        Files files = dockerArchive({imageOf(u"app:1"_s, {"one"})}, DockerLayout::Skopeo);
        change(files, u"LayerSources"_s,
               QJsonObject{{u"sha256:"_s + hexOf(layerOf("one")), sourceOf(digest, size, u"application/x-layer"_s)}});
        const auto image = resolve(files);
        VERIFY_RESULT(image);
        QCOMPARE(image->layers.front().digest, helps ? std::optional(Digest::of(asBytes(layerOf("one")))) : std::nullopt);
        QCOMPARE(image->layers.front().mediaType, helps ? u"application/x-layer"_s : QString());
    }

    void refusesWhatIsWrong_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const QString &key, const QJsonValue &value, const QString &message) {
            QTest::addRow("%s", name) << key << value << message;
        };
        row("missing layer", u"Layers"_s, QJsonArray{u"gone/layer.tar"_s}, u"ARCHIVE: gone/layer.tar: is missing"_s);
        row("a layer outside", u"Layers"_s, QJsonArray{u"../../../etc/passwd"_s}, u"ARCHIVE: etc/passwd: is missing"_s);
        row("too many layers", u"Layers"_s, QJsonArray{u"a"_s, u"b"_s},
            u"ARCHIVE: manifest.json: lists 2 layers, but the image's config has 1 diff-ids"_s);
        row("no layers", u"Layers"_s, QJsonArray(),
            u"ARCHIVE: manifest.json: lists 0 layers, but the image's config has 1 diff-ids"_s);
        row("missing config", u"Config"_s, u"gone.json"_s, u"ARCHIVE: gone.json: is missing"_s);
        row("a config that is none", u"Config"_s, u"manifest.json"_s, u"ARCHIVE: manifest.json: is not a JSON object"_s);
    }

    void refusesWhatIsWrong()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        QFETCH(QString, message);
        Files files = dockerArchive({imageOf(u"app:1"_s, {"one"})}, DockerLayout::Old);
        change(files, key, value);
        const auto image = resolve(files);
        QVERIFY2(errorOf(image).startsWith(message), qPrintable(errorOf(image)));
    }

    /// As in Docker, the name is only a name. People edit configs by hand.
    void aConfigOfAnotherDigestThanItsNameIsOpened()
    {
        const TestImage app = imageOf(u"app:1"_s, {"one"});
        Files files = dockerArchive({app}, DockerLayout::Old);
        const std::string hex = hexOf(app.configBytes().toStdString()).toStdString();
        std::string &config = files[hex + ".json"];
        config = QByteArray::fromStdString(config).replace("layer 0", "edited!").toStdString();
        const QString id = u"sha256:"_s + hexOf(config);
        const auto image = resolve(files);
        VERIFY_RESULT(image);
        QCOMPARE(image->configDigest.toString(), id);
        QCOMPARE(image->config.history.front().createdBy, u"edited!"_s);
        QCOMPARE(image->warnings.size(), 1);
        QVERIFY(image->warnings.front().endsWith(
            u"%1.json: the config has been changed since it was named; its digest is %2"_s.arg(QString::fromStdString(hex), id)));
        VERIFY_RESULT(resolve(files, id.mid(7, 12))); // found by the digest that it has
        QCOMPARE(resolve(files, QString::fromStdString(hex)).error().kind, ErrorKind::NotFound);
    }

    void aConfigOfTheDigestInItsNameIsNoWarning()
    {
        for (const auto layout : {DockerLayout::Old, DockerLayout::New, DockerLayout::Skopeo})
            QCOMPARE(need(resolve(dockerArchive({imageOf(u"app:1"_s, {"one"})}, layout))).warnings, QStringList());
    }

    void aConfigBlobOfAnotherDigestIsRefused()
    {
        const TestImage app = imageOf(u"app:1"_s, {"one"});
        Files files = dockerArchive({app}, DockerLayout::New);
        const std::string hex = hexOf(app.configBytes().toStdString()).toStdString();
        const std::string path = "blobs/sha256/" + hex;
        files[path].back() = '\n';
        const auto image = resolve(files);
        QVERIFY(!image);
        QCOMPARE(image.error().kind, ErrorKind::Mismatch);
        QCOMPARE(errorOf(image),
                 u"ARCHIVE: %1: its digest should be sha256:%2, but is sha256:%3"_s.arg(
                     QString::fromStdString(path), QString::fromStdString(hex), hexOf(files[path])));
    }

    void aForeignLayerWithoutDataIsNamed()
    {
        Files files = dockerArchive({imageOf(u"app:1"_s, {"one"})}, DockerLayout::Skopeo);
        const QString hex = hexOf(layerOf("one"));
        files.erase(hex.toStdString() + ".tar");
        const QString foreign = u"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"_s;
        change(files, u"LayerSources"_s,
               QJsonObject{{u"sha256:"_s + hex, sourceOf(QString(64, u'5'), 77, foreign, u"https://example.test/x"_s)}});
        const auto image = resolve(files);
        QVERIFY(!image);
        QCOMPARE(image.error().kind, ErrorKind::Unsupported);
        QCOMPARE(
            errorOf(image),
            u"ARCHIVE: %1.tar: is a foreign layer, whose data is not in the archive but at \"https://example.test/x\""_s.arg(hex));
    }

    void anEmptyListSaysSo()
    {
        const auto image = resolve({{"manifest.json", "[]"}});
        QVERIFY(!image);
        QCOMPARE(errorOf(image), u"ARCHIVE: contains no image"_s);
    }

    void manyImagesAreListedInShort()
    {
        std::vector<TestImage> images;
        for (int i = 0; i < 100; ++i)
            images.push_back(imageOf(u"app:%1"_s.arg(i, 3, 10, QChar(u'0')), {std::to_string(i)}));
        const auto image = resolve(dockerArchive(images, DockerLayout::Skopeo));
        QVERIFY(!image);
        QVERIFY2(errorOf(image).endsWith(u"app:019 (linux/amd64) and 80 more"_s), qPrintable(errorOf(image)));
    }
};

STRATOSCOPE_APPLESS_TEST(TestDockerImages)
#include "tst_docker_images.moc"
