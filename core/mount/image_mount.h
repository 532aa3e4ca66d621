// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"

#include <memory>

struct fuse_session;

namespace stratoscope {

/// A file system of an image that is mounted read-only through FUSE: entries with their owners, modes, times, extended attributes,
/// hard links and devices, for the user who mounts it, who may read all of them whatever their modes say. Nothing ever changes, so
/// the kernel keeps what it has seen without asking again.
class ImageMount
{
public:
    /// Mounts it at a directory, which must be empty and belong to the user. `name`: shown as the device in the list of mounts.
    /// Errors: Invalid for a directory that cannot be used; Unsupported if this machine has no FUSE; those of the kernel. Blocks
    /// for some milliseconds.
    static Result<std::unique_ptr<ImageMount>> make(ImageFs fs, const QString &directory, const QString &name);
    /// Unmounts it. A directory that is in use vanishes from its place, and ends with its last user.
    ~ImageMount();

    /// The directory, as an absolute path without symbolic links.
    const QString &directory() const { return m_directory; }
    /// The number of entries that cannot be reached, since their names are longer than Linux allows.
    std::uint32_t hiddenEntries() const;
    /// Answers the kernel's requests on threads of its own until the directory is unmounted, by whomever, or a stop is requested.
    /// Blocks.
    void serve(const std::stop_token &stop);

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
    bool m_isMounted = false;
};

} // namespace stratoscope
