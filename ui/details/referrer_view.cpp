// SPDX-License-Identifier: Apache-2.0
#include "ui/details/referrer_view.h"

#include "session/session.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/page_layout.h"
#include "ui/common/row_delegate.h"
#include "ui/details/referrer_text.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kAskDelayMs = 200; ///< who walks through platforms by the keyboard asks only for the one where they stop
constexpr int kRowsShown = 6;
constexpr int kDigestRole = Qt::UserRole;
enum Column { Kind, Type, DigestText, Size };

/// Text of a registry's is not to be taken for markup.
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
    , m_again(new QToolButton(this))
    , m_list(new QTreeWidget(this))
{
    m_summary->setAutoRaise(true);
    m_summary->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_summary->setFocusPolicy(Qt::StrongFocus);
    m_summary->setToolTip(tr("What the registry has about the image. It is listed, not verified."));
    m_again->setAutoRaise(true);
    m_again->setIcon(icon(u"retry"_s));
    m_again->setFocusPolicy(Qt::StrongFocus);
    m_again->setToolTip(tr("Try Again"));
    m_again->setAccessibleName(tr("Try Again"));
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    m_list->setHeaderLabels({tr("Kind"), tr("Type"), tr("Digest"), tr("Size")});
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setAccessibleName(tr("Signatures, SBOMs and attestations"));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(Type, QHeaderView::Stretch);
    m_list->headerItem()->setTextAlignment(Size, Qt::AlignRight | Qt::AlignVCenter);
    auto *const copy = new QAction(icon(u"copy"_s), tr("Copy Digest"), m_list);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(copy);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);

    auto *const line = new QHBoxLayout;
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_summary);
    line->addWidget(m_note, 1);
    line->addWidget(m_again);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(line);
    column->addWidget(m_list);
    // So that nothing moves when something was found.
    m_note->setMinimumHeight(m_summary->sizeHint().height());

    m_delay.setSingleShot(true);
    m_delay.setInterval(kAskDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &ReferrerView::find);
    connect(m_again, &QToolButton::clicked, this, &ReferrerView::find);
    connect(copy, &QAction::triggered, this, &ReferrerView::copyDigests);
    connect(m_summary, &QToolButton::clicked, this, [this] { unfold(!m_isUnfolded); });
    unfold(false);
    clear();
}

void ReferrerView::clear()
{
    m_delay.stop();
    m_finding.drop();
    say({});
}

void ReferrerView::ask(const Reference &reference, const std::optional<Platform> &platform)
{
    clear();
    m_reference = reference;
    m_platform = platform;
    say(tr("Looking for signatures and SBOMs…"));
    m_delay.start();
}

void ReferrerView::find()
{
    say(tr("Looking for signatures and SBOMs…"));
    auto work = m_session.run<ReferrerList>([&session = m_session, reference = m_reference, platform = m_platform](
                                                ProgressMeter &, const std::stop_token &stop) -> Result<ReferrerList> {
        STRATOSCOPE_TRY(const RegistryAccess access, session.registryAccess());
        STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(access, reference));
        return listReferrers(repository, reference, platform, stop);
    });
    m_finding.start(std::move(work), [this](const Result<ReferrerList> &found) { showFound(found); });
}

void ReferrerView::showFound(const Result<ReferrerList> &found)
{
    if (!found) {
        say(tr("Signatures and SBOMs could not be listed"), found.error().message());
        m_again->show();
        return;
    }
    if (found->referrers.empty()) {
        say(tr("No signature, SBOM or attestation"), found->warnings.join(u'\n'));
        return;
    }
    say(found->warnings.isEmpty() ? QString() : tr("There may be more"), found->warnings.join(u'\n'));
    for (const Referrer &referrer : found->referrers) {
        auto *const row = new QTreeWidgetItem({referrerKindText(referrer), referrerTypeText(referrer), referrer.digest.shortHex(),
                                               sizeText(std::uint64_t(referrer.size))});
        row->setTextAlignment(Size, Qt::AlignRight | Qt::AlignVCenter);
        row->setData(Kind, kDigestRole, referrer.digest.toString());
        for (const int column : {Kind, Type, DigestText, Size})
            row->setToolTip(column, toolTipOf(referrerDetails(referrer)));
        m_list->addTopLevelItem(row);
    }
    const int rows = std::min(m_list->topLevelItemCount(), kRowsShown);
    m_list->setFixedHeight(m_list->header()->sizeHint().height() + rows * m_list->sizeHintForRow(0) + 2 * m_list->frameWidth());
    m_summary->setText(referrersSummary(found->referrers));
    m_summary->show();
    m_list->setVisible(m_isUnfolded);
}

/// In place of a list, or beside the next one.
void ReferrerView::say(const QString &note, const QString &details)
{
    m_summary->hide();
    m_again->hide();
    m_list->hide();
    m_list->clear();
    m_note->setText(note);
    m_note->setToolTip(toolTipOf(details));
}

void ReferrerView::unfold(bool on)
{
    m_isUnfolded = on;
    m_summary->setArrowType(on ? Qt::DownArrow : isRightToLeft() ? Qt::LeftArrow : Qt::RightArrow);
    m_list->setVisible(on);
}

void ReferrerView::copyDigests() const
{
    QStringList digests;
    for (const QTreeWidgetItem *const row : m_list->selectedItems())
        digests += row->data(Kind, kDigestRole).toString();
    if (!digests.isEmpty())
        QGuiApplication::clipboard()->setText(digests.join(u'\n'));
}

} // namespace stratoscope::ui
