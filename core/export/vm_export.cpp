// SPDX-License-Identifier: Apache-2.0
#include "export/vm_export.h"

#include "base/cancel.h"
#include "export/staged_directory.h"
#include "formats/cpio_format.h"
#include "stream/compress.h"
#include "stream/copy_region.h"
#include "stream/sparse_writer.h"
#include "vm/boot_check.h"
#include "vm/vm_files.h"
#include "vm/vm_root.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr char kQemuImg[] = "qemu-img";

/// The files of the staged directory.
class VmFolder
{
public:
    explicit VmFolder(QString path)
        : m_path(std::move(path))
    {
    }

    Result<void> put(const QString &name, const QByteArray &content, unsigned mode = 0644) const
    {
        return write(name, mode, [&content](SparseWriter &into) -> Result<void> {
            STRATOSCOPE_CHECK(into.append(asBytes(asText(content))));
            return into.finish();
        });
    }

    Result<void> copy(const QString &name, const FileRegion &from, const std::stop_token &stop) const
    {
        return write(name, 0644, [&](SparseWriter &into) -> Result<void> {
            ProgressMeter silent;
            STRATOSCOPE_CHECK(copyRegion(from, into, silent, stop));
            return into.finish();
        });
    }

    /// `fill` gets a sink, and finishes it.
    template <typename Fill>
    Result<void> write(const QString &name, unsigned mode, const Fill &fill) const
    {
        STRATOSCOPE_TRY(File file, File::create(pathOf(name), mode));
        SparseWriter into(file);
        STRATOSCOPE_CHECK(fill(into));
        return file.sync();
    }

    QString pathOf(const QString &name) const { return m_path + u'/' + name; }
    const QString &path() const { return m_path; }

private:
    const QString m_path;
};

Result<void> writeInitramfs(const VmFolder &folder, const VmPlan &plan, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const ImageFs fs, vmInitramfs(plan, stop));
    STRATOSCOPE_TRY(const Selection selection, Selection::of(*fs.tree, {}, stop));
    return folder.write(kVmInitramfsFile, 0644, [&](ByteSink &file) -> Result<void> {
        const std::unique_ptr<ByteSink> into = compressTo(file, Compression::Gzip); // which every kernel unpacks
        ProgressMeter none;
        STRATOSCOPE_CHECK(writeCpio({fs, selection, none, stop}, *into));
        return into->finish();
    });
}

/// Makes the root disk a qcow2 file.
Result<void> convertRoot(const VmFolder &folder, const QString &raw, const QString &qcow2, const std::stop_token &stop)
{
    constexpr int kWait = 100; // ms
    QProcess process;
    process.setWorkingDirectory(folder.path());
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QString::fromLatin1(kQemuImg), {u"convert"_s, u"-f"_s, u"raw"_s, u"-O"_s, u"qcow2"_s, raw, qcow2});
    if (!process.waitForStarted())
        return fail(ErrorKind::Io, QString::fromLatin1(kQemuImg), process.errorString());
    while (!process.waitForFinished(kWait) && process.state() != QProcess::NotRunning) {
        if (stop.stop_requested()) {
            process.kill();
            process.waitForFinished();
        }
        throwIfStopped(stop);
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return fail(ErrorKind::Io, QString::fromLatin1(kQemuImg),
                    u"failed: %1"_s.arg(quoted(QString::fromLocal8Bit(process.readAllStandardError()).trimmed())));
    STRATOSCOPE_TRY(File file, File::open(folder.pathOf(qcow2)));
    STRATOSCOPE_CHECK(file.sync());
    return QFile::remove(folder.pathOf(raw)) ? Result<void>() : failErrno(folder.pathOf(raw), u"cannot be removed", errno);
}

Result<ExportReport> writeRoot(const VmFolder &folder, const VmExport &vm, const VmPlan &plan, const std::stop_token &stop)
{
    constexpr QLatin1StringView kRaw("root.img");
    const QString name = vm.image.names.isEmpty() ? QString() : vm.image.names.constFirst();
    STRATOSCOPE_TRY(const ImageFs root, vmRoot(vm.fs, vm.image.config, name, plan, stop));
    STRATOSCOPE_TRY(File file, File::create(folder.pathOf(kRaw)));
    STRATOSCOPE_TRY(ExportReport report, vm.writeRoot(root, file));
    STRATOSCOPE_CHECK(file.sync());
    if (vm.options.qcow2)
        STRATOSCOPE_CHECK(convertRoot(folder, kRaw, vmRootFile(vm.options), stop));
    return report;
}

} // namespace

Result<ExportReport> exportVm(const VmExport &vm, const QString &destination, bool force, ProgressMeter &progress,
                              const std::stop_token &stop)
{
    if (vm.options.qcow2 && QStandardPaths::findExecutable(QString::fromLatin1(kQemuImg)).isEmpty())
        return fail(
            ErrorKind::Unsupported, QString::fromLatin1(kQemuImg),
            u"is not installed, and is needed for a disk in the form of qcow2; a raw disk needs nothing (--disk-format raw)"_s);
    STRATOSCOPE_TRY(const VmPlan plan,
                    planVm(vm.fs, vm.image.config.platform, vm.image.location, vm.rootType, vm.options, vm.spoolDirectory, stop));
    STRATOSCOPE_TRY(const std::vector<BootFinding> findings, checkBoot(vm.fs, vm.image.config.run));
    STRATOSCOPE_TRY(const std::unique_ptr<StagedDirectory> staged, StagedDirectory::begin(destination, force));
    const VmFolder folder(staged->path());

    STRATOSCOPE_TRY(ExportReport report, writeRoot(folder, vm, plan, stop));
    STRATOSCOPE_CHECK(folder.copy(kVmKernelFile, plan.kernel.image, stop));
    if (!plan.initramfsModules.empty())
        STRATOSCOPE_CHECK(writeInitramfs(folder, plan, stop));
    STRATOSCOPE_CHECK(folder.put(kVmScriptFile, vmScript(plan, vm.options), 0755));
    STRATOSCOPE_CHECK(folder.put(u"README"_s, vmReadme(plan, vm.image.title())));
    if (!vm.options.qcow2) { // which Firecracker does not read
        STRATOSCOPE_CHECK(folder.put(u"firecracker.json"_s, firecrackerConfig(plan, vm.options)));
        STRATOSCOPE_CHECK(folder.put(u"cloud-hypervisor.sh"_s, cloudHypervisorScript(plan, vm.options), 0755));
    }
    STRATOSCOPE_CHECK(staged->commit());
    progress.finish();

    report.path = destination;
    for (const BootFinding &finding : findings)
        report.warnings << (finding.isFatal ? u"will not run: "_s + finding.text : finding.text);
    report.warnings += plan.notes + staged->warnings();
    return report;
}

} // namespace stratoscope
