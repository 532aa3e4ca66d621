// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/pull_image.h"
#include "support/disk_tree.h"
#include "support/fault_proxy.h"

namespace stratoscope::test {

/// A store of its own, and a proxy before a registry that images are pulled from. What fails is tried again at once.
class Pulling
{
public:
    /// The store is made in this folder, or in one of its own.
    explicit Pulling(quint16 registryPort, RegistryOptions options = {}, const QString &folder = {});

    FaultProxy &proxy() { return m_proxy; }
    Store &store() { return m_store; }
    RegistryAccess &access() { return m_access; }

    /// What the proxy's registry has by this name (`app:1`).
    QString reference(const QString &name) const { return m_proxy.address() + u'/' + name; }
    /// Throws Cancelled.
    Result<PullReport> pull(const QString &name, const PullOptions &options = {}, const std::stop_token &stop = {});
    /// Pulls and asks to stop as soon as so many bytes are there; true where it did stop.
    bool cancelAt(const QString &name, qint64 bytes);
    /// What the last pull told on its way.
    const std::vector<Progress> &progress() const { return m_progress; }

    /// All that there is to see of the image that was pulled: its tree, and the files' digests.
    QStringList contents(const QString &name, const OpenOptions &options = {});

private:
    Result<PullReport> pull(const QString &name, const PullOptions &options, const std::stop_token &stop,
                            const std::function<void(const Progress &)> &watch);

    TestFolder m_folder;
    FaultProxy m_proxy;
    Store m_store;
    RegistryAccess m_access;
    std::vector<Progress> m_progress;
};

/// The same of an image on the disk, opened in a store of its own.
QStringList contentsOfLocal(const QString &name, const OpenOptions &options = {});

} // namespace stratoscope::test
