// SPDX-License-Identifier: Apache-2.0
#include "export/oci/image_names.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;

/// The names of images as other tools find them.
class TestImageNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void annotationsAndTags_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QStringList>("annotations"); ///< `TAG` or `TAG NAME`
        QTest::addColumn<QStringList>("tags");
        const QString full = u"docker.io/library/alpine:3.22"_s;
        QTest::newRow("none") << QStringList() << QStringList{QString()} << QStringList();
        QTest::newRow("short") << QStringList{u"alpine:3.22"_s} << QStringList{u"3.22 "_s + full} << QStringList{full};
        QTest::newRow("full, and its tag") << QStringList{full, u"3.22"_s} << QStringList{u"3.22 "_s + full} << QStringList{full};
        QTest::newRow("only a tag") << QStringList{u"latest"_s} << QStringList{u"latest"_s} << QStringList();
        QTest::newRow("a registry with a port, no tag")
            << QStringList{u"localhost:5000/app"_s} << QStringList{u"latest localhost:5000/app:latest"_s}
            << QStringList{u"localhost:5000/app:latest"_s};
        QTest::newRow("two") << QStringList{u"example.test/a:1"_s, u"example.test/b:2"_s}
                             << QStringList{u"1 example.test/a:1"_s, u"2 example.test/b:2"_s}
                             << QStringList{u"example.test/a:1"_s, u"example.test/b:2"_s};
        QTest::newRow("by digest") << QStringList{u"example.test/a@sha256:"_s + QString(64, u'a')} << QStringList{QString()}
                                   << QStringList();
        QTest::newRow("by tag and digest") << QStringList{u"example.test/a:1@sha256:"_s + QString(64, u'a')}
                                           << QStringList{u"1 example.test/a:1"_s} << QStringList{u"example.test/a:1"_s};
    }
    void annotationsAndTags()
    {
        QFETCH(QStringList, names);
        QStringList annotations;
        for (const Annotations &entry : nameAnnotations(names))
            annotations << QStringList{entry[kAnnotationRefName], entry[kAnnotationImageName]}.join(u' ').trimmed();
        QTEST(annotations, "annotations");
        QTEST(repoTags(names), "tags");
    }
};

STRATOSCOPE_APPLESS_TEST(TestImageNames)
#include "tst_image_names.moc"
