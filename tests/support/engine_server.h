// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"
#include "support/http_server.h"

#include <atomic>

namespace stratoscope::test {

/// Which engine's answers were recorded: Docker 17.03 (API 1.24 to 1.26), 20.10 and 28 (1.48), Podman 4.3 and 5.4.
enum class RecordedEngine { Docker17, Docker20, Docker28, Podman4, Podman5 };

/// What such a server does wrong.
enum class EngineFault {
    None,
    Stalls, ///< says nothing
    StallsMidway, ///< in the image that it saves
    HangsUp, ///< in the image that it saves
    TooNew, ///< speaks only versions of the API that are yet to come
    TooOld,
    NotAnEngine, ///< answers with web pages
    NoJson, ///< in its lists
    Endless, ///< lists without end
    RefusesLoad, ///< at once, with 500
    FailsToLoad, ///< in the body of its answer, with 200
    ServerError,
};

/// Answers as an engine with one image, `example.test/app:1`, of which a container exists, and one without a name. On 127.0.0.1.
/// Ends when destroyed.
class EngineServer
{
public:
    /// `archive`: the docker-archive of the image.
    EngineServer(RecordedEngine engine, std::string archive, EngineFault fault = EngineFault::None,
                 std::optional<QSslConfiguration> tls = {});

    /// `tcp://127.0.0.1:PORT`
    QString address() const { return QStringLiteral("tcp://") + m_server.address(); }
    Engine engine() const;
    /// What was loaded into it.
    QByteArray loaded() const;
    /// All requests so far: `GET /v1.41/images/json`.
    QStringList requests() const;
    /// Something changes: /events reports it.
    void change() { m_hasChanged = true; }

    static QString imageId();

private:
    void answer(HttpServer::Exchange &exchange);
    void save(HttpServer::Exchange &exchange);
    void load(HttpServer::Exchange &exchange);
    QByteArray version() const;
    bool isPodman() const { return m_engine >= RecordedEngine::Podman4; }

    const RecordedEngine m_engine;
    const std::string m_archive;
    const EngineFault m_fault;
    std::atomic<bool> m_hasChanged = false;
    mutable std::mutex m_mutex;
    QByteArray m_loaded;
    HttpServer m_server;
};

} // namespace stratoscope::test
