// SPDX-License-Identifier: Apache-2.0
#include "ui/search/repository_pane.h"

#include "registry/client/retried_lists.h"
#include "ui/common/format.h"
#include "ui/common/message_bar.h"
#include "ui/common/page_layout.h"
#include "ui/common/row_delegate.h"
#include "ui/common/search_field.h"
#include "ui/details/referrer_view.h"
#include "ui/search/registry_error.h"
#include "ui/search/search_query.h"
#include "ui/search/tag_model.h"
#include "ui/style/icons.h"

#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Registries limit the number of requests: moving through the tags with the keyboard requests only the last one.
constexpr int kRequestDelayMs = 350;
const QString kDefaultTag = u"latest"_s;

/// Progress of listing the tags: a page of them, or the reason for waiting.
struct TagUpdate {
    QStringList tags;
    std::optional<Error> reason;
    int seconds = 0;
};

/// The platforms that this machine runs come first.
std::vector<RemotePlatform> sortedPlatforms(std::vector<RemotePlatform> platforms)
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

    auto *const hint = makeHint(this, tr("Select a repository to see its tags"));

    auto *const columns = new QSplitter(Qt::Horizontal, this);
    columns->setChildrenCollapsible(false);
    columns->addWidget(buildTags());
    columns->addWidget(buildPlatforms());
    auto *const page = new QWidget(this);
    makeColumn(page, {m_name, m_description, m_problem, {columns, 1}, m_referrers}, {.around = {10, 8, 8, 8}, .between = 6});
    m_pages->addWidget(hint);
    m_pages->addWidget(page);
    makeColumn(this, {m_pages}, {.between = kUsualSpacing});

    m_requestDelay.setSingleShot(true);
    m_requestDelay.setInterval(kRequestDelayMs);
    connect(&m_requestDelay, &QTimer::timeout, this, &RepositoryPane::requestPlatforms);
    connect(m_filter, &SearchField::downPressed, m_tagView, [this] { focusList(m_tagView); });
    connect(m_filter, &SearchField::returnPressed, m_tagView, [this] { focusList(m_tagView); });
    connect(m_filter, &SearchField::textChanged, this, [this](const QString &text) {
        m_tags->setFilter(text.trimmed());
        showCount();
    });
    connect(m_tagView->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (current.isValid())
            selectTag(current.data().toString());
    });
    connect(m_tagView, &QListView::activated, this, [this] { m_pull->setFocus(); });
    connect(m_platformView, &QTreeWidget::itemActivated, this, &RepositoryPane::pull);
    connect(m_platformView, &QTreeWidget::currentItemChanged, this, &RepositoryPane::updatePull);
    connect(m_platformView, &QTreeWidget::currentItemChanged, this, &RepositoryPane::requestReferrers);
    connect(m_pull, &QPushButton::clicked, this, &RepositoryPane::pull);
}

QWidget *RepositoryPane::buildTags()
{
    auto *const area = new QWidget(this);
    m_filter = new SearchField(tr("Filter tags"), tr("Filter tags"), area);
    m_count = makeMutedLabel(area);
    m_tagView = new QListView(area);
    m_tagView->setObjectName(u"tags"_s);
    m_tagView->setModel(m_tags);
    m_tagView->setItemDelegate(new RowDelegate(m_tagView));
    m_tagView->setUniformItemSizes(true);
    m_tagView->setTextElideMode(Qt::ElideMiddle);
    m_tagView->setAccessibleName(tr("Tags"));
    m_tagView->setMinimumWidth(110);

    makeColumn(area, {m_filter, {m_tagView, 1}, m_count}, {.between = 4});
    return area;
}

QWidget *RepositoryPane::buildPlatforms()
{
    auto *const area = new QWidget(this);
    m_platformView = new QTreeWidget(area);
    m_platformView->setObjectName(u"platforms"_s);
    m_platformView->setHeaderLabels({tr("Platform"), tr("Download size")});
    m_platformView->setItemDelegate(new RowDelegate(m_platformView));
    m_platformView->setRootIsDecorated(false);
    m_platformView->setUniformRowHeights(true);
    m_platformView->setAccessibleName(tr("Platforms"));
    m_platformView->header()->setStretchLastSection(false);
    m_platformView->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_platformView->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_platformView->headerItem()->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    m_platformView->setMinimumWidth(150);
    m_platformHint = makeNote(area);
    m_pull = new QPushButton(icon(u"download"_s), tr("Pull"), area);
    m_pull->setObjectName(u"pull"_s);
    m_pull->setAutoDefault(true);

    makeColumn(area, {{m_platformView, 1}, m_platformHint, m_pull}, {.between = 4});
    return area;
}

void RepositoryPane::clear()
{
    m_tagRequest.drop();
    m_platformRequest.drop();
    m_requestDelay.stop();
    m_reference = {};
    m_referrers->clear();
    m_pages->setCurrentIndex(0);
}

void RepositoryPane::show(const Reference &reference)
{
    m_requestDelay.stop();
    m_platformRequest.drop();
    m_reference = reference;
    m_name->setText(familiarName(reference.name()));
    m_description->setText(reference.name());
    m_description->setVisible(m_name->text() != m_description->text());
    m_filter->clear();
    m_platformView->clear();
    m_hostPlatform = -1;
    m_pages->setCurrentIndex(1);
    listTags();
    if (!reference.tag.isEmpty() || reference.digest)
        requestPlatforms();
    updatePull();
}

void RepositoryPane::listTags()
{
    m_problem->hide();
    m_tags->clear();
    const auto feed = m_tagRequest.feed<TagUpdate>([this](const TagUpdate &update) {
        if (update.seconds > 0)
            showRegistryWait(*m_problem, m_reference.registry, *update.reason, update.seconds);
        else if (update.reason)
            m_problem->hide();
        m_tags->add(update.tags);
        // Show the requested tag as selected once it is listed.
        if (const int row = m_tags->rowOf(m_reference.tag); row >= 0 && !m_tagView->currentIndex().isValid()) {
            const QSignalBlocker blocker(m_tagView->selectionModel());
            m_tagView->setCurrentIndex(m_tags->index(row));
        }
        showCount();
    });
    const auto work = [&session = m_session, reference = m_reference, feed](const std::stop_token &stop) -> Result<void> {
        STRATOSCOPE_TRY(const Registries registries, session.registries());
        const auto take = [&feed](const QStringList &page) {
            feed->send({.tags = page, .reason = {}});
            return true;
        };
        const auto wait
            = [&feed](const Error &reason, int seconds) { feed->send({.tags = {}, .reason = reason, .seconds = seconds}); };
        return listImageTags(registries, reference, take, wait, stop);
    };
    m_tagRequest.run(m_session, work, [this](const Result<void> &listed) {
        m_tags->sort();
        showCount();
        if (listed)
            selectWithoutLatest();
        else
            showProblem(listed.error(), [this] { listTags(); });
    });
    showCount();
}

/// Not every repository has the tag that stands for none.
void RepositoryPane::selectWithoutLatest()
{
    const bool isMissing = m_reference.tag == kDefaultTag && !m_reference.digest && m_tags->rowOf(m_reference.tag) < 0;
    if (!isMissing || m_tagRequest.isRunning())
        return;
    m_reference.tag.clear();
    if (m_tags->rowCount() > 0)
        m_tagView->setCurrentIndex(m_tags->index(0)); // the highest version
    updatePull();
}

void RepositoryPane::showCount()
{
    const auto all = std::uint64_t(m_tags->tagCount());
    const auto shown = std::uint64_t(m_tags->rowCount());
    QString text = shown != all ? tr("%1 of %Ln tags", nullptr, pluralCount(all)).arg(countText(shown))
                                : tr("%Ln tags", nullptr, pluralCount(all));
    if (m_tagRequest.isRunning())
        text = all == 0 ? tr("Loading tags…") : tr("%1, loading more…").arg(text);
    m_count->setText(text);
}

void RepositoryPane::selectTag(const QString &tag)
{
    m_reference.tag = tag;
    m_reference.digest.reset();
    m_platformView->clear();
    m_hostPlatform = -1;
    m_platformRequest.drop();
    m_requestDelay.start();
    updatePull();
}

void RepositoryPane::requestPlatforms()
{
    m_requestDelay.stop();
    const auto work
        = [&session = m_session, reference = m_reference](const std::stop_token &stop) -> Result<std::vector<RemotePlatform>> {
        STRATOSCOPE_TRY(const Registries registries, session.registries());
        STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(registries, reference));
        STRATOSCOPE_TRY(auto platforms, remotePlatforms(repository, reference, stop));
        return sortedPlatforms(std::move(platforms));
    };
    m_platformRequest.run(m_session, work, [this](const Result<std::vector<RemotePlatform>> &platforms) {
        if (platforms)
            showPlatforms(*platforms);
        else if (platforms.error().kind == ErrorKind::NotFound && m_reference.tag == kDefaultTag && !m_reference.digest)
            selectWithoutLatest();
        else
            showProblem(platforms.error(), [this] { requestPlatforms(); });
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
    m_hostPlatform = runsHere ? 0 : -1;
    m_platformView->setCurrentItem(m_platformView->topLevelItem(0));
}

void RepositoryPane::showProblem(const Error &error, const std::function<void()> &retry)
{
    const QString registry = m_reference.registry;
    showRegistryError(
        *m_problem, registry, error, [this, registry] { Q_EMIT registryRequested(registry); }, retry);
}

void RepositoryPane::updatePull()
{
    const bool isSelected = !m_reference.tag.isEmpty() || m_reference.digest;
    m_pull->setEnabled(isSelected);
    const QString name = m_reference.digest ? m_reference.digest->shortHex() : m_reference.tag;
    m_pull->setText(isSelected ? tr("Pull %1").arg(QString(name).replace(u'&', u"&&"_s)) : tr("Pull"));
    const QTreeWidgetItem *const current = m_platformView->currentItem();
    m_platformHint->setVisible(!current);
    m_platformHint->setText(!isSelected ? tr("Select a tag to see its platforms")
                                : m_platformRequest.isRunning() || m_requestDelay.isActive()
                                ? tr("Loading platforms…")
                                : tr("Pulls the image for the host platform"));
}

void RepositoryPane::requestReferrers()
{
    const QTreeWidgetItem *const row = m_platformView->currentItem();
    if (row)
        m_referrers->ask(m_reference, m_platformView->topLevelItemCount() > 1 ? platformOf(*row) : std::nullopt);
    else
        m_referrers->clear();
}

std::optional<Platform> RepositoryPane::platformToPull() const
{
    const QTreeWidgetItem *const row = m_platformView->currentItem();
    const bool isDefault = m_platformView->currentIndex().row() == m_hostPlatform;
    return row && !isDefault ? platformOf(*row) : std::nullopt;
}

void RepositoryPane::pull()
{
    if (m_pull->isEnabled())
        Q_EMIT pullRequested(m_reference, platformToPull());
}

} // namespace stratoscope::ui
