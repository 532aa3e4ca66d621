// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/image_files.h"
#include "support/planted_secrets.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope::test;

class TestAuditCommand : public QObject
{
    Q_OBJECT

    Command m_cli;
    QString m_token = QString::fromStdString(checkedToken("ghp_"));

    Ran audit(const QString &image, const QStringList &more = {}) const
    {
        return m_cli.run(QStringList{u"audit"_s, m_cli.path(image)} + more);
    }
    void write(const QString &name, const TestImage &image) const
    {
        writeDisk(m_cli.path(name), QByteArray::fromStdString(tarOf(dockerArchive({image}, DockerLayout::Skopeo))));
    }

private Q_SLOTS:
    void initTestCase()
    {
        // An apt cache left behind, a key that a later layer deletes, and a token in a variable.
        TarBuilder base;
        base.add({.path = "bin/sh", .content = "#!/bin/sh\n", .mode = 0755});
        base.add({.path = "bin/su", .content = "#!/bin/sh\n", .mode = 04755});
        base.file("var/cache/apt/archives/some.deb", std::string(100'000, 'x'));
        TarBuilder key;
        key.file("root/.ssh/id_ed25519", privateKeyPem()).file("odd\x1b[31m", m_token.toStdString());
        TarBuilder deleted;
        deleted.file("root/.ssh/.wh.id_ed25519");
        TestImage image{.layers = {base.finish(), key.finish(), deleted.finish()}};
        image.run
            = {{u"Cmd"_s, QJsonArray{u"/bin/sh"_s}}, {u"Env"_s, QJsonArray{u"PATH=/bin"_s, QString(u"GITHUB_TOKEN="_s + m_token)}}};
        write(u"image.tar"_s, image);

        TarBuilder clean;
        clean.add({.path = "bin/sh", .content = "#!/bin/sh\n", .mode = 0755});
        image.layers = {clean.finish()};
        image.run = {{u"Cmd"_s, QJsonArray{u"/bin/sh"_s}}};
        write(u"clean.tar"_s, image);
    }

    void listsFindings()
    {
        const Ran ran = audit(u"image.tar"_s);
        QCOMPARE(
            ran.out,
            QByteArray(
                "high    private-key     /root/.ssh/id_ed25519:1 (layer 1, deleted in layer 2): private key, not encrypted\n"
                "high    token           config.Env[1]: GitHub personal access token ghp_\xE2\x80\xA6 (40 characters)\n"
                "high    token           /odd\\x1b[31m:1 (layer 1): GitHub personal access token ghp_\xE2\x80\xA6 (40 characters)\n"
                "low     setuid          /bin/su (layer 0): set-user-ID program, runs as user 0 (mode 4755)\n"
                "4 findings: 3 high, 1 low; searched the configuration and 5 files (97.8 KiB) in 3 layers\n"));
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.code, 0);
    }

    void fieldsOfFindings()
    {
        const QList<QJsonObject> lines = audit(u"image.tar"_s, {u"--json"_s}).lines();
        QCOMPARE(lines.size(), 4);
        const QJsonObject key{{u"kind"_s, u"private-key"_s},
                              {u"severity"_s, u"high"_s},
                              {u"path"_s, u"/root/.ssh/id_ed25519"_s},
                              {u"layer"_s, 1},
                              {u"deletedIn"_s, 2},
                              {u"line"_s, 1},
                              {u"detail"_s, u"private key, not encrypted"_s}};
        QCOMPARE(lines[0], key);
        const QJsonObject token{{u"kind"_s, u"token"_s},    {u"severity"_s, u"high"_s},
                                {u"path"_s, QJsonValue()},  {u"member"_s, u"config.Env[1]"_s},
                                {u"layer"_s, QJsonValue()}, {u"deletedIn"_s, QJsonValue()},
                                {u"line"_s, QJsonValue()},  {u"detail"_s, u"GitHub personal access token ghp_… (40 characters)"_s}};
        QCOMPARE(lines[1], token);
    }

    void secretsAreMaskedUnlessAskedFor()
    {
        for (const QStringList &options : {QStringList(), QStringList{u"--json"_s}}) {
            QVERIFY(!audit(u"image.tar"_s, options).out.contains(m_token.sliced(8).toUtf8()));
            QCOMPARE(audit(u"image.tar"_s, options + QStringList{u"--show-secrets"_s}).out.count(m_token.toUtf8()),
                     options.isEmpty() ? 2 : 4);
        }
        QCOMPARE(audit(u"image.tar"_s, {u"--json"_s, u"--show-secrets"_s}).lines()[1][u"secret"_s].toString(), m_token);
    }

    void failsOnKindsAndSeverities()
    {
        const auto code = [this](const QString &words) { return audit(u"image.tar"_s, {u"--fail-on"_s, words}).code; };
        QCOMPARE(code(u"token"_s), 1);
        QCOMPARE(code(u"library,low"_s), 1);
        QCOMPARE(code(u"library,medium,info"_s), 0);
        QCOMPARE(code(u"tokens"_s), 2);
        QCOMPARE(code(u""_s), 2);
        const Ran ran = audit(u"image.tar"_s, {u"--fail-on"_s, u"setuid"_s});
        QCOMPARE(ran.out.count('\n'), 5); // it lists what there is all the same
        QCOMPARE(ran.err, QByteArray());
    }

    void nothingFound()
    {
        const Ran ran = audit(u"clean.tar"_s, {u"--fail-on"_s, u"high,medium,low,info"_s});
        QCOMPARE(ran.out, QByteArray("nothing found; searched the configuration and 1 file (10 bytes) in 1 layer\n"));
        QCOMPARE(ran.code, 0);
        QCOMPARE(audit(u"clean.tar"_s, {u"--json"_s}).out, QByteArray());
    }

    void isReproducible() { QCOMPARE(audit(u"image.tar"_s, {u"--json"_s}).out, audit(u"image.tar"_s, {u"--json"_s}).out); }
};

STRATOSCOPE_GUILESS_TEST(TestAuditCommand)
#include "tst_audit.moc"
