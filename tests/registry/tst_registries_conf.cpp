// SPDX-License-Identifier: Apache-2.0
#include "registry/config/registries_conf.h"

#include "support/disk_tree.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

const QString kSubject = u"/etc/containers/registries.conf"_s;

} // namespace

class TestRegistriesConf : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesVersionTwo()
    {
        const auto conf = RegistriesConf::parse(R"(
            unqualified-search-registries = ["docker.io", "quay.io"]
            short-name-mode = "enforcing"
            [aliases]
            "fedora" = "registry.fedoraproject.org/fedora"
            "team/app" = ""
            [[registry]]
            prefix = "docker.io"
            location = "internal.example.com/hub/"
            mirror-by-digest-only = true
            [[registry.mirror]]
            location = "mirror.example.com:5000"
            insecure = true
            [[registry.mirror]]
            location = "other.example.com/a"
            pull-from-mirror = "tag-only"
            [[registry]]
            prefix = "*.example.org"
            blocked = true
            [[registry]]
            location = "localhost:5000/team"
            insecure = true
        )"_ba,
                                                kSubject);
        VERIFY_RESULT(conf);
        const std::vector<RegistryRule> rules{
            {.prefix = u"docker.io"_s,
             .location = u"internal.example.com/hub"_s,
             .mirrors = {{.location = u"mirror.example.com:5000"_s, .insecure = true, .use = RegistryMirror::Use::DigestOnly},
                         {.location = u"other.example.com/a"_s, .use = RegistryMirror::Use::TagOnly}}},
            {.prefix = u"*.example.org"_s, .location = {}, .blocked = true},
            {.prefix = u"localhost:5000/team"_s, .location = u"localhost:5000/team"_s, .insecure = true},
        };
        QVERIFY(conf->rules == rules);
        QVERIFY((conf->aliases
                 == std::map<QString, QString>{{u"fedora"_s, u"registry.fedoraproject.org/fedora"_s}, {u"team/app"_s, {}}}));
    }

    void parsesVersionOne()
    {
        const auto conf = RegistriesConf::parse(R"(
            [registries.search]
            registries = ['a.example.com']
            [registries.insecure]
            registries = ['b.example.com', 'c.example.com']
            [registries.block]
            registries = ['c.example.com']
        )"_ba,
                                                kSubject);
        VERIFY_RESULT(conf);
        QCOMPARE(conf->rules.size(), std::size_t(2));
        QVERIFY(!conf->find(u"b.example.com/x")->blocked);
        QVERIFY(conf->find(u"b.example.com/x")->insecure);
        QVERIFY(conf->find(u"c.example.com/x")->blocked);
        QVERIFY(conf->find(u"c.example.com/x")->insecure);
        QVERIFY(!conf->find(u"a.example.com/x"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("detail");
        const auto row
            = [](const char *name, const QByteArray &text, const QString &detail) { QTest::newRow(name) << text << detail; };
        row("no location", "\n[[registry]]\nblocked = true\n", u"line 2: the registry has neither a prefix nor a location"_s);
        row("scheme", "[[registry]]\nlocation = \"https://a.example.com\"\n",
            u"line 2: location \"https://a.example.com\" must begin with the host, without a scheme"_s);
        row("tag", "[[registry]]\nlocation = \"a.example.com/x:1\"\n",
            u"line 2: location \"a.example.com/x:1\" must not have a tag or a digest"_s);
        row("twice", "[[registry]]\nlocation=\"a.example.com\"\n[[registry]]\nprefix=\"a.example.com\"\n",
            u"line 3: duplicate prefix \"a.example.com\""_s);
        row("star", "[[registry]]\nprefix=\"a.*.com\"\n",
            u"line 1: the prefix \"a.*.com\" may contain * only at the beginning of a host: *.example.com"_s);
        row("boolean", "[[registry]]\nlocation=\"a.example.com\"\ninsecure = \"yes\"\n",
            u"line 3: insecure must be true or false"_s);
        row("string", "[[registry]]\nlocation=5\n", u"line 2: location must be a string"_s);
        row("one table", "[registry]\nlocation=\"a.example.com\"\n",
            u"line 1: registry must be an array of tables: [[registry]]"_s);
        row("mirror", "[[registry]]\nlocation=\"a.example.com\"\n[[registry.mirror]]\n", u"line 3: the mirror has no location"_s);
        row("use",
            "[[registry]]\nlocation=\"a.example.com\"\n[[registry.mirror]]\nlocation=\"b.example.com\"\npull-from-mirror=\"x\"\n",
            u"line 3: pull-from-mirror must be all, digest-only or tag-only"_s);
        row("alias", "[aliases]\n\"x\" = \"y\"\n",
            u"line 2: the alias \"x\" must name a registry and a repository, without tag or digest"_s);
        row("alias with a tag", "[aliases]\n\"x\" = \"docker.io/library/y:1\"\n",
            u"line 2: the alias \"x\" must name a registry and a repository, without tag or digest"_s);
        row("list", "[registries.block]\nregistries = \"a\"\n", u"line 2: registries must be an array of strings"_s);
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, detail);
        const auto conf = RegistriesConf::parse(text, kSubject);
        QVERIFY(!conf);
        QCOMPARE(conf.error(), (Error{ErrorKind::Configuration, kSubject, detail}));
    }

    void refusesWhatIsNoToml()
    {
        const auto conf = RegistriesConf::parse("a = 1\n\nb = [\n", kSubject);
        QVERIFY(!conf);
        QCOMPARE(conf.error().kind, ErrorKind::Configuration);
        QCOMPARE(conf.error().subject, kSubject);
        QVERIFY2(conf.error().detail.startsWith(u"line 3: "_s) || conf.error().detail.startsWith(u"line 4: "_s),
                 qPrintable(conf.error().detail));
    }

    void matches_data()
    {
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("covered");
        const auto row = [](const QString &prefix, const QString &name, int covered) {
            QTest::newRow(qPrintable(prefix + u' ' + name)) << prefix << name << covered;
        };
        row(u"a.com"_s, u"a.com"_s, 5);
        row(u"a.com"_s, u"a.com/x:1"_s, 5);
        row(u"a.com"_s, u"a.com:5000/x"_s, -1);
        row(u"a.com"_s, u"a.community/x"_s, -1);
        row(u"a.com/x"_s, u"a.com/x:1"_s, 7);
        row(u"a.com/x"_s, u"a.com/x@sha256:1"_s, 7);
        row(u"a.com/x"_s, u"a.com/xy"_s, -1);
        row(u"a.com/x"_s, u"a.com"_s, -1);
        row(u"a.com/x:1"_s, u"a.com/x:1"_s, 9);
        row(u"a.com/x:1"_s, u"a.com/x:12"_s, -1);
        row(u"*.a.com"_s, u"b.a.com/x"_s, 7);
        row(u"*.a.com"_s, u"c.b.a.com:5000/x"_s, 9);
        row(u"*.a.com:5000"_s, u"b.a.com:5000/x"_s, 12);
        row(u"*.a.com:5000"_s, u"b.a.com/x"_s, -1);
        row(u"*.a.com"_s, u"a.com/x"_s, -1);
        row(u"*.a.com"_s, u"evil.com/b.a.com"_s, -1);
    }
    void matches()
    {
        QFETCH(QString, prefix);
        QFETCH(QString, name);
        const RegistryRule rule{.prefix = prefix, .location = prefix};
        QTEST(int(rule.match(name)), "covered");
    }

    void theLongestMatchCounts()
    {
        const auto conf = need(RegistriesConf::parse(R"(
            [[registry]]
            prefix = "*.a.com"
            [[registry]]
            prefix = "b.a.com"
            [[registry]]
            prefix = "b.a.com/team"
        )"_ba,
                                                     kSubject));
        QCOMPARE(conf.find(u"c.a.com/team/x")->prefix, u"*.a.com"_s);
        QCOMPARE(conf.find(u"b.a.com/x")->prefix, u"b.a.com"_s);
        QCOMPARE(conf.find(u"b.a.com/team/x")->prefix, u"b.a.com/team"_s);
        QVERIFY(!conf.find(u"d.com/x"));
    }

    void dropInsComeLater()
    {
        const TestFolder folder;
        const QString file = folder.path() + u"/registries.conf"_s;
        writeDisk(file, "[[registry]]\nlocation='a.com'\n[[registry]]\nlocation='b.com'\n[aliases]\nx='a.com/x'\ny='a.com/y'\n");
        writeDisk(file + u".d/20.conf"_s, "[[registry]]\nlocation='a.com'\nblocked=false\n[aliases]\ny=''\n");
        writeDisk(file + u".d/10.conf"_s, "[[registry]]\nlocation='a.com'\nblocked=true\n[aliases]\nx='b.com/x'\n");
        writeDisk(file + u".d/30.bak"_s, "=");
        const auto conf = RegistriesConf::load(file);
        VERIFY_RESULT(conf);
        QCOMPARE(conf->rules.size(), std::size_t(2));
        QVERIFY(!conf->find(u"a.com")->blocked);
        QVERIFY((conf->aliases == std::map<QString, QString>{{u"x"_s, u"b.com/x"_s}, {u"y"_s, {}}}));
    }

    void aFileThatIsNamedMustBeThere()
    {
        const TestFolder folder;
        QCOMPARE(RegistriesConf::load(folder.path() + u"/none"_s).error().kind, ErrorKind::NotFound);
    }

    void findsTheFilesOfTheUser()
    {
        const TestFolder folder;
        qputenv("HOME", folder.path().toUtf8());
        const QString users = folder.path() + u"/.config/containers/registries.conf"_s;
        writeDisk(users, "[aliases]\nmine='a.com/x'\n");
        writeDisk(users + u".d/1.conf"_s, "[aliases]\nmore='a.com/y'\n");
        auto conf = need(RegistriesConf::load({}));
        QVERIFY((conf.aliases == std::map<QString, QString>{{u"mine"_s, u"a.com/x"_s}, {u"more"_s, u"a.com/y"_s}}));

        const QString given = folder.path() + u"/given.conf"_s;
        writeDisk(given, "[aliases]\ngiven='a.com/z'\n");
        qputenv("CONTAINERS_REGISTRIES_CONF", given.toUtf8());
        conf = need(RegistriesConf::load({}));
        qunsetenv("CONTAINERS_REGISTRIES_CONF");
        QVERIFY(conf.aliases.contains(u"given"_s));
        QVERIFY(conf.aliases.contains(u"more"_s));
        QVERIFY(!conf.aliases.contains(u"mine"_s));
    }
};

STRATOSCOPE_APPLESS_TEST(TestRegistriesConf)
#include "tst_registries_conf.moc"
