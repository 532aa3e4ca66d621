// SPDX-License-Identifier: Apache-2.0
#include "push/push_image.h"

#include "base/cancel.h"
#include "store/store.h"
#include "support/compress.h"
#include "support/config_home.h"
#include "support/disk_tree.h"
#include "support/fault_proxy.h"
#include "support/image_files.h"
#include "support/layout_maker.h"
#include "support/need.h"
#include "support/registry_server.h"
#include "support/results.h"
#include "support/run_tool.h"
#include "support/test_main.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <condition_variable>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace std::chrono_literals;

namespace {

std::string layerWith(unsigned seed, std::size_t size = 10'000)
{
    return TarBuilder().file("noise-" + std::to_string(seed), noise(size, seed)).finish();
}

/// A registry that has nothing and takes everything, but answers a chunk only when so many are on their way, and none of more.
class CrowdedRegistry
{
public:
    explicit CrowdedRegistry(int crowd)
        : m_crowd(crowd)
    {
    }

    QString address() const { return m_server.address(); }
    int most() const { return m_most; }
    QByteArrayList puts() const
    {
        QByteArrayList paths;
        for (const SeenRequest &request : m_server.requests()) {
            if (request.method == "PUT")
                paths << request.path();
        }
        return paths;
    }

private:
    void serve(HttpServer::Exchange &exchange)
    {
        const WireRequest &request = exchange.request();
        if (request.method == "HEAD") {
            exchange.answer({.status = 404});
        } else if (request.method == "POST") {
            exchange.answer(
                {.status = 202, .headers = {{"Location", "/v2/team/app/blobs/uploads/" + QByteArray::number(++m_uploads)}}});
        } else if (request.method == "PATCH") {
            if (request.body.size() > kConfigSize)
                waitForOthers();
            exchange.answer(
                {.status = 202,
                 .headers = {{"Location", request.path()}, {"Range", "0-" + QByteArray::number(request.body.size() - 1)}}});
        } else {
            exchange.answer({.status = request.method == "PUT" ? 201 : 200});
        }
    }

    void waitForOthers()
    {
        std::unique_lock lock(m_mutex);
        m_most = std::max(m_most.load(), ++m_here);
        if (m_here == m_crowd)
            m_isCrowd = true;
        m_changed.notify_all();
        m_changed.wait_for(lock, 30s, [this] { return m_isCrowd; });
        --m_here;
    }

    static constexpr qsizetype kConfigSize = 5000; ///< at most
    const int m_crowd;
    std::atomic<int> m_uploads = 0;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_here = 0;
    bool m_isCrowd = false; ///< has been
    std::atomic<int> m_most = 0;
    HttpServer m_server{[this](HttpServer::Exchange &exchange) { serve(exchange); }};
};

} // namespace

/// Pushes, read back by skopeo.
class TestPushImage : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ConfigHome> m_home;
    std::unique_ptr<RegistryServer> m_registry;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<TestFolder> m_folder;
    std::vector<Progress> m_progress;

    QString layout(const std::map<std::string, std::string> &files) const
    {
        const QString folder = m_folder->path() + u"/layout"_s;
        writeFiles(folder, files);
        return folder;
    }
    Result<PushReport> push(const QString &image, const QString &reference, const std::stop_token &stop = {},
                            const std::function<void(const Progress &)> &watch = {})
    {
        Store store = need(Store::open(m_folder->path() + u"/store"_s));
        RegistryOptions options;
        options.retry = {.retries = 2, .firstDelay = 1ms};
        m_progress.clear();
        ProgressMeter progress([&](const Progress &now) {
            m_progress.push_back(now);
            if (watch)
                watch(now);
        });
        const PushRequest request{.image = image, .reference = reference};
        return pushImage(request, need(Registries::load(options)), store, progress, stop);
    }
    QString reference(const QString &name) const { return m_proxy->address() + u'/' + name; }
    QJsonObject manifest(const QString &name) const
    {
        const QByteArray raw = runTool(
            u"skopeo"_s, {u"inspect"_s, u"--raw"_s, u"--tls-verify=false"_s, u"docker://"_s + m_registry->address() + u'/' + name},
            m_folder->path());
        return QJsonDocument::fromJson(raw).object();
    }
    QString skopeoDigest(const QString &name) const
    {
        return QString::fromLatin1(runTool(u"skopeo"_s,
                                           {u"inspect"_s, u"--tls-verify=false"_s, u"--format"_s, u"{{.Digest}}"_s,
                                            u"docker://"_s + m_registry->address() + u'/' + name},
                                           m_folder->path()))
            .trimmed();
    }
    qsizetype count(const QByteArray &method, const QByteArray &path) const
    {
        return std::ranges::count_if(m_proxy->requests(), [&](const SeenRequest &request) {
            return request.method == method && request.path().contains(path);
        });
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_home = std::make_unique<ConfigHome>();
        m_registry = std::make_unique<RegistryServer>();
        m_proxy = std::make_unique<FaultProxy>(m_registry->port());
    }
    void init()
    {
        m_folder = std::make_unique<TestFolder>();
        m_proxy->clearFaults();
        m_proxy->forgetRequests();
    }

    void keepsDigests()
    {
        LayoutMaker maker;
        const QJsonObject image = maker.image({.layers = {layerWith(1), layerWith(2)}, .compression = Compression::Gzip});
        const QString folder = layout(maker.entry(image).files());
        const PushReport report = need(push(folder, reference(u"team/app:1"_s)));
        QCOMPARE(report.digest.toString(), digestOf(image));
        QCOMPARE(skopeoDigest(u"team/app:1"_s), digestOf(image));
        QCOMPARE(report.reference, reference(u"team/app:1"_s));
        QCOMPARE(report.reusedBytes, 0U);

        const PushReport again = need(push(folder, reference(u"team/app:2"_s)));
        QCOMPARE(again.digest, report.digest);
        QVERIFY(again.reusedBytes > 20'000);
        QCOMPARE(count("PATCH", "/blobs/"), 3); // two layers and the config, once
    }

    void eachLayerOnce()
    {
        const std::string layer = layerWith(3);
        const QString folder = layout(ociLayout({{.layers = {layer, layerWith(4), layer, layer}}}));
        need(push(folder, reference(u"team/twice:1"_s)));
        QCOMPARE(manifest(u"team/twice:1"_s)["layers"_L1].toArray().size(), 4);
        QCOMPARE(count("PATCH", "/blobs/"), 3);
    }

    void compressesWhatHasNoManifest()
    {
        const QString path = m_folder->path() + u"/saved.tar"_s;
        writeDisk(path,
                  QByteArray::fromStdString(tarOf(dockerArchive(
                      {{.layers = {layerWith(5), layerWith(6), layerWith(7), layerWith(8)}}}, DockerLayout::Skopeo))));
        const PushReport report = need(push(path, reference(u"team/saved:1"_s)));
        QCOMPARE(skopeoDigest(u"team/saved:1"_s), report.digest.toString());
        const QJsonArray layers = manifest(u"team/saved:1"_s)["layers"_L1].toArray();
        QCOMPARE(layers.size(), 4);
        for (const QJsonValue layer : layers)
            QCOMPARE(layer["mediaType"_L1].toString(), u"application/vnd.oci.image.layer.v1.tar+gzip"_s);
        QCOMPARE(need(push(path, reference(u"team/saved:1"_s))).digest, report.digest);
    }

    void allPlatformsOrOne()
    {
        LayoutMaker maker;
        const QJsonObject index = maker.index(
            {forPlatform(maker.image({.layers = {layerWith(9)}}), u"linux/amd64"_s),
             forPlatform(maker.image({.layers = {layerWith(9), layerWith(10)}, .architecture = u"arm64"_s}), u"linux/arm64"_s)});
        const QString folder = layout(maker.entry(index).files());
        const PushReport report = need(push(folder, reference(u"team/all:1"_s)));
        QCOMPARE(report.digest.toString(), digestOf(index));
        QCOMPARE(manifest(u"team/all:1"_s)["manifests"_L1].toArray().size(), 2);
        // Manifests before the index, and everything else before them.
        QByteArrayList puts;
        for (const SeenRequest &request : m_proxy->requests()) {
            if (request.method == "PUT")
                puts << (request.path().contains("/manifests/") ? "manifest" : "blob");
        }
        QCOMPARE(puts, (QByteArrayList{"blob", "blob", "blob", "blob", "manifest", "manifest", "manifest"}));
        QVERIFY(std::ranges::any_of(m_proxy->requests(), [](const SeenRequest &request) {
            return request.method == "PUT" && request.path().endsWith("/manifests/1");
        }));

        Store store = need(Store::open(m_folder->path() + u"/store"_s));
        ProgressMeter silent;
        PushRequest request{.image = folder, .reference = reference(u"team/one:1"_s)};
        request.open.platform = need(Platform::parse(u"linux/arm64"_s));
        request.allPlatforms = false;
        need(pushImage(request, need(Registries::load({})), store, silent, {}));
        QCOMPARE(manifest(u"team/one:1"_s)["layers"_L1].toArray().size(), 2);
    }

    void severalAtATime()
    {
        CrowdedRegistry registry(3);
        const QString folder
            = layout(ociLayout({{.layers = {layerWith(1), layerWith(2), layerWith(3), layerWith(4), layerWith(5)}}}));
        need(push(folder, registry.address() + u"/team/app:1"_s));
        QCOMPARE(registry.most(), 3);
        QCOMPARE(registry.puts().size(), 7);
        QVERIFY(registry.puts().back().endsWith("/manifests/1"));
    }

    void progressCountsEverything()
    {
        const QString folder = layout(ociLayout({{.layers = {layerWith(11), layerWith(12), layerWith(13)}}}));
        need(push(folder, reference(u"team/counted:1"_s)));
        std::erase_if(m_progress, [](const Progress &progress) { return progress.stage != Stage::Push; });
        QVERIFY(!m_progress.empty());
        QVERIFY(std::ranges::is_sorted(m_progress, {}, &Progress::current));
        QVERIFY(m_progress.back().total > 30'000);
        QCOMPARE(m_progress.back().current, m_progress.back().total);
    }

    void continuesAfterACancelledPush()
    {
        std::vector<std::string> layers;
        for (unsigned seed = 20; seed < 28; ++seed)
            layers.push_back(layerWith(seed));
        const QString folder = layout(ociLayout({{.layers = layers}}));
        m_proxy->add({.path = "/blobs/uploads/", .method = "PATCH", .skip = 4, .times = kAlways, .isSilent = true});
        std::stop_source source;
        const std::jthread canceller([&source, this] {
            while (count("PATCH", "/blobs/") < 6)
                std::this_thread::sleep_for(1ms);
            source.request_stop();
        });
        QVERIFY_THROWS_EXCEPTION(Cancelled, need(push(folder, reference(u"team/stopped:1"_s), source.get_token())));
        QCOMPARE(count("PUT", "/manifests/"), 0);
        m_proxy->clearFaults();
        m_proxy->forgetRequests();
        QVERIFY(need(push(folder, reference(u"team/stopped:1"_s))).reusedBytes > 0);
        QVERIFY(count("PATCH", "/blobs/") < 9); // eight layers and the config
        QCOMPARE(manifest(u"team/stopped:1"_s)["layers"_L1].toArray().size(), 8);
    }

    void saysWhoRefuses()
    {
        const QString folder = layout(ociLayout({{.layers = {layerWith(14)}}}));
        m_proxy->add({.path = "/blobs/uploads/", .method = "POST", .times = kAlways, .status = 403});
        const auto refused = push(folder, reference(u"team/refused:1"_s));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Unauthorized);
        QVERIFY2(refused.error().message().contains(m_proxy->address() + u"/team/refused"_s),
                 qPrintable(refused.error().message()));
    }

    void aDigestHasToBeTheRightOne()
    {
        LayoutMaker maker;
        const QJsonObject image = maker.image({.layers = {layerWith(15)}});
        const QString folder = layout(maker.entry(image).files());
        VERIFY_RESULT(push(folder, reference(u"team/exact@"_s + digestOf(image))));
        const QString other = u"sha256:"_s + QString(64, u'0');
        QCOMPARE(push(folder, reference(u"team/exact@"_s + other)).error().kind, ErrorKind::Invalid);
    }
};

STRATOSCOPE_GUILESS_TEST(TestPushImage)
#include "tst_push_image.moc"
