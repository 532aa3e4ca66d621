// SPDX-License-Identifier: Apache-2.0
#include "ui/details/referrer_view.h"

#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/row_delegate.h"
#include "ui/details/referrer_text.h"
#include "ui/style/icons.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QToolButton>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kAskDelayMs = 200; ///< moving through platforms with the keyboard asks only for the last one
constexpr int kRowsShown = 6;
constexpr int kDigestRole = Qt::UserRole;
struct ReferrerColumn {
    enum { Kind, Format, DigestText, Size };
};

/// Texts from a registry must not be taken for markup.
QString toolTipOf(const QString &text)
{
    return text.isEmpty() ? QString() : u"<p style='white-space:pre'>%1</p>"_s.arg(text.toHtmlEscaped());
}

} // namespace

ReferrerView::ReferrerView(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_summary(new QToolButton(this))
    , m_note(makeMutedLabel(this))
    , m_retry(makeIconButton(icon(u"retry"_s), tr("Try Again"), this))
    , m_list(new QTreeWidget(this))
{
    m_summary->setObjectName(u"summary"_s);
    m_summary->setAutoRaise(true);
    m_summary->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_summary->setFocusPolicy(Qt::StrongFocus);
    m_summary->setToolTip(tr("Artifacts in the registry that refer to the image. They are listed, not verified."));
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    m_list->setObjectName(u"referrers"_s);
    m_list->setHeaderLabels({tr("Type"), tr("Format"), tr("Digest"), tr("Size")});
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setAccessibleName(tr("Signatures, SBOMs and attestations"));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(ReferrerColumn::Format, QHeaderView::Stretch);
    m_list->headerItem()->setTextAlignment(ReferrerColumn::Size, Qt::AlignRight | Qt::AlignVCenter);
    auto *const copy = new QAction(icon(u"copy"_s), tr("Copy Digest"), m_list);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(copy);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);

    auto *const line = makeRow(nullptr, {m_summary, {m_note, 1}, m_retry}, {.between = kUsualSpacing});
    makeColumn(this, {line, m_list}, {.between = 4});
    // Nothing moves when the summary replaces the note.
    m_note->setMinimumHeight(m_summary->sizeHint().height());

    m_delay.setSingleShot(true);
    m_delay.setInterval(kAskDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &ReferrerView::find);
    connect(m_retry, &QToolButton::clicked, this, &ReferrerView::find);
    connect(copy, &QAction::triggered, this, &ReferrerView::copyDigests);
    connect(m_summary, &QToolButton::clicked, this, [this] { setExpanded(!m_isExpanded); });
    setExpanded(false);
    clear();
}

void ReferrerView::clear()
{
    m_delay.stop();
    m_finding.drop();
    showNote({});
}

void ReferrerView::ask(const Reference &reference, const std::optional<Platform> &platform)
{
    clear();
    m_reference = reference;
    m_platform = platform;
    showNote(tr("Looking for signatures and SBOMs…"));
    m_delay.start();
}

void ReferrerView::find()
{
    showNote(tr("Looking for signatures and SBOMs…"));
    const auto work = [&session = m_session, reference = m_reference,
                       platform = m_platform](const std::stop_token &stop) -> Result<ReferrerList> {
        STRATOSCOPE_TRY(const Registries registries, session.registries());
        STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(registries, reference));
        return listReferrers(repository, reference, platform, stop);
    };
    m_finding.run(m_session, work, [this](const Result<ReferrerList> &found) { showFound(found); });
}

void ReferrerView::showFound(const Result<ReferrerList> &found)
{
    if (!found) {
        showNote(tr("Could not list signatures and SBOMs"), found.error().message());
        m_retry->show();
        return;
    }
    if (found->referrers.empty()) {
        showNote(tr("No signatures, SBOMs or attestations"), found->warnings.join(u'\n'));
        return;
    }
    showNote(found->warnings.isEmpty() ? QString() : tr("The list may be incomplete"), found->warnings.join(u'\n'));
    for (const Referrer &referrer : found->referrers) {
        auto *const row = new QTreeWidgetItem({referrerKindText(referrer), referrerTypeText(referrer), referrer.digest.shortHex(),
                                               sizeText(std::uint64_t(referrer.size))});
        row->setTextAlignment(ReferrerColumn::Size, Qt::AlignRight | Qt::AlignVCenter);
        row->setData(ReferrerColumn::Kind, kDigestRole, referrer.digest.toString());
        for (const int column : {ReferrerColumn::Kind, ReferrerColumn::Format, ReferrerColumn::DigestText, ReferrerColumn::Size})
            row->setToolTip(column, toolTipOf(referrerDetails(referrer)));
        m_list->addTopLevelItem(row);
    }
    const int rows = std::min(m_list->topLevelItemCount(), kRowsShown);
    m_list->setFixedHeight(m_list->header()->sizeHint().height() + rows * m_list->sizeHintForRow(0) + 2 * m_list->frameWidth());
    m_summary->setText(referrersSummary(found->referrers));
    m_summary->show();
    m_list->setVisible(m_isExpanded);
}

/// In place of the list, or above the next one.
void ReferrerView::showNote(const QString &note, const QString &details)
{
    m_summary->hide();
    m_retry->hide();
    m_list->hide();
    m_list->clear();
    m_note->setText(note);
    m_note->setToolTip(toolTipOf(details));
}

void ReferrerView::setExpanded(bool on)
{
    m_isExpanded = on;
    m_summary->setArrowType(on ? Qt::DownArrow : isRightToLeft() ? Qt::LeftArrow : Qt::RightArrow);
    m_list->setVisible(on);
}

void ReferrerView::copyDigests() const
{
    QStringList digests;
    for (const QTreeWidgetItem *const row : m_list->selectedItems())
        digests += row->data(ReferrerColumn::Kind, kDigestRole).toString();
    if (!digests.isEmpty())
        QGuiApplication::clipboard()->setText(digests.join(u'\n'));
}

} // namespace stratoscope::ui
