// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <memory>

namespace stratoscope {

/// A process that unmounts a directory should this one be killed. libfuse's option auto_unmount is for the same, but asks whether
/// the mount is dead by opening its directory, which the kernel allows where opening is not a request of its own.
class UnmountGuard
{
public:
    /// Errors: those of making a process. Blocks for some milliseconds.
    static Result<std::unique_ptr<UnmountGuard>> start(const QString &directory);
    /// Ends the process; nothing is unmounted.
    ~UnmountGuard();
    UnmountGuard(const UnmountGuard &) = delete;
    UnmountGuard &operator=(const UnmountGuard &) = delete;

private:
    UnmountGuard(int connection, int process)
        : m_connection(connection)
        , m_process(process)
    {
    }

    const int m_connection; ///< whose other end is read by the process
    const int m_process;
};

} // namespace stratoscope
