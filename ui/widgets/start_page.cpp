// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/start_page.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/page_layout.h"

#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// The dashed area that says where to drop. The whole window takes drops; this only shows it.
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

QString shortened(const QString &name, const QFontMetrics &metrics, int width)
{
    return metrics.elidedText(name, Qt::ElideMiddle, width);
}

} // namespace

StartPage::StartPage(const QString &sample, QWidget *parent)
    : QWidget(parent)
    , m_search(new QLineEdit(this))
    , m_recent(new QWidget(this))
    , m_recentRows(new QVBoxLayout(m_recent))
{
    auto *const area = new DropArea(this);
    auto *const logo = new QLabel(area);
    logo->setPixmap(applicationIcon().pixmap(QSize(64, 64), devicePixelRatioF()));
    auto *const heading = makeHeading(area);
    heading->setText(tr("Drop a container image here"));
    heading->setAlignment(Qt::AlignHCenter);
    auto *const hint = makeMutedLabel(area);
    hint->setText(tr("A tar of docker save or podman save, an OCI image layout as a tar or a folder, or a prebaked image folder"));
    hint->setWordWrap(true);
    hint->setAlignment(Qt::AlignHCenter);

    auto *const file = new QPushButton(icon(u"image-file"_s), tr("Open Image…"), area);
    auto *const folder = new QPushButton(icon(u"folder"_s), tr("Open Folder…"), area);
    auto *const tryOut = new QPushButton(icon(u"layers"_s), tr("Open the Sample Image"), area);
    tryOut->setVisible(!sample.isEmpty());
    auto *const buttons = new QHBoxLayout;
    buttons->addStretch();
    for (QPushButton *const button : {file, folder, tryOut})
        buttons->addWidget(button);
    buttons->addStretch();

    auto *const inside = new QVBoxLayout(area);
    inside->setContentsMargins(24, 28, 24, 28);
    inside->setSpacing(10);
    inside->addWidget(logo, 0, Qt::AlignHCenter);
    inside->addWidget(heading);
    inside->addWidget(hint);
    inside->addSpacing(8);
    inside->addLayout(buttons);

    m_search->setPlaceholderText(tr("Search Docker Hub and other registries"));
    m_search->addAction(icon(u"search"_s, Tint::Muted), QLineEdit::LeadingPosition);
    m_search->setAccessibleName(tr("Search"));
    m_search->setAcceptDrops(false);
    m_search->setMinimumHeight(m_search->sizeHint().height() + 6);

    m_recentRows->setContentsMargins(0, 0, 0, 0);
    m_recentRows->setSpacing(2);
    auto *const column = makeCentredColumn(this);
    column->addWidget(m_search);
    column->addSpacing(8);
    column->addWidget(area);
    column->addSpacing(8);
    column->addWidget(m_recent);

    // The page of the search goes on with what is typed here.
    connect(m_search, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_search->clear();
        Q_EMIT searchRequested(text);
    });
    connect(file, &QPushButton::clicked, this, &StartPage::openFileRequested);
    connect(folder, &QPushButton::clicked, this, &StartPage::openFolderRequested);
    connect(tryOut, &QPushButton::clicked, this, [this, sample] { Q_EMIT openRequested(sample); });
}

void StartPage::setRecent(const QStringList &names)
{
    constexpr int kShown = 5;
    constexpr int kNameWidth = 440;
    while (QLayoutItem *const item = m_recentRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_recent->setVisible(!names.isEmpty());
    auto *const title = makeMutedLabel(m_recent);
    title->setText(tr("Recently opened"));
    m_recentRows->addWidget(title);
    for (const QString &name : names.mid(0, kShown)) {
        auto *const row = new QToolButton(m_recent);
        row->setAutoRaise(true);
        row->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        row->setIcon(icon(QFileInfo(name).isDir() ? u"folder"_s : u"image-file"_s, Tint::Muted));
        row->setText(shortened(name, row->fontMetrics(), kNameWidth));
        row->setToolTip(name);
        row->setFocusPolicy(Qt::TabFocus);
        connect(row, &QToolButton::clicked, this, [this, name] { Q_EMIT openRequested(name); });
        m_recentRows->addWidget(row, 0, Qt::AlignLeft);
    }
}

} // namespace stratoscope::ui
