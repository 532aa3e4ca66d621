// SPDX-License-Identifier: Apache-2.0
#include "ui/details/inspector.h"

#include "oci/command_text.h"
#include "oci/image_index.h"
#include "oci/manifest.h"
#include "ui/common/format.h"
#include "ui/details/details.h"
#include "ui/layers/layer_model.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

using Section = InspectorSection;
using Cell = InspectorSection::Cell;

struct InspectorTr {
    Q_DECLARE_TR_FUNCTIONS(Inspector)
};

const QList<int> kPairWidths{22, 78};
const QList<int> kTableWidths{32, 68};

Section properties(const QString &title, const Details &details)
{
    Section section{title, {}, kPairWidths, {}};
    for (const Detail &detail : details)
        section.rows.append({Cell{detail.label}, Cell{detail.value, detail.fixedWidth}});
    return section;
}

Section environment(const Image &image)
{
    Section section{InspectorTr::tr("Environment"), {InspectorTr::tr("Variable"), InspectorTr::tr("Value")}, kTableWidths, {}};
    for (const QString &variable : image.config.run.env) {
        const qsizetype equals = variable.indexOf(u'=');
        section.rows.append({Cell{variable.left(equals < 0 ? variable.size() : equals), true},
                             Cell{equals < 0 ? QString() : variable.mid(equals + 1), true}});
    }
    return section;
}

Section pairs(const QString &title, const QMap<QString, QString> &map)
{
    Section section{title, {InspectorTr::tr("Name"), InspectorTr::tr("Value")}, kTableWidths, {}};
    for (auto entry = map.begin(); entry != map.end(); ++entry)
        section.rows.append({Cell{entry.key()}, Cell{entry.value()}});
    return section;
}

Section layers(const Image &image)
{
    Section section{InspectorTr::tr("Layers"),
                    {InspectorTr::tr("Layer"), InspectorTr::tr("Digest"), InspectorTr::tr("Media type"),
                     InspectorTr::tr("Compressed"), InspectorTr::tr("Uncompressed")},
                    {7, 37, 22, 16, 18},
                    {}};
    for (std::size_t i = 0; i < image.layers.size(); ++i) {
        const ImageLayer &layer = image.layers[i];
        const QString digest = layer.digest ? layer.digest->toString() : layer.diffId ? layer.diffId->toString() : QString();
        const auto size = [](std::uint64_t bytes) { return bytes > 0 ? sizeText(bytes) : QString(); };
        section.rows.append({Cell{countText(i)}, Cell{digest, true}, Cell{layer.mediaType, false, true},
                             Cell{layer.compression == Compression::None ? QString() : size(layer.compressedSize)},
                             Cell{size(layer.size)}});
    }
    return section;
}

Section history(const Image &image)
{
    Section section{InspectorTr::tr("History"),
                    {InspectorTr::tr("Layer"), InspectorTr::tr("Created"), InspectorTr::tr("Created by")},
                    {8, 20, 72},
                    {}};
    std::uint64_t layer = 0;
    for (const HistoryEntry &step : image.config.history) {
        QString text = commandText(step.createdBy);
        for (const QString &more : {step.comment, step.author}) {
            if (!more.isEmpty() && more != image.config.author)
                text += (text.isEmpty() ? QString() : u"\n"_s) + more;
        }
        section.rows.append({Cell{step.emptyLayer ? u"–"_s : countText(layer++), false, step.emptyLayer},
                             Cell{createdText(step.created), false, true}, Cell{text, true, step.emptyLayer}});
    }
    return section;
}

Section index(const Image &image)
{
    Section section{InspectorTr::tr("Index"),
                    {InspectorTr::tr("Platform"), InspectorTr::tr("Digest"), InspectorTr::tr("Size"), InspectorTr::tr("Type")},
                    {15, 48, 11, 26},
                    {}};
    const auto parsed = ImageIndex::parse(image.indexBytes, {});
    if (!parsed)
        return section;
    for (const Descriptor &entry : parsed->manifests) {
        const bool isThis = image.digest && entry.digest == *image.digest;
        const QString what = isThis         ? InspectorTr::tr("this image")
            : isAttestation(entry)          ? InspectorTr::tr("attestation")
            : !entry.artifactType.isEmpty() ? entry.artifactType
                                            : entry.mediaType;
        section.rows.append({Cell{entry.platform && !isAttestation(entry) ? entry.platform->toString() : QString()},
                             Cell{entry.digest.toString(), true}, Cell{sizeText(std::uint64_t(entry.size))},
                             Cell{what, false, !isThis}});
    }
    return section;
}

/// Drops the columns without any text, such as the media types of a docker-archive; their width goes to the widest column.
void dropEmptyColumns(Section &section)
{
    for (qsizetype column = section.columns.size() - 1; column >= 0 && section.columns.size() > 1; --column) {
        if (std::ranges::any_of(section.rows, [column](const auto &row) { return !row.at(column).text.isEmpty(); }))
            continue;
        section.columns.removeAt(column);
        const int width = section.widths.takeAt(column);
        *std::ranges::max_element(section.widths) += width;
        for (auto &row : section.rows)
            row.removeAt(column);
    }
}

} // namespace

QList<InspectorSection> inspectImage(const Image &image)
{
    QList<Section> sections{properties(InspectorTr::tr("Image"), imageFacts(image)),
                            properties(InspectorTr::tr("Runtime"), runFacts(image)), environment(image),
                            pairs(InspectorTr::tr("Labels"), image.config.run.labels)};
    if (const auto manifest = Manifest::parse(image.manifestBytes, {}))
        sections.append(pairs(InspectorTr::tr("Annotations"), manifest->annotations));
    sections += {layers(image), history(image), index(image)};
    sections.removeIf([](const Section &section) { return section.rows.isEmpty(); });
    std::ranges::for_each(sections, dropEmptyColumns);
    return sections;
}

} // namespace stratoscope::ui
