// SPDX-License-Identifier: Apache-2.0
#include "analysis/image_analysis.h"

#include "base/cancel.h"
#include "formats/squashed_layer.h"
#include "image/open_image.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <random>
#include <set>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

std::vector<std::string> pathsOf(const ImageAnalysis &analysis, const Saving &saving)
{
    std::vector<std::string> paths;
    for (const WastedFile &file : analysis.filesOf(saving))
        paths.push_back(analysis.path(file));
    return paths;
}

using Paths = std::vector<std::string>;

} // namespace

/// Where the bytes of images went. Expected values are worked out by hand, by making one layer of all, or by a plain computation.
class TestImageAnalysis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void imageOfDive();
    void attributesAndAdvice();
    void caches();
    void hardLinks();
    void hardLinksOutOfCaches();
    void movedFiles();
    void replacedInItsOwnLayer();
    void repeatedLayers();
    void baseImage();
    void baseImageOfTheHistory_data();
    void baseImageOfTheHistory();
    void unverifiedLayers();
    void uncompressedLayers();
    void ticking();
    void randomLayers();
    void stops();

private:
    std::shared_ptr<const Image> open(TestImage image, Compression compression = Compression::Gzip)
    {
        // Compressed layers are stored and verified when the image is opened.
        image.compression = compression;
        const QString folder = m_folder.filePath(QString::number(m_images++));
        writeFiles(folder, ociLayout({image}));
        Store store = need(Store::open(m_folder.filePath(u"store"_s)));
        ProgressMeter progress;
        return need(openImage(u"oci:"_s + folder, {}, store, progress, {}));
    }
    ImageAnalysis analyze(TestImage image) { return need(analyzeImage(open(std::move(image)), {}, {})); }
    static std::uint64_t sizeAsOneLayer(const Image &image)
    {
        const auto history = need(TreeHistory::make(image.tree, {}));
        return need(SquashedLayer::make(history, 0, int(image.layers.size()) - 1, {})).contentSize();
    }

    QTemporaryDir m_folder;
    int m_images = 0;
};

/// The steps of the image that dive tests itself with, and smaller files: 100 bytes for its README.md.
void TestImageAnalysis::imageOfDive()
{
    const std::string text(100, 'x');
    TestImage image;
    image.layers = {
        TarBuilder().file("bin/busybox", std::string(1000, 'b')).hardlink("bin/sh", "bin/busybox").dir("root").finish(),
        TarBuilder().file("somefile.txt", text).finish(),
        TarBuilder().dir("root/example").dir("root/example/really/nested").finish(),
        TarBuilder().file("root/example/somefile1.txt", text).finish(),
        TarBuilder().add({.path = "root/example/somefile1.txt", .content = text, .mode = 0444}).finish(),
        TarBuilder().file("root/example/somefile2.txt", text).finish(),
        TarBuilder().file("root/example/somefile3.txt", text).finish(),
        TarBuilder().file("root/example/.wh.somefile3.txt").file("root/saved.txt", text).finish(),
        TarBuilder().file("root/.saved.txt", text).finish(),
        TarBuilder().file("root/.wh.example").finish(),
        TarBuilder().file("root/.data/tag.sh", std::string(50, 't')).file("root/.data/test.sh", std::string(70, 't')).finish(),
        TarBuilder().file("tmp/saved.again1.txt", text).finish(),
        TarBuilder().file("root/.data/saved.again2.txt", text).finish(),
        TarBuilder().add({.path = "root/saved.txt", .content = text, .mode = 0755}).finish(),
    };
    image.history = {historyStep(u"/bin/sh -c #(nop) ADD file:1 in / "_s),
                     historyStep(u"/bin/sh -c #(nop)  CMD [\"sh\"]"_s, true),
                     historyStep(u"/bin/sh -c #(nop) ADD file:2 in /somefile.txt "_s),
                     historyStep(u"/bin/sh -c mkdir -p /root/example/really/nested"_s),
                     historyStep(u"/bin/sh -c cp /somefile.txt /root/example/somefile1.txt"_s),
                     historyStep(u"/bin/sh -c chmod 444 /root/example/somefile1.txt"_s),
                     historyStep(u"/bin/sh -c cp /somefile.txt /root/example/somefile2.txt"_s),
                     historyStep(u"/bin/sh -c cp /somefile.txt /root/example/somefile3.txt"_s),
                     historyStep(u"/bin/sh -c mv /root/example/somefile3.txt /root/saved.txt"_s),
                     historyStep(u"/bin/sh -c cp /root/saved.txt /root/.saved.txt"_s),
                     historyStep(u"/bin/sh -c rm -rf /root/example/"_s),
                     historyStep(u"/bin/sh -c #(nop) ADD dir:3 in /root/.data/ "_s),
                     historyStep(u"/bin/sh -c cp /root/saved.txt /tmp/saved.again1.txt"_s),
                     historyStep(u"/bin/sh -c cp /root/saved.txt /root/.data/saved.again2.txt"_s),
                     historyStep(u"/bin/sh -c chmod +x /root/saved.txt"_s)};
    const auto opened = open(image);
    const ImageAnalysis analysis = need(analyzeImage(opened, {}, {}));
    QCOMPARE(analysis.size, 1620U);
    QCOMPARE(analysis.layersSize, 2120U);
    QCOMPARE(analysis.hidden, (ImageAnalysis::Hidden{.attributesOnly = 200, .overwritten = 0, .deleted = 300}));
    QCOMPARE(sizeAsOneLayer(*opened), analysis.layersSize - analysis.hidden.total());
    QVERIFY(analysis.knowsContents);
    QCOMPARE(analysis.layers[3].hidden, 100U);
    QCOMPARE(analysis.layers[8].hidden, 0U);
    QCOMPARE(analysis.dive.wastedBytes, 500U);

    QCOMPARE(analysis.duplicates.size(), 1U);
    QCOMPARE(analysis.duplicates[0].copies.size(), 5U);
    QCOMPARE(analysis.duplicateBytes, 400U);
    QCOMPARE(analysis.duplicates[0].digest, sha256(asBytes(text)));

    QVERIFY(analysis.base);
    QCOMPARE(analysis.base->layers, 1);
    QCOMPARE(analysis.base->evidence, BaseImage::Evidence::Command);

    struct Expected {
        WasteCause cause;
        int writtenBy;
        int layer;
        std::string path;
        Advice advice = Advice::JoinSteps;
    };
    // Of the same size, so in the order of the layers that cause them.
    const std::vector<Expected> expected{{WasteCause::AttributesOnly, 3, 4, "/root/example/somefile1.txt"},
                                         {WasteCause::Moved, 6, 7, "/root/example/somefile3.txt", Advice::CreateInPlace},
                                         {WasteCause::Deleted, 4, 9, "/root/example/somefile1.txt"},
                                         {WasteCause::Deleted, 5, 9, "/root/example/somefile2.txt"},
                                         {WasteCause::AttributesOnly, 7, 13, "/root/saved.txt"}};
    QCOMPARE(analysis.savings.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const Saving &saving = analysis.savings[i];
        QCOMPARE(saving.cause, expected[i].cause);
        QCOMPARE(saving.writtenBy, expected[i].writtenBy);
        QCOMPARE(saving.layer, expected[i].layer);
        QCOMPARE(saving.bytes, 100U);
        QCOMPARE(saving.advice, expected[i].advice);
        QCOMPARE(pathsOf(analysis, saving), Paths{expected[i].path});
    }
    QCOMPARE(analysis.newPath(analysis.filesOf(analysis.savings[1]).front()), "/root/saved.txt");
    QCOMPARE(analysis.savings[0].aspects, Aspects(Aspect::Mode));
}

void TestImageAnalysis::attributesAndAdvice()
{
    const std::string big(300, 'b');
    TestImage image;
    image.layers = {
        TarBuilder()
            .file("usr/lib/base.so", std::string(50, 's'))
            .file("usr/bin/tool", std::string(40, 't'))
            .file("etc/conf", "12345")
            .finish(),
        TarBuilder()
            .file("app/run", big)
            .file("app/own", std::string(200, 'o'))
            .file("app/both", std::string(20, 'B'))
            .file("app/edit", "123")
            .finish(),
        // chmod, chown, both, sed; base image's files changed, overwritten and removed
        TarBuilder()
            .add({.path = "app/run", .content = big, .mode = 0755})
            .add({.path = "app/own", .content = std::string(200, 'o'), .uid = 1000})
            .add({.path = "app/both", .content = std::string(20, 'B'), .mode = 0700, .gid = 5})
            .file("app/edit", "456")
            .add({.path = "usr/lib/base.so", .content = std::string(50, 's'), .uid = 1})
            .file("usr/bin/.wh.tool")
            .file("etc/conf", "54321")
            .finish(),
        TarBuilder().file("app/run", "new").file("app/.wh.edit").finish(),
    };
    image.history = {historyStep(u"ADD rootfs.tar / # buildkit"_s), historyStep(u"CMD [\"bash\"]"_s, true),
                     historyStep(u"COPY . /app # buildkit"_s), historyStep(u"RUN /bin/sh -c ./setup # buildkit"_s),
                     historyStep(u"COPY new /app # buildkit"_s)};
    const ImageAnalysis analysis = analyze(image);
    QCOMPARE(analysis.hidden,
             (ImageAnalysis::Hidden{.attributesOnly = 300 + 200 + 20 + 50, .overwritten = 3 + 5 + 300, .deleted = 40 + 3}));

    const auto find = [&analysis](WasteCause cause, int writtenBy, int layer) -> const Saving & {
        const auto found = std::ranges::find_if(analysis.savings, [&](const Saving &saving) {
            return saving.cause == cause && saving.writtenBy == writtenBy && saving.layer == layer;
        });
        if (found == analysis.savings.end())
            qFatal("no such saving");
        return *found;
    };
    const Saving &attributes = find(WasteCause::AttributesOnly, 1, 2);
    QCOMPARE(attributes.bytes, 520U);
    QCOMPARE(attributes.aspects, Aspects(Aspects(Aspect::Mode) | Aspects(Aspect::Owner)));
    QCOMPARE(attributes.advice, Advice::CopyWithModeAndOwner);
    QCOMPARE(pathsOf(analysis, attributes), (Paths{"/app/run", "/app/own", "/app/both"})); // largest first
    QCOMPARE(&attributes, &analysis.savings.front());
    QCOMPARE(find(WasteCause::Overwritten, 1, 2).advice, Advice::CopyResult);
    QCOMPARE(find(WasteCause::AttributesOnly, 0, 2).advice, Advice::KeepBaseAttributes);
    QCOMPARE(find(WasteCause::Overwritten, 0, 2).advice, Advice::NewerBase);
    QCOMPARE(find(WasteCause::Deleted, 0, 2).advice, Advice::SmallerBase);
    QCOMPARE(find(WasteCause::Overwritten, 2, 3).advice, Advice::MergeLayers);
    QCOMPARE(find(WasteCause::Deleted, 2, 3).bytes, 3U);

    const auto advice = [](WasteCause cause, Aspects aspects, StepKind writing, StepKind hiding) {
        return adviceFor({.cause = cause, .writtenBy = 1, .layer = 2, .aspects = aspects}, writing, hiding, 1);
    };
    QCOMPARE(advice(WasteCause::AttributesOnly, Aspects(Aspect::Mode), StepKind::Copy, StepKind::Run), Advice::CopyWithMode);
    QCOMPARE(advice(WasteCause::AttributesOnly, Aspects(Aspect::Owner), StepKind::Copy, StepKind::Run), Advice::CopyWithOwner);
    QCOMPARE(advice(WasteCause::AttributesOnly, Aspects(Aspect::Time), StepKind::Copy, StepKind::Run), Advice::CopyResult);
    QCOMPARE(advice(WasteCause::AttributesOnly, Aspects(Aspect::Time), StepKind::Copy, StepKind::Copy), Advice::CopyOnce);
    QCOMPARE(advice(WasteCause::Deleted, 0, StepKind::Copy, StepKind::Run), Advice::BindMount);
    QCOMPARE(advice(WasteCause::Deleted, 0, StepKind::Unknown, StepKind::Run), Advice::MergeLayers);
    QCOMPARE(adviceFor({.cause = WasteCause::Deleted, .writtenBy = 0, .layer = 1}, StepKind::Run, StepKind::Run, 2),
             Advice::OtherBase);
    QCOMPARE(stepKindOf(u"/bin/bash -o pipefail -c make"_s), StepKind::Run);
    QCOMPARE(stepKindOf(u"WORKDIR /app"_s), StepKind::Unknown);
}

void TestImageAnalysis::caches()
{
    TestImage image;
    image.layers = {
        TarBuilder().file("bin/sh", "1").finish(),
        TarBuilder()
            .file("var/lib/apt/lists/deb.debian.org_Packages", std::string(70, 'p'))
            .file("var/cache/apt/archives/x.deb", std::string(80, 'd'))
            .file("var/cache/apt/pkgcache.bin", "1")
            .file("home/me/.cache/pip/http/1", std::string(30, 'h'))
            .file("usr/lib/app/__pycache__/a.pyc", std::string(20, 'c'))
            .finish(),
        TarBuilder().file("var/lib/apt/.wh.lists").finish(),
        TarBuilder()
            .file("usr/local/lib/ruby/gems/3.2/cache/a.gem", std::string(5, 'g'))
            .file("root/.npm/_cacache/1", "1234567")
            .finish(),
    };
    image.history
        = {historyStep(u"FROM scratch"_s), historyStep(u"/bin/sh -c apt-get update && apt-get install x && pip install y"_s),
           historyStep(u"/bin/sh -c rm -rf /var/lib/apt/lists"_s), historyStep(u"COPY /deps / # buildkit"_s)};
    const ImageAnalysis analysis = analyze(image);
    QCOMPARE(analysis.savings.size(), 5U);
    const auto check
        = [&](std::size_t number, WasteCause cause, CacheKind cache, Advice advice, std::uint64_t bytes, const Paths &paths) {
              const Saving &saving = analysis.savings[number];
              QCOMPARE(saving.cause, cause);
              QCOMPARE(saving.cache, cache);
              QCOMPARE(saving.advice, advice);
              QCOMPARE(saving.bytes, bytes);
              QCOMPARE(pathsOf(analysis, saving), paths);
          };
    check(0, WasteCause::Cache, CacheKind::AptArchives, Advice::CacheMount, 81,
          {"/var/cache/apt/archives/x.deb", "/var/cache/apt/pkgcache.bin"});
    check(1, WasteCause::Deleted, CacheKind::AptLists, Advice::CacheMount, 70, {"/var/lib/apt/lists/deb.debian.org_Packages"});
    check(2, WasteCause::Cache, CacheKind::Pip, Advice::CacheMount, 30, {"/home/me/.cache/pip/http/1"});
    check(3, WasteCause::Cache, CacheKind::Npm, Advice::LeaveOutCache, 7, {"/root/.npm/_cacache/1"});
    check(4, WasteCause::Cache, CacheKind::RubyGems, Advice::LeaveOutCache, 5, {"/usr/local/lib/ruby/gems/3.2/cache/a.gem"});
    QCOMPARE(analysis.savings[0].layer, 1);
    QCOMPARE(analysis.hidden.total(), 70U);
}

void TestImageAnalysis::hardLinks()
{
    const std::string text(10, 'x');
    TestImage image;
    image.layers = {
        TarBuilder().file("a", text).hardlink("b", "a").file("c", "12345").hardlink("d", "c").finish(),
        TarBuilder().add({.path = "a", .content = text, .mode = 0600}).file(".wh.c").finish(), // `b` and `d` remain
        TarBuilder().file(".wh.b").finish(),
    };
    const auto opened = open(image);
    const ImageAnalysis analysis = need(analyzeImage(opened, {}, {}));
    QCOMPARE(analysis.layersSize, 25U);
    QCOMPARE(analysis.size, 15U);
    QCOMPARE(sizeAsOneLayer(*opened), 15U);
    QCOMPARE(analysis.savings.size(), 1U);
    QCOMPARE(analysis.savings[0].cause, WasteCause::Deleted);
    QCOMPARE(analysis.savings[0].layer, 2);
    QCOMPARE(pathsOf(analysis, analysis.savings[0]), Paths{"/b"});
    QVERIFY(analysis.duplicates.empty());
}

void TestImageAnalysis::hardLinksOutOfCaches()
{
    TestImage image;
    image.layers = {TarBuilder()
                        .file("opt/conda/pkgs/a/lib.so", "12345")
                        .hardlink("opt/conda/lib/lib.so", "opt/conda/pkgs/a/lib.so")
                        .file("opt/conda/pkgs/a/only.here", "123")
                        .hardlink("opt/conda/pkgs/b/only.here", "opt/conda/pkgs/a/only.here")
                        .finish()};
    const ImageAnalysis analysis = analyze(image);
    QCOMPARE(analysis.savings.size(), 1U);
    QCOMPARE(analysis.savings[0].bytes, 3U);
    QCOMPARE(pathsOf(analysis, analysis.savings[0]), Paths{"/opt/conda/pkgs/a/only.here"});
}

/// A content that the removing layer has elsewhere was moved; one that an older or a later layer has was not.
void TestImageAnalysis::movedFiles()
{
    TestImage image;
    image.layers = {
        TarBuilder().file("base", std::string(900, 'b')).file("old", std::string(50, 'o')).finish(),
        TarBuilder()
            .file("src/moved", std::string(700, 'm'))
            .file("src/old", std::string(50, 'o'))
            .file("src/later", std::string(30, 'l'))
            .file("var/cache/apt/a.deb", std::string(20, 'a'))
            .finish(),
        TarBuilder()
            .file(".wh.base")
            .file("new/base", std::string(900, 'b'))
            .file(".wh.src")
            .file("new/moved", std::string(700, 'm'))
            .file("var/cache/apt/.wh.a.deb")
            .file("new/a.deb", std::string(20, 'a'))
            .finish(),
        TarBuilder().file("new/later", std::string(30, 'l')).file("new/moved", std::string(600, 'x')).finish(),
    };
    image.history = {historyStep(u"ADD rootfs.tar / # buildkit"_s), historyStep(u"CMD [\"bash\"]"_s, true),
                     historyStep(u"COPY . / # buildkit"_s), historyStep(u"RUN /bin/sh -c mv # buildkit"_s),
                     historyStep(u"RUN /bin/sh -c ./more # buildkit"_s)};
    const ImageAnalysis analysis = analyze(image);
    QCOMPARE(analysis.hidden.deleted, 900U + 700 + 50 + 30 + 20);
    struct Expected {
        WasteCause cause;
        Advice advice;
        Paths paths;
    };
    const std::vector<Expected> expected{
        {WasteCause::Moved, Advice::KeepBasePaths, {"/base"}},
        {WasteCause::Moved, Advice::CreateInPlace, {"/src/moved"}},
        {WasteCause::Overwritten, Advice::JoinSteps, {"/new/moved"}},
        {WasteCause::Deleted, Advice::BindMount, {"/src/old", "/src/later"}},
        {WasteCause::Moved, Advice::LeaveOutCache, {"/var/cache/apt/a.deb"}},
    };
    QCOMPARE(analysis.savings.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(analysis.savings[i].cause, expected[i].cause);
        QCOMPARE(analysis.savings[i].advice, expected[i].advice);
        QCOMPARE(pathsOf(analysis, analysis.savings[i]), expected[i].paths);
    }
    QCOMPARE(analysis.newPath(analysis.filesOf(analysis.savings[0]).front()), "/new/base");
    QVERIFY(traitsOf(analysis.savings[0].cache).title.isEmpty());
}

void TestImageAnalysis::replacedInItsOwnLayer()
{
    TestImage image;
    image.layers = {TarBuilder().file("d/a", "1234").file("d/a", "12").finish()};
    const ImageAnalysis analysis = analyze(image);
    QCOMPARE(analysis.size, 2U);
    QCOMPARE(analysis.hidden, (ImageAnalysis::Hidden{.attributesOnly = 0, .overwritten = 4, .deleted = 0}));
    QCOMPARE(analysis.savings[0].advice, Advice::RewriteLayer);
    QCOMPARE(pathsOf(analysis, analysis.savings[0]), Paths{"/d/a"});
}

void TestImageAnalysis::repeatedLayers()
{
    const std::string layer = TarBuilder().file("a", std::string(5000, 'a')).finish();
    TestImage image;
    image.layers = {layer, TarBuilder().file(".wh.a").finish(), layer};
    const ImageAnalysis analysis = analyze(image);
    QCOMPARE(analysis.layersSize, 10000U);
    QCOMPARE(analysis.hidden.deleted, 5000U);
    QVERIFY(analysis.layers[2].isRepeated);
    QCOMPARE(analysis.compressedSize(), analysis.layer(0).compressedSize + analysis.layer(1).compressedSize);
    QCOMPARE(analysis.compressedBytes(2, 5000), std::optional<std::uint64_t>(0));
}

void TestImageAnalysis::baseImage()
{
    const std::string lowest = TarBuilder().file("a", "1").finish();
    const std::string second = TarBuilder().file("b", "2").finish();
    TestImage image;
    image.layers = {lowest, second, TarBuilder().file("c", "3").finish()};
    const auto opened = open(image);
    const auto candidate = [&](const QString &name, std::size_t layers) {
        BaseCandidate made{.name = name, .digests = {Digest::of(asBytes(name.toStdString()))}, .diffIds = {}};
        for (std::size_t i = 0; i < layers; ++i)
            made.diffIds.push_back(*opened->layers[i].diffId);
        return made;
    };
    BaseCandidate other = candidate(u"other"_s, 1);
    other.diffIds.push_back(*opened->layers[2].diffId);
    const std::vector<BaseCandidate> candidates{candidate(u"nothing"_s, 0), candidate(u"short"_s, 1), candidate(u"long"_s, 2),
                                                other, candidate(u"same"_s, 3)};
    auto base = findBaseImage(*opened, candidates);
    QVERIFY(base);
    QCOMPARE(base->name, u"long"_s);
    QCOMPARE(base->layers, 2);
    QCOMPARE(base->evidence, BaseImage::Evidence::Layers);
    QVERIFY(!findBaseImage(*opened, std::span(candidates).last(2)));
    QVERIFY(!findBaseImage(*opened, {}));

    // Annotations, of the manifest or as labels, name one of them.
    image.run = {{u"Labels"_s,
                  QJsonObject{{u"org.opencontainers.image.base.name"_s, u"docker.io/library/short:1"_s},
                              {u"org.opencontainers.image.base.digest"_s, candidates[1].digests[0].toString()}}}};
    const auto labelled = open(image);
    base = findBaseImage(*labelled, candidates);
    QCOMPARE(*base, (BaseImage{BaseImage::Evidence::Digest, u"docker.io/library/short:1"_s, candidates[1].digests[0], 1}));
    base = findBaseImage(*labelled, {});
    QCOMPARE(*base, (BaseImage{BaseImage::Evidence::None, u"docker.io/library/short:1"_s, candidates[1].digests[0], 0}));

    // Of a store.
    Store store = need(Store::open(m_folder.filePath(u"bases"_s)));
    QVERIFY(baseCandidates(store, {}).empty());
}

void TestImageAnalysis::baseImageOfTheHistory_data()
{
    const auto at = [](const char *time, const char *createdBy, bool isEmpty = false) {
        QJsonObject made = historyStep(QString::fromLatin1(createdBy), isEmpty);
        made.insert(u"created"_s, QString::fromLatin1(time));
        return made;
    };
    QTest::addColumn<QJsonArray>("history");
    QTest::addColumn<int>("layers");
    const QJsonObject base = at("2024-01-01T00:00:00Z", "ADD a");
    const QJsonObject command = at("2024-01-01T00:00:00Z", "/bin/sh -c #(nop)  CMD [\"bash\"]", true);
    const QJsonObject own = at("2024-01-01T00:10:00.5Z", "RUN a");
    QTest::newRow("command") << QJsonArray{base, command, own, own, command} << 1;
    QTest::newRow("commands of two images") << QJsonArray{base, command, own, command, own} << 2;
    QTest::newRow("nothing") << QJsonArray{base, own, own} << 0;
    QTest::newRow("a pause") << QJsonArray{base, own, at("2024-03-01T00:00:00Z", "RUN b")} << 2;
    QTest::newRow("the longest pause") << QJsonArray{at("1970-01-01T00:00:00Z", "bazel build"), own,
                                                     at("2024-03-01T00:00:00Z", "RUN b")}
                                       << 1;
    QTest::newRow("another number of layers") << QJsonArray{base, command, own} << 0;
    QTest::newRow("no times") << QJsonArray{at("", "a"), at("x", "b"), own} << 0;
}

void TestImageAnalysis::baseImageOfTheHistory()
{
    QFETCH(QJsonArray, history);
    QFETCH(int, layers);
    TestImage image;
    for (const char *name : {"a", "b", "c"})
        image.layers.push_back(TarBuilder().file(name, name).finish());
    image.history = history;
    const auto base = findBaseImage(*open(image), {});
    QCOMPARE(base ? base->layers : 0, layers);
}

void TestImageAnalysis::unverifiedLayers()
{
    TestImage image;
    image.layers = {TarBuilder().file("a", "same").file("b", "same").finish(),
                    TarBuilder().add({.path = "a", .content = "same", .mode = 0600}).finish()};
    const ImageAnalysis analysis = need(analyzeImage(open(image, Compression::None), {}, {}));
    QVERIFY(!analysis.knowsContents);
    QCOMPARE(analysis.hidden, (ImageAnalysis::Hidden{.attributesOnly = 0, .overwritten = 4, .deleted = 0}));
    QVERIFY(analysis.duplicates.empty());
}

void TestImageAnalysis::uncompressedLayers()
{
    TestImage image;
    image.layers = {TarBuilder().file("a", "1").finish()};
    const ImageAnalysis analysis = need(analyzeImage(open(image, Compression::None), {}, {}));
    QVERIFY(!analysis.compressedSize());
    QVERIFY(!analysis.compressedBytes(0, 1));
    QVERIFY(!analysis.without({}).compressedSize);
}

void TestImageAnalysis::ticking()
{
    TestImage image;
    image.layers = {TarBuilder().file("a", std::string(3000, 'a')).file("b", std::string(1000, 'b')).finish(),
                    TarBuilder().add({.path = "a", .content = std::string(3000, 'a'), .mode = 0600}).file("b", "bb").finish()};
    const ImageAnalysis analysis = analyze(image);
    QCOMPARE(analysis.savings.size(), 2U);
    const std::size_t one[]{1};
    const std::size_t both[]{0, 1, 0};
    QCOMPARE(analysis.without({}).layersSize, 7002U);
    QCOMPARE(analysis.without(one).layersSize, 6002U);
    QCOMPARE(analysis.without(both).layersSize, analysis.size);
    // The layer's tar has 4,000 bytes of files among 512 for each header and a kilobyte at its end.
    const std::uint64_t blob = analysis.layer(0).compressedSize;
    const std::uint64_t tar = analysis.layer(0).size;
    QVERIFY(tar > 5000);
    const auto estimate = std::uint64_t(double(blob) * (4000.0 / double(tar)));
    QCOMPARE(analysis.without(both).compressedSize, *analysis.compressedSize() - estimate);
}

void TestImageAnalysis::randomLayers()
{
    std::mt19937 random(14);
    const auto below = [&random](unsigned end) { return unsigned(random() % end); };
    ImageAnalysis::Hidden all;
    std::uint64_t duplicateBytes = 0;
    for (int round = 0; round < 60; ++round) {
        /// A file of the plain computation; the paths lead to numbers of files.
        struct File {
            std::string content;
            int layer;
        };
        std::vector<File> files;
        std::map<std::string, std::size_t> paths;
        ImageAnalysis::Hidden hidden;
        std::uint64_t layersSize = 0;
        TestImage image;
        const int layers = 2 + int(below(5));
        for (int layer = 0; layer < layers; ++layer) {
            TarBuilder tar;
            const auto before = paths;
            // Whiteouts come first, so that it is plain what they remove.
            for (unsigned i = layer == 0 ? 0 : below(4); i > 0; --i) {
                const std::string directory = "d" + std::to_string(below(3));
                if (below(3) == 0) {
                    tar.file(".wh." + directory);
                    std::erase_if(paths, [&](const auto &path) { return path.first.starts_with(directory + '/'); });
                } else if (below(4) == 0) {
                    tar.file(directory + "/.wh..wh..opq");
                    std::erase_if(paths, [&](const auto &path) { return path.first.starts_with(directory + '/'); });
                } else {
                    const std::string name = "f" + std::to_string(below(5));
                    tar.file(directory + "/.wh." + name);
                    paths.erase(directory + '/' + name);
                }
            }
            std::vector<std::string> written;
            for (unsigned i = below(8); i > 0; --i) {
                const std::string path = "d" + std::to_string(below(3)) + "/f" + std::to_string(below(5));
                if (std::ranges::find(written, path) != written.end())
                    continue;
                if (below(5) == 0 && !written.empty()) {
                    const std::string target = written[below(unsigned(written.size()))];
                    tar.hardlink(path, target);
                    paths[path] = paths[target];
                } else {
                    const std::string content(1 + below(3), char('a' + below(2)));
                    tar.add({.path = path, .content = content, .mode = std::int64_t(0600 + below(2))});
                    paths[path] = files.size();
                    files.push_back({content, layer});
                    layersSize += content.size();
                }
                written.push_back(path);
            }
            // What has lost its last name in this layer.
            std::map<std::size_t, int> lost; // file → 0: deleted, 1: overwritten, 2: only attributes
            for (const auto &[path, file] : before) {
                if (std::ranges::any_of(paths, [&](const auto &other) { return other.second == file; }))
                    continue;
                const auto after = paths.find(path);
                int how = after == paths.end() ? 0 : 1;
                if (how == 1 && files[after->second].layer == layer && files[after->second].content == files[file].content)
                    how = 2;
                lost[file] = std::max(lost.contains(file) ? lost[file] : 0, how);
            }
            for (const auto &[file, how] : lost) {
                std::uint64_t &sum = how == 0 ? hidden.deleted : how == 1 ? hidden.overwritten : hidden.attributesOnly;
                sum += files[file].content.size();
            }
            image.layers.push_back(tar.finish());
        }
        const auto opened = open(image);
        const ImageAnalysis analysis = need(analyzeImage(opened, {}, {}));
        QCOMPARE(analysis.layersSize, layersSize);
        QCOMPARE(analysis.hidden, hidden);
        QCOMPARE(analysis.size, layersSize - hidden.total());
        QCOMPARE(sizeAsOneLayer(*opened), analysis.size);
        std::map<std::string, std::set<std::size_t>> contents;
        for (const auto &[path, file] : paths)
            contents[files[file].content].insert(file);
        std::uint64_t duplicates = 0;
        for (const auto &[content, same] : contents)
            duplicates += content.size() * (same.size() - 1);
        QCOMPARE(analysis.duplicateBytes, duplicates);
        // Every hidden byte is in one saving, and in one layer.
        std::uint64_t saved = 0;
        for (const Saving &saving : analysis.savings)
            saved += saving.bytes;
        QCOMPARE(saved, hidden.total());
        std::uint64_t hiddenInLayers = 0;
        for (const ImageAnalysis::Layer &layer : analysis.layers)
            hiddenInLayers += layer.hidden;
        QCOMPARE(hiddenInLayers, hidden.total());
        all.attributesOnly += hidden.attributesOnly;
        all.overwritten += hidden.overwritten;
        all.deleted += hidden.deleted;
        duplicateBytes += duplicates;
    }
    QVERIFY(all.attributesOnly > 20 && all.overwritten > 20 && all.deleted > 20 && duplicateBytes > 20);
}

void TestImageAnalysis::stops()
{
    TestImage image;
    image.layers = {TarBuilder().file("a", "1").finish()};
    const auto opened = open(image);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)analyzeImage(opened, {}, stop.get_token()));
}

STRATOSCOPE_GUILESS_TEST(TestImageAnalysis)
#include "tst_image_analysis.moc"
