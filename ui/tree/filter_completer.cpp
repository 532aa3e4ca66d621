// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/filter_completer.h"

#include <QLineEdit>
#include <QStandardItemModel>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Where the last term begins, after the `-` of an excluded one.
qsizetype lastTerm(const QString &text)
{
    qsizetype begin = text.lastIndexOf(u' ') + 1;
    if (begin < text.size() && text[begin] == u'-')
        ++begin;
    return begin;
}

} // namespace

FilterCompleter::FilterCompleter(QLineEdit *field)
    : QCompleter(field)
    , m_field(field)
    , m_words(new QStandardItemModel(this))
{
    setModel(m_words);
    setCompletionRole(Qt::EditRole);
    setCaseSensitivity(Qt::CaseInsensitive);
    setModelSorting(UnsortedModel);
    setMaxVisibleItems(12);
    field->setCompleter(this);
}

void FilterCompleter::setWords(const QList<FilterWord> &words)
{
    m_words->clear();
    for (const FilterWord &word : words) {
        auto *const item = new QStandardItem;
        item->setData(word.word, Qt::EditRole);
        item->setData(word.meaning.isEmpty() ? word.word : u"%1   %2"_s.arg(word.word, word.meaning), Qt::DisplayRole);
        item->setData(word.word, Qt::UserRole);
        m_words->appendRow(item);
    }
}

/// Nothing is offered for a single letter, which is more likely a name, nor for a term that is complete.
QStringList FilterCompleter::splitPath(const QString &text) const
{
    static const QString kNothing = u"\n"_s;
    const QString term = text.mid(lastTerm(text));
    const bool isComplete = !m_words->match(m_words->index(0, 0), Qt::UserRole, term, 1, Qt::MatchFixedString).isEmpty();
    const bool isKey = term.endsWith(u':');
    return {term.size() < 2 || (isComplete && !isKey) ? kNothing : term};
}

QString FilterCompleter::pathFromIndex(const QModelIndex &index) const
{
    const QString text = m_field->text();
    return text.left(lastTerm(text)) + index.data(Qt::UserRole).toString();
}

} // namespace stratoscope::ui
