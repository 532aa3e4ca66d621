// SPDX-License-Identifier: Apache-2.0
#include "ui/common/pane_splitter.h"

#include <algorithm>
#include <numeric>

namespace stratoscope::ui {

PaneSplitter::PaneSplitter(Qt::Orientation orientation, QWidget *parent)
    : QSplitter(orientation, parent)
{
    setChildrenCollapsible(false);
    connect(this, &QSplitter::splitterMoved, this, [this] {
        const QList<int> now = sizes();
        for (qsizetype i = 0; i < std::min(now.size(), m_wanted.size()); ++i) {
            if (i != m_mainPane && widget(int(i))->isVisible())
                m_wanted[i] = now.at(i);
        }
    });
}

void PaneSplitter::setWanted(const QList<int> &sizes, int mainPane)
{
    m_wanted = sizes;
    m_mainPane = mainPane;
    fit();
}

QByteArray PaneSplitter::state() const
{
    QByteArrayList sizes;
    for (const int size : m_wanted)
        sizes += QByteArray::number(size);
    return sizes.join(' ');
}

void PaneSplitter::restore(const QByteArray &state)
{
    QList<int> sizes;
    for (const QByteArray &size : state.split(' '))
        sizes += size.toInt();
    if (sizes.size() == m_wanted.size() && std::ranges::all_of(sizes, [](int size) { return size > 0; }))
        setWanted(sizes, m_mainPane);
}

void PaneSplitter::resizeEvent(QResizeEvent *event)
{
    QSplitter::resizeEvent(event);
    fit();
}

/// QSplitter itself sees to the panes' minimum sizes.
void PaneSplitter::fit()
{
    const int room = (orientation() == Qt::Horizontal ? width() : height()) - (count() - 1) * handleWidth();
    if (m_wanted.size() != count() || room <= 0)
        return;
    QList<int> sizes = m_wanted;
    const int sum = std::max(1, std::accumulate(sizes.begin(), sizes.end(), 0));
    for (int &size : sizes) // no more than their shares where the main pane would get less than its own
        size = m_mainPane < 0 || room < sum ? int(qint64(size) * room / sum) : size;
    if (m_mainPane >= 0)
        sizes[m_mainPane] += room - std::accumulate(sizes.begin(), sizes.end(), 0);
    setSizes(sizes);
}

} // namespace stratoscope::ui
