// SPDX-License-Identifier: Apache-2.0
#include "export/prebaked_export.h"

#include "base/cancel.h"
#include "export/staged_directory.h"
#include "prebaked/prebaked_format.h"
#include "store/link_or_copy.h"

#include <QFileInfo>

#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

struct CopiedFile {
    QString source;
    QString name;
    std::uint64_t size = 0;
};

Result<std::vector<CopiedFile>> filesOf(std::span<const PrebakedFiles> layers)
{
    std::vector<CopiedFile> files;
    std::set<Digest> known;
    for (const PrebakedFiles &layer : layers) {
        if (!known.insert(layer.digest).second)
            continue;
        for (const auto ending : {prebaked::kIdxSuffix, prebaked::kContentsSuffix, prebaked::kSidecarSuffix}) {
            const QString source = layer.directory + u'/' + layer.digest.hex() + ending;
            const QFileInfo info(source);
            if (ending == prebaked::kSidecarSuffix && !info.exists())
                continue;
            STRATOSCOPE_TRY(const File file, File::open(source));
            STRATOSCOPE_TRY(const std::uint64_t size, file.size());
            files.push_back({source, layer.digest.hex() + ending, size});
        }
    }
    return files;
}

} // namespace

Result<ExportReport> exportPrebaked(std::span<const PrebakedFiles> layers, const QByteArray &config, const QString &destination,
                                    bool force, ProgressMeter &progress, std::stop_token stop)
{
    STRATOSCOPE_TRY(const std::vector<CopiedFile> files, filesOf(layers));
    std::uint64_t total = std::uint64_t(config.size());
    for (const CopiedFile &file : files)
        total += file.size;

    STRATOSCOPE_TRY(const std::unique_ptr<StagedDirectory> staged, StagedDirectory::begin(destination, force));
    progress.begin(Stage::Export, qint64(total), int(files.size()));
    bool isShared = false;
    int number = 0;
    for (const CopiedFile &file : files) {
        throwIfStopped(stop);
        progress.setItem(file.name, number++);
        STRATOSCOPE_TRY(const Copied how, linkOrCopy(file.source, staged->path() + u'/' + file.name, stop));
        isShared = isShared || how == Copied::HardLink;
        progress.add(qint64(file.size));
    }
    STRATOSCOPE_TRY(File configFile, File::create(staged->path() + u"/config.json"_s));
    STRATOSCOPE_CHECK(configFile.writeAt(0, asBytes(asText(config))));
    progress.add(config.size());
    STRATOSCOPE_CHECK(staged->commit());
    progress.finish();
    ExportReport report{.path = destination, .bytes = total, .warnings = staged->warnings()};
    if (isShared)
        report.warnings << u"the layers' files are read-only and shared with the image store, as hard links"_s;
    return report;
}

} // namespace stratoscope
