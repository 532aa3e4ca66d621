// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/registry_search.h"

#include <QAbstractListModel>

#include <unordered_set>

namespace stratoscope::ui {

/// The repositories that a search has found, in the order of their arrival. For the GUI thread.
class SearchModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        NameRole = Qt::UserRole, ///< QString: `docker.io/library/alpine`
        DescriptionRole, ///< QString; may be empty
        StarsRole, ///< qlonglong; -1 if unknown
        OfficialRole, ///< bool
        SourceRole, ///< QString: the registry
    };

    using QAbstractListModel::QAbstractListModel;

    void clear();
    /// Skips repositories that are already listed.
    void add(const std::vector<SearchHit> &hits);

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_hits.size()); }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::vector<SearchHit> m_hits;
    std::unordered_set<QString> m_names;
};

} // namespace stratoscope::ui
