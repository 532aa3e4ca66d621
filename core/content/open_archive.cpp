// SPDX-License-Identifier: Apache-2.0
#include "content/open_archive.h"

#include "base/cancel.h"
#include "content/file_device.h"

#include <KArchive>

#include <new>

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<const KArchiveDirectory *> openArchive(KArchive &archive, const FileDevice &device, const QString &subject,
                                              const std::stop_token &stop)
{
    bool isOpen = false;
    try {
        isOpen = archive.open(QIODevice::ReadOnly);
    } catch (const std::bad_alloc &) {
        return fail(ErrorKind::TooLarge, subject, u"needs more memory than is available"_s);
    }
    throwIfStopped(stop);
    STRATOSCOPE_CHECK(checkReads(device, subject));
    if (!isOpen)
        return fail(ErrorKind::Malformed, subject, u"is a damaged archive: %1"_s.arg(archive.errorString()));
    return archive.directory();
}

Result<void> checkReads(const FileDevice &device, const QString &subject)
{
    if (device.error())
        return Failure(*device.error());
    if (device.isExhausted())
        return fail(ErrorKind::TooLarge, subject, u"is too large an archive to be opened"_s);
    return {};
}

} // namespace stratoscope
