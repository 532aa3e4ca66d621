// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <memory>

namespace stratoscope {

/// A file that appears at its destination completely or not at all.
///
/// It is written under a temporary name next to its destination, `.NAME.partial-XXXXXX`. The next export to the same destination
/// removes what is left of a process that was killed. Without commit(), it is removed when destroyed. For one thread.
class StagedFile
{
public:
    /// With `force`, an existing regular file is replaced; a symlink to one is followed. Errors: Exists, NotFound if the parent
    /// directory does not exist, Denied, …, naming the destination.
    static Result<std::unique_ptr<StagedFile>> begin(const QString &destination, bool force);
    StagedFile(const StagedFile &) = delete;
    StagedFile &operator=(const StagedFile &) = delete;
    ~StagedFile();

    /// Empty at first, for reading and writing; named like the destination in errors.
    File &file() { return m_file; }
    /// Waits until the content is on the disk, and gives the file its name. Exists if something else has this name by now.
    Result<void> commit();

private:
    StagedFile() = default;
    Result<void> create();

    QString m_destination;
    File m_parent;
    std::string m_name;
    std::string m_temporaryName; ///< empty once it has its name
    bool m_replaces = false;
    File m_file;
};

} // namespace stratoscope
