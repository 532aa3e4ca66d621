// SPDX-License-Identifier: Apache-2.0
#include "ui/library/registry_list.h"

#include "ui/common/page_layout.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

RegistryList::RegistryList(QWidget *parent)
    : QWidget(parent)
    , m_list(new QListWidget(this))
{
    auto *const title = makeMutedLabel(this, tr("Registries"));
    auto *const configure = makeIconButton(icon(u"settings"_s), tr("Registry settings"), this);
    m_list->setObjectName(u"registries"_s);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setIconSize(QSize(16, 16));
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setAccessibleName(tr("Registries"));
    m_list->setMinimumHeight(m_list->fontMetrics().height() * 3);

    auto *const bar = makeRow(nullptr, {{title, 1}, configure}, {.around = {6, 4, 6, 2}, .between = kUsualSpacing});
    makeColumn(this, {bar, {m_list, 1}});

    connect(configure, &QToolButton::clicked, this, [this] { Q_EMIT settingsRequested({}); });
    connect(m_list, &QListWidget::itemActivated, this, &RegistryList::search);
    connect(m_list, &QWidget::customContextMenuRequested, this, &RegistryList::showMenu);
    refresh();
}

void RegistryList::refresh()
{
    const QString current = m_list->currentItem() ? m_list->currentItem()->text() : QString();
    m_list->clear();
    for (const auto &registry : settings::registries()) {
        auto *const item = new QListWidgetItem(icon(u"registry"_s, Tint::Accent), registry.address, m_list);
        item->setToolTip(registry.isSearched ? tr("%1 (included in searches)").arg(registry.address) : registry.address);
        if (registry.address == current)
            m_list->setCurrentItem(item);
    }
}

void RegistryList::search()
{
    if (const QListWidgetItem *const item = m_list->currentItem())
        Q_EMIT searchRequested(item->text() + u'/');
}

void RegistryList::showMenu(const QPoint &position)
{
    const QListWidgetItem *const item = m_list->itemAt(position);
    if (!item)
        return;
    const QString address = item->text();
    auto *const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(u"search"_s), tr("&Search Here"), this, &RegistryList::search);
    menu->addSeparator();
    menu->addAction(icon(u"settings"_s), tr("Se&ttings…"), this, [this, address] { Q_EMIT settingsRequested(address); });
    menu->addAction(icon(u"registry"_s), tr("&Log In…"), this, [this, address] { Q_EMIT settingsRequested(address); });
    menu->addAction(icon(u"copy"_s), tr("&Copy Address"), this, [address] { QGuiApplication::clipboard()->setText(address); });
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

} // namespace stratoscope::ui
