// SPDX-License-Identifier: Apache-2.0
#include "engine/docker_contexts.h"

#include "base/file.h"
#include "base/json_reader.h"
#include "oci/digest.h"

#include <QDir>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

struct DockerContext {
    QString name;
    QString host;
    bool skipTlsVerify = false;
};

Result<DockerContext> parseDockerContext(const QByteArray &bytes, const QString &subject)
{
    STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(bytes, subject));
    DockerContext context;
    STRATOSCOPE_TRY(context.name, fields.string("Name"_L1));
    STRATOSCOPE_TRY(const JsonFields endpoints, fields.object("Endpoints"_L1));
    STRATOSCOPE_TRY(const JsonFields docker, endpoints.object("docker"_L1));
    STRATOSCOPE_TRY(context.host, docker.string("Host"_L1));
    STRATOSCOPE_TRY(context.skipTlsVerify, docker.boolean("SkipTLSVerify"_L1));
    return context;
}

Engine engineOfContext(const QString &file, const QString &directory, const QString &key)
{
    Engine engine{.kind = EngineKind::Docker, .name = key.left(12), .address = {.text = file}, .isExplicit = true};
    const auto bytes = readAll(file, kMaxDocument);
    const auto context = bytes ? parseDockerContext(*bytes, file) : Failure(bytes.error());
    if (!context) {
        engine.unusable = context.error();
        return engine;
    }
    if (!context->name.isEmpty())
        engine.name = printable(context->name.toStdString());
    auto address = parseEngineAddress(context->host);
    if (!address) {
        engine.unusable = address.error();
        engine.address.text = context->host;
        return engine;
    }
    engine.address = *std::move(address);
    // The directory is named after the SHA-256 of the context's name, as that of its meta.json is.
    const QString tls = directory + u"/contexts/tls/"_s + key + u"/docker"_s;
    if (engine.address.socket.isEmpty() && (QDir(tls).exists() || engine.address.url.startsWith("https:")))
        useTls(engine.address, tls, !context->skipTlsVerify);
    return engine;
}

} // namespace

Result<EngineAddress> parseEngineAddress(const QString &text)
{
    EngineAddress address{.text = text};
    const QUrl url(text, QUrl::StrictMode);
    const QString scheme = url.scheme();
    if (scheme == "unix"_L1) {
        address.socket = text.mid(7);
        address.text = address.socket;
        if (!address.socket.startsWith(u'/'))
            return fail(ErrorKind::Invalid, text, u"does not have the path of a socket, such as unix:///var/run/docker.sock"_s);
        return address;
    }
    if (scheme == "ssh"_L1)
        return fail(
            ErrorKind::Unsupported, text,
            u"engines are not contacted over SSH; forward the socket by 'ssh -L /tmp/docker.sock:/var/run/docker.sock HOST', "
            u"and set DOCKER_HOST=unix:///tmp/docker.sock"_s);
    const bool isTcp = scheme == "tcp"_L1 || scheme == "http"_L1 || scheme == "https"_L1;
    if (!isTcp || url.host().isEmpty())
        return fail(isTcp ? ErrorKind::Invalid : ErrorKind::Unsupported, text,
                    u"is not the address of an engine, such as unix:///var/run/docker.sock or tcp://HOST:2376"_s);
    QUrl base;
    base.setScheme(scheme == "https"_L1 ? u"https"_s : u"http"_s);
    base.setHost(url.host());
    base.setPort(url.port(scheme == "https"_L1 ? 2376 : 2375));
    address.url = base.toEncoded();
    return address;
}

void useTls(EngineAddress &address, const QString &directory, bool verify)
{
    const auto file = [&directory](const QString &name) {
        const QString path = directory + u'/' + name;
        return QFile::exists(path) ? path : QString();
    };
    address.authority = file(u"ca.pem"_s);
    address.certificate = file(u"cert.pem"_s);
    address.key = file(u"key.pem"_s);
    address.verifyTls = verify;
    if (address.url.startsWith("http:"))
        address.url.replace(0, 4, "https");
}

std::vector<Engine> dockerContexts(const QString &directory)
{
    std::vector<Engine> engines;
    const QDir metadata(directory + u"/contexts/meta"_s);
    for (const QString &key : metadata.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QString file = metadata.filePath(key + u"/meta.json"_s);
        if (QFile::exists(file))
            engines.push_back(engineOfContext(file, directory, key));
    }
    std::ranges::sort(engines, {}, &Engine::name);
    return engines;
}

} // namespace stratoscope
