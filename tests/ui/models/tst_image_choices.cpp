// SPDX-License-Identifier: Apache-2.0
#include "ui/image/image_choices.h"

#include "support/archive_opener.h"
#include "support/layout_maker.h"
#include "support/need.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

class TestImageChoices : public QObject
{
    Q_OBJECT

private:
    ArchiveOpener m_opener;

    /// `one` for two platforms, `two` for a third one.
    static LayoutMaker layout()
    {
        LayoutMaker layout;
        const auto imageFor = [&layout](const QString &architecture) {
            const TestImage image{.layers = {TarBuilder().file("a", architecture.toStdString()).finish()},
                                  .architecture = architecture};
            return forPlatform(layout.image(image), u"linux/"_s + architecture);
        };
        layout.entry(named(layout.index({imageFor(u"s390x"_s), imageFor(u"ppc64le"_s)}), u"one"_s));
        layout.entry(named(imageFor(u"riscv64"_s), u"two"_s));
        return layout;
    }
    QStringList choices(const LocalArchive &archive, const QString &selector, bool byPlatform)
    {
        ImageName name;
        name.path = archive.path();
        name.selector = selector;
        QStringList texts;
        for (const ImageChoice &choice : archiveChoices(archive, name, byPlatform))
            texts << choice.label + u" | "_s + QString(choice.name).remove(archive.path());
        return texts;
    }

private Q_SLOTS:
    void all()
    {
        const auto archive = need(m_opener.openFolder(layout().files()));
        QCOMPARE(choices(*archive, {}, false).size(), 2);
    }

    /// Never those of another image in the archive.
    void platformsOfTheImageThatWasNamed()
    {
        const auto archive = need(m_opener.openFolder(layout().files()));
        QCOMPARE(choices(*archive, u"one"_s, true), (QStringList{u"linux/s390x | oci::one"_s, u"linux/ppc64le | oci::one"_s}));
        QCOMPARE(choices(*archive, u"two"_s, true), QStringList{u"linux/riscv64 | oci::two"_s});
        QCOMPARE(choices(*archive, u"three"_s, true), QStringList());
    }

    void platformsInADockerArchive()
    {
        std::vector<TestImage> images;
        for (const auto &[name, architecture] :
             {std::pair{u"a:1"_s, u"s390x"_s}, std::pair{u"a:1"_s, u"ppc64le"_s}, std::pair{u"b:1"_s, u"riscv64"_s}})
            images.push_back({.layers = {TarBuilder().file("a", architecture.toStdString()).finish()},
                              .name = name,
                              .architecture = architecture});
        const auto archive = need(m_opener.openTar(tarOf(dockerArchive(images, DockerLayout::Skopeo))));
        QCOMPARE(choices(*archive, u"b"_s, true), QStringList{u"linux/riscv64 | docker-archive::b"_s});
        for (const QString &choice : choices(*archive, u"a:1"_s, true))
            QVERIFY2(!choice.contains(u"riscv64"_s), qPrintable(choice));
    }
};

STRATOSCOPE_GUILESS_TEST(TestImageChoices)
#include "tst_image_choices.moc"
