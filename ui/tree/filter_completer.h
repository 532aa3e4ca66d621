// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tree/filter_words.h"

#include <QCompleter>

class QLineEdit;
class QStandardItemModel;

namespace stratoscope::ui {

/// Completes the last term of a filter field. Names are not completed: what has them is shown while they are typed.
class FilterCompleter : public QCompleter
{
    Q_OBJECT

public:
    explicit FilterCompleter(QLineEdit *field);

    void setWords(const QList<FilterWord> &words);

    QStringList splitPath(const QString &text) const override;
    QString pathFromIndex(const QModelIndex &index) const override;

private:
    QLineEdit *const m_field;
    QStandardItemModel *const m_words;
};

} // namespace stratoscope::ui
