// SPDX-License-Identifier: Apache-2.0
#include "ui/window/start_page.h"

#include "ui/common/page_layout.h"
#include "ui/common/search_field.h"
#include "ui/style/icons.h"
#include "ui/window/recent_row.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// The dashed area that suggests dropping files. In fact the whole window accepts them.
class DropArea : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QPen pen(tintColor(Tint::Muted, palette()), 1.5);
        pen.setDashPattern({4, 4});
        painter.setPen(pen);
        painter.setBrush(palette().color(QPalette::Base));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    }
};

} // namespace

StartPage::StartPage(const QString &sample, QWidget *parent)
    : QWidget(parent)
    , m_search(new SearchField(tr("Search Docker Hub and other registries"), tr("Search"), this))
    , m_recent(new QWidget(this))
    , m_recentRows(new QVBoxLayout(m_recent))
{
    m_search->setMinimumHeight(m_search->sizeHint().height() + 6);
    m_recentRows->setContentsMargins(0, 0, 0, 0);
    m_recentRows->setSpacing(1);

    auto *const page = new QWidget;
    makeCentredColumn(page, {m_search, space(8), buildDropArea(sample), space(8), m_recent});
    m_recent->hide();
    auto *const scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(page);
    scroll->viewport()->setAutoFillBackground(false);
    page->setAutoFillBackground(false);
    makeColumn(this, {scroll}, {.between = kUsualSpacing});

    // The search page takes over what is typed here.
    connect(m_search, &SearchField::textEdited, this, [this](const QString &text) {
        m_search->clear();
        Q_EMIT searchRequested(text);
    });
}

QWidget *StartPage::buildDropArea(const QString &sample)
{
    auto *const area = new DropArea(this);
    auto *const logo = new QLabel(area);
    logo->setPixmap(applicationIcon().pixmap(QSize(64, 64), devicePixelRatioF()));
    auto *const heading = makeHeading(area);
    heading->setText(tr("Drop a container image here"));
    heading->setAlignment(Qt::AlignHCenter);
    auto *const hint = makeNote(area);
    hint->setText(
        tr("An archive from docker save or podman save, an OCI image layout (archive or folder), or a prebaked image folder"));
    hint->setAlignment(Qt::AlignHCenter);

    auto *const file = new QPushButton(icon(u"image-file"_s), tr("Open Image…"), area);
    auto *const folder = new QPushButton(icon(u"folder"_s), tr("Open Folder…"), area);
    auto *const tryOut = new QPushButton(icon(u"layers"_s), tr("Open the Sample Image"), area);
    tryOut->setVisible(!sample.isEmpty());
    m_buttons = new QHBoxLayout;
    for (QPushButton *const button : {file, folder, tryOut})
        m_buttons->addWidget(button);
    auto *const middle = makeRow(nullptr, {stretch(), m_buttons, stretch()}, {.between = kUsualSpacing});

    makeColumn(area, {{logo, 0, Qt::AlignHCenter}, heading, hint, space(8), middle}, {.around = {24, 24, 24, 24}, .between = 10});

    connect(file, &QPushButton::clicked, this, &StartPage::openFileRequested);
    connect(folder, &QPushButton::clicked, this, &StartPage::openFolderRequested);
    connect(tryOut, &QPushButton::clicked, this, [this, sample] { Q_EMIT openRequested(sample); });
    return area;
}

/// Arranges the buttons below each other if they do not fit beside each other.
void StartPage::resizeEvent(QResizeEvent *)
{
    int needed = 120; // margins
    for (int i = 0; i < m_buttons->count(); ++i)
        needed += m_buttons->itemAt(i)->sizeHint().width() + m_buttons->spacing();
    m_buttons->setDirection(width() < needed ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void StartPage::setRecent(const std::vector<LibraryRow> &rows)
{
    constexpr std::size_t kShown = 6;
    const std::vector<LibraryRow> shown(rows.begin(), rows.begin() + qsizetype(std::min(rows.size(), kShown)));
    if (shown == m_rows)
        return;
    m_rows = shown;
    while (QLayoutItem *const item = m_recentRows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the sender
        delete item;
    }
    m_recent->setVisible(!m_rows.empty());
    m_recentRows->addWidget(makeMutedLabel(m_recent, tr("Recently opened")));
    for (const LibraryRow &row : m_rows) {
        auto *const button = new RecentRow(row, m_recent);
        connect(button, &RecentRow::clicked, this, [this, name = row.name] { Q_EMIT openRequested(name); });
        connect(button, &RecentRow::forgetRequested, this, [this, name = row.name] { Q_EMIT forgetRequested(name); });
        m_recentRows->addWidget(button);
    }
}

} // namespace stratoscope::ui
