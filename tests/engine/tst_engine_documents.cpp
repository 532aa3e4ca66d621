// SPDX-License-Identifier: Apache-2.0
#include "engine/engine_documents.h"

#include "support/need.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

/// What engines answer, beyond what the recorded ones do (tst_engine_client.cpp).
class TestEngineDocuments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesVersions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("printed"); // empty: an error
        QTest::newRow("Docker") << u"1.41"_s << u"1.41"_s;
        QTest::newRow("Podman") << u"4.3.1"_s << u"4.3.1"_s;
        QTest::newRow("Podman without a patch") << u"5.0.0"_s << u"5.0"_s;
        QTest::newRow("a development version") << u"5.0.1-dev"_s << u"5.0.1"_s;
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("a number") << u"1"_s << QString();
        QTest::newRow("a sign") << u"1.-4"_s << QString();
        QTest::newRow("too large") << u"1.99999999999"_s << QString();
        QTest::newRow("words") << u"latest"_s << QString();
    }
    void parsesVersions()
    {
        QFETCH(QString, text);
        QFETCH(QString, printed);
        const auto version = ApiVersion::parse(text, u"engine"_s);
        QCOMPARE(version ? version->toString() : QString(), printed);
        if (!version)
            QCOMPARE(version.error().kind, ErrorKind::Malformed);
    }

    void negotiates_data()
    {
        QTest::addColumn<QString>("least");
        QTest::addColumn<QString>("newest");
        QTest::addColumn<QString>("chosen"); // empty: none
        QTest::newRow("older than this program") << u"1.12"_s << u"1.41"_s << u"1.41"_s;
        QTest::newRow("the oldest") << u"1.12"_s << u"1.24"_s << u"1.24"_s;
        QTest::newRow("newer, and compatible") << u"1.44"_s << u"1.60"_s << u"1.52"_s;
        QTest::newRow("too old") << u"1.12"_s << u"1.23"_s << QString();
        QTest::newRow("too new") << u"1.53"_s << u"1.60"_s << QString();
    }
    void negotiates()
    {
        QFETCH(QString, least);
        QFETCH(QString, newest);
        QFETCH(QString, chosen);
        const QByteArray json = u"{\"Version\":\"x\",\"ApiVersion\":\"%1\",\"MinAPIVersion\":\"%2\"}"_s.arg(newest, least).toUtf8();
        const auto version = need(EngineVersion::parse(json, u"engine"_s)).negotiate(u"engine"_s);
        QCOMPARE(version ? version->toString() : QString(), chosen);
        if (!version) {
            QCOMPARE(version.error().kind, ErrorKind::Unsupported);
            QCOMPARE(
                version.error().message(),
                u"engine: speaks the versions %1 to %2 of the Docker API; this program speaks 1.24 to 1.52"_s.arg(least, newest));
        }
    }

    void readsWhatWasLoaded_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("loaded");
        QTest::newRow("Docker") << QByteArray(R"({"stream":"Loaded image: app:1\n"})"
                                              "\r\n")
                                << u"app:1"_s;
        QTest::newRow("Docker, several") << QByteArray(R"({"stream":"Loaded image: a:1\n"})"
                                                       "\n"
                                                       R"({"stream":"Loaded image: b:1\n"})")
                                         << u"a:1 b:1"_s;
        QTest::newRow("Docker, without a name") << QByteArray(R"({"stream":"Loaded image ID: sha256:0123\n"})") << u"sha256:0123"_s;
        QTest::newRow("Podman, several") << QByteArray(R"({"stream":"Loaded image: a:1,b:1"})") << u"a:1 b:1"_s;
        QTest::newRow("progress") << QByteArray(R"({"status":"Loading layer","progress":"x"})"
                                                "\n"
                                                R"({"stream":"Loaded image: a:1"})")
                                  << u"a:1"_s;
        QTest::newRow("nothing") << QByteArray() << QString();
    }
    void readsWhatWasLoaded()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, loaded);
        QCOMPARE(need(parseLoadAnswer(answer, u"engine"_s)).join(u' '), loaded);
    }

    void rejects_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("not JSON") << QByteArray("oops");
        QTest::newRow("an object") << QByteArray("{}");
        QTest::newRow("an array of something else") << QByteArray("[1]");
        QTest::newRow("no ID") << QByteArray(R"([{"RepoTags":["a:1"]}])");
        QTest::newRow("a name that is a number") << QByteArray(R"([{"Id":"12","RepoTags":[1]}])");
        QTest::newRow("a size that is a text") << QByteArray(R"([{"Id":"12","Size":"1"}])");
    }
    void rejects()
    {
        QFETCH(QByteArray, json);
        const auto images = parseEngineImages(json, u"engine"_s);
        QVERIFY(!images);
        QCOMPARE(images.error().kind, ErrorKind::Malformed);
        QVERIFY2(images.error().message().startsWith("engine: "_L1), qPrintable(images.error().message()));
    }

    void toleratesOddNumbers()
    {
        const auto images = need(parseEngineImages(R"([{"Id":"sha256:12","Size":-1,"Created":-62135596800,"RepoTags":null}])", {}));
        QCOMPARE(images.size(), 1U);
        QCOMPARE(images[0].id, u"12"_s);
        QCOMPARE(images[0].size, 0U);
        QVERIFY(!images[0].created.isValid());
    }
};

STRATOSCOPE_APPLESS_TEST(TestEngineDocuments)
#include "tst_engine_documents.moc"
