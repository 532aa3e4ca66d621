// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "engine/containerd/grpc_call.h"
#include "engine/engine_client.h"
#include "oci/descriptor.h"
#include "stream/byte_sink.h"

namespace stratoscope {

/// An image of containerd: a name in a namespace, and the manifest or index that it stands for.
struct ContainerdImage {
    QString space; ///< the namespace: `default`, `k8s.io`, `moby`
    QString name; ///< in full: `docker.io/library/alpine:3.22`
    Descriptor target;
};

/// Talks to containerd through its gRPC services (https://github.com/containerd/containerd/tree/main/api). The images of all
/// namespaces are listed together; a name is looked for in $CONTAINERD_NAMESPACE or `default` first, as containerd's own commands
/// do, and then in the others.
///
/// Errors: those of GrpcCall.
class ContainerdClient final : public EngineClient
{
public:
    static Result<std::shared_ptr<const ContainerdClient>> connect(const Engine &engine, const std::stop_token &stop,
                                                                   EnginePatience patience = {});

    QString version() const override { return m_version; }
    Result<std::vector<EngineImage>> images(KnownImages &known, const std::stop_token &stop) const override;
    Result<QStringList> imageNames(const std::stop_token &stop) const override;
    Result<std::shared_ptr<const LocalArchive>> open(const QString &location, const QString &name,
                                                     const std::optional<Platform> &platform, const QString &spoolDirectory,
                                                     ProgressMeter &progress, const std::stop_token &stop) const override;
    Result<void> waitForChange(const std::vector<EngineImage> &seen, const QDateTime &since,
                               const std::stop_token &stop) const override;

    /// An image by its name, in full or as Docker shortens it, or by the beginning of its digest. NotFound, Ambiguous.
    Result<ContainerdImage> find(const QString &name, const std::stop_token &stop) const;
    /// The size of a blob that a namespace has, in bytes. NotFound.
    Result<std::uint64_t> blobSize(const QString &space, const Digest &digest, const std::stop_token &stop) const;
    /// Copies a blob to the end of a sink, which it does not finish. NotFound.
    Result<void> readBlob(const QString &space, const Digest &digest, ByteSink &into, const std::stop_token &stop) const;

    /// The namespace in which names are looked for first, and into which images are loaded.
    static QString usualSpace();
    /// A call in a namespace, for the functions that have one, and under a lease if one is given. `request`: see GrpcCall.
    GrpcCall call(const QByteArray &function, const QString &space, const QString &lease, const auto &request,
                  const std::stop_token &stop) const
    {
        return GrpcCall(m_engine, withMetadata(function, space, lease, m_patience.work), request, stop);
    }
    /// A call with one message in each direction.
    Result<void> ask(const QByteArray &function, const QString &space, const google::protobuf::MessageLite &request,
                     google::protobuf::MessageLite &answer, const std::stop_token &stop) const;

private:
    using EngineClient::EngineClient;
    static GrpcCall::Function withMetadata(const QByteArray &function, const QString &space, const QString &lease,
                                           std::chrono::nanoseconds patience);
    Result<QStringList> spaces(const std::stop_token &stop) const;
    /// Of all namespaces, in the order in which they are searched.
    Result<std::vector<ContainerdImage>> list(const std::stop_token &stop) const;
    Result<EngineImage> describe(const ContainerdImage &image, const std::stop_token &stop) const;

    QString m_version;
};

} // namespace stratoscope
