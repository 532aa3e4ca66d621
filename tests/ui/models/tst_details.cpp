// SPDX-License-Identifier: Apache-2.0
#include "support/hand_made.h"
#include "support/test_main.h"
#include "ui/details/details.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestDetails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void describes_data();
    void describes();
    void reportsCorruptLayers();
    void describesAnImage();

private:
    static QStringList draw(const Details &details);
    std::shared_ptr<Image> m_image;
};

void TestDetails::initTestCase()
{
    qputenv("TZ", "UTC");
    QLocale::setDefault(QLocale::c());
    m_image = test::makeImage(
        {{"bin/", "bin/sh 2000", "link -> bin/sh", "lost -> nowhere", "gone 1"}, {"bin/ash => bin/sh", "-gone", "deep/er/file 1"}});
    m_image->config.run.cmd = {u"/bin/sh"_s, u"-c"_s, u"echo it's"_s};
    m_image->config.run.env = {u"PATH=/bin"_s};
}

QStringList TestDetails::draw(const Details &details)
{
    QStringList lines;
    for (const Detail &detail : details)
        lines += detail.label + u": "_s + detail.value + (detail.leadsTo ? u" >"_s : QString());
    return lines;
}

void TestDetails::describes_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QStringList>("expected");
    const QStringList owner{u"Owner: 0:0"_s, u"Modified: 2024-05-01 12:00:00 +00:00"_s};
    const QString digest = u"SHA-256: Not verified yet"_s;
    QTest::newRow("file") << "/bin/sh"_qba
                          << (QStringList{u"Path: /bin/sh"_s, u"Type: File"_s, u"Size: 2.0 KiB (2000 bytes)"_s,
                                          u"Hard links: /bin/ash >"_s, u"Mode: -rw-r--r--  0644"_s}
                              + owner + QStringList{u"Layer: 0: COPY file 0 in /"_s, digest});
    QTest::newRow("hard link") << "/bin/ash"_qba
                               << (QStringList{u"Path: /bin/ash"_s, u"Type: File"_s, u"Size: 2.0 KiB (2000 bytes)"_s,
                                               u"Hard links: /bin/sh >"_s, u"Mode: -rw-r--r--  0644"_s}
                                   + owner + QStringList{u"Layer: 1: COPY file 1 in /"_s, digest});
    QTest::newRow("symlink") << "/link"_qba
                             << (QStringList{u"Path: /link"_s, u"Type: Symbolic link"_s, u"Link target: bin/sh"_s,
                                             u"Resolves to: /bin/sh >"_s, u"Mode: lrw-r--r--  0644"_s}
                                 + owner + QStringList{u"Layer: 0: COPY file 0 in /"_s});
    QTest::newRow("dangling") << "/lost"_qba
                              << (QStringList{u"Path: /lost"_s, u"Type: Symbolic link"_s, u"Link target: nowhere"_s,
                                              u"Broken link: /nowhere does not exist"_s, u"Mode: lrw-r--r--  0644"_s}
                                  + owner + QStringList{u"Layer: 0: COPY file 0 in /"_s});
    QTest::newRow("implied folder") << "/deep"_qba
                                    << QStringList{u"Path: /deep"_s, u"Type: Folder"_s, u"Contents: 2 entries, 1 bytes"_s,
                                                   u"Note: No layer has an entry for this folder, only for its contents."_s,
                                                   u"Layer: 1: COPY file 1 in /"_s};
}

void TestDetails::describes()
{
    QFETCH(QByteArray, path);
    const ImageFs fs = m_image->fs();
    QTEST(draw(entryDetails(*m_image, fs, *fs.tree->find(path.toStdString()))), "expected");
}

void TestDetails::reportsCorruptLayers()
{
    const auto image = test::makeImage({{"a 1"}});
    ImageLayer::Check::begin(image->layers[0].check)->fail({ErrorKind::Mismatch, u"layer 0"_s, u"wrong digest"_s});
    const ImageFs fs = image->fs();
    QVERIFY(draw(entryDetails(*image, fs, *fs.tree->find("/a"))).contains(u"SHA-256: Unknown: the layer is corrupt"_s));
    QVERIFY(draw(layerDetails(*image, 0)).contains(u"Verification: layer 0: wrong digest"_s));
}

void TestDetails::describesAnImage()
{
    const QStringList lines = draw(imageDetails(*m_image));
    QVERIFY(lines.contains(u"Name: example.org/sample:1.0"_s));
    QVERIFY(lines.contains(u"Platform: linux/amd64"_s));
    QVERIFY(lines.contains(u"Command: /bin/sh -c 'echo it'\\''s'"_s));
    QVERIFY(lines.contains(u"Environment: PATH=/bin"_s));
}

STRATOSCOPE_GUILESS_TEST(TestDetails)
#include "tst_details.moc"
