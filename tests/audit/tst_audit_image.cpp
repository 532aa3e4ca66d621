// SPDX-License-Identifier: Apache-2.0
#include "audit/audit_image.h"

#include "base/cancel.h"
#include "image/open_image.h"
#include "store/store.h"
#include "support/disk_tree.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/planted_secrets.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// The layer that a file of `text` stands in, and an image around it.
TestImage imageWith(const std::vector<TarBuilder> &layers)
{
    TestImage image;
    for (const TarBuilder &layer : layers)
        image.layers.push_back(layer.finish());
    image.run = {{u"Cmd"_s, QJsonArray{u"/bin/run"_s}}};
    return image;
}

TarBuilder withProgram()
{
    TarBuilder tar;
    tar.add({.path = "bin/sh", .content = "#!/bin/sh\n", .mode = 0755});
    return tar.add({.path = "bin/run", .content = "#!/bin/sh\n", .mode = 0755});
}

/// `SEVERITY KIND PLACE (LAYERS): TEXT` of each.
QStringList lines(const AuditReport &report)
{
    QStringList lines;
    for (const Finding &finding : report.findings)
        lines << u"%1 %2 %3 (%4): %5"_s.arg(printable(findingSeverityName(finding.severity)),
                                            printable(findingKindName(finding.kind)), placeText(finding), layerText(finding),
                                            describe(finding, SecretDisplay::Masked));
    return lines;
}

} // namespace

class TestAuditImage : public QObject
{
    Q_OBJECT

    TestFolder m_folder;
    int m_images = 0;
    ProgressMeter m_silent;

    std::shared_ptr<const Image> opened(const TestImage &image)
    {
        const QString folder = m_folder.path() + u"/image%1"_s.arg(++m_images);
        writeFiles(folder, ociLayout({image}));
        Store store = need(Store::open(m_folder.path() + u"/store"_s));
        return need(openImage(folder, {}, store, m_silent, {}));
    }
    AuditReport audited(const TestImage &image) { return need(auditImage(*opened(image), m_silent, {})); }

private Q_SLOTS:
    void namesTheLayersThatCarryASecret()
    {
        TarBuilder one = withProgram();
        one.file("root/.ssh/id_ed25519", "# mine\n" + privateKeyPem())
            .file("etc/deleted-with-folder/token", checkedToken("ghp_", 2));
        one.file("root/replaced", checkedToken("npm_", 3) + '\n').file("srv/kept", "a\nb\n" + checkedToken("ghp_", 4));
        TarBuilder two;
        two.file("root/replaced", "nothing\n").file("etc/.wh.deleted-with-folder");
        TarBuilder three;
        three.file("root/.ssh/.wh.id_ed25519").hardlink("srv/link", "srv/kept").file("srv/.wh.kept");
        QCOMPARE(
            lines(audited(imageWith({one, two, three}))),
            (QStringList{
                u"high private-key /root/.ssh/id_ed25519:2 (layer 0, deleted in layer 2): private key, not encrypted"_s,
                u"high token /etc/deleted-with-folder/token:1 (layer 0, deleted in layer 1): GitHub personal access token ghp_… (40 characters)"_s,
                u"high token /root/replaced:1 (layer 0, replaced in layer 1): npm access token npm_… (40 characters)"_s,
                u"high token /srv/link:3 (layer 0): GitHub personal access token ghp_… (40 characters)"_s}));
    }

    void findsWhatATarOverwritesItself()
    {
        TarBuilder tar = withProgram();
        tar.file("secret", checkedToken("ghp_")).file("secret", "nothing");
        QCOMPARE(lines(audited(imageWith({tar}))),
                 QStringList{
                     u"high token /secret:1 (layer 0, replaced in layer 0): GitHub personal access token ghp_… (40 characters)"_s});
    }

    void aLayerThatIsListedTwice()
    {
        TarBuilder tar;
        tar.file("secret", checkedToken("ghp_"));
        const AuditReport report = audited(imageWith({withProgram(), tar, tar}));
        QCOMPARE(report.layers, std::size_t(3));
        QCOMPARE(lines(report),
                 (QStringList{
                     u"high token /secret:1 (layer 1, replaced in layer 2): GitHub personal access token ghp_… (40 characters)"_s,
                     u"high token /secret:1 (layer 2): GitHub personal access token ghp_… (40 characters)"_s}));
    }

    void searchesTheConfiguration()
    {
        TestImage image = imageWith({withProgram()});
        image.run.insert(u"Env"_s,
                         QJsonArray{u"PATH=/bin"_s, QString::fromStdString("GITHUB_TOKEN=" + checkedToken("ghp_")),
                                    u"DB_PASSWORD=hunter2-hunter2"_s});
        image.run.insert(u"Labels"_s, QJsonObject{{u"deploy.token"_s, u"t0p-s3cret"_s}});
        image.run.insert(u"Healthcheck"_s,
                         QJsonObject{{u"Test"_s, QJsonArray{u"CMD-SHELL"_s, u"curl http://me:hunter2@localhost/"_s}}});
        QCOMPARE(lines(audited(image)),
                 (QStringList{u"high token config.Env[1] (): GitHub personal access token ghp_… (40 characters)"_s,
                              u"high token config.Labels.deploy.token (): deploy.token t… (10 characters)"_s,
                              u"high password config.Env[2] (): DB_PASSWORD h… (15 characters)"_s,
                              u"high password config.Healthcheck.Test[1] (): password of me at localhost … (7 characters)"_s}));
    }

    void lowersWhatBelongsToTests()
    {
        TarBuilder tar = withProgram();
        tar.file("usr/lib/python3/test/key.pem", privateKeyPem()).file("srv/README.md", privateKeyPem());
        const AuditReport report = audited(imageWith({tar}));
        QCOMPARE(report.findings.size(), std::size_t(2));
        for (const Finding &finding : report.findings)
            QVERIFY(finding.severity == FindingSeverity::Low);
    }

    void binaryFilesHaveNoLines()
    {
        TarBuilder tar = withProgram();
        tar.file("opt/tool",
                 std::string("\x7f"
                             "ELF\0\n\n",
                             7)
                     + privateKeyPem() + '\0' + privateKeyPem() + '\0' + checkedToken("ghp_"));
        QCOMPARE(lines(audited(imageWith({tar}))),
                 (QStringList{u"high private-key /opt/tool (layer 0): 2 private keys in a binary file"_s,
                              u"high token /opt/tool (layer 0): GitHub personal access token ghp_… (40 characters)"_s}));
    }

    void findsAcrossTheBoundsOfWhatIsReadAtOnce()
    {
        constexpr std::size_t kPiece = std::size_t(1) << 20;
        TarBuilder tar = withProgram();
        const std::string token = checkedToken("ghp_");
        std::string text;
        std::vector<std::optional<std::uint64_t>> expected;
        for (std::size_t at = kPiece - 30 * 1024; at < 3 * kPiece; at += 997) {
            expected.emplace_back(at - expected.size() * token.size() + 1); // a line for each byte between them
            text.resize(at, '\n');
            text += token;
        }
        tar.file("large", text);
        std::vector<std::optional<std::uint64_t>> found;
        for (const Finding &finding : audited(imageWith({tar})).findings)
            found.push_back(finding.line);
        QCOMPARE(found, expected);
    }

    void sparseFiles()
    {
        TarBuilder tar = withProgram();
        tar.sparse({.path = "sparse", .size = 1 << 20, .parts = {{4096, "first\n"}, {65536, checkedToken("ghp_") + '\n'}}},
                   SparseForm::Pax10);
        const AuditReport report = audited(imageWith({tar}));
        QCOMPARE(lines(report), QStringList{u"high token /sparse (layer 0): GitHub personal access token ghp_… (40 characters)"_s});
    }

    void thereAreLimits()
    {
        TarBuilder tar = withProgram();
        std::string text;
        for (unsigned i = 1; i <= 6000; ++i)
            text += checkedToken("ghp_", i) + '\n';
        tar.file("tokens", text);
        const AuditReport report = audited(imageWith({tar}));
        QCOMPARE(report.findings.size(), std::size_t(5000));
        QCOMPARE(report.notes.size(), std::size_t(1));
        QVERIFY(report.notes.front().message().endsWith(
            u": layer 0: has more than 5000 secrets, of which the others are not listed"_s));
    }

    void anUnreadableLayerIsANote()
    {
        TarBuilder one = withProgram();
        one.file("found", checkedToken("npm_")).file("cut", std::string(3 << 20, 'x'));
        TarBuilder two;
        two.file("secret", checkedToken("ghp_"));
        TestImage test = imageWith({one, two});
        auto image = opened(test);
        const FileRegion &region = image->layers[0].contents.region();
        const int descriptor = ::open(QFile::encodeName(region.file->name()).constData(), O_RDWR);
        QVERIFY(descriptor >= 0);
        QCOMPARE(::ftruncate(descriptor, off_t(region.offset + (1 << 20))), 0);
        ::close(descriptor);
        const AuditReport report = need(auditImage(*image, m_silent, {}));
        QCOMPARE(report.findings.size(), std::size_t(2));
        QCOMPARE(report.notes.size(), std::size_t(1));
        QCOMPARE(report.notes.front().subject, u"/cut"_s);
    }

    void canBeCancelled()
    {
        const auto image = opened(imageWith({withProgram()}));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)auditImage(*image, m_silent, stop.get_token()));
    }
};

STRATOSCOPE_APPLESS_TEST(TestAuditImage)
#include "tst_audit_image.moc"
