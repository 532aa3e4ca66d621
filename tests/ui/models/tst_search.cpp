// SPDX-License-Identifier: Apache-2.0
#include "support/config_home.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/search/registry_facts.h"
#include "ui/search/search_model.h"
#include "ui/search/search_query.h"
#include "ui/search/tag_model.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

class TestSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void understands_data();
    void understands();
    void offersWhatAPlainNameMayBe();
    void listsHits();
    void listsTags();
    void leavesOutTagsOfReferrers();
    void sortsTags();
    void readsAddresses_data();
    void readsAddresses();

private:
    ConfigHome m_home;
    std::optional<Registries> m_registries;
};

void TestSearch::initTestCase()
{
    m_home.write(u"registries.conf"_s,
                 "[aliases]\ntool='quay.io/team/tool'\n'team/x'='localhost:5000/x'\nalpine='docker.io/library/alpine'\n");
    m_registries = need(Registries::load({.registriesConf = m_home.path(u"registries.conf"_s)}));
}

void TestSearch::understands_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("meant");
    const QString digest = u"sha256:"_s + QString(64, u'a');
    QTest::newRow("nothing") << u"  "_s << QString();
    QTest::newRow("one letter") << u"a"_s << QString();
    QTest::newRow("a word") << u"alpine"_s << u"search alpine"_s;
    QTest::newRow("words") << u" web server "_s << u"search web server"_s;
    QTest::newRow("upper case") << u"Alpine"_s << u"search Alpine"_s;
    QTest::newRow("a namespace") << u"grafana/loki"_s << u"search grafana/loki"_s;
    QTest::newRow("a namespace begun") << u"grafana/"_s << u"search grafana"_s;
    QTest::newRow("a registry alone") << u"localhost:5000/"_s << u"all in localhost:5000"_s;
    QTest::newRow("a large registry alone") << u"quay.io/"_s << u"in quay.io"_s;
    QTest::newRow("a tag") << u"alpine:3.22"_s << u"pull docker.io/library/alpine:3.22"_s;
    QTest::newRow("latest said") << u"alpine:latest"_s << u"pull docker.io/library/alpine:latest"_s;
    QTest::newRow("a digest") << u"alpine@"_s + digest << u"pull docker.io/library/alpine@"_s + digest;
    QTest::newRow("a registry") << u"quay.io/podman/hello"_s
                                << u"pull quay.io/podman/hello:latest search podman/hello in quay.io"_s;
    QTest::newRow("a port") << u"localhost:5000/app"_s << u"pull localhost:5000/app:latest search app in localhost:5000"_s;
    QTest::newRow("all of it") << u"localhost:5000/app:1"_s << u"pull localhost:5000/app:1"_s;
    QTest::newRow("a scheme") << u"docker://alpine:3.22"_s << u"pull docker.io/library/alpine:3.22"_s;
    QTest::newRow("an alias") << u"tool"_s << u"pull quay.io/team/tool:latest search tool by tool"_s;
    QTest::newRow("an alias's tag") << u"tool:1"_s << u"pull quay.io/team/tool:1 by tool"_s;
    QTest::newRow("an alias of a namespace") << u"team/x@"_s + digest << u"pull localhost:5000/x@"_s + digest + u" by team/x"_s;
    QTest::newRow("an alias for what it is") << u"alpine"_s << u"search alpine"_s;
    QTest::newRow("no alias, with a scheme") << u"docker://tool:1"_s << u"pull docker.io/library/tool:1"_s;
    QTest::newRow("a path") << u"/tmp/app.tar"_s << u"open /tmp/app.tar"_s;
    QTest::newRow("a layout") << u"oci:/tmp/layout:1"_s << u"open oci:/tmp/layout:1"_s;
    QTest::newRow("home") << u"~/app.tar"_s << u"open "_s + QDir::homePath() + u"/app.tar"_s;
    QTest::newRow("a plain command") << u"docker pull alpine:3.22"_s << u"pull docker.io/library/alpine:3.22"_s;
    QTest::newRow("a command with options") << u"$ sudo podman image pull -q --platform linux/arm64 quay.io/a/b:1"_s
                                            << u"pull quay.io/a/b:1"_s;
    QTest::newRow("a command without a tag") << u"docker pull alpine"_s << u"search alpine"_s;
    QTest::newRow("another command") << u"docker run alpine"_s << u"search docker run alpine"_s;
    QTest::newRow("Docker Hub, official") << u"https://hub.docker.com/_/alpine"_s
                                          << u"pull docker.io/library/alpine:latest search library/alpine in docker.io"_s;
    QTest::newRow("Docker Hub, tags") << u"https://hub.docker.com/r/grafana/loki/tags?page=2&name=3"_s
                                      << u"pull docker.io/grafana/loki:latest search grafana/loki in docker.io"_s;
    QTest::newRow("Docker Hub, a tag") << u"https://hub.docker.com/layers/grafana/loki/3.1/images/sha256-0?context=explore"_s
                                       << u"pull docker.io/grafana/loki:3.1"_s;
    QTest::newRow("Quay") << u"https://quay.io/repository/podman/hello?tab=tags"_s
                          << u"pull quay.io/podman/hello:latest search podman/hello in quay.io"_s;
    QTest::newRow("Quay, a tag") << u"https://quay.io/repository/podman/hello?tab=info&tag=v1"_s
                                 << u"pull quay.io/podman/hello:v1"_s;
    QTest::newRow("Quay, a manifest") << u"https://quay.io/repository/podman/hello/manifest/"_s + digest
                                      << u"pull quay.io/podman/hello@"_s + digest;
    QTest::newRow("GitHub, of a repository") << u"https://github.com/Owner/repo/pkgs/container/My-App"_s
                                             << u"pull ghcr.io/owner/my-app:latest search owner/my-app in ghcr.io"_s;
    QTest::newRow("GitHub, a tag") << u"https://github.com/o/r/pkgs/container/dir%2Fapp/123?tag=v2"_s
                                   << u"pull ghcr.io/o/dir/app:v2"_s;
    QTest::newRow("GitHub, of an organization")
        << u"https://github.com/orgs/o/packages/container/package/app"_s << u"pull ghcr.io/o/app:latest search o/app in ghcr.io"_s;
    QTest::newRow("GHCR") << u"https://ghcr.io/o/app:1"_s << u"pull ghcr.io/o/app:1"_s;
    QTest::newRow("a port, with a scheme") << u"http://localhost:5000/app:1"_s << u"pull localhost:5000/app:1"_s;
    QTest::newRow("a digest alone") << digest << u"image "_s + digest;
    QTest::newRow("an address of a file") << u"file:///tmp/app.tar"_s << u"open /tmp/app.tar"_s;
}

void TestSearch::understands()
{
    QFETCH(const QString, text);
    const SearchQuery query = SearchQuery::parse(text, &*m_registries);
    QStringList meant;
    if (!query.path.isEmpty())
        meant += u"open "_s + query.path;
    if (query.reference)
        meant += u"pull "_s + query.reference->canonical();
    if (query.digest)
        meant += u"image "_s + query.digest->toString();
    if (!query.term.isEmpty())
        meant += u"search "_s + query.term;
    if (query.isCatalog())
        meant += u"all"_s;
    if (!query.registry.isEmpty())
        meant += u"in "_s + query.registry;
    if (!query.alias.isEmpty())
        meant += u"by "_s + query.alias;
    QTEST(meant.join(u' '), "meant");
    QCOMPARE(query.isEmpty(), meant.isEmpty());
}

void TestSearch::offersWhatAPlainNameMayBe()
{
    const auto offered = [this](const QString &text) {
        const auto image = SearchQuery::parse(text, &*m_registries).image();
        return image ? image->canonical() : QString();
    };
    QCOMPARE(offered(u"alpine"_s), u"docker.io/library/alpine:latest"_s);
    QCOMPARE(offered(u"grafana/loki"_s), u"docker.io/grafana/loki:latest"_s);
    QCOMPARE(offered(u"two words"_s), QString());
    QCOMPARE(offered(u"Alpine"_s), QString());
}

void TestSearch::listsHits()
{
    SearchModel model;
    QAbstractItemModelTester tester(&model);
    model.add({{u"docker.io/library/alpine"_s, u"A small\nimage"_s, 11'000, true, u"docker.io"_s},
               {u"docker.io/me/alpine"_s, {}, 0, false, u"docker.io"_s}});
    model.add({{u"docker.io/library/alpine"_s, u"again"_s, 1, true, u"docker.io"_s},
               {u"localhost:5000/alpine"_s, {}, -1, false, u"localhost:5000"_s}});
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names += model.index(row).data().toString();
    QCOMPARE(names, QStringList({u"alpine"_s, u"me/alpine"_s, u"localhost:5000/alpine"_s}));
    QCOMPARE(model.index(0).data(SearchModel::DescriptionRole).toString(), u"A small image"_s);
    QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().contains(u"official"_s));
    QVERIFY(!model.index(2).data(Qt::AccessibleTextRole).toString().contains(u"stars"_s));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    model.add({{u"docker.io/library/alpine"_s, {}, 0, false, u"docker.io"_s}});
    QCOMPARE(model.rowCount(), 1);
}

void TestSearch::listsTags()
{
    TagModel model;
    QAbstractItemModelTester tester(&model);
    model.add({u"1.0"_s, u"1.1"_s, u"1.1-Alpine"_s});
    model.add({u"2.0-alpine"_s, u"latest"_s, u"zzz"_s});
    const auto shown = [&model] {
        QStringList tags;
        for (int row = 0; row < model.rowCount(); ++row)
            tags += model.index(row).data().toString();
        return tags.join(u' ');
    };
    QCOMPARE(shown(), u"latest 1.0 1.1 1.1-Alpine 2.0-alpine zzz"_s);
    model.setFilter(u"alpine"_s);
    QCOMPARE(shown(), u"1.1-Alpine 2.0-alpine"_s);
    model.add({u"3.0"_s, u"3.0-alpine"_s});
    QCOMPARE(shown(), u"1.1-Alpine 2.0-alpine 3.0-alpine"_s);
    QCOMPARE(model.tagCount(), 8);
    QCOMPARE(model.rowOf(u"3.0-alpine"_s), 2);
    QCOMPARE(model.rowOf(u"3.0"_s), -1);
    model.setFilter({});
    QCOMPARE(model.rowCount(), 8);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestSearch::leavesOutTagsOfReferrers()
{
    TagModel model;
    const QString digest = u"sha256-"_s + QString(64, u'a');
    model.add({u"1.0"_s, digest, digest + u".sig"_s, digest + u".att"_s, u"sha256-short"_s, u"latest"_s});
    QCOMPARE(model.tagCount(), 3);
    QCOMPARE(model.rowOf(u"sha256-short"_s), 2);
    QCOMPARE(model.rowOf(digest), -1);
}

void TestSearch::sortsTags()
{
    TagModel model;
    QAbstractItemModelTester tester(&model);
    model.add({u"1.9"_s, u"stable"_s, u"2.10-alpine"_s, u"v3"_s, u"2.10"_s, u"alpine"_s, u"2.9.1"_s, u"2.9"_s, u"2"_s, u"010"_s,
               u"latest"_s});
    const QPersistentModelIndex chosen = model.index(model.rowOf(u"2.9"_s));
    model.sort();
    QStringList tags;
    for (int row = 0; row < model.rowCount(); ++row)
        tags += model.index(row).data().toString();
    QCOMPARE(tags.join(u' '), u"latest 010 v3 2.10 2.10-alpine 2.9.1 2.9 2 1.9 alpine stable"_s);
    QCOMPARE(chosen.data().toString(), u"2.9"_s);
}

void TestSearch::readsAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("address");
    QTest::newRow("host") << u" registry.example.com "_s << u"registry.example.com"_s;
    QTest::newRow("port") << u"localhost:5000"_s << u"localhost:5000"_s;
    QTest::newRow("localhost") << u"localhost"_s << u"localhost"_s;
    QTest::newRow("web address") << u"https://registry.example.com/"_s << u"registry.example.com"_s;
    QTest::newRow("Docker Hub by its other name") << u"index.docker.io"_s << u"docker.io"_s;
    QTest::newRow("a name") << u"registry"_s << QString();
    QTest::newRow("a path") << u"quay.io/podman"_s << QString();
    QTest::newRow("spaces") << u"a b.c"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void TestSearch::readsAddresses()
{
    QFETCH(const QString, text);
    QTEST(registryAddress(text).value_or(QString()), "address");
}

STRATOSCOPE_GUILESS_TEST(TestSearch)
#include "tst_search.moc"
