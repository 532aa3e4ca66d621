// SPDX-License-Identifier: Apache-2.0
#include "support/engine_server.h"

#include "engine/docker_contexts.h"
#include "support/need.h"

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

const QByteArray kImageId = "75ae28b8ebf89b203319069ddcbecdf5c3838503bbebc0d0d85e4b8589c5de3a";
const QByteArray kNamelessId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

WireAnswer jsonAnswer(int status, const QByteArray &body)
{
    return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = body};
}

WireAnswer errorAnswer(int status, const QByteArray &message)
{
    return jsonAnswer(status, R"({"message":")" + message + R"("})" + "\n");
}

// As the engines answered, shortened.

const QByteArray kDocker17Version
    = R"({"Version":"17.03.2-ce","ApiVersion":"1.26","MinAPIVersion":"1.12","GitCommit":"f5ec1e2","GoVersion":"go1.7.5","Os":"linux","Arch":"amd64","KernelVersion":"4.4.0","BuildTime":"2017-06-27T03:35:14.000000000+00:00"})";
const QByteArray kDocker20Version
    = R"({"Platform":{"Name":""},"Components":[{"Name":"Engine","Version":"20.10.24+dfsg1","Details":{"ApiVersion":"1.41","Arch":"amd64","Experimental":"false","MinAPIVersion":"1.12","Os":"linux"}},{"Name":"containerd","Version":"1.6.20~ds1","Details":{"GitCommit":""}}],"Version":"20.10.24+dfsg1","ApiVersion":"1.41","MinAPIVersion":"1.12","GitCommit":"5d6db84","GoVersion":"go1.19.8","Os":"linux","Arch":"amd64"})";
const QByteArray kDocker28Version
    = R"({"Platform":{"Name":"Docker Engine - Community"},"Components":[{"Name":"Engine","Version":"28.0.1","Details":{"ApiVersion":"1.48","MinAPIVersion":"1.24","Os":"linux"}}],"Version":"28.0.1","ApiVersion":"1.48","MinAPIVersion":"1.24","Os":"linux","Arch":"amd64"})";
const QByteArray kPodman4Version
    = R"({"Platform":{"Name":"linux/amd64/debian-12"},"Components":[{"Name":"Podman Engine","Version":"4.3.1","Details":{"APIVersion":"4.3.1","Arch":"amd64","MinAPIVersion":"4.0.0","Os":"linux"}},{"Name":"Conmon","Version":"conmon version 2.1.6, commit: unknown","Details":{"Package":"conmon_2.1.6+ds1-1_amd64"}}],"Version":"4.3.1","ApiVersion":"1.41","MinAPIVersion":"1.24","Os":"linux","Arch":"amd64"})";
const QByteArray kPodman5Version
    = R"({"Platform":{"Name":"linux/amd64/debian-13"},"Components":[{"Name":"Podman Engine","Version":"5.4.2","Details":{"APIVersion":"5.4.2","Arch":"amd64","MinAPIVersion":"4.0.0","Os":"linux"}}],"Version":"5.4.2","ApiVersion":"1.41","MinAPIVersion":"1.24","Os":"linux","Arch":"amd64"})";

QByteArray dockerImages()
{
    return R"([{"Containers":-1,"Created":1546029863,"Id":"sha256:)" + kImageId
        + R"(","Labels":null,"ParentId":"","RepoDigests":null,"RepoTags":["example.test/app:1"],"SharedSize":-1,"Size":1220598,"VirtualSize":1220598},{"Containers":-1,"Created":1546029800,"Id":"sha256:)"
        + kNamelessId
        + R"(","Labels":{"a":"b"},"ParentId":"","RepoDigests":["<none>@<none>"],"RepoTags":["<none>:<none>"],"SharedSize":-1,"Size":512,"VirtualSize":512}])";
}

QByteArray podmanImages(bool listsPlatforms)
{
    const QByteArray platform = listsPlatforms ? R"("Arch":"amd64","Os":"linux",)" : "";
    const QByteArray list = R"([{"Id":")" + kImageId
        + R"(","ParentId":"","RepoTags":["example.test/app:1"],"RepoDigests":["example.test/app@sha256:866b9e41fa2bf9e69cb0c136dcd6d594c346a3cf0fed2221fc0bf98f54148d92"],"Created":1546029863,"Size":1479500,"SharedSize":0,"VirtualSize":1479500,"Labels":null,)"
        + platform + R"("Containers":1,"Names":["example.test/app:1"]},{"Id":")" + kNamelessId + R"(","RepoTags":null,)" + platform
        + R"("Created":1546029800,"Size":512,"Containers":0})";
    const QByteArray manifestList
        = R"(,{"Id":"fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210","RepoTags":["localhost/list:1"],"Created":1546029800,"Size":1000,"IsManifestList":true})";
    return list + (listsPlatforms ? manifestList : QByteArray()) + "]";
}

QByteArray oneImage(const QByteArray &id)
{
    const bool isNameless = id == kNamelessId;
    return R"({"Id":"sha256:)" + id + R"(","RepoTags":)" + (isNameless ? "[]" : R"(["example.test/app:1"])")
        + R"(,"Created":"2018-12-28T20:44:23.030424642Z","Architecture":")" + (isNameless ? "arm64\",\"Variant\":\"v8" : "amd64")
        + R"(","Os":"linux","Size":1220598,"RootFS":{"Type":"layers","Layers":[]}})";
}

} // namespace

EngineServer::EngineServer(RecordedEngine engine, std::string archive, EngineFault fault, std::optional<QSslConfiguration> tls)
    : m_engine(engine)
    , m_archive(std::move(archive))
    , m_fault(fault)
    , m_server([this](HttpServer::Exchange &exchange) { answer(exchange); }, std::move(tls))
{
}

QString EngineServer::imageId()
{
    return QString::fromLatin1(kImageId);
}

Engine EngineServer::engine() const
{
    return {.kind = EngineKind::Docker, .name = u"recorded"_s, .address = need(parseEngineAddress(address())), .isExplicit = true};
}

QByteArray EngineServer::loaded() const
{
    const std::lock_guard lock(m_mutex);
    return m_loaded;
}

QStringList EngineServer::requests() const
{
    QStringList all;
    for (const SeenRequest &request : m_server.requests())
        all << QString::fromLatin1(request.method + ' ' + request.target);
    return all;
}

QByteArray EngineServer::version() const
{
    QByteArray version = m_engine == RecordedEngine::Docker17 ? kDocker17Version
        : m_engine == RecordedEngine::Docker20                ? kDocker20Version
        : m_engine == RecordedEngine::Docker28                ? kDocker28Version
        : m_engine == RecordedEngine::Podman4                 ? kPodman4Version
                                                              : kPodman5Version;
    if (m_fault == EngineFault::TooNew)
        version.replace(R"("ApiVersion":"1.41")", R"("ApiVersion":"1.99")").replace("1.12", "1.90");
    if (m_fault == EngineFault::TooOld)
        version.replace(R"("ApiVersion":"1.41")", R"("ApiVersion":"1.18")");
    return version;
}

void EngineServer::save(HttpServer::Exchange &exchange)
{
    WireAnswer head{
        .status = 200, .headers = {{"Content-Type", "application/x-tar"}, {"Transfer-Encoding", "chunked"}}, .body = {}};
    const QByteArray archive = QByteArray::fromStdString(m_archive);
    const bool isCut = m_fault == EngineFault::StallsMidway || m_fault == EngineFault::HangsUp;
    exchange.sendHead(head);
    constexpr qsizetype kPiece = 3000; // so that blocks of the tar are divided
    for (qsizetype at = 0; at < archive.size(); at += kPiece) {
        if (isCut && at >= archive.size() / 2)
            break;
        exchange.sendBody(chunkBytes(archive.mid(at, kPiece)), kPiece);
    }
    if (m_fault == EngineFault::StallsMidway)
        return exchange.stall();
    if (m_fault == EngineFault::HangsUp)
        return exchange.hangUp();
    exchange.sendBody(kLastChunk, 0);
}

void EngineServer::load(HttpServer::Exchange &exchange)
{
    if (m_fault == EngineFault::RefusesLoad) {
        exchange.answer(errorAnswer(500, "no space left on device"));
        return;
    }
    if (m_fault == EngineFault::FailsToLoad) {
        exchange.answer(jsonAnswer(
            200, R"({"errorDetail":{"message":"archive/tar: invalid tar header"},"error":"archive/tar: invalid tar header"})"));
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_loaded = exchange.request().body;
    }
    exchange.answer(jsonAnswer(200,
                               isPodman() ? QByteArray(R"({"stream":"Loaded image: example.test/app:1"})")
                                          : QByteArray(R"({"stream":"Loaded image: example.test/app:1\n"})") + "\r\n"));
}

void EngineServer::answer(HttpServer::Exchange &exchange)
{
    QByteArray path = exchange.request().path();
    if (m_fault == EngineFault::Stalls)
        return exchange.stall();
    if (m_fault == EngineFault::NotAnEngine) {
        exchange.answer({.status = 200, .headers = {{"Content-Type", "text/html"}}, .body = "<html>Welcome to nginx!</html>"});
        return;
    }
    if (m_fault == EngineFault::ServerError) {
        exchange.answer(errorAnswer(500, "database is locked"));
        return;
    }
    if (path == "/version") {
        exchange.answer(jsonAnswer(200, version()));
        return;
    }
    const QByteArray api = m_engine == RecordedEngine::Docker17 ? "/v1.26"
        : m_engine == RecordedEngine::Docker28                  ? "/v1.48"
                                                                : "/v1.41";
    const QByteArray own = m_engine == RecordedEngine::Podman4 ? "/v4.3.1/libpod"
        : m_engine == RecordedEngine::Podman5                  ? "/v5.4.2/libpod"
                                                               : api;
    if (path == api + "/containers/json") {
        exchange.answer(jsonAnswer(200, R"([{"Id":"c1","ImageID":"sha256:)" + kImageId + R"("}])"));
        return;
    }
    if (path == api + "/images/load")
        return load(exchange);
    if (!path.startsWith(own + '/')) {
        exchange.answer(errorAnswer(400, "client version is too new. Maximum supported API version is 1.41"));
        return;
    }
    path = path.mid(own.size());
    if (path == "/events") {
        exchange.sendHead({.status = 200, .headers = {{"Transfer-Encoding", "chunked"}}, .body = {}});
        while (!exchange.ended() && !m_hasChanged) {
            if (!exchange.pause(10))
                return;
        }
        exchange.sendBody(chunkBytes(R"({"status":"tag","Type":"image","Action":"tag"})"), 1);
        return exchange.stall();
    }
    if (path == "/images/json" && m_fault == EngineFault::Endless) {
        exchange.sendHead({.status = 200, .headers = {{"Transfer-Encoding", "chunked"}}, .body = {}});
        const QByteArray piece = chunkBytes(QByteArray(1 << 20, ' '));
        while (exchange.sendBody(piece, piece.size())) { }
        return;
    }
    if (path == "/images/json") {
        const QByteArray list = isPodman() ? podmanImages(m_engine == RecordedEngine::Podman5) : dockerImages();
        exchange.answer(jsonAnswer(200, m_fault == EngineFault::NoJson ? list.chopped(5) : list));
        return;
    }
    for (const QByteArray &name : {QByteArray("example.test/app:1"), QByteArray("app"), kImageId, kNamelessId}) {
        if (path == "/images/" + name + "/json") {
            exchange.answer(jsonAnswer(200, oneImage(name == kNamelessId ? kNamelessId : kImageId)));
            return;
        }
        if (path == "/images/" + name + "/get")
            return save(exchange);
    }
    exchange.answer(errorAnswer(404, "No such image: " + path.split('/').value(2)));
}

} // namespace stratoscope::test
