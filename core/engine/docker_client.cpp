// SPDX-License-Identifier: Apache-2.0
#include "engine/docker_client.h"

#include "base/json_writer.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

QString urlEncoded(const QString &text, const QByteArray &kept = {})
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text, kept));
}

/// The name of an image as a part of a path. Whatever else a name might be would lead to another function of the API.
Result<QString> imagePath(const QString &name)
{
    const bool isName = !name.isEmpty() && !name.startsWith(u'/') && !name.endsWith(u'/') && !name.contains(".."_L1)
        && std::ranges::all_of(
            name, [](QChar c) { return c.unicode() < 128 && (c.isLetterOrNumber() || QStringView(u"._-/:@").contains(c)); });
    if (!isName)
        return fail(ErrorKind::Invalid, name, u"is not the name of an image"_s);
    return u"/images/"_s + urlEncoded(name, "/:@");
}

/// What changes the list of images and which of them are in use. Both engines name things in their own way; unknown names are
/// ignored by them.
QString changeFilter()
{
    const QStringList types{u"image"_s, u"container"_s};
    const QStringList events{u"pull"_s,   u"load"_s,   u"import"_s,  u"build"_s,  u"commit"_s,          u"tag"_s,  u"untag"_s,
                             u"delete"_s, u"remove"_s, u"destroy"_s, u"create"_s, u"loadfromarchive"_s, u"prune"_s};
    JsonWriter json;
    json.beginObject().member("type", types).member("event", events).endObject();
    return QString::fromStdString(json.take());
}

/// The name by which the engine's image is saved. Docker would save all tags of a repository where none is given; what is saved by
/// its ID loses its names.
QString savedName(const EngineImage &image, const QString &asked)
{
    const bool hasTag = asked.lastIndexOf(u':') > asked.lastIndexOf(u'/');
    const QString wanted = hasTag ? asked : asked + u":latest"_s;
    const auto isMeant = [&wanted](const QString &name) { return name == wanted || name.endsWith(u'/' + wanted); };
    const auto found = std::ranges::find_if(image.names, isMeant);
    if (found != image.names.end())
        return *found;
    return image.names.isEmpty() ? image.id : image.names.front();
}

} // namespace

Result<void> EngineLoad::finish()
{
    STRATOSCOPE_CHECK(m_exchange->receive());
    STRATOSCOPE_TRY(const QByteArray answer, m_exchange->readAll());
    STRATOSCOPE_TRY(m_loaded, parseLoadAnswer(answer, m_subject));
    return {};
}

Result<std::shared_ptr<const DockerClient>> DockerClient::connect(const Engine &engine, const std::stop_token &stop,
                                                                  EnginePatience patience)
{
    if (engine.unusable)
        return Failure(*engine.unusable);
    const std::shared_ptr<DockerClient> client(new DockerClient(engine, patience));
    STRATOSCOPE_TRY(const QByteArray answer, client->document(u"/version"_s, stop));
    auto version = EngineVersion::parse(answer, engine.address.text);
    if (!version && (version.error().kind == ErrorKind::Malformed || version.error().kind == ErrorKind::Truncated))
        return fail(ErrorKind::UnexpectedResponse, engine.address.text, u"does not speak the API of an engine"_s);
    STRATOSCOPE_TRY(client->m_version, std::move(version));
    STRATOSCOPE_TRY(client->m_api, client->m_version.negotiate(engine.address.text));
    client->m_engine.kind = client->m_version.libpod ? EngineKind::Podman : EngineKind::Docker;
    return client;
}

QString DockerClient::api(const QString &path) const
{
    return u"/v"_s + m_api.toString() + path;
}

QString DockerClient::ownApi(const QString &path) const
{
    if (!m_version.libpod)
        return api(path);
    const ApiVersion &version = *m_version.libpod;
    return u"/v%1.%2.%3/libpod"_s.arg(version.major).arg(version.minor).arg(version.patch) + path;
}

Result<std::unique_ptr<HttpExchange>> DockerClient::get(const QString &target, std::chrono::nanoseconds patience,
                                                        const std::stop_token &stop) const
{
    auto exchange = std::make_unique<HttpExchange>(
        m_engine, HttpExchange::Request{.method = "GET", .target = target.toLatin1(), .patience = patience}, stop);
    STRATOSCOPE_CHECK(exchange->receive());
    return exchange;
}

Result<QByteArray> DockerClient::document(const QString &target, const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const auto exchange, get(target, m_patience.answer, stop));
    return exchange->readAll();
}

Result<std::vector<EngineImage>> DockerClient::images(KnownImages &known, const std::stop_token &stop) const
{
    const QString &subject = m_engine.address.text;
    STRATOSCOPE_TRY(const QByteArray list, document(ownApi(u"/images/json"_s), stop));
    STRATOSCOPE_TRY(std::vector<EngineImage> images, parseEngineImages(list, subject));
    STRATOSCOPE_TRY(const QByteArray containers, document(api(u"/containers/json?all=true"_s), stop));
    STRATOSCOPE_TRY(const std::set<QString> used, parseImagesInUse(containers, subject));
    for (EngineImage &image : images) {
        image.isInUse = used.contains(image.id);
        if (!image.platform.isUnknown())
            continue;
        if (const auto found = known.find(image.id); found != known.end()) {
            image.platform = found->second.platform;
        } else if (const auto described = this->image(image.id, stop)) { // it may have been removed meanwhile
            image.platform = described->platform;
            known.emplace(image.id, *described);
        }
    }
    return images;
}

Result<QStringList> DockerClient::imageNames(const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const QByteArray list, document(ownApi(u"/images/json"_s), stop));
    STRATOSCOPE_TRY(const std::vector<EngineImage> images, parseEngineImages(list, m_engine.address.text));
    QStringList names;
    for (const EngineImage &image : images)
        names << image.names;
    names.sort();
    return names;
}

Result<EngineImage> DockerClient::image(const QString &name, const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const QString path, imagePath(name));
    STRATOSCOPE_TRY(const QByteArray described, document(ownApi(path + u"/json"_s), stop));
    return parseEngineImage(described, m_engine.address.text);
}

Result<std::shared_ptr<const LocalArchive>> DockerClient::open(const QString &location, const QString &name,
                                                               const std::optional<Platform> &platform,
                                                               const QString &spoolDirectory, ProgressMeter &progress,
                                                               const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const EngineImage image, withContext(location, this->image(name, stop)));
    STRATOSCOPE_TRY(const auto saved, withContext(location, save(savedName(image, name), platform, stop)));
    return openEngineArchive(location, sourceKindOf(m_engine.kind), *saved, spoolDirectory, progress, stop);
}

Result<std::unique_ptr<HttpExchange>> DockerClient::save(const QString &name, const std::optional<Platform> &platform,
                                                         const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const QString path, imagePath(name));
    QString target = ownApi(path + u"/get"_s);
    if (m_version.libpod) {
        target += u"?format=docker-archive"_s;
    } else if (platform && m_api >= kPlatformApi) {
        JsonWriter json;
        json.beginObject().member("os", platform->os).member("architecture", platform->architecture);
        if (!platform->variant.isEmpty())
            json.member("variant", platform->variant);
        json.endObject();
        target += u"?platform="_s + urlEncoded(QString::fromStdString(json.take()));
    }
    return get(target, m_patience.work, stop);
}

std::unique_ptr<EngineLoad> DockerClient::load(const std::stop_token &stop) const
{
    const HttpExchange::Request request{
        .method = "POST", .target = api(u"/images/load?quiet=1"_s).toLatin1(), .hasBody = true, .patience = m_patience.work};
    return std::make_unique<EngineLoad>(std::make_unique<HttpExchange>(m_engine, request, stop), m_engine.address.text);
}

Result<void> DockerClient::waitForChange(const std::vector<EngineImage> &, const QDateTime &since,
                                         const std::stop_token &stop) const
{
    const QString target
        = u"/events?since=%1&filters=%2"_s.arg(QString::number(since.toSecsSinceEpoch()), urlEncoded(changeFilter()));
    HttpExchange exchange(m_engine, {.method = "GET", .target = ownApi(target).toLatin1()}, stop);
    return exchange.waitForBytes();
}

} // namespace stratoscope
