// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine_client.h"
#include "engine/engine_documents.h"
#include "engine/http_exchange.h"

namespace stratoscope {

/// An image on its way into an engine, as the bytes of a docker-archive. finish() waits until the engine has loaded it; destroyed
/// before that, nothing is loaded. Throws Cancelled.
class EngineLoad : public ByteSink
{
public:
    EngineLoad(std::unique_ptr<HttpExchange> exchange, QString subject)
        : m_exchange(std::move(exchange))
        , m_subject(std::move(subject))
    {
    }
    Result<void> append(Bytes bytes) override { return m_exchange->send(bytes); }
    Result<void> finish() override;

    /// After finish(): the names or IDs that the engine reports.
    const QStringList &loaded() const { return m_loaded; }

private:
    std::unique_ptr<HttpExchange> m_exchange;
    QString m_subject;
    QStringList m_loaded;
};

/// Talks to Docker or Podman, in the newest API version that the engine and this program support. Each call makes a connection of
/// its own.
class DockerClient final : public EngineClient
{
public:
    /// Asks the engine for its version. A Podman that answers in place of Docker, as where $DOCKER_HOST leads to it, is recognized.
    /// Unsupported if the engine and this program have no API version in common.
    static Result<std::shared_ptr<const DockerClient>> connect(const Engine &engine, const std::stop_token &stop,
                                                               EnginePatience patience = {});

    QString version() const override { return m_version.version; }
    Result<std::vector<EngineImage>> images(KnownImages &known, const std::stop_token &stop) const override;
    Result<QStringList> imageNames(const std::stop_token &stop) const override;
    Result<std::shared_ptr<const LocalArchive>> open(const QString &location, const QString &name,
                                                     const std::optional<Platform> &platform, const QString &spoolDirectory,
                                                     ProgressMeter &progress, const std::stop_token &stop) const override;
    Result<void> waitForChange(const std::vector<EngineImage> &seen, const QDateTime &since,
                               const std::stop_token &stop) const override;

    /// An image by a name, an ID or a prefix of it: NotFound.
    Result<EngineImage> image(const QString &name, const std::stop_token &stop) const;
    /// The bytes of a docker-archive with an image.
    Result<std::unique_ptr<HttpExchange>> save(const QString &name, const std::optional<Platform> &platform,
                                               const std::stop_token &stop) const;
    /// Begins to load images.
    std::unique_ptr<EngineLoad> load(const std::stop_token &stop) const;

private:
    using EngineClient::EngineClient;
    /// Sends a request without a body and waits for the status.
    Result<std::unique_ptr<HttpExchange>> get(const QString &target, std::chrono::nanoseconds patience,
                                              const std::stop_token &stop) const;
    Result<QByteArray> document(const QString &target, const std::stop_token &stop) const;
    QString api(const QString &path) const;
    /// Of Podman's own API, or of Docker's.
    QString ownApi(const QString &path) const;

    EngineVersion m_version;
    ApiVersion m_api;
};

} // namespace stratoscope
