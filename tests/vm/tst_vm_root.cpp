// SPDX-License-Identifier: Apache-2.0
#include "vm/vm_root.h"

#include "init/run_file.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/run_config.h"
#include "support/test_main.h"
#include "vm/run_file.h"
#include "vm/vm_files.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// What a bzImage begins with (Linux, Documentation/arch/x86/boot.rst).
std::string kernelBytes(std::string_view version)
{
    std::string bytes(2048, '\0');
    bytes.replace(0x202, 4, "HdrS");
    bytes[0x20e] = 0x10; // the version's offset, less 0x200
    bytes.replace(0x210, version.size(), version);
    return bytes;
}

std::string moduleBytes(std::string_view info)
{
    return std::string("\x7f"
                       "ELF\0",
                       5)
               .append(info)
        + '\0';
}

/// An image with a kernel whose network is a module that needs others.
TarBuilder kernelFiles(const std::string &builtIn = "kernel/fs/erofs/erofs.ko\nkernel/drivers/nvme/host/nvme.ko\n",
                       const std::string &libraries = "lib")
{
    using namespace std::string_literals;
    const std::string modules = libraries + "/modules/6.1.0-13/";
    TarBuilder tar;
    tar.file("boot/vmlinuz-6.1.0-9", kernelBytes("6.1.0-9 (built)"));
    tar.file("boot/vmlinuz-6.1.0-13", kernelBytes("6.1.0-13 (built)"));
    tar.file(modules + "modules.builtin", builtIn);
    tar.file(modules + "kernel/virtio-pci.ko", moduleBytes("depends=virtio,virtio-ring\0name=virtio_pci"s));
    tar.file(modules + "kernel/virtio.ko", moduleBytes("depends=\0name=virtio"s));
    tar.file(modules + "kernel/virtio_ring.ko", moduleBytes("depends=virtio"s));
    tar.file(modules + "kernel/virtio_net.ko", moduleBytes("depends=virtio_ring"s));
    tar.file(modules + "kernel/overlay.ko", moduleBytes("depends="s));
    return tar;
}

const Platform kPlatform{.os = u"linux"_s, .architecture = u"amd64"_s, .variant = {}, .osVersion = {}, .osFeatures = {}};

Result<VmPlan> plan(const ImageFs &fs, const VmOptions &options = {}, const Platform &platform = kPlatform)
{
    return planVm(fs, platform, u"app"_s, u"erofs"_s, options, QDir::tempPath(), {});
}

VmOptions withKernel(const QString &path)
{
    VmOptions options;
    options.kernel = path;
    return options;
}

QStringList moduleNames(const std::vector<KernelModules::Module> &modules)
{
    QStringList names;
    for (const auto &module : modules)
        names << module.name;
    return names;
}

QByteArray contentOf(const ImageFs &fs, const char *path)
{
    return need(fs.readAll(need(fs.tree->resolve(path)), 1 << 20));
}

} // namespace

class TestVmRoot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theImagesKernelComesWithWhatItNeeds()
    {
        const VmPlan found = need(plan(fsOf({kernelFiles()})));
        QCOMPARE(describe(found.kernel), u"6.1.0-13, of the image (/boot/vmlinuz-6.1.0-13)"_s);
        QCOMPARE(found.kernel.architecture, u"amd64"_s);
        QVERIFY(!found.emulatorNeedsInitramfs);
        QVERIFY(found.hasNetwork);
        QCOMPARE(moduleNames(found.rootModules),
                 (QStringList{u"virtio"_s, u"virtio_ring"_s, u"virtio_pci"_s, u"virtio_net"_s, u"overlay"_s}));
        QCOMPARE(found.notes, QStringList());
    }

    void modulesAreFoundWhereLibIsALinkThatIsMissing()
    {
        const VmPlan found
            = need(plan(fsOf({kernelFiles("kernel/fs/erofs/erofs.ko\nkernel/drivers/nvme/host/nvme.ko\n", "usr/lib")})));
        QVERIFY(found.hasNetwork);
        QVERIFY(moduleNames(found.rootModules).contains(u"virtio_net"_s));
        QCOMPARE(found.notes, QStringList());
    }

    void whatIsNotBuiltInNeedsAnInitramfs()
    {
        TarBuilder tar = kernelFiles("kernel/fs/erofs/erofs.ko\n");
        tar.file("lib/modules/6.1.0-13/kernel/nvme.ko", moduleBytes("depends="));
        const VmPlan found = need(plan(fsOf({tar})));
        QVERIFY(found.emulatorNeedsInitramfs);
        QVERIFY(moduleNames(found.initramfsModules).contains(u"nvme"_s));
        QVERIFY(vmScript(found, {}).contains(" -initrd initramfs"));

        const ImageFs initramfs = need(vmInitramfs(found, {}));
        const auto run = init::parseRunFile(contentOf(initramfs, "/.stratoscope/run").toStdString());
        QVERIFY(run);
        QCOMPARE(run->modules.size(), found.initramfsModules.size());
        for (const std::string &module : run->modules)
            QVERIFY(initramfs.tree->resolve(module));
        QVERIFY(initramfs.tree->entry(need(initramfs.tree->resolve("/init"))).mode == 0755);
    }

    void refusesWhatCannotStart()
    {
        const auto noDisk = plan(fsOf({kernelFiles("kernel/fs/erofs/erofs.ko\n")}));
        QVERIFY(!noDisk);
        QCOMPARE(noDisk.error().detail, u"has no driver for a disk: neither nvme nor virtio_blk"_s);
        const auto noRoot = plan(fsOf({kernelFiles("kernel/drivers/nvme/host/nvme.ko\n")}));
        QVERIFY(!noRoot);
        QVERIFY(noRoot.error().detail.contains(u"choose another file system for it"_s));
        Platform windows = kPlatform;
        windows.os = u"windows"_s;
        QCOMPARE(plan(fsOf({kernelFiles()}), {}, windows).error().kind, ErrorKind::Unsupported);
        Platform riscv = kPlatform;
        riscv.architecture = u"riscv64"_s;
        QCOMPARE(plan(fsOf({kernelFiles()}), {}, riscv).error().kind, ErrorKind::Unsupported);
    }

    void aFileIsLookedAt()
    {
        const QTemporaryDir folder;
        const auto write = [&](const QString &name, const QByteArray &bytes) {
            QFile file(folder.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
        };
        const ImageFs fs = fsOf({kernelFiles()});
        const VmPlan found
            = need(plan(fs, withKernel(write(u"bzImage"_s, QByteArray::fromStdString(kernelBytes("9.9.9-none x"))))));
        QCOMPARE(found.kernel.version, u"9.9.9-none"_s);
        QCOMPARE(found.notes.size(), 1); // nothing is known of its modules

        const auto text = plan(fs, withKernel(write(u"text"_s, "hello")));
        QCOMPARE(text.error().kind, ErrorKind::Unsupported);
        const auto arm = plan(fs, withKernel(write(u"Image"_s, QByteArray(0x38, '\0') + "ARM\x64" + QByteArray(64, '\0'))));
        QCOMPARE(arm.error().kind, ErrorKind::WrongPlatform);
        QCOMPARE(plan(fs, withKernel(folder.filePath(u"missing"_s))).error().kind, ErrorKind::NotFound);
    }

    void theRootHasWhatTheInitNeeds()
    {
        TarBuilder tar = kernelFiles();
        tar.dir("proc", 0555);
        tar.symlink("run", "var/run");
        tar.dir("var/run", 0700);
        tar.file("etc/hosts", "mine");
        const ImageFs fs = fsOf({tar});
        ImageConfig config;
        config.created = u"2024-05-01T12:00:00Z"_s;
        config.run = Given{.user = u"app:web"_s,
                           .env = {u"A=b c"_s},
                           .entrypoint = {u"/bin/app"_s, u"a\"b$c"_s},
                           .cmd = {u""_s, u"d\ne"_s},
                           .workingDir = u"srv/data"_s};
        const VmPlan found = need(plan(fs));
        const ImageFs root = need(vmRoot(fs, config, u"example.com/team/app:1"_s, found, {}));

        const auto run = init::parseRunFile(contentOf(root, "/.stratoscope/run").toStdString());
        QVERIFY(run);
        QCOMPARE(run->args, (std::vector<std::string>{"/bin/app", "a\"b$c", "", "d\ne"}));
        QCOMPARE(run->env, (std::vector<std::string>{"A=b c"}));
        QCOMPARE(run->user, std::string("app:web"));
        QCOMPARE(run->directory, std::string("/srv/data"));
        QCOMPARE(run->hostName, std::string("app"));
        QCOMPARE(run->modules.size(), found.rootModules.size());

        const auto entry = [&root](const char *path) { return root.tree->entry(need(root.tree->resolve(path, false))); };
        QCOMPARE(entry("/.stratoscope/run").mode, std::uint16_t(0600));
        QCOMPARE(entry("/proc").mode, std::uint16_t(0555)); // as the image has it
        QCOMPARE(entry("/tmp").mode, std::uint16_t(01777));
        QCOMPARE(entry("/run").kind, EntryKind::Symlink);
        QCOMPARE(entry("/srv/data").kind, EntryKind::Directory);
        QCOMPARE(entry("/sys").mtime.seconds, kTestTime);
        QCOMPARE(contentOf(root, "/etc/hosts"), QByteArray("mine"));
        QVERIFY(root.tree->resolve("/etc/resolv.conf"));
        QCOMPARE(contentOf(root, "/.stratoscope/init"), found.architecture->init());
    }

    void aZeroByteIsRefused()
    {
        RunConfig config;
        config.env = {u"A=b"_s + QChar::Null};
        QCOMPARE(runFile(config, u"x"_s, {}).error().kind, ErrorKind::Invalid);
    }

    void hostNames()
    {
        QCOMPARE(hostNameOf(u"docker.io/library/alpine:3.20"_s), u"alpine"_s);
        QCOMPARE(hostNameOf(u"localhost:5000/a_b..c@sha256:12"_s), u"a-b-c"_s);
        QCOMPARE(hostNameOf(u"x/$(reboot)"_s), u"reboot"_s);
        QCOMPARE(hostNameOf({}), u"stratoscope"_s);
        QVERIFY(hostNameOf(QString(100, u'a')).size() == 63);
    }

    void otherMonitorsAreConfigured()
    {
        const VmPlan found = need(plan(fsOf({kernelFiles()})));
        VmOptions withMemory;
        withMemory.memory = 300;
        const auto json = QJsonDocument::fromJson(firecrackerConfig(found, withMemory));
        QCOMPARE(json[u"boot-source"_s][u"kernel_image_path"_s].toString(), u"kernel"_s);
        QVERIFY(json[u"boot-source"_s][u"boot_args"_s].toString().contains(u"root=/dev/vda rootfstype=erofs ro"_s));
        QCOMPARE(json[u"drives"_s][0][u"is_read_only"_s].toBool(), true);
        QCOMPARE(json[u"machine-config"_s][u"mem_size_mib"_s].toInt(), 300);
        QVERIFY(cloudHypervisorScript(found, withMemory).contains("--memory size=300M"));
        QCOMPARE(vmReadme(found, u"a\nb"_s).count('\n'), 3);
    }
};

STRATOSCOPE_APPLESS_TEST(TestVmRoot)
#include "tst_vm_root.moc"
