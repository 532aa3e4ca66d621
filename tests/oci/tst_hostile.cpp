// SPDX-License-Identifier: Apache-2.0
#include "oci/docker_archive.h"
#include "oci/image_config.h"
#include "oci/image_index.h"
#include "oci/manifest.h"
#include "support/test_main.h"

#include <QRandomGenerator>
#include <QTest>

using namespace stratoscope;
using namespace Qt::StringLiterals;

namespace {

const QString kHostileSubject = u"doc"_s;

/// Passes the bytes to every parser, which must return a value or a short message, whichever.
void parseAsEverything(const QByteArray &bytes)
{
    const auto check = [](const auto &result) {
        if (result)
            return;
        QVERIFY2(result.error().message().size() < 600, qPrintable(result.error().message().left(1000)));
        QVERIFY(result.error().subject.startsWith(kHostileSubject));
    };
    const auto manifest = Manifest::parse(bytes, kHostileSubject);
    check(manifest);
    if (manifest)
        check(manifest->requireImage(kHostileSubject));
    const auto index = ImageIndex::parse(bytes, kHostileSubject);
    check(index);
    if (index)
        check(selectPlatform(index->manifests, Platform::host(), kHostileSubject));
    const auto config = ImageConfig::parse(bytes, kHostileSubject);
    check(config);
    if (config)
        QCOMPARE(historyForLayers(*config, 3).size(), std::size_t(3));
    check(parseDockerManifest(bytes, kHostileSubject));
    check(parseLegacyRepositories(bytes, kHostileSubject));
    check(LegacyLayer::parse(bytes, kHostileSubject));
}

} // namespace

class TestHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survivesMutations_data();
    void survivesMutations();
    void survivesOddDocuments_data();
    void survivesOddDocuments();
};

void TestHostile::survivesMutations_data()
{
    QTest::addColumn<QByteArray>("document");
    const QByteArray digest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_ba;
    const QByteArray descriptor = R"({"mediaType":"application/vnd.oci.image.config.v1+json","digest":"$","size":12,"urls":["u"],
        "platform":{"os":"linux","architecture":"arm","variant":"v7","os.features":["a"]},"annotations":{"k":"v"}})"_ba.replace(
        '$', digest);
    QTest::newRow("manifest") << R"({"schemaVersion":2,"config":$,"layers":[$,$],"subject":$})"_ba.replace('$', descriptor);
    QTest::newRow("index") << R"({"schemaVersion":2,"manifests":[$,$],"annotations":{"k":"v"}})"_ba.replace('$', descriptor);
    QTest::newRow("config") << R"({"os":"linux","architecture":"amd64","config":{"Env":["A=b"],"Cmd":"sh","Labels":{"k":"v"},
        "Volumes":{"/d":{}}},"rootfs":{"diff_ids":["$"]},"history":[{"created_by":"x","empty_layer":true},{}]})"_ba.replace('$',
                                                                                                                            digest);
    QTest::newRow("docker manifest")
        << R"([{"Config":"c","RepoTags":["a:1"],"Layers":["l"],"LayerSources":{"$":{"size":1,"digest":"$"}}}])"_ba.replace('$',
                                                                                                                           digest);
    QTest::newRow("repositories") << R"({"a":{"b":"c","d":"e"},"f":{}})"_ba;
}

void TestHostile::survivesMutations()
{
    QFETCH(QByteArray, document);
    parseAsEverything(document);
    QRandomGenerator random(11);
    const QByteArray bytes = "{}[]:,\"\\0-1e.ntfu \xFF\x80\n"_ba + QByteArray(1, '\0');
    for (int round = 0; round < 800; ++round) {
        QByteArray mutated = document;
        for (int changes = random.bounded(1, 4); changes > 0; --changes) {
            const auto place = random.bounded(mutated.size());
            switch (random.bounded(4)) {
            case 0:
                mutated[place] = bytes.at(random.bounded(bytes.size()));
                break;
            case 1:
                mutated.insert(place, bytes.at(random.bounded(bytes.size())));
                break;
            case 2:
                mutated.remove(place, random.bounded(1, 8));
                break;
            default:
                mutated.insert(place, mutated.mid(random.bounded(mutated.size()), random.bounded(1, 60)));
            }
            mutated.append(' '); // never empty
        }
        parseAsEverything(mutated);
        if (QTest::currentTestFailed())
            return;
    }
}

void TestHostile::survivesOddDocuments_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("binary") << QByteArray("\x1f\x8b\x08\0\0\0\0\0", 8);
    QTest::newRow("nested a thousand levels deep") << R"({"config":)"_ba.repeated(1000) + "1"_ba + QByteArray(1000, '}');
    QTest::newRow("nested millions of levels deep") << QByteArray(10'000'000, '[');
    QTest::newRow("100 MB") << R"({"layers":[")"_ba + QByteArray(100'000'000, 'x') + R"("]})"_ba;
    QTest::newRow("a name of 10 MB") << R"({"config":{"Labels":{")"_ba + QByteArray(10'000'000, 'x') + R"(":1}},"layers":[")"_ba
            + QByteArray(1'000'000, '%') + R"("],"manifests":"x"})"_ba;
    QTest::newRow("many layers") << R"({"config":[],"layers":[{})"_ba + ",{}"_ba.repeated(900'000) + "]}"_ba;
    QByteArray platforms;
    QByteArray nameless;
    for (int number = 0; number < 50'000; ++number) {
        nameless += R"({"size":1,"digest":"sha256:)"_ba + QByteArray(64, 'a') + R"("},)"_ba;
        platforms += R"({"size":1,"digest":"sha256:)"_ba + QByteArray(64, 'a') + R"(","platform":{"os":"os)"_ba
            + QByteArray::number(number) + R"(","architecture":"y"}},)"_ba;
    }
    QTest::newRow("many platforms") << R"({"manifests":[)"_ba + platforms.chopped(1) + "]}"_ba;
    QTest::newRow("many without a platform") << R"({"manifests":[)"_ba + nameless.chopped(1) + "]}"_ba;
}

void TestHostile::survivesOddDocuments()
{
    QFETCH(QByteArray, document);
    parseAsEverything(document);
}

STRATOSCOPE_APPLESS_TEST(TestHostile)
#include "tst_hostile.moc"
