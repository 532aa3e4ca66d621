// SPDX-License-Identifier: Apache-2.0
#include <stratoscope/client.h>

#include "api/conversion.h"
#include "image/import_image.h"
#include "image/pull_image.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace stratoscope::api {

namespace {

QString pathOf(const std::string &path)
{
    return QFile::decodeName(QByteArray::fromStdString(path));
}

/// How to choose from an index, and what to expect.
OpenOptions optionsFor(const std::string &architecture)
{
    OpenOptions options;
    if (architecture.empty())
        return options;
    options.platform = valueOf(Platform::parse(u"linux/"_s + toQt(architecture)));
    options.expectArchitecture = toQt(architecture);
    return options;
}

} // namespace

struct Client::Data {
    Store store;
};

Client::Client(const std::string &cacheDirectory)
{
    ensureApplication();
    const QString directory = cacheDirectory.empty() ? Store::defaultDirectory() : pathOf(cacheDirectory);
    m_data = std::make_unique<Data>(Data{valueOf(Store::open(directory))});
}

Client::~Client() = default;

Image Client::pull(const std::string &reference, const std::string &architecture, const ProgressCallback &progress,
                   std::stop_token stop)
{
    return guarded([&] {
        ProgressMeter meter(sinkFor(progress));
        const OpenOptions options = optionsFor(architecture);
        auto known = openImage(toQt(reference), options, m_data->store, meter, stop);
        if (!known && known.error().kind == ErrorKind::NotFound) {
            const Registries registries = valueOf(Registries::load({}));
            const PullReport pulled
                = valueOf(pullImage(toQt(reference), {.open = options}, registries, m_data->store, meter, stop));
            known = openImage(pulled.image.reference, options, m_data->store, meter, stop);
        }
        return imageOf(valueOf(std::move(known)), m_data->store);
    });
}

Image Client::loadArchive(const std::string &path, const std::string &architecture, const ProgressCallback &progress,
                          std::stop_token stop)
{
    return guarded([&] {
        ProgressMeter meter(sinkFor(progress));
        const OpenOptions options = optionsFor(architecture);
        const ImportReport imported = valueOf(importImage(toQt(path), options, m_data->store, meter, stop));
        OpenOptions same = options;
        same.platform = imported.image.platform;
        return imageOf(valueOf(openImage(imported.image.reference, same, m_data->store, meter, stop)), m_data->store);
    });
}

Image Client::loadPrebaked(const std::string &directory, const std::string &architecture, std::stop_token stop)
{
    return guarded([&] {
        ProgressMeter meter;
        OpenOptions options;
        options.expectArchitecture = toQt(architecture);
        return imageOf(valueOf(openImage(u"prebaked:"_s + pathOf(directory), options, m_data->store, meter, stop)), m_data->store);
    });
}

std::string Client::remoteDigest(const std::string &reference, std::stop_token stop)
{
    return guarded([&] {
        const Registries registries = valueOf(Registries::load({}));
        const auto name = valueOf(registries.resolveName(toQt(reference)));
        RemoteRepository repository = valueOf(RemoteRepository::open(registries, name));
        const auto digest = valueOf(repository.headManifest(name.digest ? name.digest->toString() : name.tag, stop));
        return digest ? digest->toString().toStdString() : std::string();
    });
}

} // namespace stratoscope::api
