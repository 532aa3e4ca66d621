// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/elf_facts.h"
#include "diff/file/archive_diff.h"
#include "diff/file/json_diff.h"

#include <QAbstractTableModel>

#include <functional>
#include <memory>

namespace stratoscope::ui {

/// A member of a document, an entry of an archive or a fact about a program that differs.
struct ChangeRow {
    Change change = Change::Modified; ///< Added, Removed or Modified
    QString name;
    QString before; ///< empty if it was added
    QString after; ///< empty if it was removed
};

/// What differs inside two files, made row by row when it is shown. A value.
struct ChangeList {
    QString title; ///< of the names
    int count = 0;
    std::function<ChangeRow(int)> row;
};
ChangeList changeList(std::shared_ptr<const JsonDiff> diff);
ChangeList changeList(std::shared_ptr<const ArchiveDiff> diff);
/// Either may be null. Nothing if they do not differ in what is known about them.
ChangeList changeList(const std::shared_ptr<const ElfFacts> &before, const std::shared_ptr<const ElfFacts> &after);

/// "+", "−" or "~".
QString changeSign(Change change);

/// A ChangeList as a table. For the GUI thread.
class ChangeListModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Before, After };

    using QAbstractTableModel::QAbstractTableModel;

    void setList(ChangeList list);
    /// The row as text: "~ path: before → after".
    QString text(int row) const;
    ChangeRow change(int row) const { return m_list.row(row); }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_list.count; }
    int columnCount(const QModelIndex & = {}) const override { return 3; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    ChangeList m_list;
};

} // namespace stratoscope::ui
