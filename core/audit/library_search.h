// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/elf_facts.h"
#include "tree/image_fs.h"

namespace stratoscope {

/// Finds the libraries of ELF files as the loaders of glibc (ld.so(8)) and musl do: in RPATH or RUNPATH, LD_LIBRARY_PATH, the
/// directories that `ld.so.conf` or `ld-musl-*.path` name, and the usual ones. Without ld.so's cache, which is made of these.
/// For one thread.
class LibrarySearch
{
public:
    /// `variables`: of the image's configuration, `KEY=value`. Blocks. Files that cannot be read name no directories.
    LibrarySearch(ImageFs fs, const QStringList &variables);

    /// `inherited`: the RPATH of the programs that load the file. Names with a slash are paths.
    std::optional<NodeId> find(const std::string &name, NodeId file, const ElfFacts &facts, const QStringList &inherited) const;

private:
    void addDirectory(const std::string &path);
    void readConfiguration(const std::string &path, int depth);

    const ImageFs m_fs;
    std::vector<NodeId> m_directories; ///< in the order of the search
};

} // namespace stratoscope
