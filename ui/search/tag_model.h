// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractListModel>
#include <QStringList>

namespace stratoscope::ui {

/// The tags of a repository, added page by page, filtered by a text. `latest` comes first, the others in the registry's order until
/// sort(). Omits tags for artifacts that refer to another image (`sha256-….sig`), which are listed with that image. For the GUI
/// thread.
class TagModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void clear();
    void add(const QStringList &tags);
    /// Once all tags have been added: the highest version first, then tags that are not versions, alphabetically.
    void sort();
    using QAbstractListModel::sort;
    /// Case-insensitive.
    void setFilter(const QString &text);

    qsizetype tagCount() const { return m_tags.size(); }
    /// The row of a tag; -1 if it is not shown.
    int rowOf(const QString &tag) const { return int(m_shown.indexOf(tag)); }
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_shown.size()); }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    bool matches(const QString &tag) const { return tag.contains(m_filter, Qt::CaseInsensitive); }

    QStringList m_tags;
    QStringList m_shown;
    QString m_filter;
};

} // namespace stratoscope::ui
