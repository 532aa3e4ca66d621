// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "mount/image_mount.h"

#include <atomic>

namespace stratoscope {

/// An image that is mounted in a directory of its own in the user's runtime directory, which only the user can enter:
/// `$XDG_RUNTIME_DIR/stratoscope/mounts/NAME`. Without that variable, it is in the directory for temporary files. Thread-safe.
class PrivateMount
{
public:
    /// `name`: of the directory, a file name, which gets a number if there is one of that name; `title`: as for ImageMount. Errors:
    /// those of ImageMount, and of making the directory. Blocks for some milliseconds.
    static Result<std::shared_ptr<PrivateMount>> make(ImageFs fs, const QString &name, const QString &title);
    /// Unmounts it, and removes the directory.
    ~PrivateMount();

    const QString &directory() const { return m_mount->directory(); }
    std::uint32_t hiddenEntries() const { return m_mount->hiddenEntries(); }
    /// As ImageMount::serve().
    void serve(const std::stop_token &stop) { m_mount->serve(stop); }
    /// As ImageMount::detach(); removes the directory.
    Result<void> detach();

    /// Unmounts and removes what programs have left behind that were killed, unless one is running that has mounted something.
    /// Blocks for some milliseconds.
    static void removeStale();

private:
    PrivateMount() = default;

    File m_lock; ///< shared by all processes that have mounts
    std::unique_ptr<ImageMount> m_mount;
    std::atomic<bool> m_isDetached = false;
};

} // namespace stratoscope
