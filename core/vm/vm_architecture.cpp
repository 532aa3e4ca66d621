// SPDX-License-Identifier: Apache-2.0
#include "vm/vm_architecture.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

#ifdef STRATOSCOPE_HAVE_INIT_x86_64
extern "C" const char stratoscope_init_x86_64[];
extern "C" const char stratoscope_init_x86_64_end[];
#endif
#ifdef STRATOSCOPE_HAVE_INIT_aarch64
extern "C" const char stratoscope_init_aarch64[];
extern "C" const char stratoscope_init_aarch64_end[];
#endif

namespace stratoscope {

namespace {

QByteArray initOfAmd64()
{
#ifdef STRATOSCOPE_HAVE_INIT_x86_64
    return QByteArray::fromRawData(stratoscope_init_x86_64, stratoscope_init_x86_64_end - stratoscope_init_x86_64);
#else
    return {};
#endif
}

QByteArray initOfArm64()
{
#ifdef STRATOSCOPE_HAVE_INIT_aarch64
    return QByteArray::fromRawData(stratoscope_init_aarch64, stratoscope_init_aarch64_end - stratoscope_init_aarch64);
#else
    return {};
#endif
}

constexpr std::array kArchitectures{
    VmArchitecture{"amd64"_L1, "qemu-system-x86_64"_L1, "x86_64"_L1, "q35"_L1, "ttyS0"_L1, "/dev/ttyS1"_L1,
                   "-device isa-serial,chardev=status"_L1, initOfAmd64},
    // Its only other serial port belongs to the firmware.
    VmArchitecture{"arm64"_L1, "qemu-system-aarch64"_L1, "aarch64"_L1, "virt"_L1, "ttyAMA0"_L1, "/dev/ttyS0"_L1,
                   "-device pci-serial,chardev=status"_L1, initOfArm64},
};

} // namespace

Result<const VmArchitecture *> vmArchitecture(const Platform &platform, const QString &subject)
{
    const Platform normalized = platform.normalized();
    const QString wanted = normalized.architecture.isEmpty() ? Platform::host().architecture : normalized.architecture;
    if (!normalized.os.isEmpty() && normalized.os != u"linux"_s)
        return fail(ErrorKind::Unsupported, subject,
                    u"is an image for %1; only images for Linux can become virtual machines"_s.arg(quoted(normalized.os)));
    const auto found = std::ranges::find(kArchitectures, wanted, &VmArchitecture::oci);
    if (found == kArchitectures.end())
        return fail(ErrorKind::Unsupported, subject,
                    u"is an image for %1; virtual machines can be exported for amd64 and arm64"_s.arg(quoted(wanted)));
    if (found->init().isEmpty())
        return fail(
            ErrorKind::Unsupported, subject,
            u"is an image for %1, for which this program was built without an init (a C++ compiler for %2 was missing)"_s.arg(
                wanted, found->host));
    return found;
}

} // namespace stratoscope
