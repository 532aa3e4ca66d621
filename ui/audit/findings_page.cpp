// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/findings_page.h"

#include "ui/audit/finding_details.h"
#include "ui/audit/finding_model.h"
#include "ui/audit/finding_texts.h"
#include "ui/common/error_page.h"
#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/progress_page.h"
#include "ui/common/row_delegate.h"
#include "ui/style/icons.h"

#include <QComboBox>
#include <QFrame>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Marks groups by their severity, with a sign and not by colour alone.
class FindingDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        RowDelegate::initStyleOption(option, index);
        const auto *const model = qobject_cast<const FindingModel *>(index.model());
        const bool isGroup = !model->finding(index);
        if (isGroup)
            option->font.setBold(true);
        if (index.column() == FindingModel::Place)
            option->textElideMode = Qt::ElideMiddle;
        if (!isGroup || index.column() != FindingModel::Text)
            return;
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = QSize(16, 16);
        switch (model->severity(index)) {
        case FindingSeverity::High:
            option->icon = icon(u"error"_s, Tint::Bad);
            break;
        case FindingSeverity::Medium:
            option->icon = icon(u"warning"_s, Tint::Warning);
            break;
        default:
            option->icon = icon(u"info"_s, Tint::Muted);
        }
    }
};

} // namespace

FindingsPage::FindingsPage(Session &session, QWidget *parent)
    : ImagePage(u"findings"_s, {tr("Findings"), tr("Secrets, risky permissions and programs that cannot run")}, parent)
    , m_session(session)
    , m_stack(new QStackedWidget(this))
    , m_progress(new ProgressPage(this))
    , m_error(new ErrorPage(this))
    , m_cancelled(buildCancelled())
    , m_searched(makeNote(this))
    , m_nothing(buildNothing())
    , m_model(new FindingModel(this))
    , m_count(new QLabel(this))
    , m_kinds(new QComboBox(this))
    , m_notes(makeProblemLabel(this))
    , m_view(new QTreeView(this))
    , m_details(new FindingDetails(this))
    , m_list(buildList())
{
    for (QWidget *const page :
         {static_cast<QWidget *>(m_progress), static_cast<QWidget *>(m_error), m_cancelled, m_nothing, m_list})
        m_stack->addWidget(page);
    makeColumn(this, {{m_stack, 1}});
    setFocusProxy(m_view);

    connect(&m_auditing, &LatestTask::progressed, m_progress, qOverload<const Progress &>(&ProgressPage::show));
    connect(&m_auditing, &LatestTask::cancelled, this, [this] { m_stack->setCurrentWidget(m_cancelled); });
    connect(m_progress, &ProgressPage::cancelRequested, &m_auditing, &LatestTask::cancel);
    connect(m_error, &ErrorPage::retryRequested, this, &FindingsPage::start);
}

QWidget *FindingsPage::buildCancelled()
{
    auto *const page = new QWidget(this);
    auto *const title = makeHeading(page);
    title->setText(tr("The audit was cancelled"));
    auto *const again = new QPushButton(tr("&Audit Again"), page);
    again->setObjectName(u"auditAgain"_s);
    connect(again, &QPushButton::clicked, this, &FindingsPage::start);
    makeCentredColumn(page, {title, space(8), {again, 0, Qt::AlignLeft}});
    return page;
}

QWidget *FindingsPage::buildNothing()
{
    auto *const page = new QWidget(this);
    auto *const title = makeHeading(page);
    title->setText(tr("Nothing found"));
    auto *const sought = makeText(page);
    sought->setText(tr("No private keys, tokens, passwords, set-ID programs, capabilities, files that everybody may write, nor "
                       "programs that lack something."));
    makeCentredColumn(page, {title, sought, space(8), m_searched});
    return page;
}

QWidget *FindingsPage::buildList()
{
    auto *const page = new QWidget(this);
    m_kinds->setAccessibleName(tr("Kind of findings"));
    m_kinds->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(m_kinds, &QComboBox::activated, this, &FindingsPage::chooseKind);

    m_view->setModel(m_model);
    m_view->setItemDelegate(new FindingDelegate(m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setAccessibleName(tr("Findings"));
    m_view->setExpandsOnDoubleClick(false);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(FindingModel::Text, QHeaderView::Stretch);
    m_view->header()->resizeSection(FindingModel::Place, fontMetrics().averageCharWidth() * 32);
    m_view->header()->setSectionResizeMode(FindingModel::Layer, QHeaderView::ResizeToContents);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &FindingsPage::currentChanged);
    connect(m_view, &QTreeView::activated, this, &FindingsPage::openCurrent);
    connect(m_details, &FindingDetails::fileRequested, this, &FindingsPage::openCurrent);

    auto *const bar = makeRow(nullptr, {m_count, stretch(), m_kinds}, {.around = {10, 6, 6, 6}, .between = kUsualSpacing});
    makeColumn(page, {bar, {m_view, 1}, makeRule(page), m_details, m_notes});
    return page;
}

void FindingsPage::setImage(std::shared_ptr<const Image> image)
{
    if (image == m_image)
        return;
    m_image = std::move(image);
    m_isStale = true;
    startIfVisible();
}

void FindingsPage::showEvent(QShowEvent *event)
{
    ImagePage::showEvent(event);
    startIfVisible();
}

void FindingsPage::startIfVisible()
{
    if (m_isStale && m_image && isVisible())
        start();
}

void FindingsPage::start()
{
    m_isStale = false;
    m_progress->begin(tr("Auditing the image"));
    m_stack->setCurrentWidget(m_progress);
    m_auditing.start(m_session.run<AuditReport>([image = m_image](ProgressMeter &progress, const std::stop_token &stop) {
        return auditImage(*image, progress, stop);
    }),
                     [this](const Result<AuditReport> &report) { present(report); });
}

void FindingsPage::present(const Result<AuditReport> &report)
{
    if (!report) {
        m_error->show(report.error());
        m_stack->setCurrentWidget(m_error);
        return;
    }
    m_report = std::make_shared<const AuditReport>(*report);
    QStringList notes;
    for (const Error &note : m_report->notes)
        notes << note.message();
    if (m_report->findings.empty() && notes.isEmpty()) {
        m_searched->setText(searchedText(*m_report));
        m_stack->setCurrentWidget(m_nothing);
        return;
    }
    m_model->setReport(m_report);
    m_count->setText(findingCountText(*m_report));
    m_count->setToolTip(searchedText(*m_report));
    constexpr qsizetype kMostNotes = 3;
    showProblem(m_notes, notes.isEmpty() ? QString() : tr("Not searched: %1").arg(listed(notes, kMostNotes)));
    listKinds();
    m_stack->setCurrentWidget(m_list);
    showFirst();
}

void FindingsPage::listKinds()
{
    m_kinds->clear();
    m_kinds->addItem(tr("All kinds"));
    for (const FindingKind kind : findingKinds()) {
        const auto count = std::ranges::count(m_report->findings, kind, &Finding::kind);
        if (count > 0)
            m_kinds->addItem(tr("%1 (%2)").arg(findingKindText(kind), countText(std::uint64_t(count))), int(kind));
    }
    m_kinds->setVisible(m_kinds->count() > 2);
    m_model->setKind({});
}

void FindingsPage::chooseKind()
{
    const QVariant kind = m_kinds->currentData();
    m_model->setKind(kind.isValid() ? std::optional(FindingKind(kind.toInt())) : std::nullopt);
    showFirst();
}

void FindingsPage::showFirst()
{
    m_view->expandAll();
    m_view->setCurrentIndex(m_model->index(0, 0, m_model->index(0, 0)));
    currentChanged();
}

void FindingsPage::currentChanged()
{
    m_details->show(m_model->finding(m_view->currentIndex()), *m_image);
}

void FindingsPage::openCurrent()
{
    const Finding *const finding = m_model->finding(m_view->currentIndex());
    if (!finding || finding->path.empty() || finding->layer == finding->deletedIn)
        return;
    // A file that later layers delete is in the tree up to its own layer.
    Q_EMIT entryRequested(finding->deletedIn ? TreeChoice{TreeChoice::UpTo, *finding->layer} : TreeChoice(), finding->path);
}

} // namespace stratoscope::ui
