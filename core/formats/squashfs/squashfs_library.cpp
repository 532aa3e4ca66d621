// SPDX-License-Identifier: Apache-2.0
#include "formats/squashfs/squashfs_library.h"

#include <algorithm>
#include <sqfs/error.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

SquashfsFile::SquashfsFile(File &file)
    : sqfs_file_t{}
    , m_file(file)
{
    base.destroy = [](sqfs_object_t *) {};
    read_at = [](sqfs_file_t *self, sqfs_u64 offset, void *buffer, std::size_t size) {
        auto *const file = static_cast<SquashfsFile *>(self);
        auto result = file->m_file.readAt(offset, {static_cast<std::byte *>(buffer), size});
        if (!result)
            return file->keep(Failure(std::move(result).error()));
        return *result == size ? 0 : int(SQFS_ERROR_OUT_OF_BOUNDS);
    };
    write_at = [](sqfs_file_t *self, sqfs_u64 offset, const void *buffer, std::size_t size) {
        auto *const file = static_cast<SquashfsFile *>(self);
        file->m_size = std::max<std::uint64_t>(file->m_size, offset + size);
        return file->keep(file->m_file.writeAt(offset, {static_cast<const std::byte *>(buffer), size}));
    };
    get_size = [](const sqfs_file_t *self) -> sqfs_u64 { return static_cast<const SquashfsFile *>(self)->m_size; };
    truncate = [](sqfs_file_t *self, sqfs_u64 size) {
        auto *const file = static_cast<SquashfsFile *>(self);
        file->m_size = size;
        return file->keep(file->m_file.truncate(size));
    };
}

Result<void> SquashfsFile::check(int returned) const
{
    if (returned >= 0)
        return {};
    if (m_error)
        return Failure(*m_error);
    switch (returned) {
    case SQFS_ERROR_ALLOC:
        return fail(ErrorKind::NoMemory, m_file.name(), u"there is not enough memory"_s);
    case SQFS_ERROR_OVERFLOW:
        return fail(ErrorKind::TooLarge, m_file.name(), u"the image is too large for squashfs"_s);
    default:
        return fail(ErrorKind::Io, m_file.name(), u"libsquashfs fails with error %1"_s.arg(returned));
    }
}

int SquashfsFile::keep(Result<void> result)
{
    if (result)
        return 0;
    if (!m_error)
        m_error = std::move(result).error();
    return SQFS_ERROR_IO;
}

} // namespace stratoscope
