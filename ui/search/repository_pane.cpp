// SPDX-License-Identifier: Apache-2.0
#include "ui/search/repository_pane.h"

#include "registry/client/listing.h"
#include "session/session.h"
#include "ui/common/error_page.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/message_bar.h"
#include "ui/common/page_layout.h"
#include "ui/common/row_delegate.h"
#include "ui/details/referrer_view.h"
#include "ui/search/search_query.h"
#include "ui/search/tag_model.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Registries count what is asked of them: who walks through the tags by the keyboard asks only for the one where they stop.
constexpr int kAskDelayMs = 350;

/// What a listing gives on its way: tags, or that the registry is waited for.
struct TagNews {
    QStringList tags;
    std::optional<Error> reason;
    int seconds = 0;
};

std::vector<RemotePlatform> forPeople(std::vector<RemotePlatform> platforms)
{
    std::ranges::stable_sort(
        platforms, {}, [](const RemotePlatform &one) { return platformDistance(Platform::host(), one.platform).value_or(1000); });
    return platforms;
}

std::optional<Platform> platformOf(const QTreeWidgetItem &row)
{
    const auto platform = Platform::parse(row.text(0));
    return platform ? std::optional(*platform) : std::nullopt;
}

} // namespace

RepositoryPane::RepositoryPane(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_tags(new TagModel(this))
    , m_pages(new QStackedWidget(this))
    , m_name(makeHeading(this))
    , m_description(makeMutedLabel(this))
    , m_problem(new MessageBar(this))
    , m_referrers(new ReferrerView(session, this))
{
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto *const hint = makeMutedLabel(this);
    hint->setText(tr("Choose a repository to see its tags"));
    hint->setAlignment(Qt::AlignCenter);
    hint->setWordWrap(true);

    auto *const columns = new QSplitter(Qt::Horizontal, this);
    columns->setChildrenCollapsible(false);
    columns->addWidget(buildTags());
    columns->addWidget(buildPlatforms());
    auto *const page = new QWidget(this);
    auto *const column = new QVBoxLayout(page);
    column->setContentsMargins(10, 8, 8, 8);
    column->setSpacing(6);
    column->addWidget(m_name);
    column->addWidget(m_description);
    column->addWidget(m_problem);
    column->addWidget(columns, 1);
    column->addWidget(m_referrers);
    m_pages->addWidget(hint);
    m_pages->addWidget(page);
    auto *const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_pages);

    m_askDelay.setSingleShot(true);
    m_askDelay.setInterval(kAskDelayMs);
    connect(&m_askDelay, &QTimer::timeout, this, &RepositoryPane::askPlatforms);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_tags->setFilter(text.trimmed());
        showCount();
    });
    connect(m_tagView->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (current.isValid())
            chooseTag(current.data().toString());
    });
    connect(m_tagView, &QListView::activated, this, [this] { m_pull->setFocus(); });
    connect(m_platformView, &QTreeWidget::itemActivated, this, &RepositoryPane::pull);
    connect(m_platformView, &QTreeWidget::currentItemChanged, this, &RepositoryPane::updatePull);
    connect(m_platformView, &QTreeWidget::currentItemChanged, this, &RepositoryPane::askReferrers);
    connect(m_pull, &QPushButton::clicked, this, &RepositoryPane::pull);
}

QWidget *RepositoryPane::buildTags()
{
    auto *const area = new QWidget(this);
    m_filter = new QLineEdit(area);
    m_filter->setPlaceholderText(tr("Filter tags"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setAcceptDrops(false);
    m_filter->setAccessibleName(tr("Filter tags"));
    m_filter->installEventFilter(this);
    m_count = makeMutedLabel(area);
    m_tagView = new QListView(area);
    m_tagView->setModel(m_tags);
    m_tagView->setItemDelegate(new RowDelegate(m_tagView));
    m_tagView->setUniformItemSizes(true);
    m_tagView->setTextElideMode(Qt::ElideMiddle);
    m_tagView->setAccessibleName(tr("Tags"));
    m_tagView->setMinimumWidth(110);

    auto *const column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_filter);
    column->addWidget(m_tagView, 1);
    column->addWidget(m_count);
    return area;
}

QWidget *RepositoryPane::buildPlatforms()
{
    auto *const area = new QWidget(this);
    m_platformView = new QTreeWidget(area);
    m_platformView->setHeaderLabels({tr("Platform"), tr("Download")});
    m_platformView->setItemDelegate(new RowDelegate(m_platformView));
    m_platformView->setRootIsDecorated(false);
    m_platformView->setUniformRowHeights(true);
    m_platformView->setAccessibleName(tr("Platforms"));
    m_platformView->header()->setStretchLastSection(false);
    m_platformView->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_platformView->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_platformView->headerItem()->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    m_platformView->setMinimumWidth(150);
    m_platformHint = makeMutedLabel(area);
    m_platformHint->setWordWrap(true);
    m_pull = new QPushButton(icon(u"download"_s), tr("Pull"), area);
    m_pull->setAutoDefault(true);

    auto *const column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_platformView, 1);
    column->addWidget(m_platformHint);
    column->addWidget(m_pull);
    return area;
}

void RepositoryPane::clear()
{
    m_listing.drop();
    m_asking.drop();
    m_askDelay.stop();
    m_reference = {};
    m_referrers->clear();
    m_pages->setCurrentIndex(0);
}

void RepositoryPane::show(const Reference &reference)
{
    m_askDelay.stop();
    m_asking.drop();
    m_reference = reference;
    m_name->setText(familiarName(reference.name()));
    m_description->setText(reference.name());
    m_description->setVisible(m_name->text() != m_description->text());
    m_filter->clear();
    m_platformView->clear();
    m_bestPlatform = -1;
    m_pages->setCurrentIndex(1);
    listTags();
    if (!reference.tag.isEmpty() || reference.digest)
        askPlatforms();
    updatePull();
}

void RepositoryPane::listTags()
{
    m_problem->hide();
    m_tags->clear();
    const auto feed = m_listing.feed<TagNews>([this](const TagNews &news) {
        if (news.seconds > 0)
            m_problem->showNote(errorHeadline(news.reason->kind),
                                tr("%1. Waiting %2 s before the next try").arg(news.reason->message()).arg(news.seconds));
        else if (news.reason)
            m_problem->hide();
        m_tags->add(news.tags);
        // What was asked for by name is shown as chosen, once it is there.
        if (const int row = m_tags->rowOf(m_reference.tag); row >= 0 && !m_tagView->currentIndex().isValid()) {
            const QSignalBlocker blocker(m_tagView->selectionModel());
            m_tagView->setCurrentIndex(m_tags->index(row));
        }
        showCount();
    });
    auto work = m_session.run<void>(
        [&session = m_session, reference = m_reference, feed](ProgressMeter &, const std::stop_token &stop) -> Result<void> {
            STRATOSCOPE_TRY(const RegistryAccess access, session.registryAccess());
            const auto take = [&feed](const QStringList &page) {
                feed->send({.tags = page, .reason = {}});
                return true;
            };
            const auto wait
                = [&feed](const Error &reason, int seconds) { feed->send({.tags = {}, .reason = reason, .seconds = seconds}); };
            return listImageTags(access, reference, take, wait, stop);
        });
    m_listing.start(std::move(work), [this](const Result<void> &listed) {
        m_tags->sort();
        showCount();
        if (!listed)
            showProblem(listed.error(), [this] { listTags(); });
    });
    showCount();
}

void RepositoryPane::showCount()
{
    const auto all = std::uint64_t(m_tags->tagCount());
    const auto shown = std::uint64_t(m_tags->rowCount());
    QString text = shown != all ? tr("%1 of %Ln tags", nullptr, pluralCount(all)).arg(countText(shown))
                                : tr("%Ln tags", nullptr, pluralCount(all));
    if (m_listing.isRunning())
        text = all == 0 ? tr("Listing the tags…") : tr("%1, more are coming…").arg(text);
    m_count->setText(text);
}

void RepositoryPane::chooseTag(const QString &tag)
{
    m_reference.tag = tag;
    m_reference.digest.reset();
    m_platformView->clear();
    m_bestPlatform = -1;
    m_asking.drop();
    m_askDelay.start();
    updatePull();
}

void RepositoryPane::askPlatforms()
{
    m_askDelay.stop();
    auto work = m_session.run<std::vector<RemotePlatform>>(
        [&session = m_session, reference = m_reference](ProgressMeter &,
                                                        const std::stop_token &stop) -> Result<std::vector<RemotePlatform>> {
            STRATOSCOPE_TRY(const RegistryAccess access, session.registryAccess());
            STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(access, reference));
            STRATOSCOPE_TRY(auto platforms, remotePlatforms(repository, reference, stop));
            return forPeople(std::move(platforms));
        });
    m_asking.start(std::move(work), [this](const Result<std::vector<RemotePlatform>> &platforms) {
        if (platforms)
            showPlatforms(*platforms);
        else
            showProblem(platforms.error(), [this] { askPlatforms(); });
        updatePull();
    });
    updatePull();
}

void RepositoryPane::showPlatforms(const std::vector<RemotePlatform> &platforms)
{
    m_problem->hide();
    m_platformView->clear();
    for (const RemotePlatform &one : platforms) {
        auto *const row = new QTreeWidgetItem(
            {one.platform.isUnknown() ? tr("Unknown platform") : one.platform.toString(), sizeText(std::uint64_t(one.size))});
        row->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        row->setToolTip(0, one.digest.toString());
        m_platformView->addTopLevelItem(row);
    }
    if (platforms.empty())
        return;
    const bool runsHere = platforms.size() == 1 || platformDistance(Platform::host(), platforms.front().platform);
    m_bestPlatform = runsHere ? 0 : -1;
    m_platformView->setCurrentItem(m_platformView->topLevelItem(0));
}

void RepositoryPane::showProblem(const Error &error, const std::function<void()> &again)
{
    const QString registry = m_reference.registry;
    const auto settings = [this, registry] { Q_EMIT registryRequested(registry); };
    QList<MessageBar::Action> actions;
    if (error.kind == ErrorKind::Unauthorized)
        actions.append({tr("Log In…"), settings});
    else if (error.kind == ErrorKind::Tls)
        actions.append({tr("Certificates…"), settings});
    actions.append({tr("Try Again"), again});
    m_problem->showProblem(errorHeadline(error.kind), error.message(), actions);
}

void RepositoryPane::updatePull()
{
    const bool isChosen = !m_reference.tag.isEmpty() || m_reference.digest;
    m_pull->setEnabled(isChosen);
    const QString name = m_reference.digest ? m_reference.digest->shortHex() : m_reference.tag;
    m_pull->setText(isChosen ? tr("Pull %1").arg(QString(name).replace(u'&', u"&&"_s)) : tr("Pull"));
    const QTreeWidgetItem *const current = m_platformView->currentItem();
    m_platformHint->setVisible(!current);
    m_platformHint->setText(!isChosen                                           ? tr("Choose a tag to see its platforms")
                                : m_asking.isRunning() || m_askDelay.isActive() ? tr("Asking for the platforms…")
                                                                                : tr("Pulls the image for this machine"));
}

void RepositoryPane::askReferrers()
{
    const QTreeWidgetItem *const row = m_platformView->currentItem();
    if (row)
        m_referrers->ask(m_reference, m_platformView->topLevelItemCount() > 1 ? platformOf(*row) : std::nullopt);
    else
        m_referrers->clear();
}

bool RepositoryPane::isSettled() const
{
    return !m_listing.isRunning() && !m_asking.isRunning() && !m_askDelay.isActive() && m_referrers->isSettled();
}

std::optional<Platform> RepositoryPane::chosenPlatform() const
{
    const QTreeWidgetItem *const row = m_platformView->currentItem();
    const bool isBest = m_platformView->currentIndex().row() == m_bestPlatform;
    return row && !isBest ? platformOf(*row) : std::nullopt;
}

void RepositoryPane::pull()
{
    if (m_pull->isEnabled())
        Q_EMIT pullRequested(m_reference, chosenPlatform());
}

bool RepositoryPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
            m_filter->clear();
            return true;
        }
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            focusList(m_tagView);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace stratoscope::ui
