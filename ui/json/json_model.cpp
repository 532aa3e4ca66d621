// SPDX-License-Identifier: Apache-2.0
#include "ui/json/json_model.h"

namespace stratoscope::ui {

namespace {

/// On one line, and short enough to be drawn quickly.
QString shortened(QString text)
{
    constexpr qsizetype kMaxLength = 1000;
    if (text.size() > kMaxLength)
        text = text.left(kMaxLength) + u'…';
    return text.replace(u'\n', u'⏎');
}

} // namespace

JsonDocument readJsonDocument(const QByteArray &bytes)
{
    JsonDocument document{bytes, JsonTree::parse(bytes, {}).value_or(nullptr), {}};
    document.text = decodeText(document.tree ? document.tree->json().toUtf8() : bytes, TextEncoding::Utf8);
    return document;
}

void JsonModel::setTree(std::shared_ptr<const JsonTree> tree)
{
    beginResetModel();
    m_tree = std::move(tree);
    endResetModel();
}

QModelIndex JsonModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, quintptr(parent.isValid() ? m_tree->child(node(parent), std::uint32_t(row)) : JsonTree::kRoot));
}

QModelIndex JsonModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || node(index) == JsonTree::kRoot)
        return {};
    const JsonTree::Node parent = m_tree->parent(node(index));
    return createIndex(int(m_tree->row(parent)), 0, quintptr(parent));
}

int JsonModel::rowCount(const QModelIndex &parent) const
{
    if (!m_tree || parent.column() > 0)
        return 0;
    return parent.isValid() ? int(m_tree->childCount(node(parent))) : 1;
}

QString JsonModel::name(JsonTree::Node node) const
{
    if (node == JsonTree::kRoot)
        return tr("Document");
    return m_tree->kind(m_tree->parent(node)) == JsonTree::Kind::Array ? QString::number(m_tree->row(node)) : m_tree->key(node);
}

QString JsonModel::value(JsonTree::Node node) const
{
    const QString count = QString::number(m_tree->childCount(node));
    switch (m_tree->kind(node)) {
    case JsonTree::Kind::Object:
        return u'{' + count + u'}';
    case JsonTree::Kind::Array:
        return u'[' + count + u']';
    default:
        return m_tree->text(node);
    }
}

QVariant JsonModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_tree)
        return {};
    const QString text = index.column() == Name ? name(node(index)) : value(node(index));
    if (role == Qt::DisplayRole)
        return shortened(text);
    if (role == Qt::ToolTipRole && index.column() == Value && text.size() > 40)
        return shortened(text);
    return {};
}

QVariant JsonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Name") : tr("Value");
}

} // namespace stratoscope::ui
