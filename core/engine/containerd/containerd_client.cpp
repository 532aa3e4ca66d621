// SPDX-License-Identifier: Apache-2.0
#include "engine/containerd/containerd_client.h"

#include "archive/oci_layout.h"
#include "engine/containerd/containerd.pb.h"
#include "engine/containerd/containerd_images.h"
#include "oci/reference.h"

#include <QDir>

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

const QByteArray kServices = "containerd.services.";

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// Kubernetes also lists images by the digest of their config, and by that of their manifest.
bool isTagged(const QString &name)
{
    return !name.startsWith("sha256:"_L1) && !name.contains(u'@');
}

/// The image that a prefix of its digest means.
Result<ContainerdImage> byDigest(const std::vector<ContainerdImage> &images, const QString &prefix, const QString &subject)
{
    std::set<Digest> meant;
    const ContainerdImage *found = nullptr;
    for (const ContainerdImage &image : images) {
        if (!image.target.digest.matchesPrefix(prefix))
            continue;
        meant.insert(image.target.digest);
        if (!found || (!isTagged(found->name) && isTagged(image.name)))
            found = &image;
    }
    if (meant.size() > 1)
        return fail(ErrorKind::Ambiguous, subject, u"has several images whose digests begin with %1"_s.arg(quoted(prefix)));
    if (!found)
        return fail(ErrorKind::NotFound, subject, u"has no image %1"_s.arg(quoted(prefix)));
    return *found;
}

} // namespace

Result<std::shared_ptr<const ContainerdClient>> ContainerdClient::connect(const Engine &engine, const std::stop_token &stop,
                                                                          EnginePatience patience)
{
    if (engine.unusable)
        return Failure(*engine.unusable);
    const std::shared_ptr<ContainerdClient> client(new ContainerdClient(engine, patience));
    containerd::VersionAnswer version;
    STRATOSCOPE_CHECK(client->ask(kServices + "version.v1.Version/Version", {}, containerd::Empty(), version, stop));
    client->m_version = printable(version.version());
    return client;
}

QString ContainerdClient::usualSpace()
{
    return qEnvironmentVariable("CONTAINERD_NAMESPACE", u"default"_s);
}

GrpcCall::Function ContainerdClient::withMetadata(const QByteArray &function, const QString &space, const QString &lease,
                                                  std::chrono::nanoseconds patience)
{
    GrpcCall::Function all{.name = function, .metadata = {}, .patience = patience};
    if (!space.isEmpty())
        all.metadata.emplace_back("containerd-namespace", space.toUtf8());
    if (!lease.isEmpty())
        all.metadata.emplace_back("containerd-lease", lease.toUtf8());
    return all;
}

Result<void> ContainerdClient::ask(const QByteArray &function, const QString &space, const google::protobuf::MessageLite &request,
                                   google::protobuf::MessageLite &answer, const std::stop_token &stop) const
{
    GrpcCall asking(m_engine, withMetadata(function, space, {}, m_patience.answer), request, stop);
    STRATOSCOPE_TRY(const bool isAnswered, asking.receive(answer));
    if (!isAnswered)
        return fail(ErrorKind::UnexpectedResponse, m_engine.address.text, u"closed the connection without an answer"_s);
    containerd::Empty nothing; // the status comes after the answer
    STRATOSCOPE_CHECK(asking.receive(nothing));
    return {};
}

Result<QStringList> ContainerdClient::spaces(const std::stop_token &stop) const
{
    containerd::NamespacesAnswer answer;
    STRATOSCOPE_CHECK(ask(kServices + "namespaces.v1.Namespaces/List", {}, containerd::Empty(), answer, stop));
    QStringList spaces;
    for (const auto &space : answer.namespaces())
        spaces << text(space.name());
    spaces.sort();
    if (spaces.removeOne(usualSpace()))
        spaces.prepend(usualSpace());
    return spaces;
}

Result<std::vector<ContainerdImage>> ContainerdClient::list(const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const QStringList spaces, this->spaces(stop));
    std::vector<ContainerdImage> images;
    for (const QString &space : spaces) {
        containerd::ImagesAnswer answer;
        STRATOSCOPE_CHECK(ask(kServices + "images.v1.Images/List", space, containerd::ImagesRequest(), answer, stop));
        for (const containerd::Image &image : answer.images()) {
            const auto digest = Digest::parse(text(image.target().digest()));
            if (!digest) // nothing can be read of it
                continue;
            Descriptor target;
            target.mediaType = text(image.target().media_type());
            target.digest = *digest;
            target.size = std::max<qint64>(image.target().size(), 0);
            images.push_back({.space = space, .name = text(image.name()), .target = std::move(target)});
        }
    }
    return images;
}

Result<EngineImage> ContainerdClient::describe(const ContainerdImage &image, const std::stop_token &stop) const
{
    ProgressMeter progress;
    const auto files = containerdFiles(*this, m_engine.address.text, image.space, QDir::tempPath(), kMaxDocument, progress, stop);
    const OciLayout layout = OciLayout::ofManifest(files, image.target);
    STRATOSCOPE_TRY(std::vector<Descriptor> manifests, layout.manifestsOf(image.target));
    keepAny(manifests, [&layout](const Descriptor &manifest) { return layout.has(manifest); });
    const auto chosen = selectPlatform(manifests, Platform::host(), {});
    if (!chosen && manifests.empty())
        return Failure(chosen.error());
    const Descriptor &descriptor = manifests[chosen.value_or(0)];
    STRATOSCOPE_TRY(const QByteArray bytes, layout.document(descriptor));
    STRATOSCOPE_TRY(const Manifest manifest, Manifest::parse(bytes, layout.subject(descriptor)));
    STRATOSCOPE_TRY(const QByteArray configBytes, layout.document(manifest.config));
    STRATOSCOPE_TRY(const ImageConfig config, ImageConfig::parse(configBytes, layout.subject(manifest.config)));
    EngineImage described;
    described.platform = config.platform;
    described.created = QDateTime::fromString(config.created, Qt::ISODate);
    for (const Descriptor &layer : manifest.layers)
        described.size += std::uint64_t(layer.size);
    return described;
}

Result<std::vector<EngineImage>> ContainerdClient::images(KnownImages &known, const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const std::vector<ContainerdImage> all, list(stop));
    std::map<QString, std::set<QString>> used; // names, by their namespace
    for (const ContainerdImage &image : all) {
        if (used.contains(image.space))
            continue;
        containerd::ContainersAnswer answer;
        STRATOSCOPE_CHECK(
            ask(kServices + "containers.v1.Containers/List", image.space, containerd::ContainersRequest(), answer, stop));
        auto &names = used[image.space];
        for (const auto &container : answer.containers())
            names.insert(text(container.image()));
    }
    std::vector<EngineImage> images;
    std::map<QString, std::size_t> places; // by ID
    for (const ContainerdImage &image : all) {
        const QString id = image.target.digest.hex();
        const auto [place, isNew] = places.try_emplace(id, images.size());
        if (isNew) {
            auto found = known.find(id);
            if (found == known.end()) {
                auto described = describe(image, stop);
                if (described)
                    found = known.emplace(id, *std::move(described)).first;
            }
            images.push_back(found != known.end() ? found->second : EngineImage());
            images.back().id = id;
        }
        EngineImage &shown = images[place->second];
        if (isTagged(image.name))
            shown.names << image.name;
        shown.isInUse = shown.isInUse || used[image.space].contains(image.name);
    }
    for (EngineImage &image : images)
        image.names.removeDuplicates();
    return images;
}

Result<QStringList> ContainerdClient::imageNames(const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const std::vector<ContainerdImage> images, list(stop));
    QStringList names;
    for (const ContainerdImage &image : images) {
        if (isTagged(image.name))
            names << image.name;
    }
    names.removeDuplicates();
    names.sort();
    return names;
}

Result<ContainerdImage> ContainerdClient::find(const QString &name, const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const std::vector<ContainerdImage> images, list(stop));
    QStringList candidates{name};
    if (const auto reference = Reference::parse(name))
        candidates << reference->canonical();
    for (const QString &candidate : candidates) {
        const auto found = std::ranges::find(images, candidate, &ContainerdImage::name);
        if (found != images.end())
            return *found;
    }
    return byDigest(images, name, m_engine.address.text);
}

Result<std::uint64_t> ContainerdClient::blobSize(const QString &space, const Digest &digest, const std::stop_token &stop) const
{
    containerd::BlobRequest request;
    request.set_digest(digest.toString().toStdString());
    containerd::BlobAnswer answer;
    STRATOSCOPE_CHECK(ask(kServices + "content.v1.Content/Info", space, request, answer, stop));
    return std::uint64_t(std::max<qint64>(answer.info().size(), 0));
}

Result<void> ContainerdClient::readBlob(const QString &space, const Digest &digest, ByteSink &into,
                                        const std::stop_token &stop) const
{
    containerd::ReadRequest request;
    request.set_digest(digest.toString().toStdString());
    GrpcCall reading = call(kServices + "content.v1.Content/Read", space, {}, request, stop);
    containerd::ReadAnswer answer;
    while (true) {
        STRATOSCOPE_TRY(const bool hasMore, reading.receive(answer));
        if (!hasMore)
            return {};
        STRATOSCOPE_CHECK(into.append(asBytes(answer.data())));
    }
}

Result<std::shared_ptr<const LocalArchive>> ContainerdClient::open(const QString &location, const QString &name,
                                                                   const std::optional<Platform> &, const QString &spoolDirectory,
                                                                   ProgressMeter &progress, const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(ContainerdImage image, withContext(location, find(name, stop)));
    if (!isTagged(image.name))
        image.name.clear();
    return openContainerdImage(*this, location, image, spoolDirectory, progress, stop);
}

Result<void> ContainerdClient::waitForChange(const std::vector<EngineImage> &seen, const QDateTime &,
                                             const std::stop_token &stop) const
{
    containerd::SubscribeRequest request;
    for (const char *const topic : {R"(topic~="^/images/")", R"(topic~="^/containers/")", R"(topic~="^/namespaces/")"})
        request.add_filters(topic);
    GrpcCall events = call(kServices + "events.v1.Events/Subscribe", {}, {}, request, stop);
    // Events from before are not told.
    KnownImages known;
    for (const EngineImage &image : seen)
        known.emplace(image.id, image);
    for (auto &[id, image] : known) {
        image.names.clear();
        image.isInUse = false;
    }
    STRATOSCOPE_TRY(const std::vector<EngineImage> now, images(known, stop));
    if (now != seen)
        return {};
    return events.waitForMessage();
}

} // namespace stratoscope
