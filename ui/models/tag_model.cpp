// SPDX-License-Identifier: Apache-2.0
#include "ui/models/tag_model.h"

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

const QString kLatest = u"latest"_s;

}

void TagModel::clear()
{
    beginResetModel();
    m_tags.clear();
    m_shown.clear();
    endResetModel();
}

void TagModel::add(const QStringList &tags)
{
    QStringList matching;
    for (const QString &tag : tags) {
        if (tag == kLatest) {
            m_tags.prepend(tag);
            if (matches(tag)) {
                beginInsertRows({}, 0, 0);
                m_shown.prepend(tag);
                endInsertRows();
            }
            continue;
        }
        m_tags.append(tag);
        if (matches(tag))
            matching.append(tag);
    }
    if (matching.isEmpty())
        return;
    beginInsertRows({}, int(m_shown.size()), int(m_shown.size() + matching.size()) - 1);
    m_shown += matching;
    endInsertRows();
}

void TagModel::setFilter(const QString &text)
{
    if (text == m_filter)
        return;
    beginResetModel();
    m_filter = text;
    m_shown.clear();
    std::ranges::copy_if(m_tags, std::back_inserter(m_shown), [this](const QString &tag) { return matches(tag); });
    endResetModel();
}

int TagModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

QVariant TagModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::DisplayRole)
        return {};
    return m_shown.at(index.row());
}

} // namespace stratoscope::ui
