// SPDX-License-Identifier: Apache-2.0
#include "ui/layers/layer_model.h"

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

void LayerModel::setImage(std::shared_ptr<const Image> image)
{
    beginResetModel();
    std::vector<Row> before = std::move(m_rows);
    m_image = std::move(image);
    m_layersSize = 0;
    m_rows.clear();
    m_rows.push_back({});
    // Each non-empty step of the history belongs to the next layer. Either may have more than the other.
    int layer = 0;
    const int layers = int(m_image->layers.size());
    const int all = std::max(layers, int(wantedLayers(*m_image)));
    m_coming.clear();
    const auto addLayer = [&](const QString &createdBy = {}) {
        if (layer < layers)
            m_rows.push_back({.layer = layer, .number = layer, .createdBy = m_image->layers[std::size_t(layer)].createdBy});
        else
            m_rows.push_back({.layer = kComing, .number = layer, .createdBy = createdBy});
        ++layer;
    };
    for (const HistoryEntry &step : m_image->config.history) {
        if (step.emptyLayer)
            m_rows.push_back({.layer = kEmptyStep, .createdBy = step.createdBy});
        else if (layer < all)
            addLayer(step.createdBy);
    }
    while (layer < all)
        addLayer();
    for (const ImageLayer &one : m_image->layers)
        m_layersSize += one.index->contentSize();
    for (Row &row : m_rows)
        row.state = stateNow(row);
    for (Row &row : before) { // when layers are added, the counts of the existing ones stay valid
        if (row.counts && row.layer >= 0 && row.layer < layers)
            m_rows[std::size_t(rowOf(row.layer))].counts = row.counts;
    }
    endResetModel();
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

void LayerModel::setCounts(int layer, const ChangeCounts &counts)
{
    const int row = rowOf(layer);
    m_rows[std::size_t(row)].counts = counts;
    Q_EMIT dataChanged(index(row), index(row), {CountsRole, Qt::AccessibleTextRole});
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
    const std::size_t number = std::size_t(row.number) - m_image->layers.size();
    return number < m_coming.size() ? m_coming[number] : ComingLayer{.status = tr("Waiting")};
}

int LayerModel::rowOf(int layer) const
{
    return int(std::ranges::find(m_rows, layer, &Row::layer) - m_rows.begin());
}

Verification LayerModel::stateNow(const Row &row) const
{
    if (row.layer == kEmptyStep || row.layer == kComing)
        return Verification::Unknown;
    if (row.layer == kWholeImage && isPartial(*m_image))
        return Verification::Running; // as far as it is known
    return row.layer == kWholeImage ? m_image->verification() : m_image->layers[std::size_t(row.layer)].check->state();
}

Qt::ItemFlags LayerModel::flags(const QModelIndex &index) const
{
    const int layer = index.isValid() ? m_rows[std::size_t(index.row())].layer : kWholeImage;
    return layer == kEmptyStep || layer == kComing ? Qt::ItemIsEnabled | Qt::ItemNeverHasChildren
                                                   : QAbstractListModel::flags(index);
}

QVariant LayerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const ImageLayer *const one = row.layer >= 0 ? &m_image->layers[std::size_t(row.layer)] : nullptr;
    switch (role) {
    case Qt::DisplayRole:
        return title(row);
    case Qt::ToolTipRole:
        return toolTip(row);
    case Qt::AccessibleTextRole:
        return accessibleText(row);
    case LayerRole:
        return row.layer;
    case SizeRole:
        return qulonglong(size(row));
    case NumberRole:
        return row.number;
    case StatusRole:
        return row.layer == kComing ? comingLayer(row).status : QString();
    case ShareRole:
        if (row.layer == kComing)
            return std::max(0, comingLayer(row).permille) / 1000.0;
        if (row.layer == kWholeImage)
            return 1.0;
        return m_layersSize == 0 ? 0.0 : double(size(row)) / double(m_layersSize);
    case DigestRole:
        if (!one)
            return row.layer == kWholeImage && m_image->digest ? m_image->digest->shortHex() : QString();
        return one->digest ? one->digest->shortHex() : one->diffId ? one->diffId->shortHex() : QString();
    case EntriesRole:
        if (row.layer == kComing)
            return qulonglong(0);
        return qulonglong(one ? one->index->entryCount() : m_image->tree->totalEntries(kRootNode));
    case StateRole:
        return int(row.state);
    case CountsRole:
        return row.counts ? QVariant::fromValue(*row.counts) : QVariant();
    default:
        return {};
    }
}

std::uint64_t LayerModel::size(const Row &row) const
{
    if (row.layer == kEmptyStep || row.layer == kComing)
        return 0;
    return row.layer == kWholeImage ? m_image->tree->totalSize(kRootNode)
                                    : m_image->layers[std::size_t(row.layer)].index->contentSize();
}

QString LayerModel::title(const Row &row) const
{
    if (row.layer == kWholeImage)
        return isPartial(*m_image) ? layerCountText(*m_image) : tr("Whole image");
    return recorded(commandText(row.createdBy));
}

QString LayerModel::accessibleText(const Row &row) const
{
    if (row.layer == kEmptyStep)
        return tr("Step without layer: %1").arg(title(row));
    if (row.layer == kComing)
        return listText({tr("Layer %1: %2").arg(QString::number(row.number), title(row)), comingLayer(row).status});
    const QString name = row.layer == kWholeImage ? title(row) : tr("Layer %1: %2").arg(row.layer).arg(title(row));
    QStringList parts{name, sizeText(size(row))};
    parts += row.layer == kWholeImage ? verificationText(*m_image) : verificationText(row.state);
    if (row.counts)
        parts += tr("%1 added, %2 changed, %3 removed")
                     .arg(countText(row.counts->added), countText(row.counts->modified), countText(row.counts->removed));
    return listText(parts);
}

QString LayerModel::toolTip(const Row &row) const
{
    const QString stateLine = row.layer == kWholeImage ? verificationText(*m_image) : verificationText(row.state);
    if (row.layer == kWholeImage)
        return m_image->location + u'\n' + stateLine;
    constexpr int kLongest = 1000;
    QString command = row.createdBy.trimmed();
    if (command.size() > kLongest)
        command = command.left(kLongest) + u'…';
    command = recorded(command);
    if (row.layer == kComing)
        return command + u"\n\n"_s + tr("This layer has not been downloaded yet.");
    if (row.layer == kEmptyStep)
        return command + u"\n\n"_s + tr("This step changed no files and has no layer.");
    const auto error = m_image->layers[std::size_t(row.layer)].check->error();
    return command + u"\n\n"_s + (error ? error->message() : stateLine);
}

} // namespace stratoscope::ui
