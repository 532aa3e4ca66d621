// SPDX-License-Identifier: Apache-2.0
#include "vm/kernel_modules.h"

#include "support/compress.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

std::string moduleWith(const std::string &info)
{
    return std::string("\x7f"
                       "ELF")
        + '\0' + info + '\0';
}

} // namespace

/// The modules of a kernel in an image.
class TestKernelModules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loadsWhatAModuleDependsOn()
    {
        const auto modules = modulesOf({{"fs/ext4.ko", moduleWith("depends=jbd2,mb-cache")},
                                        {"fs/jbd2.ko", moduleWith("depends=")},
                                        {"fs/mb-cache.ko", moduleWith("depends=jbd2,virtio")},
                                        {"lib/crc32c_generic.ko", moduleWith("license=GPL")}});
        QCOMPARE(namesOf(need(modules.withDependencies({u"ext4"_s}))), (QStringList{u"jbd2"_s, u"mb_cache"_s, u"ext4"_s}));
        QVERIFY(modules.isBuiltIn(u"virtio"_s));
        QCOMPARE(namesOf(need(modules.withDependencies({u"virtio"_s}))), QStringList());
    }

    void endsWithALoop()
    {
        const auto modules = modulesOf({{"a.ko", moduleWith("depends=b")}, {"b.ko", moduleWith("depends=a")}});
        QCOMPARE(namesOf(need(modules.withDependencies({u"a"_s}))), (QStringList{u"b"_s, u"a"_s}));
    }

    void refusesWhatIsNotAModule()
    {
        const auto modules = modulesOf({{"a.ko", "text"}, {"b.ko", moduleWith("depends=missing")}});
        QCOMPARE(modules.withDependencies({u"a"_s}).error().kind, ErrorKind::Malformed);
        QCOMPARE(modules.withDependencies({u"b"_s}).error().kind, ErrorKind::NotFound);
    }

    void limitsHowManyAreLoaded()
    {
        std::map<std::string, std::string> files;
        for (int i = 0; i < 400; ++i)
            files["m" + std::to_string(i) + ".ko"] = moduleWith("depends=m" + std::to_string(i + 1));
        const auto loaded = modulesOf(files).withDependencies({u"m0"_s});
        QCOMPARE(loaded.error().kind, ErrorKind::TooLarge);
    }

    void limitsTheirSize()
    {
        std::map<std::string, std::string> files;
        for (int i = 0; i < 6; ++i) {
            std::string module = moduleWith("depends=m" + std::to_string(i + 1));
            module.resize(60 << 20);
            files["m" + std::to_string(i) + ".ko.gz"] = compressed(module, Compression::Gzip);
        }
        files["m6.ko"] = moduleWith("depends=");
        QCOMPARE(modulesOf(files).withDependencies({u"m0"_s}).error().kind, ErrorKind::TooLarge);
    }

private:
    static KernelModules modulesOf(const std::map<std::string, std::string> &files)
    {
        TarBuilder tar;
        tar.file("lib/modules/1/modules.builtin", "kernel/drivers/virtio/virtio.ko\n");
        for (const auto &[path, content] : files)
            tar.file("lib/modules/1/kernel/" + path, content);
        return *KernelModules::inImage(fsOf({tar}), "/lib/modules/1");
    }
    static QStringList namesOf(const std::vector<KernelModules::Module> &modules)
    {
        QStringList names;
        for (const KernelModules::Module &module : modules)
            names << module.name;
        return names;
    }
};

STRATOSCOPE_GUILESS_TEST(TestKernelModules)

#include "tst_kernel_modules.moc"
