// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine_documents.h"
#include "engine/http_exchange.h"

#include <map>

namespace stratoscope {

/// How long an engine may be silent.
struct EnginePatience {
    std::chrono::nanoseconds answer = std::chrono::seconds(30); ///< when it only has to look something up
    std::chrono::nanoseconds work = std::chrono::minutes(10); ///< when it saves or loads an image, which takes it a while
};

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

/// Talks to one engine, Docker or Podman, in a version of the API that both speak. Each call makes a connection of its own. A
/// value; thread-safe. All calls block and throw Cancelled.
///
/// Errors: those of HttpExchange, named by the engine's address.
class EngineClient
{
public:
    /// Asks the engine for its version. A Podman that answers in place of Docker, as where $DOCKER_HOST leads to it, is recognized.
    /// Unsupported if there is no version of the API that both speak; for containerd, saying what can be done instead.
    static Result<EngineClient> connect(const Engine &engine, const std::stop_token &stop, EnginePatience patience = {});

    /// Of the kind that has answered.
    const Engine &engine() const { return m_engine; }
    const EngineVersion &version() const { return m_version; }

    /// Platforms that are known, by image ID: engines that do not list them have to be asked for each image, once.
    using Platforms = std::map<QString, Platform>;
    /// All images, also those without a name, but not the intermediate ones of builds. Adds to `known`.
    Result<std::vector<EngineImage>> images(Platforms &known, const std::stop_token &stop) const;
    /// The names of all images, sorted.
    Result<QStringList> imageNames(const std::stop_token &stop) const;
    /// An image by a name, an ID or a prefix of it: NotFound.
    Result<EngineImage> image(const QString &name, const std::stop_token &stop) const;
    /// The bytes of a docker-archive with an image.
    Result<std::unique_ptr<HttpExchange>> save(const QString &name, const std::optional<Platform> &platform,
                                               const std::stop_token &stop) const;
    /// Begins to load images.
    std::unique_ptr<EngineLoad> load(const std::stop_token &stop) const;
    /// Waits until images or containers have come, gone or changed their names after `since`.
    Result<void> waitForChange(const QDateTime &since, const std::stop_token &stop) const;

private:
    EngineClient(Engine engine, EnginePatience patience)
        : m_engine(std::move(engine))
        , m_patience(patience)
    {
    }
    /// Sends a request without a body and waits for the status.
    Result<std::unique_ptr<HttpExchange>> get(const QString &target, std::chrono::nanoseconds patience,
                                              const std::stop_token &stop) const;
    Result<QByteArray> document(const QString &target, const std::stop_token &stop) const;
    QString api(const QString &path) const;
    /// Of Podman's own API, or of Docker's.
    QString ownApi(const QString &path) const;

    Engine m_engine;
    EnginePatience m_patience;
    EngineVersion m_version;
    ApiVersion m_api;
};

} // namespace stratoscope
