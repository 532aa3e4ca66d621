// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractListModel>
#include <QStringList>

namespace stratoscope::ui {

/// The tags of a repository, page by page as they come, of which those are shown that contain a text. `latest` stands first, the
/// others as the registry has them, until sort(). Left out are those that stand for what belongs to another image
/// (`sha256-….sig`): it is listed with that. For the GUI thread.
class TagModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void clear();
    void add(const QStringList &tags);
    /// When all are there: the highest version first, then what is no version, by its letters.
    void sort();
    using QAbstractListModel::sort;
    /// Upper and lower case are the same.
    void setFilter(const QString &text);

    qsizetype tagCount() const { return m_tags.size(); }
    /// The row of a tag; -1 where it is not shown.
    int rowOf(const QString &tag) const { return int(m_shown.indexOf(tag)); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    bool matches(const QString &tag) const { return tag.contains(m_filter, Qt::CaseInsensitive); }

    QStringList m_tags;
    QStringList m_shown;
    QString m_filter;
};

} // namespace stratoscope::ui
