// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"

#include <stop_token>

namespace stratoscope {

struct TarMember;

/// Entries to be laid over an image, or to make a small tree of: owned by root, all of one time. Kept in memory. A value while it
/// is put together; for one thread.
class AddedLayer
{
public:
    explicit AddedLayer(Timestamp time)
        : m_time(time)
    {
    }

    /// Paths are without a leading slash.
    void addDirectory(std::string path, std::uint16_t mode = 0755);
    void addFile(std::string path, QByteArray content, std::uint16_t mode = 0644);
    void addCharacterDevice(std::string path, std::uint16_t mode, std::uint32_t major, std::uint32_t minor);

    /// The tree with these entries on top, as if they were one more layer. Without a tree, they alone. Errors: those of
    /// MergedTree::merge(); NoMemory. Throws Cancelled.
    Result<ImageFs> over(const ImageFs &fs, const std::stop_token &stop) const;

private:
    struct Added {
        std::string path;
        EntryKind kind = EntryKind::Regular;
        std::uint16_t mode = 0644;
        QByteArray content;
        std::uint32_t deviceMajor = 0;
        std::uint32_t deviceMinor = 0;
    };
    const Timestamp m_time;
    std::vector<Added> m_entries;
};

} // namespace stratoscope
