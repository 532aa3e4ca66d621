// SPDX-License-Identifier: Apache-2.0
#include "ui/search/tag_model.h"

#include <QRegularExpression>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

const QString kLatest = u"latest"_s;

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isVersion(const QString &tag)
{
    return !tag.isEmpty() && (isDigit(tag[0]) || (tag[0] == u'v' && tag.size() > 1 && isDigit(tag[1])));
}

/// The number of digits from `at` on, after skipping leading zeros.
qsizetype numberLength(const QString &text, qsizetype &at)
{
    while (at < text.size() && text[at] == u'0')
        ++at;
    qsizetype end = at;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return end - at;
}

/// Negative, 0 or positive, as the first version is lower, equal or higher. Compares digits as numbers and other characters one by
/// one.
int compareVersions(const QString &first, const QString &second)
{
    qsizetype i = first.startsWith(u'v') ? 1 : 0;
    qsizetype j = second.startsWith(u'v') ? 1 : 0;
    while (i < first.size() && j < second.size()) {
        if (!isDigit(first[i]) || !isDigit(second[j])) {
            if (first[i] != second[j])
                return first[i] < second[j] ? -1 : 1;
            ++i;
            ++j;
            continue;
        }
        const qsizetype length = numberLength(first, i);
        if (const qsizetype other = numberLength(second, j); length != other)
            return length < other ? -1 : 1;
        if (const int order = first.sliced(i, length).compare(second.sliced(j, length)); order != 0)
            return order;
        i += length;
        j += length;
    }
    const bool firstEnds = i == first.size();
    const bool secondEnds = j == second.size();
    if (firstEnds && secondEnds)
        return 0;
    // `2.10-alpine` is a variant or pre-release of `2.10`; `2.9.1` is higher than `2.9`.
    const bool isVariant = (firstEnds ? second[j] : first[i]) == u'-';
    return firstEnds == isVariant ? 1 : -1;
}

bool goesBefore(const QString &first, const QString &second)
{
    if ((first == kLatest) != (second == kLatest))
        return first == kLatest;
    if (isVersion(first) != isVersion(second))
        return isVersion(first);
    return isVersion(first) ? compareVersions(first, second) > 0 : first < second;
}

/// Tags of the referrers tag schema and of cosign, made from a digest: `sha256-…`, `sha256-….sig`.
bool refersToAnotherImage(const QString &tag)
{
    static const QRegularExpression kDigestTag(u"^sha(256|512)-[0-9a-f]{64,128}(\\.[a-z]+)?$"_s);
    return kDigestTag.match(tag).hasMatch();
}

} // namespace

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
        if (refersToAnotherImage(tag))
            continue;
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

void TagModel::sort()
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QStringList named;
    for (const QModelIndex &index : before)
        named += m_shown.at(index.row());
    std::ranges::stable_sort(m_tags, goesBefore);
    std::ranges::stable_sort(m_shown, goesBefore);
    QModelIndexList after;
    for (const QString &tag : named)
        after += index(rowOf(tag));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
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

QVariant TagModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::DisplayRole)
        return {};
    return m_shown.at(index.row());
}

} // namespace stratoscope::ui
