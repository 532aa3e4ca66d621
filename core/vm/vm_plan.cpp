// SPDX-License-Identifier: Apache-2.0
#include "vm/vm_plan.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

Result<VmKernel> chooseKernel(const ImageFs &image, const VmArchitecture &architecture, const QString &subject,
                              const VmOptions &options, const QString &spoolDirectory, const std::stop_token &stop)
{
    if (!options.kernel.isEmpty())
        return kernelInFile(options.kernel, spoolDirectory, stop);
    if (auto kernel = kernelInImage(image))
        return *std::move(kernel);
    const bool isHost = Platform::host().architecture == architecture.oci;
    if (auto kernel = isHost ? kernelOfHost() : std::nullopt)
        return *std::move(kernel);
    return fail(ErrorKind::NotFound, subject,
                u"has no kernel, and this machine's cannot be read; choose a kernel's file, or a Debian package with a kernel, "
                "such as the one that linux-image-cloud-%1 depends on"_s.arg(architecture.oci));
}

/// The first of several ways to do something that a kernel has everything for.
std::optional<QStringList> firstPossible(const KernelModules &modules, const std::vector<QStringList> &ways)
{
    for (const QStringList &way : ways) {
        if (std::ranges::all_of(way, [&](const QString &name) { return modules.has(name); }))
            return way;
    }
    return std::nullopt;
}

const QStringList kNvme{u"nvme"_s};
const QStringList kVirtioDisk{u"virtio_pci"_s, u"virtio_blk"_s};

Result<void> addModules(VmPlan &plan, const KernelModules &modules)
{
    const QString kernel = u"kernel %1"_s.arg(describe(plan.kernel));
    const auto disk = firstPossible(modules, {kNvme, kVirtioDisk});
    if (!disk)
        return fail(ErrorKind::Unsupported, kernel, u"has no driver for a disk: neither nvme nor virtio_blk"_s);
    if (!modules.has(plan.rootType))
        return fail(ErrorKind::Unsupported, kernel,
                    u"cannot read a root disk with %1; choose another file system for it"_s.arg(plan.rootType));
    plan.disk = *disk == kNvme ? VmPlan::Disk::Nvme : VmPlan::Disk::Virtio;
    const QStringList needed = *disk + QStringList{plan.rootType};
    plan.emulatorNeedsInitramfs = !std::ranges::all_of(needed, [&](const QString &name) { return modules.isBuiltIn(name); });

    QStringList early = needed;
    for (const QString &name : kVirtioDisk + QStringList{u"virtio_mmio"_s}) { // for other monitors
        if (modules.has(name))
            early << name;
    }
    STRATOSCOPE_TRY(plan.initramfsModules, modules.withDependencies(early));

    QStringList late;
    const auto network = firstPossible(modules, {{u"virtio_pci"_s, u"virtio_net"_s}});
    plan.hasNetwork = network.has_value();
    late += network.value_or(QStringList());
    if (!plan.hasNetwork)
        plan.notes << u"the kernel has no virtio_net, without which the virtual machine has no network"_s;
    if (modules.has(u"virtio_rng"_s) && modules.has(u"virtio_pci"_s))
        late << u"virtio_pci"_s << u"virtio_rng"_s;
    if (plan.rootType != u"ext4"_s) {
        if (modules.has(u"overlay"_s))
            late << u"overlay"_s;
        else
            plan.notes << u"the kernel has no overlay, without which the root file system is read-only"_s;
    }
    STRATOSCOPE_TRY(plan.rootModules, modules.withDependencies(late));
    return {};
}

} // namespace

Result<VmPlan> planVm(const ImageFs &image, const Platform &platform, const QString &subject, const QString &rootType,
                      const VmOptions &options, const QString &spoolDirectory, const std::stop_token &stop)
{
    VmPlan plan;
    STRATOSCOPE_TRY(plan.architecture, vmArchitecture(platform, subject));
    STRATOSCOPE_TRY(plan.kernel, chooseKernel(image, *plan.architecture, subject, options, spoolDirectory, stop));
    plan.rootType = rootType;
    plan.isRootWritable = rootType == u"ext4"_s;
    if (!plan.kernel.architecture.isEmpty() && plan.kernel.architecture != plan.architecture->oci)
        return fail(ErrorKind::WrongPlatform, plan.kernel.path,
                    u"is a kernel for %1, and the image is for %2"_s.arg(plan.kernel.architecture, plan.architecture->oci));
    if (plan.kernel.modules) {
        STRATOSCOPE_CHECK(addModules(plan, *plan.kernel.modules));
    } else {
        plan.hasNetwork = true;
        plan.notes << u"the modules of kernel %1 are not known; it must have nvme, %2 and virtio_net built in"_s.arg(
            describe(plan.kernel), rootType);
    }
    return plan;
}

QString describe(const VmKernel &kernel)
{
    const QString version = kernel.version.isEmpty() ? u"of an unknown version"_s : kernel.version;
    switch (kernel.origin) {
    case VmKernel::Origin::Image:
        return u"%1, of the image (%2)"_s.arg(version, kernel.path);
    case VmKernel::Origin::Host:
        return u"%1, of this machine (%2)"_s.arg(version, kernel.path);
    default:
        return u"%1 (%2)"_s.arg(version, kernel.path);
    }
}

} // namespace stratoscope
