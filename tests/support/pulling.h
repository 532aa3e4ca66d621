// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/pull_image.h"
#include "support/disk_tree.h"
#include "support/fault_proxy.h"

namespace stratoscope::test {

/// A store, and a proxy in front of the registry from which images are pulled. Failed requests are retried immediately.
class Pulling
{
public:
    /// Creates the store in this directory, or in a temporary one.
    explicit Pulling(quint16 registryPort, RegistryOptions options = {}, const QString &folder = {});

    FaultProxy &proxy() { return m_proxy; }
    Store &store() { return m_store; }
    /// Options for subsequent pulls.
    RegistryOptions &options() { return m_options; }

    /// The reference of an image (`app:1`) in the proxy's registry.
    QString reference(const QString &name) const { return m_proxy.address() + u'/' + name; }
    /// Throws Cancelled.
    Result<PullReport> pull(const QString &name, const PullOptions &options = {}, const std::stop_token &stop = {});
    /// Cancels a pull as soon as so many bytes have arrived; returns whether it was cancelled.
    bool cancelAt(const QString &name, qint64 bytes);
    /// The progress reported by the last pull.
    const std::vector<Progress> &progress() const { return m_progress; }

    /// The pulled image as text: its tree and the digests of its files.
    QStringList contents(const QString &name, const OpenOptions &options = {});

private:
    Result<PullReport> pull(const QString &name, const PullOptions &options, const std::stop_token &stop,
                            const std::function<void(const Progress &)> &watch);

    TestFolder m_folder;
    FaultProxy m_proxy;
    Store m_store;
    RegistryOptions m_options;
    std::vector<Progress> m_progress;
};

/// The same for a local image, opened in a temporary store.
QStringList contentsOfLocal(const QString &name, const OpenOptions &options = {});

} // namespace stratoscope::test
