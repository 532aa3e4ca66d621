// SPDX-License-Identifier: Apache-2.0
#include "push/push_image.h"

#include "base/cancel.h"
#include "store/partial_upload.h"
#include "store/store.h"
#include "store/store_files.h"
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

constexpr qint64 kChunk = 4 << 20; ///< the first one of an upload
constexpr std::size_t kSeveralChunks = 10'000'000;

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
    std::optional<Credentials> m_credentials;

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
        options.credentials = m_credentials;
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
    QByteArray rawManifest(const QString &name) const
    {
        return runTool(u"skopeo"_s,
                       {u"inspect"_s, u"--raw"_s, u"--tls-verify=false"_s, u"docker://"_s + m_registry->address() + u'/' + name},
                       m_folder->path());
    }
    QJsonObject manifest(const QString &name) const { return QJsonDocument::fromJson(rawManifest(name)).object(); }
    QString skopeoDigest(const QString &name) const
    {
        return QString::fromLatin1(runTool(u"skopeo"_s,
                                           {u"inspect"_s, u"--tls-verify=false"_s, u"--format"_s, u"{{.Digest}}"_s,
                                            u"docker://"_s + m_registry->address() + u'/' + name},
                                           m_folder->path()))
            .trimmed();
    }
    /// How many bytes of blobs the registry was sent.
    qint64 bytesUploaded() const
    {
        qint64 sum = 0;
        for (const SeenRequest &request : m_proxy->requests())
            sum += request.method == "PATCH" ? request.body.size() : 0;
        return sum;
    }
    /// Uploads a layer of several chunks until the first one has arrived, and cancels then. The size of the layer.
    qint64 interruptedPush(const QString &folder, const QString &name)
    {
        m_proxy->forgetRequests();
        // The config comes first.
        m_proxy->add({.path = "/blobs/uploads/", .method = "PATCH", .skip = 2, .times = kAlways, .isSilent = true});
        std::stop_source source;
        const std::jthread canceller([&source, this] {
            while (count("PATCH", "/blobs/") < 3)
                std::this_thread::sleep_for(1ms);
            source.request_stop();
        });
        bool isCancelled = false;
        try {
            need(push(folder, reference(name), source.get_token()));
        } catch (const Cancelled &) {
            isCancelled = true;
        }
        m_proxy->clearFaults();
        m_proxy->forgetRequests();
        return isCancelled ? QFileInfo(layerBlob(folder)).size() : -1;
    }
    /// The largest blob of a layout.
    static QString layerBlob(const QString &folder)
    {
        return QDir(folder + u"/blobs/sha256"_s).entryInfoList(QDir::Files, QDir::Size).value(0).filePath();
    }
    QString layoutOfSeveralChunks(unsigned seed) const
    {
        LayoutMaker maker;
        return layout(maker.entry(maker.image({.layers = {layerWith(seed, kSeveralChunks)}})).files());
    }
    /// That of the layer.
    PartialUpload uploadOf(const QString &folder, const QString &registry, const QString &repository) const
    {
        const Digest digest = need(Digest::parse(u"sha256:"_s + QFileInfo(layerBlob(folder)).fileName()));
        const Store store = need(Store::open(m_folder->path() + u"/store"_s));
        return *need(PartialUpload::begin(store.paths(), {u"http://"_s + registry, repository, digest}));
    }
    QString uploads() const { return m_folder->path() + u"/store/uploads"_s; }
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
        m_credentials.reset();
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

    void continuesWithinABlob()
    {
        const QString folder = layoutOfSeveralChunks(30);
        const qint64 size = interruptedPush(folder, u"team/large:1"_s);
        QVERIFY(size > qint64(kSeveralChunks));
        QCOMPARE(filesIn(uploads()).size(), 1);

        const PushReport report = need(push(folder, reference(u"team/large:1"_s)));
        QCOMPARE(bytesUploaded(), size - kChunk);
        QVERIFY(qint64(report.reusedBytes) > kChunk); // and the config
        QVERIFY(qint64(report.reusedBytes) < kChunk + 10'000);
        QCOMPARE(skopeoDigest(u"team/large:1"_s), report.digest.toString());
        std::erase_if(m_progress, [](const Progress &progress) { return progress.stage != Stage::Push; });
        QCOMPARE(m_progress.back().current, m_progress.back().total);
        QCOMPARE(filesIn(uploads()), QStringList());

        // As if that process had been killed before it could forget the upload.
        need(uploadOf(folder, m_proxy->address(), u"team/large"_s).setPosition({.location = "http://127.0.0.1/gone"}));
        QCOMPARE(filesIn(uploads()).size(), 1);
        need(push(folder, reference(u"team/large:1"_s)));
        QCOMPARE(filesIn(uploads()), QStringList());

        // To another repository it is another upload.
        QVERIFY(interruptedPush(folder, u"team/large-1:1"_s) > 0);
        need(push(folder, reference(u"team/large-2:1"_s)));
        QVERIFY(bytesUploaded() > size);
        QCOMPARE(filesIn(uploads()).size(), 1);
    }

    /// What is compressed anew has the same bytes.
    void continuesWithinABlobThatItMakes()
    {
        const QString path = m_folder->path() + u"/saved.tar"_s;
        writeDisk(
            path,
            QByteArray::fromStdString(tarOf(dockerArchive({{.layers = {layerWith(31, kSeveralChunks)}}}, DockerLayout::New))));
        QVERIFY(interruptedPush(path, u"team/made:1"_s) >= 0);
        QCOMPARE(filesIn(uploads()).size(), 1);
        const PushReport report = need(push(path, reference(u"team/made:1"_s)));
        QVERIFY(qint64(report.reusedBytes) > kChunk);
        QCOMPARE(bytesUploaded() + qint64(report.reusedBytes), qint64(report.bytes) - rawManifest(u"team/made:1"_s).size());
    }

    void beginsAnewWhenTheUploadIsForgotten()
    {
        const QString folder = layoutOfSeveralChunks(32);
        const qint64 size = interruptedPush(folder, u"team/forgotten:1"_s);
        m_proxy->add({.path = "/blobs/uploads/", .method = "GET", .status = 404});
        const PushReport report = need(push(folder, reference(u"team/forgotten:1"_s)));
        QCOMPARE(bytesUploaded(), size);
        QCOMPARE(report.warnings, QStringList());
        QVERIFY(report.reusedBytes < 10'000);
        QCOMPARE(filesIn(uploads()), QStringList());
    }

    void beginsAnewWhenMoreHasArrivedThanThereIs()
    {
        const QString folder = layoutOfSeveralChunks(33);
        const qint64 size = interruptedPush(folder, u"team/more:1"_s);
        m_proxy->add({.path = "/blobs/uploads/", .method = "GET", .headers = {{"Range", "0-99999999"}}});
        need(push(folder, reference(u"team/more:1"_s)));
        QCOMPARE(bytesUploaded(), size);
    }

    /// As when somebody else sends to the same upload.
    void asksAgainAfterAWrongRange()
    {
        const QString folder = layoutOfSeveralChunks(34);
        QVERIFY(interruptedPush(folder, u"team/wrong:1"_s) > 0);
        m_proxy->add({.path = "/blobs/uploads/", .method = "GET", .headers = {{"Range", "0-7999999"}}});
        const PushReport report = need(push(folder, reference(u"team/wrong:1"_s)));
        QVERIFY(count("GET", "/blobs/uploads/") > 1);
        QCOMPARE(skopeoDigest(u"team/wrong:1"_s), report.digest.toString());
    }

    /// The registry finds other bytes in an upload that is continued, and what is sent then is the whole blob.
    void beginsAnewWhenOtherBytesHaveArrived()
    {
        const QString folder = layoutOfSeveralChunks(35);
        const qint64 size = interruptedPush(folder, u"team/other:1"_s);
        m_proxy->add({.path = "/blobs/uploads/", .method = "PUT", .status = 400});
        const PushReport report = need(push(folder, reference(u"team/other:1"_s)));
        QCOMPARE(bytesUploaded(), size - kChunk + size);
        QVERIFY(report.reusedBytes < 10'000);
        QCOMPARE(skopeoDigest(u"team/other:1"_s), report.digest.toString());
    }

    void beginsAnewWhenTheUploadGetsNowhere()
    {
        const QString folder = layoutOfSeveralChunks(40);
        QVERIFY(interruptedPush(folder, u"team/stuck:1"_s) > 0);
        m_proxy->add({.path = "/blobs/uploads/", .method = "PATCH", .times = 3, .status = 500}); // as often as it is tried
        const PushReport report = need(push(folder, reference(u"team/stuck:1"_s)));
        QVERIFY(report.reusedBytes < 10'000);
        QCOMPARE(skopeoDigest(u"team/stuck:1"_s), report.digest.toString());
    }

    void leavesTheUploadToAnother()
    {
        const QString folder = layoutOfSeveralChunks(36);
        const qint64 size = interruptedPush(folder, u"team/both:1"_s);
        const PartialUpload other = uploadOf(folder, m_proxy->address(), u"team/both"_s);
        QVERIFY(other.position());
        const PushReport report = need(push(folder, reference(u"team/both:1"_s)));
        QCOMPARE(bytesUploaded(), size);
        QCOMPARE(count("GET", "/blobs/uploads/"), 0);
        QCOMPARE(skopeoDigest(u"team/both:1"_s), report.digest.toString());
        QCOMPARE(filesIn(uploads()).size(), 1);
    }

    void pushesWhereNothingCanBeKept()
    {
        writeDisk(uploads(), "no directory");
        writeDisk(m_folder->path() + u"/store/version"_s, "1\n");
        QDir(m_folder->path() + u"/store"_s).mkdir(u"tmp"_s);
        const QString folder = layoutOfSeveralChunks(37);
        const qint64 size = interruptedPush(folder, u"team/kept:1"_s);
        const PushReport report = need(push(folder, reference(u"team/kept:1"_s)));
        QCOMPARE(bytesUploaded(), size);
        QCOMPARE(skopeoDigest(u"team/kept:1"_s), report.digest.toString());
    }

    void expiredUploadsAreNotAskedFor()
    {
        const QString folder = layoutOfSeveralChunks(38);
        const qint64 size = interruptedPush(folder, u"team/expired:1"_s);
        QFile record(uploads() + u'/' + filesIn(uploads()).value(0));
        QVERIFY(record.open(QIODevice::ReadOnly));
        QVERIFY(record.setFileTime(QDateTime::currentDateTime().addDays(-2), QFileDevice::FileModificationTime));
        need(push(folder, reference(u"team/expired:1"_s)));
        QCOMPARE(bytesUploaded(), size);
        QCOMPARE(count("GET", "/blobs/uploads/"), 0);
    }

    /// The login is the registry's alone, also when an old location is asked.
    void anotherHostGetsNoLogin()
    {
        const QString folder = layoutOfSeveralChunks(39);
        const RegistryServer closed({.user = u"me"_s, .password = u"secret"_s});
        HttpServer elsewhere(always({.status = 404}));
        const QByteArray location = "http://localhost:" + QByteArray::number(elsewhere.port()) + "/there?signature=1";
        need(uploadOf(folder, closed.address(), u"team/app"_s).setPosition({.location = location}));
        m_credentials = Credentials{.user = u"me"_s, .password = u"secret"_s, .identityToken = {}};
        need(push(folder, closed.address() + u"/team/app:1"_s));
        QCOMPARE(elsewhere.requests().size(), 1U);
        QCOMPARE(elsewhere.requests().front().target, "/there?signature=1");
        QCOMPARE(elsewhere.requests().front().header("Authorization"), "");
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
