// SPDX-License-Identifier: Apache-2.0
#include "ui/size/path_bar.h"

#include "ui/common/page_layout.h"

#include <QLabel>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

PathBar::PathBar(QWidget *parent)
    : QWidget(parent)
{
    makeRow(this, {stretch()}, {.between = 1});
    setPath({u"/"_s});
}

void PathBar::setPath(const QStringList &names)
{
    auto *const row = static_cast<QBoxLayout *>(layout());
    for (QToolButton *const button : m_buttons)
        button->deleteLater();
    for (QWidget *const arrow : m_arrows)
        arrow->deleteLater();
    for (QWidget *const old : findChildren<QWidget *>(Qt::FindDirectChildrenOnly))
        old->hide();
    m_buttons.clear();
    m_arrows.clear();
    while (row->count() > 0)
        delete row->takeAt(0);
    for (int level = 0; level < int(names.size()); ++level) {
        if (level > 0) {
            m_arrows.push_back(makeMutedLabel(this, isRightToLeft() ? u"‹"_s : u"›"_s));
            row->addWidget(m_arrows.back());
        }
        auto *const button = new QToolButton(this);
        button->setText(QString(names[level]).replace(u'&', u"&&"_s));
        button->setAutoRaise(true);
        button->setAccessibleName(tr("Zoom to %1").arg(names[level]));
        button->setEnabled(level + 1 < int(names.size()));
        connect(button, &QToolButton::clicked, this, [this, level] { Q_EMIT chosen(level); });
        m_buttons.push_back(button);
        row->addWidget(button);
        button->show();
    }
    row->addStretch();
    fit();
}

void PathBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void PathBar::fit()
{
    int needed = 0;
    for (const QToolButton *const button : m_buttons)
        needed += button->sizeHint().width() + layout()->spacing();
    for (const QWidget *const arrow : m_arrows)
        needed += arrow->sizeHint().width() + layout()->spacing();
    for (std::size_t level = 1; level < m_buttons.size(); ++level) {
        const bool isLast = level + 1 == m_buttons.size();
        const bool isLeftOut = !isLast && needed > width();
        if (isLeftOut)
            needed -= m_buttons[level]->sizeHint().width() + layout()->spacing();
        m_buttons[level]->setVisible(!isLeftOut);
        m_arrows[level - 1]->setVisible(true);
    }
}

} // namespace stratoscope::ui
