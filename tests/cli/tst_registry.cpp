// SPDX-License-Identifier: Apache-2.0
#include "support/artifacts.h"
#include "support/command.h"
#include "support/compress.h"
#include "support/config_home.h"
#include "support/fault_proxy.h"
#include "support/layout_maker.h"
#include "support/registry_server.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <numeric>

using namespace Qt::StringLiterals;
using namespace stratoscope::test;

namespace {

const QString kUser = u"user"_s;
const QString kPassword = u"pass:word"_s;

} // namespace

class TestRegistry : public QObject
{
    Q_OBJECT

private:
    ConfigHome m_home;
    Command m_cli;
    RegistryServer m_server;
    RegistryServer m_closed{{.user = kUser, .password = kPassword}};

    QString reference(const QString &name) const { return m_server.address() + u'/' + name; }
    QStringList names(const QStringList &arguments) const
    {
        QStringList names;
        for (const QJsonObject &line : m_cli.run(arguments + QStringList{u"--json"_s}).lines())
            names << line.value("name"_L1).toString();
        names.sort(); // registries have their own order, or none
        return names;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_server.putSmallImage(u"team/app"_s, {u"1"_s, u"2"_s, u"latest"_s});
        m_server.putSmallImage(u"team/tool"_s, {u"1"_s});
        m_closed.putSmallImage(u"team/app"_s, {u"1"_s});
    }
    void cleanup() { QFile::remove(m_home.dockerConfig()); }

    void tags()
    {
        const Ran ran = m_cli.run({u"tags"_s, reference(u"team/app"_s)});
        QCOMPARE(ran.err, QByteArray());
        QByteArrayList lines = ran.out.trimmed().split('\n');
        std::ranges::sort(lines);
        QCOMPARE(lines, (QByteArrayList{"1", "2", "latest"}));
        QCOMPARE(names({u"tags"_s, reference(u"team/app"_s)}), (QStringList{u"1"_s, u"2"_s, u"latest"_s}));
    }

    void tagsAreOfARepository()
    {
        const Ran ran = m_cli.run({u"tags"_s, reference(u"team/app:1"_s)});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains("omit the tag and the digest"), ran.err.constData());
        QCOMPARE(m_cli.run({u"tags"_s, reference(u"team/none"_s)}).code, 1);
    }

    void search()
    {
        QCOMPARE(names({u"search"_s, u"tool"_s, u"--registry"_s, m_server.address()}), QStringList{reference(u"team/tool"_s)});
        const QJsonObject hit = m_cli.run({u"search"_s, u"tool"_s, u"--registry"_s, m_server.address(), u"--json"_s}).json();
        QCOMPARE(hit.keys(), (QStringList{u"description"_s, u"name"_s, u"official"_s, u"source"_s, u"stars"_s}));
        QVERIFY(hit.value("stars"_L1).isNull());
        QCOMPARE(hit.value("source"_L1).toString(), m_server.address());
        QCOMPARE(m_cli.run({u"search"_s, u"tool"_s, u"--registry"_s, m_server.address()}).out,
                 reference(u"team/tool"_s).toUtf8() + '\n');
        QCOMPARE(m_cli.run({u"search"_s, u"nothing"_s, u"--registry"_s, m_server.address()}).out, QByteArray());
    }

    void registriesAreHosts()
    {
        const Ran ran = m_cli.run({u"search"_s, u"x"_s, u"--registry"_s, u"https://a.example.com/"_s});
        QCOMPARE(ran.code, 1);
        QCOMPARE(
            ran.err,
            "stratoscope-cli: \"https://a.example.com/\": is not a registry; expected HOST:PORT, or a HOST that contains a period\n"_ba);
    }

    void platforms()
    {
        const Ran ran = m_cli.run({u"platforms"_s, reference(u"team/app:1"_s), u"--json"_s});
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.json().keys(), (QStringList{u"digest"_s, u"platform"_s, u"size"_s}));
        QCOMPARE(ran.json().value("platform"_L1).toString(), u"linux/amd64"_s);
        QVERIFY(m_cli.run({u"platforms"_s, reference(u"team/app:1"_s)}).out.startsWith("linux/amd64 "));
    }

    /// Nested indexes are included, and attestations are not.
    void platformsOfAnIndex()
    {
        const QString repository = u"team/multi"_s;
        const auto imageFor = [&](const QString &platform) {
            const TestImage image{.layers = {TarBuilder().file("etc/platform", platform.toStdString()).finish()}};
            const QJsonObject layer = m_server.putBlob(repository, QByteArray::fromStdString(image.layers.front()),
                                                       u"application/vnd.oci.image.layer.v1.tar"_s);
            const QJsonObject config
                = m_server.putBlob(repository, image.configBytes(), u"application/vnd.oci.image.config.v1+json"_s);
            return forPlatform(m_server.putManifest(repository, artifactManifest({layer, layer}, {{u"config"_s, config}})),
                               platform);
        };
        const auto indexOf = [&](const QJsonArray &entries, const QStringList &tags) {
            const QJsonObject index{
                {u"schemaVersion"_s, 2}, {u"mediaType"_s, u"application/vnd.oci.image.index.v1+json"_s}, {u"manifests"_s, entries}};
            return m_server.putManifest(repository, QJsonDocument(index).toJson(), tags);
        };
        const QStringList platforms{u"linux/amd64"_s, u"linux/arm/v7"_s, u"linux/arm64"_s};
        QJsonArray images;
        for (const QString &platform : platforms)
            images << imageFor(platform);
        const QJsonObject inner = indexOf({images[1], asAttestation(imageFor(u"unknown/unknown"_s)), images[2]}, {});
        indexOf({images[0], inner}, {u"1"_s});

        const Ran ran = m_cli.run({u"platforms"_s, reference(u"team/multi:1"_s), u"--json"_s});
        QCOMPARE(ran.err, QByteArray());
        const QList<QJsonObject> lines = ran.lines();
        QCOMPARE(lines.size(), platforms.size());
        for (qsizetype i = 0; i < lines.size(); ++i) {
            QCOMPARE(lines[i].value("platform"_L1).toString(), platforms[i]);
            QCOMPARE(lines[i].value("digest"_L1), images[i].toObject().value("digest"_L1));
            QVERIFY(lines[i].value("size"_L1).toInt() > 2 * 1024);
        }
        const QByteArray shown = m_cli.run({u"platforms"_s, reference(u"team/multi:1"_s)}).out;
        QCOMPARE(shown.count('\n'), 3);
        QVERIFY(shown.split('\n').at(1).startsWith("linux/arm/v7 "));
    }

    void referrers()
    {
        const AttestedIndex index = putAttestedIndex(m_server, u"team/built"_s, u"1"_s);
        signAsCosign(m_server, u"team/built"_s, index.digest);
        const Ran ran = m_cli.run({u"referrers"_s, reference(u"team/built:1"_s), u"--json"_s});
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.code, 0);
        const QList<QJsonObject> all = ran.lines();
        QCOMPARE(all.size(), 8);
        QCOMPARE(all.front().keys(),
                 (QStringList{u"created"_s, u"digest"_s, u"kind"_s, u"platform"_s, u"predicateType"_s, u"size"_s, u"subject"_s,
                              u"title"_s, u"type"_s}));
        QCOMPARE(all.front().value("kind"_L1), u"signature"_s);
        QCOMPARE(all.front().value("type"_L1), u"application/vnd.dev.cosign.simplesigning.v1+json"_s);
        QCOMPARE(all.front().value("subject"_L1), index.digest);
        for (const auto absent : {"platform"_L1, "predicateType"_L1, "title"_L1, "created"_L1})
            QVERIFY(all.front().value(absent).isNull());
        QCOMPARE(all.back().value("kind"_L1), u"attestation"_s);
        QCOMPARE(all.back().value("platform"_L1), u"linux/arm64"_s);
        QCOMPARE(all.back().value("predicateType"_L1), u"https://slsa.dev/provenance/v0.2"_s);
        QCOMPARE(all.back().value("subject"_L1), index.arm64);

        const Ran some = m_cli.run({u"referrers"_s, reference(u"team/built:1"_s), u"--platform"_s, u"linux/arm64"_s});
        const QByteArrayList lines = some.out.trimmed().split('\n');
        QCOMPARE(lines.size(), 6);
        QVERIFY2(lines.front().startsWith("signature    -  "), lines.front().constData());
        QVERIFY2(lines.back().startsWith("attestation  linux/arm64  ") && lines.back().endsWith("https://slsa.dev/provenance/v0.2"),
                 lines.back().constData());
        QVERIFY(!some.out.contains("amd64"));
        QCOMPARE(m_cli.run({u"referrers"_s, reference(u"team/built:1"_s), u"--platform"_s, u"linux/s390x"_s}).code, 1);
    }

    void noReferrers()
    {
        const Ran ran = m_cli.run({u"referrers"_s, reference(u"team/app:1"_s)});
        QCOMPARE(ran.code, 0);
        QCOMPARE(ran.out, reference(u"team/app:1"_s).toUtf8() + ": no signatures, SBOMs or attestations in the registry\n");
        const Ran json = m_cli.run({u"referrers"_s, reference(u"team/app:1"_s), u"--json"_s});
        QCOMPARE(json.code, 0);
        QCOMPARE(json.out, QByteArray());
        QCOMPARE(m_cli.run({u"referrers"_s, reference(u"team/none:1"_s)}).code, 1);
    }

    void checkAsksTheRegistry()
    {
        const QJsonObject there = m_cli.run({u"check"_s, reference(u"team/app:1"_s), u"--json"_s}).json();
        QCOMPARE(there.value("valid"_L1), true);
        QCOMPARE(there.value("kind"_L1), u"registry"_s);
        QVERIFY(there.value("error"_L1).isNull());
        const QString digest = there.value("digest"_L1).toString();
        QVERIFY(digest.startsWith(u"sha256:"_s));
        QCOMPARE(m_cli.run({u"check"_s, reference(u"team/app@"_s) + digest}).out,
                 reference(u"team/app@"_s).toUtf8() + digest.toUtf8() + ": valid, registry " + digest.toUtf8() + '\n');

        const Ran missing = m_cli.run({u"check"_s, reference(u"team/app:none"_s), u"--json"_s});
        QCOMPARE(missing.code, 1);
        QCOMPARE(missing.json().value("valid"_L1), false);
        QVERIFY(!missing.json().value("error"_L1).toString().isEmpty());
        QCOMPARE(missing.err.count('\n'), 1);
        QVERIFY(!QFile::exists(m_cli.storePath()));
    }

    void aKilledPushContinues()
    {
        constexpr qint64 kChunk = 4 << 20; // the first one of an upload
        FaultProxy proxy(m_server.port());
        const QString folder = m_cli.path(u"large"_s);
        const QString name = proxy.address() + u"/team/large:1"_s;
        writeFiles(folder, ociLayout({{.layers = {TarBuilder().file("noise", noise(10'000'000, 1)).finish()}}}));
        const qint64 size
            = QDir(folder + u"/blobs/sha256"_s).entryInfoList(QDir::Files, QDir::Size).value(0).size(); // of the layer
        const auto chunks = [&proxy] {
            QList<qint64> sizes;
            for (const SeenRequest &request : proxy.requests()) {
                if (request.method == "PATCH")
                    sizes << request.body.size();
            }
            return sizes;
        };
        // The config, a chunk of the layer, and one that never arrives.
        proxy.add({.path = "/blobs/uploads/", .method = "PATCH", .skip = 2, .isSilent = true});
        const auto killed = m_cli.start({u"push"_s, folder, name});
        while (chunks().size() < 3 && !killed->waitForFinished(10)) { }
        killed->kill();
        const Ran ran = Command::finish(*killed);
        QVERIFY2(ran.code == 128 + SIGKILL, ran.err.constData());
        QCOMPARE(chunks().value(1), kChunk);
        proxy.forgetRequests();

        const Ran again = m_cli.run({u"push"_s, folder, name, u"--json"_s});
        QVERIFY2(again.code == 0, again.err.constData());
        const QList<qint64> sent = chunks();
        QCOMPARE(std::accumulate(sent.begin(), sent.end(), qint64(0)), size - kChunk);
        QVERIFY(again.json().value("reusedBytes"_L1).toInteger() > kChunk);
        const Ran pulled = m_cli.run({u"pull"_s, name}); // which compares the digests
        QVERIFY2(pulled.code == 0, pulled.err.constData());
    }

    void whyThereIsNoLogin_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("missing helper") << R"({"credsStore":"nowhere"})"_ba
                                        << "docker-credential-nowhere: is not installed"_ba;
        QTest::newRow("missing helper of the registry") << R"({"credHelpers":{"%1":"nowhere"}})"_ba
                                                        << "docker-credential-nowhere: is not installed"_ba;
        QTest::newRow("failing helper") << R"({"credsStore":"locked"})"_ba
                                        << "\"the store is locked\""_ba;
        QTest::newRow("no JSON") << "{"_ba
                                 << "config.json: is incomplete JSON"_ba;
        QTest::newRow("broken entry") << R"({"auths":{"%1":{"auth":"x"}}})"_ba
                                      << "is not base64 of USER:PASSWORD"_ba;
        QTest::newRow("helper of the wrong type") << R"({"credsStore":5})"_ba
                                                  << "credsStore is the number 5"_ba;
    }
    /// In every command that needs one.
    void whyThereIsNoLogin()
    {
        QFETCH(QByteArray, config);
        QFETCH(const QByteArray, reason);
        m_home.addHelper(u"locked"_s, "echo 'the store is locked'; exit 1");
        m_home.write(u".docker/config.json"_s, config.replace("%1", m_closed.address().toUtf8()));
        const QString name = m_closed.address() + u"/team/app"_s;
        const QString tagged = name + u":1"_s;
        for (const QStringList &arguments :
             {QStringList{u"tags"_s, name}, QStringList{u"platforms"_s, tagged}, QStringList{u"referrers"_s, tagged},
              QStringList{u"check"_s, tagged}, QStringList{u"pull"_s, tagged}, QStringList{u"ls"_s, tagged},
              QStringList{u"search"_s, u"app"_s, u"--registry"_s, m_closed.address()}}) {
            const Ran ran = m_cli.run(arguments);
            QCOMPARE(ran.code, 1);
            QVERIFY2(ran.err.contains("log in to") && ran.err.contains("; some credentials could not be read: ")
                         && ran.err.contains(reason),
                     QByteArray(arguments.front().toUtf8() + ": " + ran.err).constData());
            QCOMPARE(ran.err.count('\n'), 1);
        }
        // Where no login is needed, nothing is missing.
        QCOMPARE(m_cli.run({u"tags"_s, reference(u"team/app"_s)}).err, QByteArray());
    }

    void mistypedPathsAreNotAskedFor()
    {
        const QString name = m_server.address() + u"/team/none.tar"_s;
        m_cli.run({u"tags"_s, reference(u"team/app"_s)});
        const QByteArray before = m_server.log();
        for (const QString &command : {u"ls"_s, u"pull"_s, u"platforms"_s, u"referrers"_s, u"tags"_s, u"check"_s, u"inspect"_s}) {
            const QStringList more = command == u"ls"_s ? QStringList{u"/"_s} : QStringList();
            const Ran ran = m_cli.run(QStringList{command, name} + more);
            QCOMPARE(ran.code, 1);
            QVERIFY2(ran.err.contains("o such file"), ran.err.constData());
        }
        QCOMPARE(m_server.log(), before);
        QVERIFY(m_cli.run({u"tags"_s, u"docker://"_s + name}).err.contains("not found"));
    }

    void credentialsOfTheCaller()
    {
        const QString name = m_closed.address() + u"/team/app"_s;
        const Ran refused = m_cli.run({u"tags"_s, name});
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("login"), refused.err.constData());
        QCOMPARE(m_cli.run({u"tags"_s, name, u"--creds"_s, kUser + u':' + kPassword}).out, "1\n"_ba);
        const Ran wrong = m_cli.run({u"tags"_s, name, u"--creds"_s, kUser + u":nonsense"_s});
        QCOMPARE(wrong.code, 1);
        QVERIFY(!wrong.err.contains("nonsense"));
    }

    void credentialsForWhatIsAMirrorToo()
    {
        const QString conf = u".config/containers/registries.conf"_s;
        m_home.write(
            conf, "[[registry]]\nlocation='a.example.com'\n[[registry.mirror]]\nlocation='" + m_closed.address().toUtf8() + "'\n");
        const Ran ran = m_cli.run({u"platforms"_s, m_closed.address() + u"/team/app:1"_s, u"--creds"_s, kUser + u':' + kPassword});
        QFile::remove(m_home.path(conf));
        QCOMPARE(ran.err, QByteArray());
        QVERIFY(ran.out.startsWith("linux/amd64 "));
    }

    void loginAndLogout()
    {
        const QString registry = m_closed.address();
        const Ran in = m_cli.shell(u"echo '%1' | $cli login %2 --username %3 --json"_s.arg(kPassword, registry, kUser));
        QCOMPARE(in.code, 0);
        QCOMPARE(in.json().value("registry"_L1), registry);
        QCOMPARE(in.json().value("user"_L1), kUser);
        QCOMPARE(in.json().value("place"_L1), m_home.dockerConfig());
        QCOMPARE(m_cli.run({u"tags"_s, registry + u"/team/app"_s}).out, "1\n"_ba);

        QCOMPARE(m_cli.run({u"logout"_s, registry}).out,
                 registry.toUtf8() + ": credentials removed from " + m_home.dockerConfig().toUtf8() + '\n');
        QCOMPARE(m_cli.run({u"tags"_s, registry + u"/team/app"_s}).code, 1);
        const Ran again = m_cli.run({u"logout"_s, registry});
        QCOMPARE(again.out, registry.toUtf8() + ": not logged in\n");
        QCOMPARE(again.code, 0);
    }

    void loginIsKeptOnlyWhereTheRegistryTakesIt()
    {
        const Ran ran = m_cli.shell(u"echo nonsense | $cli login %1 --username %2"_s.arg(m_closed.address(), kUser));
        QCOMPARE(ran.code, 1);
        QCOMPARE(ran.err.count('\n'), 1);
        QVERIFY(!ran.err.contains("nonsense"));
        QVERIFY(!QFile::exists(m_home.dockerConfig()));
    }

    void loginNeedsAUserAndAPassword()
    {
        QVERIFY(m_cli.run({u"login"_s, m_closed.address()}).err.contains("a user name is required; use --username"));
        QVERIFY(m_cli.run({u"login"_s, m_closed.address(), u"--username"_s, kUser}).err.contains("a password is required"));
    }

    void loginIntoAFile()
    {
        const QString file = m_home.path(u"my/auth.json"_s);
        const QString credentials = kUser + u':' + kPassword;
        QCOMPARE(m_cli.run({u"login"_s, m_closed.address(), u"--creds"_s, credentials, u"--authfile"_s, file}).code, 0);
        QVERIFY(!QFile::exists(m_home.dockerConfig()));
        QCOMPARE(m_cli.run({u"tags"_s, m_closed.address() + u"/team/app"_s, u"--authfile"_s, file}).out, "1\n"_ba);
        QCOMPARE(m_cli.run({u"logout"_s, m_closed.address(), u"--authfile"_s, file}).code, 0);
        QCOMPARE(m_cli.run({u"tags"_s, m_closed.address() + u"/team/app"_s, u"--authfile"_s, file}).code, 1);
    }

    void logoutTellsOfOtherLogins()
    {
        m_home.write(u"runtime/containers/auth.json"_s,
                     R"({"auths":{")" + m_closed.address().toUtf8() + R"(":{"auth":")" + "a:b"_ba.toBase64() + R"("}}})");
        const Ran ran = m_cli.run({u"logout"_s, m_closed.address()});
        QFile::remove(m_home.authJson());
        QCOMPARE(ran.code, 0);
        QVERIFY2(ran.err.contains("credentials saved by another program remain"), ran.err.constData());
    }

    /// The store has an image under the name that the alias stands for.
    void shortNamesAreFoundInTheStore()
    {
        const QString conf = u".config/containers/registries.conf"_s;
        auto server = std::make_unique<RegistryServer>();
        server->putSmallImage(u"team/tool"_s, {u"1"_s});
        m_home.write(conf, "[aliases]\ntool='" + server->address().toUtf8() + "/team/tool'\n");
        const Ran first = m_cli.run({u"ls"_s, u"tool:1"_s});
        server.reset();
        const Ran second = m_cli.run({u"ls"_s, u"tool:1"_s});
        QFile::remove(m_home.path(conf));
        QCOMPARE(first.code, 0);
        QCOMPARE(second.err, QByteArray());
        QCOMPARE(second.out, first.out);
    }

    void shortNamesHaveAliases()
    {
        m_home.write(u".config/containers/registries.conf"_s, "[aliases]\napp='" + reference(u"team/app"_s).toUtf8() + "'\n");
        QCOMPARE(names({u"tags"_s, u"app"_s}), (QStringList{u"1"_s, u"2"_s, u"latest"_s}));
        m_home.write(u".config/containers/registries.conf"_s, "[aliases\n");
        const Ran ran = m_cli.run({u"tags"_s, u"app"_s});
        QFile::remove(m_home.path(u".config/containers/registries.conf"_s));
        QCOMPARE(ran.code, 1);
        QVERIFY2(
            ran.err.startsWith("stratoscope-cli: " + m_home.path(u".config/containers/registries.conf"_s).toUtf8() + ": line 1: "),
            ran.err.constData());
    }
};

STRATOSCOPE_GUILESS_TEST(TestRegistry)
#include "tst_registry.moc"
