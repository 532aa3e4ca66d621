// SPDX-License-Identifier: Apache-2.0
#include "ui/models/layer_model.h"

#include "ui/models/format.h"

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

QString verificationText(Verification state)
{
    switch (state) {
    case Verification::Pending:
        return LayerModel::tr("Not verified yet");
    case Verification::Running:
        return LayerModel::tr("Being verified");
    case Verification::Verified:
        return LayerModel::tr("Verified");
    case Verification::Failed:
        return LayerModel::tr("Damaged: not what its digest promises");
    case Verification::Unknown:
        return LayerModel::tr("Nothing to verify it against");
    }
    Q_UNREACHABLE();
}

QStringList layerCommands(const Image &image)
{
    QStringList commands;
    for (const ImageLayer &layer : image.layers) {
        const QString command = commandText(layer.createdBy);
        commands += command.isEmpty() ? LayerModel::tr("No command recorded") : command;
    }
    return commands;
}

void LayerModel::setImage(std::shared_ptr<const Image> image)
{
    beginResetModel();
    m_image = std::move(image);
    m_layersSize = 0;
    m_states.clear();
    if (m_image) {
        m_states.push_back(m_image->verification());
        for (const ImageLayer &layer : m_image->layers) {
            m_layersSize += layer.index->contentSize();
            m_states.push_back(layer.check->state());
        }
    }
    endResetModel();
}

void LayerModel::refreshStates()
{
    for (int row = 0; row < int(m_states.size()); ++row) {
        const auto now = row == 0 ? m_image->verification() : m_image->layers[std::size_t(row - 1)].check->state();
        if (now == m_states[std::size_t(row)])
            continue;
        m_states[std::size_t(row)] = now;
        Q_EMIT dataChanged(index(row), index(row), {StateRole, Qt::ToolTipRole, Qt::AccessibleTextRole});
    }
}

int LayerModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_states.size());
}

QVariant LayerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int layer = layerOf(index);
    const bool whole = layer == kWholeImage;
    const ImageLayer *one = whole ? nullptr : &m_image->layers[std::size_t(layer)];
    const std::uint64_t size = whole ? m_image->tree->totalSize(kRootNode) : one->index->contentSize();
    const std::uint64_t entries = whole ? m_image->tree->totalEntries(kRootNode) : one->index->entryCount();
    switch (role) {
    case Qt::DisplayRole: {
        if (whole)
            return tr("Whole image");
        const QString command = commandText(one->createdBy);
        return command.isEmpty() ? tr("No command recorded") : command;
    }
    case Qt::ToolTipRole:
        return toolTip(layer);
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3")
            .arg(whole ? tr("Whole image") : tr("Layer %1: %2").arg(layer).arg(data(index).toString()), sizeText(size),
                 verificationText(state(index.row())));
    case LayerRole:
        return layer;
    case SizeRole:
        return qulonglong(size);
    case ShareRole:
        return whole ? 1.0 : m_layersSize == 0 ? 0.0 : double(size) / double(m_layersSize);
    case DigestRole:
        if (whole)
            return m_image->digest ? m_image->digest->shortHex() : QString();
        return one->digest ? one->digest->shortHex() : one->diffId ? one->diffId->shortHex() : QString();
    case EntriesRole:
        return qulonglong(entries);
    case StateRole:
        return int(state(index.row()));
    default:
        return {};
    }
}

QString LayerModel::toolTip(int layer) const
{
    const QString stateLine = verificationText(state(rowOf(layer)));
    if (layer == kWholeImage)
        return m_image->location + u'\n' + stateLine;
    const ImageLayer &one = m_image->layers[std::size_t(layer)];
    QString command = one.createdBy.trimmed();
    constexpr int kLongest = 1000;
    if (command.size() > kLongest)
        command = command.left(kLongest) + u'…';
    if (command.isEmpty())
        command = tr("No command recorded");
    const auto error = one.check->error();
    return command + u"\n\n"_s + (error ? error->message() : stateLine);
}

} // namespace stratoscope::ui
