// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <functional>
#include <stop_token>

namespace stratoscope {

/// A lock on a store, released when destroyed. Movable.
struct StoreLease {
    File lock;
};

/// Receives a sentence that says for whom somebody waits, whenever that changes.
using LeaseWaitSink = std::function<void(const QString &sentence)>;

/// The directory of a store: where its files are (see Store), and its lock. It belongs to its user alone: others can access neither
/// it nor what is in it. Cheap to copy; thread-safe.
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
    QString uploads() const { return m_path + QLatin1StringView("/uploads"); }
    QString temporary() const { return m_path + QLatin1StringView("/tmp"); }

    /// Shared; waits for an exclusive one to end.
    Result<StoreLease> lease() const;
    /// Busy while anybody holds a lease, naming who does.
    Result<StoreLease> exclusiveLease() const;
    /// Waits until nobody holds a lease, for which the caller must not hold one. Throws Cancelled.
    Result<StoreLease> exclusiveLease(const std::stop_token &stop, const LeaseWaitSink &waiting) const;

private:
    explicit StoreDirectory(QString path)
        : m_path(std::move(path))
    {
    }
    Result<void> create() const;
    void makePrivate() const;

    QString m_path;
};

} // namespace stratoscope
