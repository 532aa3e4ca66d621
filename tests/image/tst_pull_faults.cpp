// SPDX-License-Identifier: Apache-2.0
#include "support/compress.h"
#include "support/config_home.h"
#include "support/layout_maker.h"
#include "support/need.h"
#include "support/pulling.h"
#include "support/registry_server.h"
#include "support/results.h"
#include "support/store.h"
#include "support/test_main.h"
#include "support/token_server.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// What becomes of a pull.
enum class Outcome {
    Mended, ///< it succeeds
    Fails, ///< with one clear error
    Either,
};

struct NamedFault {
    const char *name;
    Fault fault;
    Outcome once;
    Outcome always;
};

constexpr qint64 kInDocument = 30; // bytes from the beginning of any
constexpr qint64 kInLayer = 100'000;

/// Those that every answer may suffer.
const std::vector<NamedFault> kFaults{
    {"hangs up", {.hangsUp = true}, Outcome::Mended, Outcome::Fails},
    {"silence", {.isSilent = true}, Outcome::Mended, Outcome::Fails},
    {"cut at once", {.cutAfter = 0}, Outcome::Mended, Outcome::Fails},
    {"cut", {.cutAfter = kInDocument}, Outcome::Mended, Outcome::Either},
    {"cut in chunks", {.chunked = true, .cutAfter = kInDocument}, Outcome::Mended, Outcome::Either},
    {"stall", {.stallAfter = kInDocument}, Outcome::Mended, Outcome::Either},
    {"told more", {.lengthShift = 10}, Outcome::Either, Outcome::Fails},
    {"told less", {.lengthShift = -10}, Outcome::Either, Outcome::Either},
    {"more bytes", {.chunked = true, .extraBytes = 10}, Outcome::Either, Outcome::Fails},
    {"chunks", {.chunked = true}, Outcome::Mended, Outcome::Mended},
    {"encoded", {.gzip = true}, Outcome::Either, Outcome::Fails},
    {"too many requests", {.status = 429, .retryAfter = 1}, Outcome::Mended, Outcome::Fails},
    {"too many requests, no word when", {.status = 429}, Outcome::Mended, Outcome::Fails},
    {"too many requests for today", {.status = 429, .retryAfter = 80'000}, Outcome::Fails, Outcome::Fails},
    {"failure", {.status = 500}, Outcome::Mended, Outcome::Fails},
    {"unavailable", {.status = 503, .retryAfter = 0}, Outcome::Mended, Outcome::Fails},
    {"refused", {.status = 403}, Outcome::Either, Outcome::Fails},
};

/// Those of what a registry itself answers.
const std::vector<NamedFault> kRegistryFaults{
    {"login expired", {.forgetsLogin = true}, Outcome::Mended, Outcome::Fails},
    {"elsewhere", {.redirects = true}, Outcome::Mended, Outcome::Mended},
    {"in circles", {.redirectsToItself = true}, Outcome::Either, Outcome::Fails},
};

/// Those of what has a digest.
const std::vector<NamedFault> kDigestFaults{
    {"wrong byte", {.wrongByteAt = kInDocument}, Outcome::Either, Outcome::Fails},
};

TestImage imageFor(const QString &architecture)
{
    return {.layers = {TarBuilder().dir("etc/").file("etc/hello", "hello from " + architecture.toStdString()).finish(),
                       TarBuilder().file("noise", noise(300'000)).symlink("link", "etc/hello").finish(),
                       TarBuilder().file("etc/.wh.hello").file("last", noise(5000, 2)).finish()},
            .architecture = architecture};
}

/// For short tests: one new try, and where somebody falls silent no long wait for them. On a busy machine an honest answer may take
/// longer than that, so another try then.
void limitPatience(Pulling &pulling, const Fault &fault)
{
    const bool isSlow = fault.isSilent || fault.stallAfter >= 0;
    pulling.options().retry.retries = isSlow ? 2 : 1;
    if (isSlow)
        pulling.options().inactivity = std::chrono::milliseconds(500);
}

void moveIntoLayer(Fault &fault)
{
    for (qint64 *const place : {&fault.cutAfter, &fault.stallAfter, &fault.wrongByteAt}) {
        if (*place == kInDocument)
            *place = kInLayer;
    }
}

} // namespace

/// An index, a manifest, a config and three layers, behind a login by tokens: each of them is given in every wrong way that there
/// is, once, or whenever it is asked for. The pull comes through it or ends with one clear error; whichever it was, the store is as
/// it should be, and the next pull finishes the work.
class TestPullFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyFaultAtEveryStage_data();
    void everyFaultAtEveryStage();
    void elsewhere_data();
    void elsewhere();
    void aLoginIsForTheRegistryAlone();
    void wrongBytesFromMirrors();

private:
    void verifyErrorIsClear(const Error &error, const Pulling &pulling) const;
    void finish(Pulling &pulling);

    const ConfigHome m_home;
    TokenServer m_tokens;
    FaultProxy m_tokenProxy{m_tokens.port()};
    std::optional<RegistryServer> m_registry;
    QByteArray m_config; ///< digests
    QByteArray m_largeLayer;
    QStringList m_contents;
};

void TestPullFaults::initTestCase()
{
    m_registry.emplace(RegistryRules{.tokens = &m_tokens, .realm = u"http://%1/token"_s.arg(m_tokenProxy.address())});
    LayoutMaker maker;
    QJsonArray manifests;
    for (const QString &architecture : {u"amd64"_s, u"arm64"_s, u"s390x"_s})
        manifests << forPlatform(maker.image(imageFor(architecture)), u"linux/"_s + architecture);
    maker.entry(maker.index(manifests));
    const TestFolder folder;
    writeFiles(folder.path(), maker.files());
    m_registry->push(u"oci:"_s + folder.path(), u"team/app:1"_s, {u"--all"_s});
    m_contents = contentsOfLocal(u"oci:"_s + folder.path());

    Pulling pulling(m_registry->port());
    const StoredImage image = need(pulling.pull(u"team/app:1"_s)).image;
    m_config = image.config.toString().toUtf8();
    m_largeLayer = image.layers[1].toString().toUtf8();
    QCOMPARE(pulling.contents(u"team/app:1"_s), m_contents);
}

void TestPullFaults::everyFaultAtEveryStage_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<bool>("ofTokens");
    QTest::addColumn<Outcome>("outcome");
    const auto rows = [this](const char *stage, const QByteArray &path, const std::vector<NamedFault> &faults) {
        for (const NamedFault &named : faults) {
            Fault fault = named.fault;
            fault.path = path;
            if (path.endsWith(m_largeLayer))
                moveIntoLayer(fault);
            QTest::addRow("%s: %s once", stage, named.name) << fault << path.isEmpty() << named.once;
            fault.times = kAlways;
            QTest::addRow("%s: %s always", stage, named.name) << fault << path.isEmpty() << named.always;
        }
    };
    rows("token", {}, kFaults);
    for (const auto &[stage, path] : {std::pair<const char *, QByteArray>{"index", "/manifests/1"},
                                      {"manifest", "/manifests/sha256:"},
                                      {"config", "/blobs/" + m_config},
                                      {"layer", "/blobs/" + m_largeLayer}}) {
        rows(stage, path, kFaults);
        rows(stage, path, kRegistryFaults);
        if (path != "/manifests/1")
            rows(stage, path, kDigestFaults);
    }
}

void TestPullFaults::everyFaultAtEveryStage()
{
    QFETCH(Fault, fault);
    QFETCH(bool, ofTokens);
    QFETCH(Outcome, outcome);
    Pulling pulling(m_registry->port());
    limitPatience(pulling, fault);
    m_tokenProxy.clearFaults();
    FaultProxy &proxy = ofTokens ? m_tokenProxy : pulling.proxy();
    const int before = proxy.faultsDone();
    proxy.add(fault);

    const auto report = pulling.pull(u"team/app:1"_s);
    QVERIFY(proxy.faultsDone() > before);
    if (report) {
        QVERIFY(outcome != Outcome::Fails);
        QCOMPARE(pulling.contents(u"team/app:1"_s), m_contents);
    } else {
        QVERIFY2(outcome != Outcome::Mended, qPrintable(report.error().message()));
        verifyErrorIsClear(report.error(), pulling);
        QVERIFY(need(pulling.store().images().all()).empty());
    }
    VERIFY_RESULT(checkStore(pulling.store()));

    m_tokenProxy.clearFaults();
    pulling.proxy().clearFaults();
    finish(pulling);
}

/// One sentence that names the registry, and no secret.
void TestPullFaults::verifyErrorIsClear(const Error &error, const Pulling &pulling) const
{
    const QString message = error.message();
    QVERIFY2(error.kind != ErrorKind::Io, qPrintable(message));
    QVERIFY2(!message.contains(u'\n') && message.size() < 500, qPrintable(message));
    QVERIFY2(message.contains(u"127.0.0.1:"_s), qPrintable(message));
    QVERIFY2(!message.contains(u"signature"_s) && !message.contains(u"Bearer"_s) && !message.contains(u"eyJ"_s),
             qPrintable(message));
    Q_UNUSED(pulling)
}

void TestPullFaults::finish(Pulling &pulling)
{
    const auto report = pulling.pull(u"team/app:1"_s);
    VERIFY_RESULT(report);
    QCOMPARE(pulling.contents(u"team/app:1"_s), m_contents);
    VERIFY_RESULT(checkStore(pulling.store()));
    QCOMPARE(unfinishedFiles(pulling.store()), QStringList());
}

/// Where a redirect leads things go wrong as well.
void TestPullFaults::elsewhere_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<Outcome>("outcome");
    for (const NamedFault &named : kFaults) {
        Fault fault = named.fault;
        fault.elsewhere = true;
        moveIntoLayer(fault);
        QTest::addRow("%s once", named.name) << fault << named.once;
        fault.times = kAlways;
        QTest::addRow("%s always", named.name) << fault << named.always;
    }
    QTest::newRow("address expired") << Fault{.elsewhere = true, .status = 403} << Outcome::Mended;
    QTest::newRow("address expired, by another word") << Fault{.elsewhere = true, .status = 401} << Outcome::Mended;
    QTest::newRow("address always expired") << Fault{.elsewhere = true, .times = kAlways, .status = 403} << Outcome::Fails;
}

void TestPullFaults::elsewhere()
{
    QFETCH(Fault, fault);
    QFETCH(Outcome, outcome);
    Pulling pulling(m_registry->port());
    pulling.proxy().add({.path = "/blobs/", .times = kAlways, .redirects = true});
    fault.path = m_largeLayer;
    pulling.proxy().add(fault);
    limitPatience(pulling, fault);
    const auto report = pulling.pull(u"team/app:1"_s);
    if (report) {
        QVERIFY(outcome != Outcome::Fails);
        QCOMPARE(pulling.contents(u"team/app:1"_s), m_contents);
    } else {
        QVERIFY2(outcome != Outcome::Mended, qPrintable(report.error().message()));
        verifyErrorIsClear(report.error(), pulling);
    }
    VERIFY_RESULT(checkStore(pulling.store()));
    pulling.proxy().clearFaults();
    finish(pulling);
}

void TestPullFaults::aLoginIsForTheRegistryAlone()
{
    Pulling pulling(m_registry->port());
    pulling.proxy().add({.times = kAlways, .redirects = true});
    pulling.proxy().add({.path = m_largeLayer, .elsewhere = true, .times = 2, .cutAfter = 1000});
    VERIFY_RESULT(pulling.pull(u"team/app:1"_s));
    bool wasLoggedIn = false;
    for (const SeenRequest &request : pulling.proxy().requests())
        wasLoggedIn |= !request.header("Authorization").isEmpty();
    QVERIFY(wasLoggedIn);
    QVERIFY(pulling.proxy().requestsElsewhere().size() >= 7);
    for (const SeenRequest &request : pulling.proxy().requestsElsewhere())
        QCOMPARE(request.header("Authorization"), QByteArray());
}

/// The next mirror is asked instead, then the registry itself.
void TestPullFaults::wrongBytesFromMirrors()
{
    FaultProxy first(m_registry->port());
    FaultProxy second(m_registry->port());
    const QByteArray path = "/blobs/" + m_largeLayer;
    for (FaultProxy *const mirror : {&first, &second})
        mirror->add({.path = path, .times = kAlways, .wrongByteAt = kInLayer});
    Pulling pulling(m_registry->port());
    pulling.options().registriesConf = m_home.path(u"mirrors.conf"_s);
    m_home.write(u"mirrors.conf"_s,
                 u"[[registry]]\nlocation = '%1'\n[[registry.mirror]]\nlocation = '%2'\n[[registry.mirror]]\nlocation = '%3'\n"_s
                     .arg(pulling.proxy().address(), first.address(), second.address())
                     .toUtf8());
    m_tokenProxy.clearFaults();

    VERIFY_RESULT(pulling.pull(u"team/app:1"_s));
    QCOMPARE(pulling.contents(u"team/app:1"_s), m_contents);
    QCOMPARE(first.faultsDone(), 1);
    QCOMPARE(second.faultsDone(), 2); // with the challenge before it
    QVERIFY(pulling.proxy().bytesSent(path) > kInLayer);
    VERIFY_RESULT(checkStore(pulling.store()));
}

STRATOSCOPE_GUILESS_TEST(TestPullFaults)
#include "tst_pull_faults.moc"
