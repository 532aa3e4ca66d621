// SPDX-License-Identifier: Apache-2.0
#include "diff/image_diff.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/test_main.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// An image of layers whose only file is their text.
std::shared_ptr<Image> imageWith(const QByteArray &config, const QStringList &layers = {u"base"_s}, const QByteArray &manifest = {})
{
    auto image = std::make_shared<Image>();
    image->source = SourceKind::OciLayout;
    image->config = need(ImageConfig::parse(config, u"config"_s));
    image->manifestBytes = manifest;
    MergedTree::Layers indexes;
    for (const QString &text : layers) {
        TarBuilder tar;
        tar.file(text.toStdString(), "12345");
        ImageLayer layer;
        layer.diffId = DiffId::of(asBytes(text.toStdString()));
        layer.digest = Digest::of(asBytes("blob of " + text.toStdString()));
        layer.size = 10;
        layer.compressedSize = 3;
        layer.compression = Compression::Gzip;
        layer.index = indexOf(tar);
        layer.check = std::make_shared<ImageLayer::Check>(Verification::Verified);
        indexes.push_back(layer.index);
        image->layers.push_back(layer);
    }
    image->tree = need(MergedTree::merge(std::move(indexes)));
    return image;
}

QByteArray withRun(const QByteArray &run)
{
    return R"({"architecture":"amd64","os":"linux","config":{)" + run + "}}";
}

ImageDiff compared(const QByteArray &before, const QByteArray &after, const ImageRules &rules = {})
{
    return compareImages(DiffSide::whole(imageWith(before)), DiffSide::whole(imageWith(after)), rules);
}

QString textOf(const ConfigDifference &difference)
{
    const QString sign = difference.change == Change::Added ? u"+"_s : difference.change == Change::Removed ? u"-"_s : u"~"_s;
    const std::string_view name = configFieldName(difference.field);
    return u"%1 %2 %3|%4|%5"_s.arg(sign, QLatin1StringView(name.data(), qsizetype(name.size())), difference.key, difference.before,
                                   difference.after);
}

QStringList configTexts(const ImageDiff &diff)
{
    QStringList texts;
    for (const ConfigDifference &difference : diff.config)
        texts << textOf(difference);
    return texts;
}

/// `+INSTRUCTION`, …; a space for what is the same.
QStringList historyTexts(const ImageDiff &diff)
{
    QStringList texts;
    for (const HistoryStep &step : diff.history)
        texts << QChar(u" +-~"[int(step.change)]) + step.entry().createdBy;
    return texts;
}

QByteArray historyConfig(const QStringList &steps, const QByteArray &created = "2024-01-01T00:00:00Z")
{
    QByteArrayList entries;
    for (const QString &step : steps)
        entries << R"({"created":")" + created + R"(","created_by":")" + step.toUtf8() + R"(","empty_layer":)"
                + (step.startsWith(u"ENV"_s) ? "true" : "false") + '}';
    return R"({"architecture":"amd64","os":"linux","history":[)" + entries.join(',') + "]}";
}

std::size_t longestCommon(const QStringList &left, const QStringList &right)
{
    std::vector<std::vector<std::size_t>> length(std::size_t(left.size()) + 1, std::vector<std::size_t>(right.size() + 1));
    for (qsizetype i = 0; i < left.size(); ++i) {
        for (qsizetype j = 0; j < right.size(); ++j)
            length[i + 1][j + 1] = left[i] == right[j] ? length[i][j] + 1 : std::max(length[i][j + 1], length[i + 1][j]);
    }
    return length.back().back();
}

} // namespace

class TestImageDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void configOfEqualImages()
    {
        const QByteArray config = withRun(R"("Env":["A=1","B=2"],"Labels":{"x":"y"},"Cmd":["sh"])");
        const ImageDiff diff = compared(config, withRun(R"("Cmd":["sh"],"Env":["B=2","A=1"],"Labels":{"x":"y"})"));
        QVERIFY(diff.comparesConfig());
        QCOMPARE(configTexts(diff), QStringList());
        QVERIFY(!diff.hasDifferences());
        QCOMPARE(diff, compared(config, config));
    }

    void eachMemberOfTheConfig_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const QByteArray &before, const QByteArray &after, const QStringList &expected) {
            QTest::newRow(name) << before << after << expected;
        };
        const auto run = [&row](const char *name, const QByteArray &before, const QByteArray &after, const QStringList &expected) {
            row(name, withRun(before), withRun(after), expected);
        };
        row("platform", R"({"os":"linux","architecture":"amd64"})", R"({"os":"linux","architecture":"arm","variant":"v7"})",
            {u"~ platform |linux/amd64|linux/arm/v7"_s});
        row("spelling of a platform", R"({"os":"linux","architecture":"x86_64"})", R"({"os":"linux","architecture":"amd64"})", {});
        row("created and author", R"({"os":"linux","architecture":"a","created":"2020-01-01T00:00:00Z"})",
            R"({"os":"linux","architecture":"a","created":"2021-01-01T00:00:00Z","author":"me"})",
            {u"~ created |2020-01-01T00:00:00Z|2021-01-01T00:00:00Z"_s, u"+ author ||me"_s});
        run("user", R"("User":"app")", R"("User":"")", {u"- user |app|"_s});
        run("env", R"("Env":["A=1","B=x=y","GONE="])", R"("Env":["B=x=z","A=1","NEW=n"])",
            {u"~ env B|x=y|x=z"_s, u"- env GONE||"_s, u"+ env NEW||n"_s});
        run("the last of equal variables counts", R"("Env":["A=1","A=2"])", R"("Env":["A=2"])", {});
        run("env with an empty value", R"("Env":["A="])", R"("Env":["A=1"])", {u"~ env A||1"_s});
        run("entrypoint", R"("Entrypoint":["/bin/a b"])", R"("Entrypoint":["/bin/a","b"])",
            {u"~ entrypoint |[\"/bin/a b\"]|[\"/bin/a\",\"b\"]"_s});
        run("cmd", R"("Cmd":null)", R"("cmd":["sh"])", {u"+ cmd ||[\"sh\"]"_s});
        run("directory", R"("WorkingDir":"/a")", R"("WorkingDir":"/b")", {u"~ workingDir |/a|/b"_s});
        run("labels", R"("Labels":{"a":"1","b":"2"})", R"("Labels":{"b":"3","c":""})",
            {u"- label a|1|"_s, u"~ label b|2|3"_s, u"+ label c||"_s});
        run("ports", R"("ExposedPorts":{"80/tcp":{}})", R"("ExposedPorts":{"443/tcp":{}})",
            {u"+ port 443/tcp||"_s, u"- port 80/tcp||"_s});
        run("volumes", R"("Volumes":{"/data":{}})", R"("Volumes":{})", {u"- volume /data||"_s});
        run("stop signal", R"("StopSignal":"SIGTERM")", R"("StopSignal":"SIGQUIT")", {u"~ stopSignal |SIGTERM|SIGQUIT"_s});
        run("health check", R"("Healthcheck":{"Test":["NONE"]})", "", {u"- healthcheck |{\"Test\":[\"NONE\"]}|"_s});
        run("shell and triggers", "", R"("Shell":["sh","-c"],"OnBuild":["RUN x"])",
            {u"+ shell ||[\"sh\",\"-c\"]"_s, u"+ onBuild ||[\"RUN x\"]"_s});
        row("other members",
            R"({"os":"linux","architecture":"a","docker_version":"19","container":"1","container_config":{"a":1}})",
            R"({"os":"linux","architecture":"a","docker_version":"20","container":"2","config":{"ArgsEscaped":true}})",
            {u"+ other config.ArgsEscaped||true"_s, u"~ other docker_version|\"19\"|\"20\""_s});
    }
    void eachMemberOfTheConfig()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QStringList, expected);
        const ImageDiff diff = compared(before, after);
        QCOMPARE(configTexts(diff), expected);
        QCOMPARE(diff.hasDifferences(), !expected.isEmpty());
        QCOMPARE(compared(after, before).config.size(), std::size_t(expected.size()));
    }

    void annotationsOfTheManifest()
    {
        const auto manifest = [](const QJsonObject &annotations) {
            const QJsonObject config{{u"mediaType"_s, u"application/vnd.oci.image.config.v1+json"_s},
                                     {u"digest"_s, u"sha256:"_s + QString(64, u'0')},
                                     {u"size"_s, 2}};
            return QJsonDocument(QJsonObject{{u"schemaVersion"_s, 2},
                                             {u"config"_s, config},
                                             {u"layers"_s, QJsonArray()},
                                             {u"annotations"_s, annotations}})
                .toJson();
        };
        const QByteArray config = withRun("");
        const auto before
            = imageWith(config, {u"base"_s}, manifest({{u"a"_s, u"1"_s}, {u"org.opencontainers.image.ref.name"_s, u"v1"_s}}));
        const auto after = imageWith(config, {u"base"_s},
                                     manifest({{u"a"_s, u"2"_s},
                                               {u"org.opencontainers.image.ref.name"_s, u"v2"_s},
                                               {u"org.opencontainers.image.created"_s, u"2024"_s}}));
        const DiffSide left = DiffSide::whole(before);
        const DiffSide right = DiffSide::whole(after);
        QCOMPARE(configTexts(compareImages(left, right, {})),
                 (QStringList{u"~ annotation a|1|2"_s, u"+ annotation org.opencontainers.image.created||2024"_s,
                              u"~ annotation org.opencontainers.image.ref.name|v1|v2"_s}));
        QCOMPARE(configTexts(compareImages(left, right, ImageRules::semantic())), QStringList{u"~ annotation a|1|2"_s});
        // A docker-archive has no manifest, so nothing is known of its annotations.
        QCOMPARE(configTexts(compareImages(left, DiffSide::whole(imageWith(config)), {})), QStringList());
    }

    void semanticRules()
    {
        const QByteArray before
            = R"({"os":"linux","architecture":"a","created":"2020","docker_version":"19","config":{"User":"a"},)"
              R"("history":[{"created":"2020","created_by":"x"}]})";
        const QByteArray after = R"({"os":"linux","architecture":"a","created":"2021","config":{"User":"b","Hostname":"h"},)"
                                 R"("history":[{"created":"2021","created_by":"y"}]})";
        QCOMPARE(compared(before, after).config.size(), std::size_t(4));
        const ImageDiff diff = compared(before, after, ImageRules::semantic());
        QCOMPARE(configTexts(diff), QStringList{u"~ user |a|b"_s});
        QVERIFY(diff.history.empty());
        QVERIFY(diff.hasDifferences());
    }

    void sidesWithoutAConfig()
    {
        const QByteArray config = withRun(R"("User":"a","Env":["A=1"])");
        const auto rootfs = imageWith(R"({"rootfs":{"type":"layers","diff_ids":[]}})");
        rootfs->source = SourceKind::Rootfs;
        rootfs->location = u"/tmp/tree"_s;
        for (const auto kind : {SourceKind::Rootfs, SourceKind::Store}) {
            rootfs->source = kind;
            const ImageDiff diff = compareImages(DiffSide::whole(imageWith(config)), DiffSide::whole(rootfs), {});
            QCOMPARE(diff.after.kind, SideSummary::Kind::FileSystem);
            QVERIFY(!diff.comparesConfig());
            QVERIFY(!diff.comparesHistory());
            QVERIFY(diff.config.empty());
            QVERIFY(!diff.hasDifferences());
            QCOMPARE(diff.after.title, u"tree"_s);
            QVERIFY(diff.after.digest.isEmpty());
        }
        const ImageDiff added = compareImages(DiffSide::nothing(), DiffSide::whole(imageWith(config)), {});
        QCOMPARE(added.before.kind, SideSummary::Kind::Nothing);
        QVERIFY(!added.comparesConfig());
        QVERIFY(added.comparesHistory());
    }

    void historyStepByStep()
    {
        const QStringList before{u"FROM base"_s, u"ENV A"_s, u"COPY app"_s, u"RUN install"_s, u"CMD x"_s};
        const QStringList after{u"FROM base"_s, u"ENV A"_s, u"RUN update"_s, u"RUN install"_s, u"CMD x"_s, u"ENV Z"_s};
        const ImageDiff diff = compared(historyConfig(before), historyConfig(after));
        QCOMPARE(historyTexts(diff),
                 (QStringList{u" FROM base"_s, u" ENV A"_s, u"-COPY app"_s, u"+RUN update"_s, u" RUN install"_s, u" CMD x"_s,
                              u"+ENV Z"_s}));
        QVERIFY(diff.hasDifferences());

        const ImageDiff rebuilt = compared(historyConfig(before), historyConfig(before, "2025-01-01T00:00:00Z"));
        QCOMPARE(historyTexts(rebuilt).filter(QRegularExpression(u"^~"_s)).size(), before.size());
        QCOMPARE(rebuilt.history[0].before.created, u"2024-01-01T00:00:00Z"_s);
        QCOMPARE(rebuilt.history[0].after.created, u"2025-01-01T00:00:00Z"_s);
        const ImageDiff ignored
            = compared(historyConfig(before), historyConfig(before, "2025-01-01T00:00:00Z"), {.ignoreTimes = true});
        QCOMPARE(historyTexts(ignored).filter(QRegularExpression(u"^ "_s)).size(), before.size());
        QVERIFY(!ignored.hasDifferences());
    }

    void randomHistories()
    {
        std::mt19937 random(13);
        for (int round = 0; round < 300; ++round) {
            const auto make = [&random] {
                QStringList steps;
                for (auto left = random() % 9; left > 0; --left)
                    steps << QString(QChar(u'a' + int(random() % 4)));
                return steps;
            };
            const QStringList before = make();
            const QStringList after = make();
            const ImageDiff diff = compared(historyConfig(before), historyConfig(after));
            QStringList left;
            QStringList right;
            std::size_t common = 0;
            for (const HistoryStep &step : diff.history) {
                if (step.change != Change::Added)
                    left << step.before.createdBy;
                if (step.change != Change::Removed)
                    right << step.after.createdBy;
                common += step.change == Change::None;
            }
            QCOMPARE(left, before);
            QCOMPARE(right, after);
            QCOMPARE(common, longestCommon(before, after));
        }
    }

    void sharedLayersAndSizes()
    {
        const auto before = imageWith(withRun(""), {u"base"_s, u"libs"_s, u"app1"_s, u"config"_s});
        auto after = imageWith(withRun(""), {u"base"_s, u"libs"_s, u"config"_s, u"app2"_s, u"app2"_s});
        const ImageDiff diff = compareImages(DiffSide::whole(before), DiffSide::whole(after), {});
        QCOMPARE(diff.commonBase, std::size_t(2));
        const std::vector<LayerPair> expected{{0, 0}, {1, 1}, {2, -1}, {3, 2}, {-1, 3}, {-1, 4}};
        QVERIFY(diff.layers == expected);
        QCOMPARE(diff.newBlobSize, std::uint64_t(3)); // app2, once
        QCOMPARE(diff.before.tarSize, std::uint64_t(40));
        QCOMPARE(diff.after.tarSize, std::uint64_t(40));
        QCOMPARE(diff.after.blobSize, std::uint64_t(12));
        QCOMPARE(diff.after.layerCount, std::size_t(5));
        QCOMPARE(diff.after.contentSize, std::uint64_t(20));
        QVERIFY(!diff.hasDifferences());

        // Recompressed: the same layer, but another blob to download.
        after->layers[0].digest = Digest::of(asBytes(std::string("other blob")));
        const ImageDiff recompressed = compareImages(DiffSide::whole(before), DiffSide::whole(after), {});
        QCOMPARE(recompressed.commonBase, std::size_t(2));
        QCOMPARE(recompressed.newBlobSize, std::uint64_t(6));
    }

    void statesOfAnImage()
    {
        const auto image
            = imageWith(historyConfig({u"FROM base"_s, u"ENV A"_s, u"RUN one"_s, u"ENV B"_s, u"RUN two"_s, u"ENV C"_s}),
                        {u"base"_s, u"one"_s, u"two"_s});
        const DiffSide lowest = need(DiffSide::upTo(image, 0, {}));
        const DiffSide middle = need(DiffSide::upTo(image, 1, {}));
        const ImageDiff diff = compareImages(lowest, middle, {});
        QCOMPARE(diff.before.kind, SideSummary::Kind::Layers);
        QVERIFY(!diff.comparesConfig());
        QVERIFY(diff.comparesHistory());
        QCOMPARE(historyTexts(diff), (QStringList{u" FROM base"_s, u"+ENV A"_s, u"+RUN one"_s}));
        const ImageDiff rest = compareImages(middle, DiffSide::whole(image), {});
        QCOMPARE(historyTexts(rest),
                 (QStringList{u" FROM base"_s, u" ENV A"_s, u" RUN one"_s, u"+ENV B"_s, u"+RUN two"_s, u"+ENV C"_s}));
        const ImageDiff layers = compareImages(DiffSide::ofLayer(image, 1, {}), DiffSide::ofLayer(image, 2, {}), {});
        QCOMPARE(historyTexts(layers), (QStringList{u"-RUN one"_s, u"+RUN two"_s}));
        QCOMPARE(layers.commonBase, std::size_t(0));
    }
};

STRATOSCOPE_APPLESS_TEST(TestImageDiff)
#include "tst_image_diff.moc"
