// SPDX-License-Identifier: Apache-2.0
#include "engine/find_engines.h"

#include "base/config_paths.h"
#include "base/file.h"
#include "base/json_reader.h"
#include "engine/docker_contexts.h"
#include "engine/engine_client.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kMaxPid = 32; // characters

Engine atSocket(EngineKind kind, const QString &name, const QString &path)
{
    return {.kind = kind, .name = name, .address = {.text = path, .socket = path}};
}

/// What an environment variable says.
Engine fromEnvironment(EngineKind kind, const QString &name, const QString &value)
{
    auto address = parseEngineAddress(value);
    Engine engine{.kind = kind, .name = name, .address = {.text = value}, .isExplicit = true};
    if (address)
        engine.address = *std::move(address);
    else
        engine.unusable = address.error();
    return engine;
}

/// Docker's context that is in use, if it is not the default one. As in Docker, $DOCKER_HOST overrides it.
QString currentContext(const QString &directory)
{
    QString name = qEnvironmentVariable("DOCKER_CONTEXT");
    if (name.isEmpty()) {
        const auto bytes = readAll(directory + u"/config.json"_s, kMaxDocument);
        const auto fields = bytes ? JsonFields::parse(*bytes, {}) : Failure(bytes.error());
        if (fields)
            name = fields->string("currentContext"_L1).value_or(QString());
    }
    return name == "default"_L1 ? QString() : name;
}

/// $XDG_RUNTIME_DIR, which a login session sets.
QString runtimeDirectory()
{
    const QString directory = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return directory.isEmpty() ? u"/run/user/%1"_s.arg(::getuid()) : directory;
}

/// Engines in order, each address once for each kind: $DOCKER_HOST may lead to Podman.
class EngineList
{
public:
    void add(Engine engine)
    {
        const QString place = placeOf(engine);
        for (const Engine &other : engines) {
            if (!place.isEmpty() && other.kind == engine.kind && placeOf(other) == place)
                return;
        }
        const QString name = engine.name;
        for (int number = 2; std::ranges::find(engines, engine.name, &Engine::name) != engines.end(); ++number)
            engine.name = u"%1-%2"_s.arg(name).arg(number);
        engines.push_back(std::move(engine));
    }
    std::vector<Engine> engines;

private:
    static QString placeOf(const Engine &engine)
    {
        if (engine.unusable)
            return {};
        const QString path = QFileInfo(engine.address.socket).canonicalFilePath(); // /var/run is /run
        return path.isEmpty() ? engine.address.text : path;
    }
};

void addDocker(EngineList &list)
{
    const QString directory = QFileInfo(config_paths::dockerConfigFile()).path();
    const QString host = qEnvironmentVariable("DOCKER_HOST");
    std::vector<Engine> contexts = dockerContexts(directory);
    const QString current = host.isEmpty() ? currentContext(directory) : QString();
    if (!host.isEmpty()) {
        Engine engine = fromEnvironment(EngineKind::Docker, u"docker"_s, host);
        const bool verify = !qEnvironmentVariableIsEmpty("DOCKER_TLS_VERIFY");
        const QString certificates = qEnvironmentVariable("DOCKER_CERT_PATH");
        const bool isTls = verify || !certificates.isEmpty() || !qEnvironmentVariableIsEmpty("DOCKER_TLS");
        if (isTls && !engine.unusable && engine.address.socket.isEmpty())
            useTls(engine.address, certificates.isEmpty() ? directory : certificates, verify);
        list.add(std::move(engine));
    } else if (!current.isEmpty()) {
        const auto found = std::ranges::find(contexts, current, &Engine::name);
        if (found != contexts.end())
            list.add(*found);
        else
            list.add({.name = current,
                      .address = {.text = current},
                      .isExplicit = true,
                      .unusable = Error{ErrorKind::NotFound, current, u"there is no such Docker context"_s}});
    }
    const QString home = QDir::homePath();
    const QString usual = u"/var/run/docker.sock"_s;
    std::vector<Engine> candidates{atSocket(EngineKind::Docker, u"docker"_s, usual),
                                   atSocket(EngineKind::Docker, u"docker-rootless"_s, runtimeDirectory() + u"/docker.sock"_s),
                                   atSocket(EngineKind::Docker, u"docker-desktop"_s, home + u"/.docker/desktop/docker.sock"_s),
                                   atSocket(EngineKind::Docker, u"docker-home"_s, home + u"/.docker/run/docker.sock"_s)};
    // A context's name says more.
    for (Engine &context : contexts)
        list.add(std::move(context));
    for (Engine &candidate : candidates) {
        if (QFileInfo::exists(candidate.address.socket))
            list.add(std::move(candidate));
    }
    if (list.engines.empty())
        list.add(atSocket(EngineKind::Docker, u"docker"_s, usual));
}

void addPodman(EngineList &list)
{
    const std::size_t before = list.engines.size();
    if (const QString host = qEnvironmentVariable("CONTAINER_HOST"); !host.isEmpty())
        list.add(fromEnvironment(EngineKind::Podman, u"podman"_s, host));
    const QString own = runtimeDirectory() + u"/podman/podman.sock"_s;
    const QString system = u"/run/podman/podman.sock"_s;
    if (QFileInfo::exists(own))
        list.add(atSocket(EngineKind::Podman, u"podman"_s, own));
    if (QFileInfo::exists(system))
        list.add(atSocket(EngineKind::Podman, ::getuid() == 0 ? u"podman"_s : u"podman-system"_s, system));
    if (list.engines.size() == before)
        list.add(atSocket(EngineKind::Podman, u"podman"_s, ::getuid() == 0 ? system : own));
}

Engine usualContainerd()
{
    return atSocket(EngineKind::Containerd, u"containerd"_s, u"/run/containerd/containerd.sock"_s);
}

/// As its own commands find it, and in the usual places of Kubernetes distributions that bring one.
void addContainerd(EngineList &list)
{
    const Engine usual = usualContainerd();
    if (const QString address = qEnvironmentVariable("CONTAINERD_ADDRESS"); !address.isEmpty()) // a path is one, too
        list.add(fromEnvironment(EngineKind::Containerd, usual.name, address.startsWith(u'/') ? u"unix://"_s + address : address));
    // A rootless one is where only the namespace of its mounts shows it (RootlessKit).
    const auto child = readAll(runtimeDirectory() + u"/containerd-rootless/child_pid"_s, kMaxPid);
    const QString rootless = child ? u"/proc/%1/root%2"_s.arg(child->trimmed().toInt()).arg(usual.address.socket) : QString();
    for (const auto &candidate :
         {usual, atSocket(EngineKind::Containerd, u"containerd-rootless"_s, rootless),
          atSocket(EngineKind::Containerd, u"k3s"_s, u"/run/k3s/containerd/containerd.sock"_s),
          atSocket(EngineKind::Containerd, u"microk8s"_s, u"/var/snap/microk8s/common/run/containerd.sock"_s)}) {
        if (QFileInfo::exists(candidate.address.socket))
            list.add(candidate);
    }
}

QString engineNames(const std::vector<Engine> &engines)
{
    QStringList names;
    for (const Engine &engine : engines)
        names << engine.name;
    return names.isEmpty() ? u"none"_s : listed(names, 20);
}

} // namespace

std::vector<Engine> findEngines()
{
    EngineList list;
    addDocker(list);
    addPodman(list);
    addContainerd(list);
    return std::move(list.engines);
}

Result<Engine> findEngine(const QString &name)
{
    if (name.startsWith(u'/'))
        return atSocket(EngineKind::Docker, name, name);
    if (name.contains("://"_L1)) {
        STRATOSCOPE_TRY(EngineAddress address, parseEngineAddress(name));
        return Engine{.kind = EngineKind::Docker, .name = name, .address = std::move(address), .isExplicit = true};
    }
    const std::vector<Engine> engines = findEngines();
    const auto found = std::ranges::find(engines, name, &Engine::name);
    if (found != engines.end())
        return *found;
    return fail(ErrorKind::NotFound, name, u"is not an engine; there are %1"_s.arg(engineNames(engines)));
}

Result<Engine> findEngine(EngineKind kind, const QString &name)
{
    std::vector<Engine> engines = findEngines();
    std::erase_if(engines, [kind](const Engine &engine) { return engine.kind != kind; });
    const auto found
        = std::ranges::find_if(engines, [&name](const Engine &engine) { return name.isEmpty() || engine.name == name; });
    if (found != engines.end())
        return *found;
    if (name.isEmpty()) // there is always one of the others
        return usualContainerd();
    return fail(ErrorKind::NotFound, name,
                u"is not an engine of %1; there are %2"_s.arg(engineKindName(kind), engineNames(engines)));
}

QLatin1StringView EngineStatus::state() const
{
    if (!error)
        return "running"_L1;
    switch (error->kind) {
    case ErrorKind::NotFound:
        return "missing"_L1;
    case ErrorKind::Denied:
        return "forbidden"_L1;
    case ErrorKind::Unsupported:
        return "unsupported"_L1;
    default:
        return "failed"_L1;
    }
}

EngineStatus engineStatus(const Engine &engine, const std::stop_token &stop)
{
    EngineStatus status{.engine = engine, .version = {}, .error = {}};
    // An engine that has nothing to do answers at once.
    const auto client = EngineClient::connect(engine, stop, {.answer = std::chrono::seconds(10)});
    if (client) {
        status.engine = (*client)->engine();
        status.version = (*client)->version();
    } else {
        status.error = client.error();
    }
    return status;
}

} // namespace stratoscope
