// SPDX-License-Identifier: Apache-2.0
#include "ui/push/push_targets.h"

#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope::ui;

class TestPushTargets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void suggests_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("registry");
        QTest::addColumn<QStringList>("earlier");
        QTest::addColumn<QString>("suggested");
        const QStringList none;
        QTest::newRow("nothing is known") << u"alpine:3.22"_s << QString() << none << QString();
        QTest::newRow("where it comes from") << u"ghcr.io/team/app:1"_s << QString() << none << u"ghcr.io/team/app:1"_s;
        QTest::newRow("dropped on a registry")
            << u"alpine:3.22"_s << u"localhost:5000"_s << none << u"localhost:5000/alpine:3.22"_s;
        QTest::newRow("without a tag") << u"quay.io/team/app"_s << u"localhost:5000"_s << none
                                       << u"localhost:5000/team/app:latest"_s;
        QTest::newRow("by digest") << u"quay.io/team/app@sha256:"_s + QString(64, u'a') << u"localhost:5000"_s << none
                                   << u"localhost:5000/team/app:latest"_s;
        QTest::newRow("beside the last one") << u"team/app:2"_s << QString() << QStringList{u"localhost:5000/mine/app:1"_s}
                                             << u"localhost:5000/mine/app:2"_s;
        QTest::newRow("a file") << u"App.tar.gz"_s << u"localhost:5000"_s << none << u"localhost:5000/app:latest"_s;
        QTest::newRow("a file that cannot be a name")
            << u"my image (1).tar"_s << u"localhost:5000"_s << none << u"localhost:5000/"_s;
    }
    void suggests()
    {
        QFETCH(QString, title);
        QFETCH(QString, registry);
        QFETCH(QStringList, earlier);
        QTEST(pushTargets({.title = title, .registry = registry, .earlier = earlier}).front(), "suggested");
    }

    void offersAllRegistries()
    {
        const QStringList targets = pushTargets({.title = u"alpine:3.22"_s,
                                                 .earlier = {u"quay.io/me/other:1"_s},
                                                 .registries = {u"docker.io"_s, u"ghcr.io"_s, u"ghcr.io"_s, u"localhost:5000"_s}});
        QCOMPARE(targets,
                 (QStringList{u"quay.io/me/alpine:3.22"_s, u"quay.io/me/other:1"_s, u"ghcr.io/alpine:3.22"_s,
                              u"localhost:5000/alpine:3.22"_s}));
    }

    void saysWhatIsMeant()
    {
        QCOMPARE(pushTargetText(u" app "_s), u"Registry docker.io, repository library/app, tag latest"_s);
        QCOMPARE(pushTargetText(u"localhost:5000/app:1"_s), u"Registry localhost:5000, repository app, tag 1"_s);
        QCOMPARE(pushTargetText(u"quay.io/a/b@sha256:"_s + QString(64, u'0')),
                 u"Registry quay.io, repository a/b, by its digest alone"_s);
        QCOMPARE(pushTargetText(u"Not A Name"_s), QString());
    }
};

STRATOSCOPE_APPLESS_TEST(TestPushTargets)
#include "tst_push_targets.moc"
