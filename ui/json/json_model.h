// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/json_tree.h"
#include "content/text_encoding.h"

#include <QAbstractItemModel>

namespace stratoscope::ui {

/// A JSON document with what its views show.
struct JsonDocument {
    QByteArray bytes; ///< as received
    std::shared_ptr<const JsonTree> tree; ///< null if the document is not valid JSON
    DecodedText text; ///< indented if the document is valid JSON
};
/// Slow for large documents.
JsonDocument readJsonDocument(const QByteArray &bytes);

/// A JSON document as a tree of names and values, whose only top-level row is the document itself. For the GUI thread.
class JsonModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Value };

    using QAbstractItemModel::QAbstractItemModel;

    void setTree(std::shared_ptr<const JsonTree> tree);
    const std::shared_ptr<const JsonTree> &tree() const { return m_tree; }
    JsonTree::Node node(const QModelIndex &index) const { return JsonTree::Node(index.internalId()); }

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex & = {}) const override { return 2; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString name(JsonTree::Node node) const;
    QString value(JsonTree::Node node) const;

    std::shared_ptr<const JsonTree> m_tree;
};

} // namespace stratoscope::ui
