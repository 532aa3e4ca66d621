// SPDX-License-Identifier: Apache-2.0
#include "ui/layers/layer_model.h"

#include "oci/command_text.h"
#include "oci/manifest.h"
#include "oci/schema1.h"
#include "ui/common/format.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

QString recorded(const QString &command)
{
    return command.isEmpty() ? LayerModel::tr("No command recorded") : command;
}

/// The number of layers of the complete image. An image of Docker's schema 1 has no diff IDs before it is complete.
std::size_t wantedLayers(const Image &image)
{
    if (!image.config.diffIds.empty() || image.manifestBytes.isEmpty())
        return image.config.diffIds.size();
    const auto schema1 = Schema1Manifest::parse(image.manifestBytes, {});
    return schema1 ? schema1->layers.size() : 0;
}

} // namespace

QString verificationText(Verification state)
{
    switch (state) {
    case Verification::Pending:
        return LayerModel::tr("Not verified");
    case Verification::Running:
        return LayerModel::tr("Verifying…");
    case Verification::Verified:
        return LayerModel::tr("Verified");
    case Verification::Failed:
        return LayerModel::tr("Corrupt: digest mismatch");
    case Verification::Unknown:
        return LayerModel::tr("No digest to verify against");
    }
    Q_UNREACHABLE();
}

bool isPartial(const Image &image)
{
    return image.layers.size() < wantedLayers(image);
}

QString layerCountText(const Image &image)
{
    if (isPartial(image))
        return LayerModel::tr("%1 of %2 layers").arg(countText(image.layers.size()), countText(wantedLayers(image)));
    return LayerModel::tr("%n layer(s)", nullptr, int(image.layers.size()));
}

QString verificationText(const Image &image)
{
    return isPartial(image) ? layerCountText(image) : verificationText(image.verification());
}

std::vector<Digest> listedLayers(const Image &image)
{
    std::vector<Digest> digests;
    if (const auto manifest = Manifest::parse(image.manifestBytes, {})) {
        for (const Descriptor &layer : manifest->layers)
            digests.push_back(layer.digest);
    } else if (const auto schema1 = Schema1Manifest::parse(image.manifestBytes, {})) {
        digests = schema1->layers;
    }
    return digests;
}

QStringList layerCommands(const Image &image)
{
    QStringList commands;
    for (const ImageLayer &layer : image.layers)
        commands += recorded(commandText(layer.createdBy));
    return commands;
}

std::array<QString, 2> comparedTitles(const Image &before, const Image &after)
{
    if (before.title() != after.title())
        return {before.title(), after.title()};
    const QString left = before.config.platform.toString();
    const QString right = after.config.platform.toString();
    const auto named = [](const Image &image, const QString &what) { return LayerModel::tr("%1 (%2)").arg(image.title(), what); };
    if (left != right)
        return {named(before, left), named(after, right)};
    const QStringList locations = distinctions({before.location, after.location});
    if (before.location == after.location || locations.at(0).isEmpty() || locations.at(1).isEmpty())
        return {before.title(), after.title()};
    return {named(before, locations.at(0)), named(after, locations.at(1))};
}

void LayerModel::setImage(std::shared_ptr<const Image> image)
{
    m_images = {std::move(image), nullptr};
    rebuild();
}

void LayerModel::setImages(std::shared_ptr<const Image> before, std::shared_ptr<const Image> after)
{
    m_images = {std::move(before), std::move(after)};
    m_counts = {};
    rebuild();
}

void LayerModel::setBaseExpanded(bool isExpanded)
{
    if (isExpanded == m_isBaseExpanded)
        return;
    m_isBaseExpanded = isExpanded;
    rebuild();
}

void LayerModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    m_coming.clear();
    m_commonLayers = 0;
    if (isCompared()) {
        const auto &[before, after] = m_images;
        const std::size_t most = std::min(before->layers.size(), after->layers.size());
        const auto isCommon = [&](std::size_t layer) {
            const auto &diffId = before->layers[layer].diffId;
            return diffId && diffId == after->layers[layer].diffId;
        };
        while (std::size_t(m_commonLayers) < most && isCommon(std::size_t(m_commonLayers)))
            ++m_commonLayers;
    }
    addRows(Before);
    if (isCompared())
        addRows(After);
    for (Row &row : m_rows)
        row.state = stateNow(row);
    endResetModel();
}

void LayerModel::addRows(Side side)
{
    const Image &image = *m_images[side];
    m_layersSize[side] = 0;
    for (const ImageLayer &one : image.layers)
        m_layersSize[side] += one.index->contentSize();
    if (m_counts[side].size() > image.layers.size()) // when layers are added, the counts of the existing ones stay valid
        m_counts[side].clear();
    m_rows.push_back({.side = side});
    if (m_commonLayers > 0 && side == Before)
        m_rows.push_back({.layer = kCommonBase});
    // Each non-empty step of the history belongs to the next layer. Either may have more than the other.
    int layer = 0;
    const int layers = int(image.layers.size());
    const int all = std::max(layers, int(wantedLayers(image)));
    const auto isShown = [&] { return layer >= m_commonLayers || (side == Before && m_isBaseExpanded); };
    const auto addLayer = [&](const QString &createdBy = {}) {
        if (isShown()) {
            if (layer < layers)
                m_rows.push_back(
                    {.layer = layer, .side = side, .number = layer, .createdBy = image.layers[std::size_t(layer)].createdBy});
            else
                m_rows.push_back({.layer = kComing, .side = side, .number = layer, .createdBy = createdBy});
        }
        ++layer;
    };
    for (const HistoryEntry &step : image.config.history) {
        if (!step.emptyLayer && layer < all)
            addLayer(step.createdBy);
        else if (step.emptyLayer && isShown())
            m_rows.push_back({.layer = kEmptyStep, .side = side, .createdBy = step.createdBy});
    }
    while (layer < all)
        addLayer();
}

void LayerModel::refreshStates()
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Verification now = stateNow(m_rows[i]);
        if (now == m_rows[i].state)
            continue;
        m_rows[i].state = now;
        Q_EMIT dataChanged(index(int(i)), index(int(i)), {StateRole, Qt::ToolTipRole, Qt::AccessibleTextRole});
    }
}

void LayerModel::setCounts(Side side, const std::vector<ChangeCounts> &counts)
{
    m_counts[side] = counts;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].side == side && m_rows[i].layer >= 0)
            Q_EMIT dataChanged(index(int(i)), index(int(i)), {CountsRole, Qt::AccessibleTextRole});
    }
}

std::optional<ChangeCounts> LayerModel::counts(const Row &row) const
{
    const auto &known = m_counts[row.side];
    return row.layer >= 0 && std::size_t(row.layer) < known.size() ? std::optional(known[std::size_t(row.layer)]) : std::nullopt;
}

void LayerModel::setComing(const std::vector<ComingLayer> &coming)
{
    if (coming == m_coming)
        return;
    m_coming = coming;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].layer == kComing)
            Q_EMIT dataChanged(index(int(i)), index(int(i)), {ShareRole, StatusRole, Qt::AccessibleTextRole});
    }
}

ComingLayer LayerModel::comingLayer(const Row &row) const
{
    const std::size_t number = std::size_t(row.number) - imageOf(row).layers.size();
    return number < m_coming.size() ? m_coming[number] : ComingLayer{.status = tr("Waiting")};
}

int LayerModel::rowOf(int layer, Side side) const
{
    if (layer >= 0 && layer < m_commonLayers) {
        side = Before;
        if (!m_isBaseExpanded)
            layer = kCommonBase;
    }
    const auto isWanted = [&](const Row &row) { return row.layer == layer && row.side == side; };
    return int(std::ranges::find_if(m_rows, isWanted) - m_rows.begin());
}

Verification LayerModel::stateNow(const Row &row) const
{
    if (row.layer == kEmptyStep || row.layer == kComing || row.layer == kCommonBase)
        return Verification::Unknown;
    if (row.layer == kWholeImage && isPartial(imageOf(row)))
        return Verification::Running; // as far as it is known
    return row.layer == kWholeImage ? imageOf(row).verification() : layerOf(row).check->state();
}

Qt::ItemFlags LayerModel::flags(const QModelIndex &index) const
{
    const int layer = index.isValid() ? m_rows[std::size_t(index.row())].layer : kWholeImage;
    return layer == kEmptyStep || layer == kComing || layer == kCommonBase ? Qt::ItemIsEnabled | Qt::ItemNeverHasChildren
                                                                           : QAbstractListModel::flags(index);
}

QVariant LayerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const ImageLayer *const one = row.layer >= 0 ? &layerOf(row) : nullptr;
    switch (role) {
    case Qt::DisplayRole:
        return title(row);
    case Qt::ToolTipRole:
        return toolTip(row);
    case Qt::AccessibleTextRole:
        return accessibleText(row);
    case LayerRole:
        return row.layer;
    case SideRole:
        return row.side;
    case CommonRole:
        return row.layer == kCommonBase || (row.layer >= 0 && row.layer < m_commonLayers);
    case ExpandedRole:
        return m_isBaseExpanded;
    case SizeRole:
        return qulonglong(size(row));
    case NumberRole:
        return row.number;
    case StatusRole:
        return status(row);
    case ShareRole:
        if (row.layer == kComing)
            return std::max(0, comingLayer(row).permille) / 1000.0;
        if (row.layer == kWholeImage)
            return 1.0;
        return m_layersSize[row.side] == 0 ? 0.0 : double(size(row)) / double(m_layersSize[row.side]);
    case DigestRole:
        if (!one)
            return row.layer == kWholeImage && imageOf(row).digest ? imageOf(row).digest->shortHex() : QString();
        return one->digest ? one->digest->shortHex() : one->diffId ? one->diffId->shortHex() : QString();
    case EntriesRole:
        if (row.layer == kComing)
            return qulonglong(0);
        return qulonglong(one ? one->index->entryCount() : imageOf(row).tree->totalEntries(kRootNode));
    case StateRole:
        return int(row.state);
    case CountsRole:
        if (const auto known = counts(row))
            return QVariant::fromValue(*known);
        return {};
    default:
        return {};
    }
}

std::uint64_t LayerModel::size(const Row &row) const
{
    if (row.layer == kWholeImage)
        return imageOf(row).tree->totalSize(kRootNode);
    return row.layer >= 0 ? layerOf(row).index->contentSize() : 0;
}

QString LayerModel::status(const Row &row) const
{
    if (row.layer == kComing)
        return comingLayer(row).status;
    if (!isCompared() || row.layer != kWholeImage)
        return {};
    return u"%1  ·  %2"_s.arg(row.side == Before ? tr("Before") : tr("After"), sizeText(size(row)));
}

QString LayerModel::title(const Row &row) const
{
    if (row.layer == kCommonBase)
        return tr("%n common layer(s)", nullptr, m_commonLayers);
    if (row.layer == kWholeImage && isCompared())
        return comparedTitles(*m_images[Before], *m_images[After])[row.side];
    if (row.layer == kWholeImage)
        return isPartial(imageOf(row)) ? layerCountText(imageOf(row)) : tr("Whole image");
    return recorded(commandText(row.createdBy));
}

QString LayerModel::accessibleText(const Row &row) const
{
    if (row.layer == kCommonBase)
        return m_isBaseExpanded ? tr("%1, expanded").arg(title(row)) : tr("%1, collapsed").arg(title(row));
    if (row.layer == kEmptyStep)
        return tr("Step without layer: %1").arg(title(row));
    if (row.layer == kComing)
        return listText({tr("Layer %1: %2").arg(QString::number(row.number), title(row)), comingLayer(row).status});
    const QString name = row.layer == kWholeImage ? title(row) : tr("Layer %1: %2").arg(row.layer).arg(title(row));
    QStringList parts{name, sizeText(size(row))};
    if (isCompared() && row.layer == kWholeImage)
        parts.prepend(row.side == Before ? tr("Before") : tr("After"));
    parts += row.layer == kWholeImage ? verificationText(imageOf(row)) : verificationText(row.state);
    if (const auto known = counts(row))
        parts += tr("%1 added, %2 changed, %3 removed")
                     .arg(countText(known->added), countText(known->modified), countText(known->removed));
    return listText(parts);
}

QString LayerModel::toolTip(const Row &row) const
{
    if (row.layer == kCommonBase)
        return tr("Both images begin with these layers. Click to show or hide them.");
    const QString stateLine = row.layer == kWholeImage ? verificationText(imageOf(row)) : verificationText(row.state);
    if (row.layer == kWholeImage)
        return imageOf(row).location + u'\n' + stateLine;
    constexpr int kLongest = 1000;
    QString command = row.createdBy.trimmed();
    if (command.size() > kLongest)
        command = command.left(kLongest) + u'…';
    command = recorded(command);
    if (row.layer == kComing)
        return command + u"\n\n"_s + tr("This layer has not been downloaded yet.");
    if (row.layer == kEmptyStep)
        return command + u"\n\n"_s + tr("This step changed no files and has no layer.");
    const auto error = layerOf(row).check->error();
    return command + u"\n\n"_s + (error ? error->message() : stateLine);
}

} // namespace stratoscope::ui
