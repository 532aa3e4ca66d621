// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "engine/containerd/containerd_client.h"

#include <map>

namespace stratoscope {

/// Adds an image to a namespace of containerd: its blobs, and then the names that refer to them. A lease keeps the blobs as long as
/// this exists; containerd removes those that no image refers to then.
///
/// Blocking; for one thread. Errors: those of GrpcCall. All functions throw Cancelled.
class ContainerdWriter
{
public:
    using Labels = std::map<QString, QString>;

    static Result<std::unique_ptr<ContainerdWriter>> begin(const ContainerdClient &client, const QString &space,
                                                           std::stop_token stop);
    ~ContainerdWriter();
    ContainerdWriter(const ContainerdWriter &) = delete;
    ContainerdWriter &operator=(const ContainerdWriter &) = delete;

    /// Whether the namespace has a blob, which the lease keeps then.
    Result<bool> has(const Digest &digest);
    /// Adds a blob, whose digest is compared by containerd. `labels`: see refersTo(). `progress` receives what is sent.
    Result<void> add(const Digest &digest, const FileRegion &bytes, const Labels &labels, ProgressMeter &progress);
    /// The labels by which a manifest keeps its parts.
    static Labels refersTo(const std::vector<Descriptor> &parts);
    /// Names an image; the name may have meant another one.
    Result<void> setImage(const QString &name, const Descriptor &target);

private:
    ContainerdWriter(const ContainerdClient &client, QString space, QString lease, std::stop_token stop);

    const ContainerdClient m_client;
    const QString m_space;
    const QString m_lease; ///< its ID
    const std::stop_token m_stop;
};

} // namespace stratoscope
