// SPDX-License-Identifier: Apache-2.0
#include "ui/library/registry_list.h"

#include "ui/common/page_layout.h"
#include "ui/image/image_data.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"

#include <QClipboard>
#include <QDropEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Takes images that are dropped on one of its registries. Others go on to the window.
class RegistryWidget : public QListWidget
{
public:
    using Drop = std::function<void(const ImageChoice &image, const QString &address)>;
    RegistryWidget(Drop drop, QWidget *parent)
        : QListWidget(parent)
        , m_drop(std::move(drop))
    {
        setAcceptDrops(true);
    }

protected:
    void dragEnterEvent(QDragEnterEvent *event) override { dragMoveEvent(event); }
    void dragMoveEvent(QDragMoveEvent *event) override
    {
        const QListWidgetItem *const item = isOwnImage(*event->mimeData()) ? under(*event) : nullptr;
        event->setAccepted(item);
        m_target = item ? visualItemRect(item) : QRect();
        viewport()->update();
    }
    void dragLeaveEvent(QDragLeaveEvent *) override { endDrag(); }
    void dropEvent(QDropEvent *event) override
    {
        const QListWidgetItem *const item = under(*event);
        const auto image = imageIn(*event->mimeData());
        event->setAccepted(item && image);
        endDrag();
        if (item && image)
            m_drop(*image, item->text());
    }
    void paintEvent(QPaintEvent *event) override
    {
        QListWidget::paintEvent(event);
        if (m_target.isNull())
            return;
        QPainter painter(viewport());
        painter.setPen(palette().color(QPalette::Highlight));
        painter.drawRect(m_target.adjusted(0, 0, -1, -1));
    }

private:
    const QListWidgetItem *under(const QDropEvent &event) const { return itemAt(event.position().toPoint()); }
    void endDrag()
    {
        m_target = {};
        viewport()->update();
    }

    const Drop m_drop;
    QRect m_target; ///< the row that would take what is dragged
};

} // namespace

RegistryList::RegistryList(QWidget *parent)
    : QWidget(parent)
    , m_list(new RegistryWidget(
          [this](const ImageChoice &image, const QString &address) { Q_EMIT pushRequested(image.name, image.platform, address); },
          this))
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
