// SPDX-License-Identifier: Apache-2.0
#include "vm/vm_files.h"

#include "base/json_writer.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

QString kernelOptions(const VmPlan &plan, const QString &console, const QString &disk, const QString &rest)
{
    // On a busy machine, an emulated timer may be too late for the kernel's test of it, which ends in a panic.
    const QString timer = plan.architecture->oci == "amd64"_L1 ? u" no_timer_check"_s : QString();
    return u"console=%1 quiet panic=-1%2 root=%3 rootfstype=%4 %5 rootwait init=/.stratoscope/init%6"_s.arg(
        console, timer, disk, plan.rootType, plan.isRootWritable ? u"rw"_s : u"ro"_s, rest);
}

// Everything that varies comes from the plan; the script names its own files only, from its own folder, so that the folder may
// have any name.
constexpr char kScript[] = R"sh(#!/bin/sh
# Starts the virtual machine in QEMU; its console is this terminal, and its exit status that of the image's command.
#
#   run.sh [--shell] [-p HOST:GUEST]... [QEMU-OPTION...]
#
# --shell runs the image's /bin/sh instead of its command; -p forwards a TCP port, as for docker run. Ctrl+A X ends the machine.
# ACCEL=tcg in the environment emulates the processor where KVM does not work.
set -eu
case $0 in */*) cd -- "${0%/*}/" ;; esac

options=
ports=
while [ $# -gt 0 ]; do
    case $1 in
    --shell) options=' stratoscope.shell' ;;
    -p)
        case ${2-} in
        '' | *[!0-9:]* | *:*:* | :* | *:)
            echo "run.sh: -p needs HOST:GUEST, such as 8080:80" >&2
            exit 2
            ;;
        esac
        ports=$ports,hostfwd=tcp::${2%%:*}-:${2##*:}
        shift
        ;;
    *) break ;;
    esac
    shift
done

if ! command -v %EMULATOR% >/dev/null; then
    echo "run.sh: %EMULATOR% is not installed" >&2
    exit 127
fi
accel=${ACCEL-}
if [ -z "$accel" ]; then
    accel=tcg
    if [ -r /dev/kvm ] && [ -w /dev/kvm ] && [ "$(uname -m)" = %HOST% ]; then accel=kvm; fi
fi
cpu=max
if [ "$accel" = kvm ]; then cpu=host; fi

exec 4<&0 # a shell takes its terminal from what it starts in the background
status=$(mktemp)
trap 'rm -f -- "$status"' EXIT
machine=
trap 'if [ -n "$machine" ]; then kill "$machine"; fi' HUP INT TERM
%EMULATOR% -M %MACHINE% -accel "$accel" -cpu "$cpu" -m %MEMORY% -nodefaults -display none -no-reboot \
    -kernel kernel%INITRD% \
    -append "%APPEND%$options" \
    -drive file=%ROOT%,format=%FORMAT%,if=none,id=root%READONLY% -device %DISK% \
%NETWORK%    -chardev file,id=status,path=/dev/fd/3 -serial mon:stdio %STATUS% \
    "$@" 3>"$status" <&4 4<&- &
machine=$!
wait "$machine" || wait "$machine" || true

code=$(cat -- "$status")
if [ -z "$code" ]; then
    echo "run.sh: the virtual machine ended without an exit status" >&2
    code=125
fi
exit "$code"
)sh";

constexpr char kNetworkLine[]
    = "    -netdev user,id=net$ports -device virtio-net-pci,netdev=net,romfile= -device virtio-rng-pci \\\n";

QString filled(QString text, const std::vector<std::pair<QString, QString>> &values)
{
    for (const auto &[name, value] : values)
        text.replace(u'%' + name + u'%', value);
    return text;
}

} // namespace

QString vmRootFile(const VmOptions &options)
{
    return options.qcow2 ? u"root.qcow2"_s : u"root.img"_s;
}

QByteArray vmScript(const VmPlan &plan, const VmOptions &options)
{
    const VmArchitecture &architecture = *plan.architecture;
    const bool isNvme = plan.disk == VmPlan::Disk::Nvme;
    const QString append = kernelOptions(plan, architecture.console, isNvme ? u"/dev/nvme0n1"_s : u"/dev/vda"_s,
                                         u" stratoscope.status="_s + architecture.statusPort);
    return filled(QString::fromLatin1(kScript),
                  {{u"EMULATOR"_s, architecture.emulator},
                   {u"HOST"_s, architecture.host},
                   {u"MACHINE"_s, architecture.machine},
                   {u"MEMORY"_s, QString::number(options.memory)},
                   {u"INITRD"_s, plan.emulatorNeedsInitramfs ? u" -initrd initramfs"_s : QString()},
                   {u"APPEND"_s, append},
                   {u"ROOT"_s, vmRootFile(options)},
                   {u"FORMAT"_s, options.qcow2 ? u"qcow2"_s : u"raw"_s},
                   {u"READONLY"_s, plan.isRootWritable ? QString() : u",readonly=on"_s},
                   {u"DISK"_s, isNvme ? u"nvme,drive=root,serial=root"_s : u"virtio-blk-pci,drive=root"_s},
                   {u"NETWORK"_s, plan.hasNetwork ? QString::fromLatin1(kNetworkLine) : QString()},
                   {u"STATUS"_s, architecture.statusDevice}})
        .toUtf8();
}

QByteArray vmReadme(const VmPlan &plan, const QString &imageName)
{
    return u"A virtual machine of the image %1, with kernel %2.\n"
           "Start it with ./run.sh, which needs QEMU (%3); './run.sh --shell' gives a shell, './run.sh -p 8080:80' forwards a "
           "port.\n"
           "For other monitors: 'firecracker --no-api --config-file firecracker.json' in this folder, or ./cloud-hypervisor.sh.\n"_s
               .arg(quoted(imageName), plan.kernel.version.isEmpty() ? u"of an unknown version"_s : plan.kernel.version,
                    plan.architecture->emulator)
               .toUtf8();
}

QByteArray firecrackerConfig(const VmPlan &plan, const VmOptions &options)
{
    JsonWriter json(JsonWriter::Form::Indented);
    json.beginObject().key("boot-source").beginObject().member("kernel_image_path", kVmKernelFile);
    if (!plan.initramfsModules.empty())
        json.member("initrd_path", kVmInitramfsFile);
    // It has no power button and no second serial port: the machine ends by a reset, and its status is printed.
    json.member("boot_args", kernelOptions(plan, u"ttyS0"_s, u"/dev/vda"_s, u" reboot=k pci=off stratoscope.reset"_s)).endObject();
    json.key("drives").beginArray().beginObject();
    json.member("drive_id", "root").member("path_on_host", vmRootFile(options)).member("is_root_device", false);
    json.member("is_read_only", !plan.isRootWritable).endObject().endArray();
    json.key("machine-config").beginObject().member("vcpu_count", 1).member("mem_size_mib", options.memory).endObject();
    json.endObject();
    return QByteArray::fromStdString(json.take() + '\n');
}

QByteArray cloudHypervisorScript(const VmPlan &plan, const VmOptions &options)
{
    const QString initramfs = plan.initramfsModules.empty() ? QString() : u" --initramfs initramfs"_s;
    const QString console = plan.architecture->console;
    return u"#!/bin/sh\n"
           "# Starts the virtual machine in Cloud Hypervisor, without a network; its options can be added.\n"
           "set -eu\n"
           "case $0 in */*) cd -- \"${0%/*}/\" ;; esac\n"
           "exec cloud-hypervisor --kernel kernel%1 --disk path=%2%3 --memory size=%4M --cpus boot=1 \\\n"
           "    --serial tty --console off --cmdline \"%5\" \"$@\"\n"_s
               .arg(initramfs, vmRootFile(options), plan.isRootWritable ? QString() : u",readonly=on"_s,
                    QString::number(options.memory), kernelOptions(plan, console, u"/dev/vda"_s, {}))
               .toUtf8();
}

} // namespace stratoscope
