// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/local_archive.h"
#include "engine/engine.h"

#include <chrono>
#include <map>
#include <memory>
#include <stop_token>

namespace stratoscope {

/// How long an engine may be silent.
struct EnginePatience {
    std::chrono::nanoseconds answer = std::chrono::seconds(30); ///< when it only has to look something up
    std::chrono::nanoseconds work = std::chrono::minutes(10); ///< when it saves or loads an image, which takes it a while
};

/// Talks to one engine. Immutable; thread-safe. All calls block and throw Cancelled.
///
/// Errors: those of HttpExchange, named by the engine's address.
class EngineClient
{
public:
    virtual ~EngineClient() = default;

    /// Contacts an engine: a DockerClient or, for EngineKind::Containerd or if containerd listens there, a ContainerdClient.
    static Result<std::shared_ptr<const EngineClient>> connect(const Engine &engine, const std::stop_token &stop,
                                                               EnginePatience patience = {});

    /// Of the kind that has answered.
    const Engine &engine() const { return m_engine; }
    /// Of the engine: `20.10.24`.
    virtual QString version() const = 0;

    /// What is known of images, by their IDs: what an engine does not list has to be asked for each image, once.
    using KnownImages = std::map<QString, EngineImage>;
    /// All images, also those without a name, but not the intermediate ones of builds. Adds to `known`.
    virtual Result<std::vector<EngineImage>> images(KnownImages &known, const std::stop_token &stop) const = 0;
    /// The names of all images, sorted.
    virtual Result<QStringList> imageNames(const std::stop_token &stop) const = 0;
    /// An image by a name, an ID or a prefix of it: NotFound. `location` names it in messages; `platform`: to be asked for, if the
    /// engine has several. What is read is kept in unnamed files in `spoolDirectory`.
    virtual Result<std::shared_ptr<const LocalArchive>> open(const QString &location, const QString &name,
                                                             const std::optional<Platform> &platform, const QString &spoolDirectory,
                                                             ProgressMeter &progress, const std::stop_token &stop) const = 0;
    /// Waits until images or containers have come, gone or changed their names after `since`, when they were `seen`.
    virtual Result<void> waitForChange(const std::vector<EngineImage> &seen, const QDateTime &since,
                                       const std::stop_token &stop) const = 0;

protected:
    EngineClient(Engine engine, EnginePatience patience)
        : m_engine(std::move(engine))
        , m_patience(patience)
    {
    }

    Engine m_engine;
    EnginePatience m_patience;
};

} // namespace stratoscope
