// SPDX-License-Identifier: Apache-2.0
#include "support/pulling.h"

#include "base/cancel.h"
#include "image/verify_image.h"
#include "support/need.h"
#include "support/tree_text.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace stratoscope::test {

namespace {

QStringList contentsOf(const QString &name, const OpenOptions &options, Store &store)
{
    ProgressMeter silent;
    const auto image = need(openImage(name, options, store, silent, {}));
    need(verifyImage(*image, store, silent, {}));
    QStringList lines = treeLines(*image->tree, TreeColumns::All);
    for (const ImageLayer &layer : image->layers) {
        lines << layer.diffId->toString() + u' ' + layer.createdBy;
        const std::shared_ptr<const FileDigests> files = layer.check->fileDigests();
        FileDigests::Reader digests(files, layer.index);
        for (RecordId record = 0; record < layer.index->size(); ++record) {
            if (layer.index->kind(record) == EntryKind::Regular)
                lines << QString::fromStdString(toHex(need(digests.digest(record))));
        }
    }
    return lines;
}

} // namespace

Pulling::Pulling(quint16 registryPort, RegistryOptions options, const QString &folder)
    : m_folder(memoryPath())
    , m_proxy(registryPort)
    , m_store(need(Store::open((folder.isEmpty() ? m_folder.path() : folder) + u"/store"_s)))
{
    writeDisk(m_folder.path() + u"/registries.conf"_s);
    options.registriesConf = m_folder.path() + u"/registries.conf"_s;
    options.retry = {.retries = 2, .firstDelay = 1ms};
    m_options = std::move(options);
}

Result<PullReport> Pulling::pull(const QString &name, const PullOptions &options, const std::stop_token &stop,
                                 const std::function<void(const Progress &)> &watch)
{
    m_progress.clear();
    ProgressMeter meter([&](const Progress &progress) {
        m_progress.push_back(progress);
        watch(progress);
    });
    return pullImage(reference(name), options, need(Registries::load(m_options)), m_store, meter, stop);
}

Result<PullReport> Pulling::pull(const QString &name, const PullOptions &options, const std::stop_token &stop)
{
    return pull(name, options, stop, [](const Progress &) {});
}

bool Pulling::cancelAt(const QString &name, qint64 bytes)
{
    std::stop_source source;
    try {
        need(pull(name, {}, source.get_token(), [&](const Progress &progress) {
            if (progress.stage == Stage::Download && progress.current >= bytes)
                source.request_stop();
        }));
    } catch (const Cancelled &) {
        return true;
    }
    return false;
}

QStringList Pulling::contents(const QString &name, const OpenOptions &options)
{
    return contentsOf(reference(name), options, m_store);
}

QStringList contentsOfLocal(const QString &name, const OpenOptions &options)
{
    const TestFolder folder;
    Store store = need(Store::open(folder.path()));
    return contentsOf(name, options, store);
}

} // namespace stratoscope::test
