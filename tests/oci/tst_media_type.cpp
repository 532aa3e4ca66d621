// SPDX-License-Identifier: Apache-2.0
#include "oci/media_type.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace Qt::StringLiterals;

class TestMediaType : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void classifies_data();
    void classifies();
};

void TestMediaType::classifies_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("kinds");
    const auto row = [](QLatin1StringView type, const char *kinds) {
        QTest::newRow(type.isEmpty() ? "empty" : type.data()) << QString(type) << QString::fromLatin1(kinds);
    };
    row("application/vnd.oci.image.manifest.v1+json"_L1, "manifest");
    row("application/vnd.docker.distribution.manifest.v2+json"_L1, "manifest");
    row("application/vnd.oci.image.index.v1+json"_L1, "index");
    row("application/vnd.docker.distribution.manifest.list.v2+json"_L1, "index");
    row("application/vnd.docker.distribution.manifest.v1+json"_L1, "schema1");
    row("application/vnd.docker.distribution.manifest.v1+prettyjws"_L1, "schema1");
    row("application/vnd.oci.image.config.v1+json"_L1, "config");
    row("application/vnd.docker.container.image.v1+json"_L1, "config");
    row("application/vnd.oci.image.layer.v1.tar"_L1, "layer");
    row("application/vnd.oci.image.layer.v1.tar+gzip"_L1, "layer");
    row("application/vnd.oci.image.layer.v1.tar+zstd"_L1, "layer");
    row("application/vnd.docker.image.rootfs.diff.tar"_L1, "layer");
    row("application/vnd.docker.image.rootfs.diff.tar.gzip"_L1, "layer");
    row("application/vnd.docker.image.rootfs.diff.tar.zstd"_L1, "layer");
    row("application/vnd.oci.image.layer.nondistributable.v1.tar"_L1, "layer foreign");
    row("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"_L1, "layer foreign");
    row("application/vnd.oci.image.layer.nondistributable.v1.tar+zstd"_L1, "layer foreign");
    row("application/vnd.docker.image.rootfs.foreign.diff.tar"_L1, "layer foreign");
    row("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"_L1, "layer foreign");
    row("application/vnd.in-toto+json"_L1, "");
    row("application/vnd.oci.empty.v1+json"_L1, "");
    row("application/vnd.cncf.helm.config.v1+json"_L1, "");
    row("APPLICATION/VND.OCI.IMAGE.MANIFEST.V1+JSON"_L1, "");
    row(""_L1, "");
}

void TestMediaType::classifies()
{
    QFETCH(QString, type);
    QStringList kinds;
    const auto add = [&kinds](bool is, const QString &kind) {
        if (is)
            kinds.append(kind);
    };
    add(media_type::isManifest(type), u"manifest"_s);
    add(media_type::isIndex(type), u"index"_s);
    add(media_type::isSchema1(type), u"schema1"_s);
    add(media_type::isImageConfig(type), u"config"_s);
    add(media_type::isLayer(type), u"layer"_s);
    add(media_type::isForeignLayer(type), u"foreign"_s);
    QTEST(kinds.join(u' '), "kinds");
}

STRATOSCOPE_APPLESS_TEST(TestMediaType)
#include "tst_media_type.moc"
