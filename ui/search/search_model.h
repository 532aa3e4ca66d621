// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/registry_search.h"

#include <QAbstractListModel>

#include <unordered_set>

namespace stratoscope::ui {

/// Repositories that a search found, in the order that they came. For the GUI thread.
class SearchModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        NameRole = Qt::UserRole, ///< QString: `docker.io/library/alpine`
        DescriptionRole, ///< QString; may be empty
        StarsRole, ///< qlonglong; -1: not known
        OfficialRole, ///< bool
        SourceRole, ///< QString: the registry
    };

    using QAbstractListModel::QAbstractListModel;

    void clear();
    /// Those that are there already are left out.
    void add(const std::vector<SearchHit> &hits);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::vector<SearchHit> m_hits;
    std::unordered_set<QString> m_names;
};

} // namespace stratoscope::ui
