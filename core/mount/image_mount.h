// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/unmount_guard.h"
#include "tree/image_fs.h"

#include <atomic>
#include <memory>

struct fuse_session;

namespace stratoscope {

/// A file system of an image that is mounted read-only through FUSE: entries with their owners, modes, times, extended attributes,
/// hard links and devices, for the user who mounts it, who may read all of them whatever their modes say. Nothing ever changes, so
/// the kernel keeps what it has seen without asking again.
class ImageMount
{
public:
    /// Unsupported if this machine has no FUSE, saying what is missing.
    static Result<void> checkFuse();
    /// Mounts it at a directory, which must be empty and belong to the user. `name`: shown as the device in the list of mounts.
    /// Errors: Invalid for a directory that cannot be used; those of checkFuse() and of the kernel. Blocks for some milliseconds.
    static Result<std::unique_ptr<ImageMount>> make(ImageFs fs, const QString &directory, const QString &name);
    /// Unmounts it. For programs that use it, this is an error. If the process is killed, an UnmountGuard does it.
    ~ImageMount();

    /// The directory, as an absolute path without symbolic links.
    const QString &directory() const { return m_directory; }
    /// The number of entries that cannot be reached, since their names are longer than Linux allows.
    std::uint32_t hiddenEntries() const;
    /// Answers the kernel's requests on threads of its own until the directory is unmounted, by whomever, or a stop is requested.
    /// Blocks.
    void serve(const std::stop_token &stop);
    /// Takes the directory away at once, while serve() goes on for the programs that use it and returns after the last of them.
    /// Errors: those of unmount(). From any thread, once. Blocks for some milliseconds.
    Result<void> detach();

private:
    class FileSystem;
    struct Operations;
    ImageMount() = default;

    QString m_directory;
    std::unique_ptr<FileSystem> m_files;
    struct EndSession {
        void operator()(fuse_session *session) const;
    };
    std::unique_ptr<fuse_session, EndSession> m_session;
    std::unique_ptr<UnmountGuard> m_guard;
    std::atomic<bool> m_isMounted = false;
};

} // namespace stratoscope
