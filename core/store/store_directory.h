// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

namespace stratoscope {

/// A lock on a store, released when destroyed. Movable.
struct StoreLease {
    File lock;
};

/// The directory of a store: where its files are (see Store), and its lock. Cheap to copy; thread-safe.
class StoreDirectory
{
public:
    /// As Store::open().
    static Result<StoreDirectory> open(const QString &path);

    const QString &path() const { return m_path; }
    QString layers() const { return m_path + QLatin1StringView("/layers"); }
    QString diffIds() const { return m_path + QLatin1StringView("/diffs"); }
    QString blobs() const { return m_path + QLatin1StringView("/blobs"); }
    QString images() const { return m_path + QLatin1StringView("/images"); }
    QString pins() const { return m_path + QLatin1StringView("/pins"); }
    QString downloads() const { return m_path + QLatin1StringView("/downloads"); }
    QString temporary() const { return m_path + QLatin1StringView("/tmp"); }

    /// Shared; waits for an exclusive one to end.
    Result<StoreLease> lease() const;
    /// Busy while anybody holds a lease.
    Result<StoreLease> exclusiveLease() const;

private:
    explicit StoreDirectory(QString path)
        : m_path(std::move(path))
    {
    }
    Result<void> create() const;

    QString m_path;
};

} // namespace stratoscope
