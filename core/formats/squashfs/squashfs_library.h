// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <memory>
#include <optional>
#include <sqfs/block.h>
#include <sqfs/block_processor.h>
#include <sqfs/block_writer.h>
#include <sqfs/compressor.h>
#include <sqfs/dir_writer.h>
#include <sqfs/frag_table.h>
#include <sqfs/id_table.h>
#include <sqfs/inode.h>
#include <sqfs/io.h>
#include <sqfs/meta_writer.h>
#include <sqfs/super.h>
#include <sqfs/xattr_writer.h>

namespace stratoscope {

struct SquashfsDestroy {
    void operator()(void *object) const { ::sqfs_destroy(object); }
};
/// An object of libsquashfs.
template <typename T>
using SquashfsObject = std::unique_ptr<T, SquashfsDestroy>;

struct SquashfsFree {
    void operator()(void *memory) const { ::sqfs_free(memory); }
};
using SquashfsInode = std::unique_ptr<sqfs_inode_generic_t, SquashfsFree>;

/// A new file as libsquashfs wants it, which keeps the error of the first call that fails. For one thread.
class SquashfsFile : private sqfs_file_t
{
public:
    /// `file` is empty, and outlives this.
    explicit SquashfsFile(File &file);
    SquashfsFile(const SquashfsFile &) = delete;
    SquashfsFile &operator=(const SquashfsFile &) = delete;

    sqfs_file_t *get() { return this; }
    std::uint64_t size() const { return m_size; }
    /// The error for what a function of the library returns: that of the file where there is one. Nothing unless it is negative.
    Result<void> check(int returned) const;

private:
    int keep(Result<void> result);

    File &m_file;
    std::uint64_t m_size = 0;
    std::optional<Error> m_error;
};

} // namespace stratoscope
