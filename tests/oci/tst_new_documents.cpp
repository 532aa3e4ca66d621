// SPDX-License-Identifier: Apache-2.0
#include "oci/image_index.h"
#include "oci/manifest.h"
#include "oci/media_type.h"
#include "oci/new_documents.h"
#include "support/need.h"
#include "support/test_main.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

const DiffId kDiffId(sha256(asBytes("a tar")));

/// Steps by their commands; `-` before one that has no layer.
QJsonArray steps(const QStringList &commands)
{
    QJsonArray history;
    for (const QString &command : commands) {
        QJsonObject step{{u"created_by"_s, command.startsWith(u'-') ? command.mid(1) : command}};
        if (command.startsWith(u'-'))
            step.insert(u"empty_layer"_s, true);
        history.append(step);
    }
    return history;
}

QStringList commands(const QJsonArray &history)
{
    QStringList commands;
    for (const QJsonValue step : history)
        commands << (isEmptyStep(step.toObject()) ? u"-"_s : QString()) + step[u"created_by"_s].toString();
    return commands;
}

} // namespace

/// Documents that the program puts together, read back by what reads those of others.
class TestNewDocuments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aManifestIsReadBack()
    {
        Descriptor layer = descriptorOf("a layer", media_type::kOciLayerGzip, Digest::ofDocument("a layer"));
        layer.annotations = {{u"key"_s, u"value"_s}};
        layer.urls = {u"https://example.test/layer"_s};
        const Descriptor config = descriptorOf("{}", media_type::kOciConfig, Digest::ofDocument("{}"));
        const QByteArray bytes = newManifest(config, std::array{layer, layer}, {{u"of"_s, u"the manifest"_s}});
        const Manifest manifest = need(Manifest::parse(bytes, {}));
        QCOMPARE(manifest.mediaType, QString(media_type::kOciManifest));
        QCOMPARE(manifest.config, config);
        QCOMPARE(manifest.layers, (std::vector{layer, layer}));
        QCOMPARE(manifest.annotations, (Annotations{{u"of"_s, u"the manifest"_s}}));
    }

    void anIndexIsReadBack()
    {
        Descriptor entry = descriptorOf("a manifest", media_type::kDockerManifest, Digest::ofDocument("a manifest"));
        entry.platform = Platform{u"windows"_s, u"arm"_s, u"v7"_s, u"10.0.1"_s, {u"win32k"_s}};
        entry.artifactType = u"application/x"_s;
        const ImageIndex index = need(ImageIndex::parse(newIndex(std::array{entry}), {}));
        QCOMPARE(index.mediaType, QString(media_type::kOciIndex));
        QCOMPARE(index.manifests, std::vector{entry});
    }

    void aDockerManifestIsReadBack()
    {
        DockerArchiveImage image;
        image.config = u"config.json"_s;
        image.layers = {u"one.tar"_s, u"one.tar"_s};
        QCOMPARE(need(parseDockerManifest(newDockerManifest(image), {})), std::vector{image});
        image.repoTags = {u"app:1"_s, u"app:2"_s};
        QCOMPARE(need(parseDockerManifest(newDockerManifest(image), {})), std::vector{image});
    }

    void aConfigKeepsItsOtherMembers()
    {
        const ImageConfig config = need(ImageConfig::parse(
            R"({"os":"linux","x":{"y":[1.5,null]},"RootFS":{"diff_ids":[]},"HISTORY":[{"created_by":"old"}]})", {}));
        const QByteArray bytes = newConfig(config, std::array{kDiffId}, steps({u"new"_s}));
        const ImageConfig changed = need(ImageConfig::parse(bytes, {}));
        QCOMPARE(changed.diffIds, std::vector{kDiffId});
        QCOMPARE(changed.history.size(), 1U);
        QCOMPARE(changed.history[0].createdBy, u"new"_s);
        QCOMPARE(changed.json.keys(), QStringList({u"history"_s, u"os"_s, u"rootfs"_s, u"x"_s}));
        QCOMPARE(changed.json[u"x"_s], config.json[u"x"_s]);
        QVERIFY(!newConfig(config, std::array{kDiffId}, {}).contains("history"));
    }

    void aConfigOfFieldsAlone()
    {
        ImageConfig config;
        config.platform = {.os = u"linux"_s, .architecture = u"arm"_s, .variant = u"v7"_s, .osVersion = {}, .osFeatures = {}};
        config.run.user = u"app"_s;
        config.run.env = {u"A=b"_s};
        config.run.cmd = {u"run"_s, u"--fast"_s};
        config.run.entrypoint = {u"/entry"_s};
        config.run.workingDir = u"/srv"_s;
        config.run.labels = {{u"label"_s, u"value"_s}};
        const ImageConfig written = need(ImageConfig::parse(newConfig(config, std::array{kDiffId}, {}), {}));
        QCOMPARE(written.platform, config.platform);
        QCOMPARE(written.run, config.run);
        QCOMPARE(written.diffIds, std::vector{kDiffId});
    }

    void historyUpToALayer()
    {
        const QJsonArray history = steps({u"-zero"_s, u"a"_s, u"-env"_s, u"b"_s, u"-cmd"_s, u"c"_s, u"-last"_s});
        const auto upTo = [&](std::size_t last) { return commands(historyUpTo(history, 3, last).value()); };
        QCOMPARE(upTo(0), QStringList({u"-zero"_s, u"a"_s, u"-env"_s}));
        QCOMPARE(upTo(1), QStringList({u"-zero"_s, u"a"_s, u"-env"_s, u"b"_s, u"-cmd"_s}));
        QCOMPARE(historyUpTo(history, 3, 2), std::optional(history));
        // What does not fit the layers cannot be cut.
        QVERIFY(!historyUpTo(history, 4, 1));
        QVERIFY(!historyUpTo({}, 1, 0));
    }

    void joinedSteps()
    {
        const QJsonArray history = steps({u"-zero"_s, u"a"_s, u"-env"_s, u"b"_s, u"-cmd"_s, u"c"_s, u"d"_s});
        QCOMPARE(commands(joinedHistory(history, 1, 2)),
                 QStringList({u"-zero"_s, u"a"_s, u"-env"_s, u"-cmd"_s, u"b; c"_s, u"d"_s}));
        const QJsonArray all = joinedHistory(history, 0, 3);
        QCOMPARE(commands(all), QStringList({u"-zero"_s, u"-env"_s, u"-cmd"_s, u"a; b; c; d"_s}));
        QCOMPARE(all.last()[u"comment"_s].toString(), u"the layers 0 to 3, squashed into one"_s);
    }
};

STRATOSCOPE_APPLESS_TEST(TestNewDocuments)
#include "tst_new_documents.moc"
