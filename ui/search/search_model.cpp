// SPDX-License-Identifier: Apache-2.0
#include "ui/search/search_model.h"

#include "ui/common/format.h"
#include "ui/search/search_query.h"

namespace stratoscope::ui {

void SearchModel::clear()
{
    beginResetModel();
    m_hits.clear();
    m_names.clear();
    endResetModel();
}

void SearchModel::add(const std::vector<SearchHit> &hits)
{
    std::vector<SearchHit> fresh;
    for (const SearchHit &hit : hits) {
        if (m_names.insert(hit.name).second)
            fresh.push_back(hit);
    }
    if (fresh.empty())
        return;
    beginInsertRows({}, int(m_hits.size()), int(m_hits.size() + fresh.size()) - 1);
    m_hits.insert(m_hits.end(), std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
    endInsertRows();
}

QVariant SearchModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SearchHit &hit = m_hits[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return familiarName(hit.name);
    case Qt::ToolTipRole:
        return hit.description.isEmpty() ? hit.name : hit.name + u'\n' + hit.description;
    case Qt::AccessibleTextRole: {
        QStringList parts{familiarName(hit.name)};
        if (hit.official)
            parts += tr("official");
        if (hit.stars >= 0)
            parts += tr("%Ln stars", nullptr, pluralCount(std::uint64_t(hit.stars)));
        parts += hit.source;
        if (!hit.description.isEmpty())
            parts += hit.description;
        return listText(parts);
    }
    case NameRole:
        return hit.name;
    case DescriptionRole:
        return hit.description.simplified();
    case StarsRole:
        return qlonglong(hit.stars);
    case OfficialRole:
        return hit.official;
    case SourceRole:
        return hit.source;
    default:
        return {};
    }
}

} // namespace stratoscope::ui
