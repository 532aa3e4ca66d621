// SPDX-License-Identifier: Apache-2.0
#include "image/referrers.h"

#include "base/cancel.h"
#include "support/artifacts.h"
#include "support/config_home.h"
#include "support/http_server.h"
#include "support/layout_maker.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QTest>

#include <map>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

const QString kAmd64 = u"linux/amd64"_s;
const QString kArm64 = u"linux/arm64"_s;
constexpr auto kImage = R"({"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":")"
                        R"(sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},"layers":[]})";
const WireHeaders kJson{{"Content-Type", "application/vnd.oci.image.index.v1+json"}};

QByteArray digestText(const QByteArray &bytes)
{
    return "sha256:" + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

Result<ReferrerList> list(const QString &name, const QString &platform = {}, RegistryOptions options = {},
                          const std::stop_token &stop = {})
{
    options.retry.firstDelay = std::chrono::milliseconds(1);
    const Registries registries = need(Registries::load(options));
    const Reference reference = need(Reference::parse(name));
    RemoteRepository repository = need(RemoteRepository::open(registries, reference));
    const auto wanted = platform.isEmpty() ? std::nullopt : std::optional(need(Platform::parse(platform)));
    return listReferrers(repository, reference, wanted, stop);
}

/// `linux/amd64 sbom https://spdx.dev/Document`, without the platform for what is about the whole.
QStringList texts(const ReferrerList &list)
{
    QStringList texts;
    for (const Referrer &one : list.referrers)
        texts << (one.platform ? one.platform->toString() + u' ' : QString()) + referrerKindName(one.kind) + u' '
                + (one.predicateType.isEmpty() ? one.type : one.predicateType);
    return texts;
}

QStringList cosigned(const QString &platform = {})
{
    const QString before = platform.isEmpty() ? QString() : platform + u' ';
    return {before + u"signature application/vnd.dev.cosign.simplesigning.v1+json"_s, before + u"sbom https://cyclonedx.org/bom"_s,
            before + u"sbom text/spdx"_s, before + u"attestation https://slsa.dev/provenance/v1"_s};
}

QStringList built(const QString &platform)
{
    return {platform + u" sbom https://spdx.dev/Document"_s, platform + u" attestation https://slsa.dev/provenance/v0.2"_s};
}

/// A registry of one image, `app:1`, that answers the rest by a script: by path, without `/v2/app/`.
class Scripted
{
public:
    using Answers = std::map<QByteArray, WireAnswer>;
    explicit Scripted(Answers answers, WireAnswer otherwise = {404, {}, R"({"errors":[{"code":"NOT_FOUND"}]})"})
        : m_answers(std::move(answers))
        , m_otherwise(std::move(otherwise))
    {
        m_answers["manifests/1"] = {200, {}, kImage};
    }
    QString name() const { return m_server.address() + u"/app:1"_s; }
    QString address() const { return m_server.address(); }
    std::size_t requestCount() const { return m_server.requests().size(); }

    static QByteArray digest() { return digestText(kImage); }
    static QByteArray listPath() { return "referrers/" + digest(); }
    static QByteArray tagPath(const QByteArray &suffix) { return "manifests/" + digest().replace(':', '-') + suffix; }

private:
    void serve(HttpServer::Exchange &exchange) const
    {
        const auto found = m_answers.find(exchange.request().target.mid(int(qstrlen("/v2/app/"))));
        exchange.answer(found == m_answers.end() ? m_otherwise : found->second);
    }

    Answers m_answers;
    const WireAnswer m_otherwise;
    HttpServer m_server{[this](HttpServer::Exchange &exchange) { serve(exchange); }};
};

/// An entry of a list of referrers.
QJsonObject entry(const QByteArray &manifest, const QString &artifactType, const QJsonObject &annotations = {})
{
    QJsonObject entry{{u"mediaType"_s, u"application/vnd.oci.image.manifest.v1+json"_s},
                      {u"digest"_s, QString::fromLatin1(digestText(manifest))},
                      {u"size"_s, manifest.size()},
                      {u"artifactType"_s, artifactType}};
    if (!annotations.isEmpty())
        entry[u"annotations"_s] = annotations;
    return entry;
}

/// What an artifact's manifest has that refers to a manifest.
QJsonObject referringTo(const QString &digest, QJsonObject changes = {})
{
    changes[u"subject"_s]
        = QJsonObject{{u"mediaType"_s, u"application/vnd.oci.image.manifest.v1+json"_s}, {u"digest"_s, digest}, {u"size"_s, 500}};
    return changes;
}
QJsonObject referringToImage(const QJsonObject &changes = {})
{
    return referringTo(QString::fromLatin1(Scripted::digest()), changes);
}

WireAnswer listOf(const QJsonArray &entries)
{
    return {200, kJson, QJsonDocument(QJsonObject{{u"schemaVersion"_s, 2}, {u"manifests"_s, entries}}).toJson()};
}

QJsonObject layer(const QString &mediaType, const QJsonObject &annotations = {}, int size = 7000)
{
    return {{u"mediaType"_s, mediaType},
            {u"digest"_s, QString::fromLatin1(digestText(mediaType.toUtf8()))},
            {u"size"_s, size},
            {u"annotations"_s, annotations}};
}

} // namespace

class TestReferrers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cosign();
    void severalSignaturesOfOnePayload();
    void buildKit();
    void buildKitAndCosign();
    void byTheFallbackTag();
    void byTheApi();
    void anAnswerAboutSomethingElse_data();
    void anAnswerAboutSomethingElse();
    void whatCannotBeReadIsListed();
    void foundTwiceIsListedOnce();
    void none_data();
    void none();
    void oneWayFails_data();
    void oneWayFails();
    void allFails();
    void listsWithoutEnd();
    void wrongPlatform();
    void mirrorsWithoutAreNotAskedAlone();
    void cancel();

private:
    QString reference(const QString &name) const { return m_registry.address() + u'/' + name; }

    const ConfigHome m_home;
    const RegistryServer m_registry;
};

void TestReferrers::cosign()
{
    const QString digest = digestOf(m_registry.putSmallImage(u"signed"_s, {u"1"_s}));
    signAsCosign(m_registry, u"signed"_s, digest);
    for (const QString &name : {u"signed:1"_s, u"signed@"_s + digest}) {
        const auto found = list(reference(name));
        VERIFY_RESULT(found);
        QCOMPARE(texts(*found), cosigned());
        QCOMPARE(found->warnings, QStringList());
        for (const Referrer &one : found->referrers)
            QCOMPARE(one.subject.toString(), digest);
        const Referrer &sbom = found->referrers[2];
        QCOMPARE(sbom.digest.toString(), QString::fromLatin1(digestText("SPDXVersion: SPDX-2.3")));
        QCOMPARE(sbom.size, 21);
    }
}

void TestReferrers::severalSignaturesOfOnePayload()
{
    const QString digest = digestOf(m_registry.putSmallImage(u"twice"_s, {u"1"_s}));
    const TestDocument payload{.mediaType = u"application/octet-stream"_s, .content = "the same"};
    putArtifact(m_registry, u"twice"_s, {payload, payload}, {QString(digest).replace(u':', u'-') + u".sig"_s});
    const auto found = list(reference(u"twice:1"_s));
    VERIFY_RESULT(found);
    // What it is tells the tag, where the type does not.
    QCOMPARE(texts(*found), QStringList(2, u"signature application/octet-stream"_s));
}

void TestReferrers::buildKit()
{
    const AttestedIndex index = putAttestedIndex(m_registry, u"built"_s, u"1"_s);
    const auto all = list(reference(u"built:1"_s));
    VERIFY_RESULT(all);
    QCOMPARE(texts(*all), built(kAmd64) + built(kArm64));
    QCOMPARE(all->referrers.front().subject.toString(), index.amd64);
    QCOMPARE(all->referrers.front().type, u"application/vnd.in-toto+json"_s);

    const auto some = list(reference(u"built:1"_s), kArm64);
    VERIFY_RESULT(some);
    QCOMPARE(texts(*some), built(kArm64));
    QCOMPARE(some->referrers.front().subject.toString(), index.arm64);
}

void TestReferrers::buildKitAndCosign()
{
    const AttestedIndex index = putAttestedIndex(m_registry, u"both"_s, u"1"_s);
    signAsCosign(m_registry, u"both"_s, index.digest);
    signAsCosign(m_registry, u"both"_s, index.arm64);
    const auto all = list(reference(u"both:1"_s));
    VERIFY_RESULT(all);
    QStringList wanted = cosigned() + built(kAmd64) + cosigned(kArm64) + built(kArm64);
    wanted.move(wanted.size() - 2, wanted.size() - 3); // signatures, then SBOMs, then attestations
    QCOMPARE(texts(*all), wanted);
    QCOMPARE(texts(need(list(reference(u"both:1"_s), kAmd64))), cosigned() + built(kAmd64));
}

void TestReferrers::byTheFallbackTag()
{
    const QString digest = digestOf(m_registry.putSmallImage(u"fallback"_s, {u"1"_s}));
    QJsonObject notation = putArtifact(m_registry, u"fallback"_s, {{.mediaType = u"application/jose+json"_s, .content = "signed"}},
                                       {}, referringTo(digest, {{u"artifactType"_s, u"application/vnd.cncf.notary.signature"_s}}));
    const QJsonObject index{{u"schemaVersion"_s, 2},
                            {u"mediaType"_s, u"application/vnd.oci.image.index.v1+json"_s},
                            {u"manifests"_s, QJsonArray{notation}}};
    m_registry.putManifest(u"fallback"_s, QJsonDocument(index).toJson(), {QString(digest).replace(u':', u'-')});
    const auto found = list(reference(u"fallback:1"_s));
    VERIFY_RESULT(found);
    QCOMPARE(texts(*found), QStringList{u"signature application/vnd.cncf.notary.signature"_s});
}

void TestReferrers::byTheApi()
{
    const QString bundle = u"application/vnd.dev.sigstore.bundle.v0.3+json"_s;
    const auto bundled = [&](const QString &predicate) {
        return artifactManifest(
            {layer(bundle)},
            referringToImage({{u"artifactType"_s, bundle},
                              {u"annotations"_s, QJsonObject{{u"dev.sigstore.bundle.predicateType"_s, predicate}}}}));
    };
    const QByteArray provenance = bundled(u"https://slsa.dev/provenance/v1"_s);
    const QByteArray signature = bundled(u"https://sigstore.dev/cosign/sign/v1"_s);
    const QByteArray sbom = artifactManifest(
        {layer(u"application/vnd.oci.image.layer.v1.tar"_s, {{u"org.opencontainers.image.title"_s, u"sbom.json"_s}}, 123'456)},
        referringToImage({{u"artifactType"_s, u"application/spdx+json"_s},
                          {u"annotations"_s, QJsonObject{{u"org.opencontainers.image.created"_s, u"2024-05-01T12:00:00Z"_s}}}}));
    const QByteArray plain = artifactManifest({layer(u"application/vnd.oci.empty.v1+json"_s)},
                                              referringToImage({{u"artifactType"_s, u"text/note"_s}}));
    const QByteArray image = artifactManifest({layer(u"application/vnd.oci.image.layer.v1.tar+gzip"_s)}, referringToImage());
    Scripted::Answers answers;
    QJsonArray entries;
    for (const QByteArray &manifest : {provenance, sbom, plain, image, signature}) {
        answers["manifests/" + digestText(manifest)] = {200, {}, manifest};
        entries << entry(manifest, {});
    }
    answers[Scripted::listPath()] = listOf(entries);
    const Scripted registry(answers);
    const auto found = list(registry.name());
    VERIFY_RESULT(found);
    QCOMPARE(texts(*found),
             (QStringList{u"signature https://sigstore.dev/cosign/sign/v1"_s, u"sbom application/spdx+json"_s,
                          u"attestation https://slsa.dev/provenance/v1"_s, u"other text/note"_s,
                          u"other application/vnd.oci.image.layer.v1.tar+gzip"_s}));
    QCOMPARE(found->referrers[1].title, u"sbom.json"_s);
    QCOMPARE(found->referrers[1].created, u"2024-05-01T12:00:00Z"_s);
    QCOMPARE(found->referrers[1].size, 123'456);
    QCOMPARE(found->referrers[3].digest.toString().toLatin1(), digestText(plain));
}

void TestReferrers::anAnswerAboutSomethingElse_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    const QByteArray other = artifactManifest({layer(u"text/spdx+json"_s)}, referringTo(u"sha256:"_s + QString(64, u'a')));
    const QByteArray nothing = artifactManifest({layer(u"text/spdx+json"_s)});
    const QByteArray otherList = listOf({entry(other, u"text/spdx+json"_s)}).body;
    const QByteArray nothingList = listOf({entry(nothing, u"text/spdx+json"_s)}).body;
    // GitLab and others take the tag for the digest.
    QTest::newRow("the image itself, by the tag") << Scripted::tagPath({}) << QByteArray(kImage);
    QTest::newRow("the image itself, by the API") << Scripted::listPath() << QByteArray(kImage);
    QTest::newRow("another image, by the tag") << Scripted::tagPath({}) << nothing;
    QTest::newRow("referrers of another image, by the tag") << Scripted::tagPath({}) << otherList;
    QTest::newRow("referrers of another image, by the API") << Scripted::listPath() << otherList;
    QTest::newRow("what refers to nothing") << Scripted::listPath() << nothingList;
}

void TestReferrers::anAnswerAboutSomethingElse()
{
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, body);
    Scripted::Answers answers{{path, {200, kJson, body}}};
    for (const QString &subject : {u"sha256:"_s + QString(64, u'a'), QString()}) {
        const QByteArray manifest
            = artifactManifest({layer(u"text/spdx+json"_s)}, subject.isEmpty() ? QJsonObject() : referringTo(subject));
        answers["manifests/" + digestText(manifest)] = {200, {}, manifest};
    }
    const Scripted registry(answers);
    const auto found = list(registry.name());
    VERIFY_RESULT(found);
    QCOMPARE(texts(*found), QStringList());
    QCOMPARE(found->warnings, QStringList());
}

void TestReferrers::whatCannotBeReadIsListed()
{
    Scripted::Answers answers;
    answers[Scripted::listPath()] = listOf({entry("a", u"application/vnd.cncf.notary.signature"_s),
                                            entry("b", u"application/vnd.dev.sigstore.bundle.v0.3+json"_s,
                                                  {{u"dev.sigstore.bundle.predicateType"_s, u"https://cyclonedx.org/bom"_s}}),
                                            entry("no manifest", {})});
    answers["manifests/" + digestText("no manifest")] = {200, {}, "no manifest"};
    const Scripted registry(answers);
    const auto found = list(registry.name());
    VERIFY_RESULT(found);
    QCOMPARE(texts(*found),
             (QStringList{u"signature application/vnd.cncf.notary.signature"_s, u"sbom https://cyclonedx.org/bom"_s,
                          u"other application/vnd.oci.image.manifest.v1+json"_s}));
    QCOMPARE(found->referrers[0].digest.toString().toLatin1(), digestText("a"));
}

void TestReferrers::foundTwiceIsListedOnce()
{
    const QByteArray sbom = artifactManifest({layer(u"text/spdx+json"_s)}, referringToImage());
    Scripted::Answers answers;
    answers[Scripted::listPath()] = listOf({entry(sbom, {}), entry(sbom, {})});
    answers["manifests/" + digestText(sbom)] = {200, {}, sbom};
    answers[Scripted::tagPath(".sbom")] = {200, {}, sbom};
    const Scripted registry(answers);
    QCOMPARE(texts(need(list(registry.name()))), QStringList{u"sbom text/spdx+json"_s});
}

void TestReferrers::none_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<WireHeaders>("headers");
    QTest::addColumn<QByteArray>("body");
    const WireHeaders page{{"Content-Type", "text/html; charset=utf-8"}};
    QTest::newRow("not found") << 404 << WireHeaders() << "{}"_ba;
    QTest::newRow("a page for all") << 200 << page << "<html>Log in</html>"_ba;
    QTest::newRow("redirect to the page of a login") << 302 << WireHeaders{{"Location", "/login"}} << ""_ba;
    QTest::newRow("forbidden") << 403 << WireHeaders() << "{}"_ba;
    QTest::newRow("login") << 401 << WireHeaders() << "{}"_ba;
    QTest::newRow("not allowed") << 405 << WireHeaders() << "{}"_ba;
    QTest::newRow("no JSON") << 200 << kJson << "nonsense"_ba;
    QTest::newRow("other JSON") << 200 << kJson << "{}"_ba;
}

void TestReferrers::none()
{
    QFETCH(int, status);
    QFETCH(WireHeaders, headers);
    QFETCH(QByteArray, body);
    Scripted::Answers answers{{"", {200, {{"Content-Type", "text/html"}}, "<html>Log in</html>"}}}; // `/login`
    const Scripted registry(answers, {status, headers, body});
    const auto found = list(registry.name());
    VERIFY_RESULT(found);
    QCOMPARE(texts(*found), QStringList());
    QCOMPARE(found->warnings, QStringList());
}

void TestReferrers::oneWayFails_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::newRow("the list") << Scripted::listPath() << 500;
    QTest::newRow("the list, limited") << Scripted::listPath() << 429;
    QTest::newRow("a tag") << Scripted::tagPath(".att") << 503;
}

void TestReferrers::oneWayFails()
{
    QFETCH(QByteArray, path);
    QFETCH(int, status);
    const WireAnswer failure{status, {}, "{}"};
    const QByteArray signature = artifactManifest({layer(u"application/vnd.dev.cosign.simplesigning.v1+json"_s)});
    const Scripted registry({{path, failure}, {Scripted::tagPath(".sig"), {200, {}, signature}}});
    const auto found = list(registry.name());
    VERIFY_RESULT(found);
    QCOMPARE(texts(*found), QStringList{cosigned().front()});
    QCOMPARE(found->warnings.size(), 1);
    QVERIFY2(found->warnings.front().endsWith(u"the list may be incomplete"_s), qPrintable(found->warnings.front()));

    // It would not be true that there is nothing.
    const Scripted empty({{path, failure}});
    const auto nothing = list(empty.name());
    QVERIFY(!nothing);
    QCOMPARE(nothing.error().kind, status == 429 ? ErrorKind::RateLimited : ErrorKind::Network);
}

void TestReferrers::allFails()
{
    const auto unreachable = list(u"127.0.0.1:1/app:1"_s);
    QVERIFY(!unreachable);
    QCOMPARE(unreachable.error().kind, ErrorKind::Network);
    const auto missing = list(reference(u"signed:none"_s));
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, ErrorKind::NotFound);
}

void TestReferrers::listsWithoutEnd()
{
    QJsonArray entries;
    for (int i = 0; i < 3000; ++i)
        entries << entry(QByteArray::number(i), u"text/spdx"_s);
    std::atomic<int> page = 0;
    std::atomic<int> documents = 0;
    const HttpServer server([&](HttpServer::Exchange &exchange) {
        const QByteArray path = exchange.request().path();
        WireAnswer answer{404, {}, "{}"};
        if (path == "/v2/app/manifests/1") {
            answer = {200, {}, kImage};
        } else if (path.contains("/referrers/")) {
            answer = listOf(entries);
            answer.headers.emplace_back("Link", "<?page=" + QByteArray::number(++page) + ">; rel=\"next\"");
        } else {
            ++documents;
        }
        exchange.answer(answer);
    });
    const auto found = list(server.address() + u"/app:1"_s);
    VERIFY_RESULT(found);
    QCOMPARE(found->referrers.size(), 1000U);
    QCOMPARE(found->warnings.size(), 1);
    QVERIFY(page < 10);
    QVERIFY(documents < 300);

    QJsonArray manifests;
    for (int i = 0; i < 500; ++i)
        manifests << forPlatform(entry(QByteArray::number(i), {}), u"linux/arch%1"_s.arg(i));
    const HttpServer large([&](HttpServer::Exchange &exchange) {
        exchange.answer(exchange.request().path() == "/v2/app/manifests/1" ? listOf(manifests) : WireAnswer{404, {}, "{}"});
    });
    const auto none = list(large.address() + u"/app:1"_s);
    VERIFY_RESULT(none);
    QCOMPARE(none->referrers.size(), 0U);
    QCOMPARE(none->warnings.size(), 1);
    QVERIFY(large.requests().size() < 400);
}

void TestReferrers::wrongPlatform()
{
    putAttestedIndex(m_registry, u"two"_s, u"1"_s);
    m_registry.putSmallImage(u"one"_s, {u"1"_s});
    for (const QString &name : {u"one:1"_s, u"two:1"_s}) {
        const auto found = list(reference(name), u"linux/s390x"_s);
        QVERIFY(!found);
        QCOMPARE(found.error().kind, ErrorKind::WrongPlatform);
        VERIFY_RESULT(list(reference(name), kAmd64));
    }
}

void TestReferrers::mirrorsWithoutAreNotAskedAlone()
{
    const QByteArray sbom = artifactManifest({layer(u"text/spdx+json"_s)}, referringToImage());
    const Scripted mirror({{Scripted::listPath(), listOf({})}});
    const Scripted registry(
        {{Scripted::listPath(), listOf({entry(sbom, {})})}, {"manifests/" + digestText(sbom), {200, {}, sbom}}});
    m_home.write(u"mirrored.conf"_s,
                 u"[[registry]]\nlocation = '%1'\n[[registry.mirror]]\nlocation = '%2'\ninsecure = true\n"_s
                     .arg(registry.address(), mirror.address())
                     .toUtf8());
    RegistryOptions options;
    options.registriesConf = m_home.path(u"mirrored.conf"_s);
    QCOMPARE(texts(need(list(registry.name(), {}, options))), QStringList{u"sbom text/spdx+json"_s});
    QVERIFY(mirror.requestCount() > 0);
}

void TestReferrers::cancel()
{
    std::stop_source source;
    const HttpServer server([&](HttpServer::Exchange &exchange) {
        if (exchange.request().path().contains("/referrers/")) {
            source.request_stop();
            exchange.stall();
        } else {
            exchange.answer({200, {}, kImage});
        }
    });
    QVERIFY_THROWS_EXCEPTION(Cancelled, list(server.address() + u"/app:1"_s, {}, {}, source.get_token()));
}

STRATOSCOPE_GUILESS_TEST(TestReferrers)
#include "tst_referrers.moc"
