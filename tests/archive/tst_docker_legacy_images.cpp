// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "support/archive_opener.h"
#include "support/compress.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

std::stop_token stoppedToken()
{
    std::stop_source stop;
    stop.request_stop();
    return stop.get_token();
}

} // namespace

/// What Docker wrote before 1.10: no manifest.json. What these have in common with later ones is tested with those.
class TestDockerLegacyImages : public QObject
{
    Q_OBJECT

private:
    Result<ResolvedImage> resolve(const Files &files, const QString &name = {}, const QString &platform = {})
    {
        return m_opener.resolveTar(tarOf(files), name, platform);
    }
    QString errorOf(const Result<ResolvedImage> &image) const { return m_opener.errorOf(image); }

    ArchiveOpener m_opener;

private Q_SLOTS:
    void theOldestWithoutNames()
    {
        Files files = dockerArchive({imageOf(u"app:1"_s, {"one", "two"})}, DockerLayout::Oldest);
        files.erase("repositories");
        const auto image = resolve(files);
        VERIFY_RESULT(image);
        QVERIFY(image->names.isEmpty());
        QCOMPARE(contentsOf(*image), QStringList({u"one"_s, u"two"_s}));
    }

    void theOldestMayBeBroken_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("message");
        QTest::addRow("repositories") << QByteArray("repositories") << QByteArray("[")
                                      << u"ARCHIVE: repositories: is not a JSON object"_s;
        QTest::addRow("a layer's document") << QByteArray("abc/json") << QByteArray("no")
                                            << u"ARCHIVE: abc/json: is not a JSON object"_s;
        QTest::addRow("a missing parent") << QByteArray("repositories") << QByteArray(R"({"app":{"1":"gone"}})")
                                          << u"ARCHIVE: does not contain the layer \"gone\" of an image"_s;
        QTest::addRow("no layer") << QByteArray("repositories") << QByteArray(R"({"app":{"1":""}})")
                                  << u"ARCHIVE: lists an image without layers"_s;
        QTest::addRow("a missing layer") << QByteArray("abc/json") << QByteArray(R"({"id":"abc"})")
                                         << u"ARCHIVE: abc/layer.tar: is missing"_s;
    }

    void theOldestMayBeBroken()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, content);
        QFETCH(QString, message);
        Files files = dockerArchive({imageOf(u"app:1"_s, {"one"})}, DockerLayout::Oldest);
        if (message.contains(u"abc/layer.tar"_s))
            files["repositories"] = R"({"app":{"1":"abc"}})";
        files[name.toStdString()] = content.toStdString();
        const auto image = resolve(files);
        QVERIFY2(errorOf(image).startsWith(message), qPrintable(errorOf(image)));
    }

    void theOldestIsReadThroughWithProgress()
    {
        TestImage app = imageOf(u"app:1"_s, {"one"});
        app.layers.push_back(TarBuilder().file("large", noise(3'000'000)).finish());
        const auto archive = need(m_opener.openTar(tarOf(dockerArchive({app}, DockerLayout::Oldest))));
        Progress last;
        ProgressMeter progress([&last](const Progress &now) { last = now; });
        const auto image = archive->resolve({}, {}, progress, {});
        VERIFY_RESULT(image);
        QCOMPARE(last.total, qint64(app.layers[0].size() + app.layers[1].size()));
        QCOMPARE(last.current, last.total);
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)archive->resolve({}, {}, progress, stoppedToken()));
    }
};

STRATOSCOPE_APPLESS_TEST(TestDockerLegacyImages)
#include "tst_docker_legacy_images.moc"
