// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/layer_index.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace stratoscope::test {

/// Unpacks layers one after another into a file system that is a map of paths: as plain as it can be, and slow. It does step by
/// step what umoci does on a disk with a layer that has its markers before everything else, so it refuses hard links to what comes
/// later.
class PlainUnpacker
{
public:
    /// False where a step fails; what is there then is of no meaning.
    bool apply(const LayerIndex &layer);

    struct File {
        EntryKind kind = EntryKind::Directory;
        std::int64_t time = -1; ///< tells entries apart; -1 for a directory that only stands in paths
        std::string link;
    };
    /// By path, without a leading slash; the root is not in it.
    const std::map<std::string, std::shared_ptr<const File>> &files() const { return m_files; }

private:
    bool applyEntry(const std::string &path, const Entry &entry);
    std::optional<std::string> hiddenBy(const std::string &path, bool opaque) const;
    std::optional<std::string> realDirectory(const std::string &path) const;
    void makeDirectories(const std::string &path);
    const File *find(const std::string &path) const;
    bool isDirectory(const std::string &path) const;
    void removeAll(const std::string &path);

    std::map<std::string, std::shared_ptr<const File>> m_files;
    std::set<std::string> m_directories; ///< that this layer has entries for
};

} // namespace stratoscope::test
