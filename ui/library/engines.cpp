// SPDX-License-Identifier: Apache-2.0
#include "ui/library/engines.h"

#include "base/wait_for.h"

#include <QFileInfo>

#include <algorithm>
#include <set>

namespace stratoscope::ui {

namespace {

/// How often engines are looked for that do not run.
constexpr int kEngineSearchMs = 20'000;
constexpr int kEngineRetryMs = 2000;
/// A pull or a build changes several things in a row.
constexpr std::chrono::milliseconds kEngineQuiet{300};

/// What asking an engine has found.
struct Listed {
    EngineState state;
    EngineClient::KnownImages known;
    std::shared_ptr<const EngineClient> client; ///< null if it does not run
    QDateTime since;
};

/// Whether it is root's containerd, below a Docker or a Kubernetes that this user has: not worth a line.
bool isOfSomebodyElse(const Engine &engine)
{
    const QFileInfo socket(engine.address.socket);
    return engine.kind == EngineKind::Containerd && !engine.isExplicit && !(socket.isReadable() && socket.isWritable());
}

Listed listImages(const Engine &engine, EngineClient::KnownImages known, const std::stop_token &stop)
{
    Listed listed{.state = {.status = {.engine = engine, .version = {}, .error = {}}, .images = {}},
                  .known = std::move(known),
                  .client = {},
                  .since = QDateTime::currentDateTimeUtc()};
    const auto client = EngineClient::connect(engine, stop);
    const auto images = client ? (*client)->images(listed.known, stop) : Failure(client.error());
    if (!images) {
        listed.state.status.error = images.error();
        return listed;
    }
    listed.client = *client;
    listed.state.status.engine = listed.client->engine();
    listed.state.status.version = listed.client->version();
    listed.state.images = *images;
    return listed;
}

} // namespace

Engines::Engines(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    m_again.setInterval(kEngineSearchMs);
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &Engines::find);
}

Engines::~Engines() = default;

void Engines::find()
{
    m_again.start();
    const auto work = [](const std::stop_token &) -> Result<std::vector<Engine>> { return findEngines(); };
    m_finding.run(m_session, work, [this](const Result<std::vector<Engine>> &engines) { follow(*engines); });
}

void Engines::follow(const std::vector<Engine> &engines)
{
    std::vector<std::unique_ptr<Watch>> before = std::move(m_watches);
    m_watches.clear();
    std::set<QString> addresses; // $DOCKER_HOST may lead to Podman, which is found at its own address as well
    for (const Engine &engine : engines) {
        if (!addresses.insert(engine.address.text).second || isOfSomebodyElse(engine))
            continue;
        const auto known = std::ranges::find_if(before, [&engine](const auto &watch) { return watch && watch->engine == engine; });
        m_watches.push_back(known != before.end() ? std::move(*known) : std::make_unique<Watch>(engine));
        if (!m_watches.back()->task.isRunning())
            list(*m_watches.back());
    }
    const bool anyGone = std::ranges::any_of(before, [](const auto &watch) { return watch != nullptr; });
    if (anyGone)
        Q_EMIT changed();
}

void Engines::list(Watch &watch)
{
    const auto work = [engine = watch.engine, known = watch.known](const std::stop_token &stop) -> Result<Listed> {
        return listImages(engine, known, stop);
    };
    watch.task.run(m_session, work, [this, &watch](const Result<Listed> &listed) {
        if (!listed)
            return;
        watch.state = listed->state;
        watch.known = listed->known;
        Q_EMIT changed();
        if (listed->client)
            wait(watch, listed->client, listed->since);
    });
}

void Engines::wait(Watch &watch, const std::shared_ptr<const EngineClient> &client, const QDateTime &since)
{
    const auto work = [client, seen = watch.state->images, since](const std::stop_token &stop) -> Result<void> {
        STRATOSCOPE_CHECK(client->waitForChange(seen, since, stop));
        waitFor(kEngineQuiet, stop);
        return {};
    };
    watch.task.run(m_session, work, [this, &watch](const Result<void> &waited) {
        if (waited)
            return list(watch);
        // If the engine has ended, asking it again says so; one whose events cannot be followed is not to be asked all the time.
        QTimer::singleShot(kEngineRetryMs, &watch.task, [this, &watch] {
            if (!watch.task.isRunning())
                list(watch);
        });
    });
}

std::vector<LibraryRow> Engines::rows() const
{
    std::vector<LibraryRow> all;
    std::set<EngineKind> kinds;
    int group = 0;
    for (const auto &watch : m_watches) {
        ++group;
        const bool isUsual = kinds.insert(watch->engine.kind).second;
        if (watch->state)
            std::ranges::move(rowsOf(*watch->state, group, isUsual), std::back_inserter(all));
    }
    return all;
}

std::vector<Engine> Engines::running() const
{
    std::vector<Engine> engines;
    for (const auto &watch : m_watches) {
        if (watch->state && !watch->state->status.error)
            engines.push_back(watch->engine);
    }
    return engines;
}

const Engine *Engines::engineOf(int group) const
{
    if (group < 1 || std::size_t(group) > m_watches.size())
        return nullptr;
    const Watch &watch = *m_watches[std::size_t(group) - 1];
    return watch.state && !watch.state->status.error ? &watch.engine : nullptr;
}

} // namespace stratoscope::ui
