// SPDX-License-Identifier: Apache-2.0
#include "ui/transfers/transfer_dock.h"

#include "ui/common/page_layout.h"
#include "ui/common/segment_bar.h"
#include "ui/style/theme.h"
#include "ui/transfers/start_script.h"
#include "ui/transfers/transfer_buttons.h"
#include "ui/transfers/transfer_delegate.h"
#include "ui/transfers/transfer_log_view.h"
#include "ui/transfers/transfers.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// A selected row keeps the colours of its bars and texts; only its background is tinted.
class TransferView : public QTreeView
{
public:
    using QTreeView::QTreeView;

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem tinted = option;
        for (const auto group : {QPalette::Active, QPalette::Inactive}) {
            const QColor base = option.palette.color(group, QPalette::Base);
            tinted.palette.setColor(group, QPalette::Highlight,
                                    blend(base, option.palette.color(group, QPalette::Highlight), 0.22));
            tinted.palette.setColor(group, QPalette::HighlightedText, option.palette.color(group, QPalette::Text));
        }
        QTreeView::drawRow(painter, tinted, index);
    }
    void resizeEvent(QResizeEvent *event) override
    {
        QTreeView::resizeEvent(event);
        scheduleDelayedItemsLayout(); // the height of wrapped texts changes
    }
};

} // namespace

TransferDock::TransferDock(Transfers &transfers, QWidget *parent)
    : QDockWidget(tr("Activity"), parent)
    , m_transfers(transfers)
    , m_pageSwitch(new SegmentBar({{tr("Current")}, {tr("Log")}}, this))
    , m_pages(new QStackedWidget(this))
    , m_view(new TransferView(this))
    , m_log(new TransferLogView(transfers.log(), this))
    , m_summary(makeMutedLabel(this))
    , m_pauseAll(new QPushButton(tr("Pause All"), this))
    , m_resumeAll(new QPushButton(tr("Resume All"), this))
    , m_copyLog(new QPushButton(tr("Copy"), this))
    , m_clear(new QPushButton(this))
{
    m_view->setModel(transfers.model());
    m_view->setItemDelegate(new TransferDelegate(TransferButtons::kWidth, m_view));
    m_view->setHeaderHidden(true);
    m_view->setIndentation(20);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setExpandsOnDoubleClick(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setObjectName(u"transfers"_s);
    m_view->setAccessibleName(tr("Activity"));
    m_log->setObjectName(u"log"_s);
    m_view->installEventFilter(this);
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_log);
    auto *const body = new QWidget(this);
    makeColumn(body, {buildBar(), {m_pages, 1}});
    setObjectName(u"transfers"_s);
    setWidget(body);
    setAllowedAreas(Qt::BottomDockWidgetArea | Qt::RightDockWidgetArea);

    connect(m_view, &QTreeView::activated, this, [this] { Q_EMIT openRequested(currentId()); });
    connect(m_view, &QWidget::customContextMenuRequested, this, &TransferDock::showMenu);
    connect(transfers.model(), &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &parent, int first, int last) {
        if (!parent.isValid())
            addButtons(first, last);
    });
    connect(transfers.model(), &QAbstractItemModel::rowsRemoved, this, &TransferDock::updateButtons);
    connect(&transfers, &Transfers::stateChanged, this, &TransferDock::updateButtons);
    connect(&transfers, &Transfers::grew, this, &TransferDock::updateButtons);
    if (const int count = transfers.model()->rowCount(); count > 0)
        addButtons(0, count - 1);
    updateButtons();
}

QWidget *TransferDock::buildBar()
{
    auto *const area = new QWidget(this);
    makeRow(area, {m_pageSwitch, space(8), {m_summary, 1}, m_pauseAll, m_resumeAll, m_copyLog, m_clear},
            {.around = {8, 4, 8, 4}, .between = kUsualSpacing});

    // As wide as the longer of its texts, so that it stays under the pointer.
    for (const QString &text : {tr("Clear Finished"), tr("Clear Log")}) {
        m_clear->setText(text);
        m_clear->setMinimumWidth(std::max(m_clear->minimumWidth(), m_clear->sizeHint().width()));
    }
    connect(m_pageSwitch, &SegmentBar::selected, this, [this](int page) { showLog(page == 1); });
    connect(m_pauseAll, &QPushButton::clicked, &m_transfers, &Transfers::pauseAll);
    connect(m_resumeAll, &QPushButton::clicked, &m_transfers, &Transfers::resumeAll);
    connect(m_copyLog, &QPushButton::clicked, m_log, &TransferLogView::copy);
    connect(m_clear, &QPushButton::clicked, this, &TransferDock::clear);
    connect(m_transfers.log(), &QAbstractItemModel::rowsInserted, this, &TransferDock::updateButtons);
    return area;
}

void TransferDock::showLog(bool on)
{
    m_pageSwitch->setCurrent(on ? 1 : 0);
    m_pages->setCurrentIndex(on ? 1 : 0);
    updateButtons();
}

void TransferDock::clear()
{
    if (m_pages->currentIndex() == 0)
        m_transfers.removeOver();
    else
        m_transfers.clearLog();
    updateButtons();
}

void TransferDock::addButtons(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = m_transfers.model()->index(row, 0);
        const int id = index.data(TransferModel::IdRole).toInt();
        auto *const buttons = new TransferButtons(m_view);
        connect(buttons, &TransferButtons::openClicked, this, [this, id] { Q_EMIT openRequested(id); });
        connect(buttons, &TransferButtons::toggleClicked, this, [this, id] { toggle(id); });
        connect(buttons, &TransferButtons::endClicked, this, [this, id] { cancelOrRemove(id); });
        m_view->setIndexWidget(index, buttons);
    }
    updateButtons();
}

void TransferDock::updateButtons()
{
    int active = 0;
    bool pausable = false;
    bool resumable = false;
    bool over = false;
    for (const Transfer &transfer : m_transfers.model()->transfers()) {
        active += transfer.isActive();
        pausable |= transfer.canPause();
        resumable |= transfer.canResume() && transfer.isUnfinished();
        over |= transfer.isOver();
        if (auto *const buttons = qobject_cast<TransferButtons *>(m_view->indexWidget(m_transfers.model()->indexOf(transfer.id))))
            buttons->show(transfer);
    }
    const bool isLog = m_pages->currentIndex() == 1;
    const int logged = m_transfers.log()->rowCount();
    for (QPushButton *const button : {m_pauseAll, m_resumeAll})
        button->setVisible(!isLog);
    m_copyLog->setVisible(isLog);
    m_copyLog->setEnabled(logged > 0);
    m_pauseAll->setEnabled(pausable);
    m_resumeAll->setEnabled(resumable);
    m_clear->setText(isLog ? tr("Clear Log") : tr("Clear Finished"));
    m_clear->setEnabled(isLog ? logged > 0 : over);
    const bool isEmpty = m_transfers.model()->rowCount() == 0;
    m_summary->setText(isLog            ? tr("%n entries", nullptr, logged)
                           : isEmpty    ? tr("Pulls, exports and other long-running tasks are listed here")
                           : active > 0 ? tr("%n active", nullptr, active)
                                        : tr("No active tasks"));
}

/// The ID of the current transfer or of the current blob's transfer; 0 if there is none.
int TransferDock::currentId() const
{
    return m_view->currentIndex().data(TransferModel::IdRole).toInt();
}

void TransferDock::showTransfer(int id)
{
    show();
    showLog(false);
    const QModelIndex index = m_transfers.model()->indexOf(id);
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

void TransferDock::toggle(int id)
{
    const Transfer *const transfer = m_transfers.find(id);
    if (transfer && transfer->canPause())
        m_transfers.pause(id);
    else if (transfer && transfer->canResume())
        m_transfers.resume(id);
    else if (transfer && canStart(*transfer))
        startInTerminal(transfer->target);
}

void TransferDock::cancelOrRemove(int id)
{
    const Transfer *const transfer = m_transfers.find(id);
    if (!transfer)
        return;
    if (transfer->isActive() || transfer->state == TransferState::Paused)
        m_transfers.cancel(id);
    else
        m_transfers.remove(id);
}

void TransferDock::showMenu(const QPoint &position)
{
    const int id = m_view->indexAt(position).data(TransferModel::IdRole).toInt();
    const Transfer *const transfer = m_transfers.find(id);
    if (!transfer)
        return;
    QMenu menu;
    menu.addAction(openText(*transfer), this, [this, id] { Q_EMIT openRequested(id); })->setEnabled(canActivate(*transfer));
    menu.addAction(toggleText(*transfer), this, [this, id] { toggle(id); })
        ->setEnabled(transfer->canPause() || transfer->canResume() || canStart(*transfer));
    if (canStart(*transfer)) {
        menu.addAction(tr("Copy Start Command"), this,
                       [command = startCommand(transfer->target)] { QGuiApplication::clipboard()->setText(command); });
    }
    menu.addAction(endText(*transfer), this, [this, id] { cancelOrRemove(id); })
        ->setEnabled(transfer->state != TransferState::Stopping);
    menu.addSeparator();
    const bool isPull = transfer->kind == TransferKind::Pull;
    const QString copied = isPull || transfer->target.isEmpty() ? transfer->name : transfer->target;
    if (!transfer->canCopyReference()) // which is offered above
        menu.addAction(isPull || transfer->kind == TransferKind::Push ? tr("Copy Reference") : tr("Copy Name"), this,
                       [copied] { QGuiApplication::clipboard()->setText(copied); });
    menu.addAction(tr("Copy Details"), this, [this, id] { copyProblem(id); })->setEnabled(transfer->error.has_value());
    menu.exec(m_view->viewport()->mapToGlobal(position));
}

void TransferDock::copyProblem(int id) const
{
    if (const Transfer *const transfer = m_transfers.find(id))
        QGuiApplication::clipboard()->setText(transfer->name + u'\n' + transferText(*transfer));
}

bool TransferDock::eventFilter(QObject *watched, QEvent *event)
{
    const int id = currentId();
    if (watched != m_view || event->type() != QEvent::KeyPress || id == 0)
        return QDockWidget::eventFilter(watched, event);
    const auto *const key = static_cast<QKeyEvent *>(event);
    if (key->matches(QKeySequence::Copy)) {
        copyProblem(id);
        return true;
    }
    switch (key->key()) {
    case Qt::Key_Space:
        toggle(id);
        return true;
    case Qt::Key_Delete:
        cancelOrRemove(id);
        return true;
    default:
        return QDockWidget::eventFilter(watched, event);
    }
}

} // namespace stratoscope::ui
