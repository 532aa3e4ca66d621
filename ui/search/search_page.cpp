// SPDX-License-Identifier: Apache-2.0
#include "ui/search/search_page.h"

#include "ui/common/format.h"
#include "ui/common/message_bar.h"
#include "ui/common/page_layout.h"
#include "ui/common/pane_splitter.h"
#include "ui/common/search_field.h"
#include "ui/search/registry_error.h"
#include "ui/search/repository_pane.h"
#include "ui/search/search_delegate.h"
#include "ui/search/search_model.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"

#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>

#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// The search starts when typing has paused for this long.
constexpr int kSearchDelayMs = 300;

} // namespace

SearchPage::SearchPage(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_search(session, this)
    , m_model(new SearchModel(this))
{
    buildUi();
    m_delay.setSingleShot(true);
    m_delay.setInterval(kSearchDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &SearchPage::search);
    connect(m_field, &SearchField::textChanged, this, &SearchPage::textChanged);
    connect(&m_search, &ImageSearch::found, this, [this](const std::vector<SearchHit> &hits) {
        m_model->add(hits);
        showStatus();
    });
    connect(&m_search, &ImageSearch::waiting, this, [this](const QString &registry, const Error &reason, int seconds) {
        showRegistryWait(*problemOf(registry), registry, reason, seconds);
    });
    connect(&m_search, &ImageSearch::answered, this, &SearchPage::clearProblem);
    connect(&m_search, &ImageSearch::failed, this, &SearchPage::addProblem);
    connect(&m_search, &ImageSearch::finished, this, &SearchPage::showStatus);
    connect(m_results->selectionModel(), &QItemSelectionModel::currentChanged, this, &SearchPage::selectResult);
    connect(m_results, &QListView::activated, this, [this] { focusList(m_repository->tagView()); });
    connect(m_repository, &RepositoryPane::pullRequested, this, &SearchPage::pullRequested);
    connect(m_repository, &RepositoryPane::registryRequested, this, &SearchPage::registryRequested);
    textChanged();
    loadAliases();
}

void SearchPage::buildUi()
{
    m_field = new SearchField(tr("Search registries, or enter a reference or a path"), tr("Search"), this);
    m_field->setObjectName(u"searchField"_s);
    connect(m_field, &SearchField::downPressed, this, [this] { focusList(m_results); });
    connect(m_field, &SearchField::returnPressed, this, &SearchPage::accept);
    m_registryMenu = new QMenu(this);
    connect(m_registryMenu, &QMenu::aboutToShow, this, &SearchPage::fillRegistryMenu);
    auto *const choose = new QToolButton(this);
    choose->setIcon(icon(u"registry"_s));
    choose->setText(tr("Registries"));
    choose->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    choose->setPopupMode(QToolButton::InstantPopup);
    choose->setMenu(m_registryMenu);
    choose->setFocusPolicy(Qt::StrongFocus);
    choose->setToolTip(tr("Registries to search"));

    auto *const bar = makeRow(nullptr, {{m_field, 1}, choose}, {.around = {8, 8, 8, 8}, .between = 8});
    m_offer = new MessageBar(this);
    m_problems = new QVBoxLayout;
    m_problems->setSpacing(1);
    m_repository = new RepositoryPane(m_session, this);
    auto *const columns = new PaneSplitter(Qt::Horizontal, this);
    columns->setObjectName(u"search"_s);
    columns->addWidget(buildResults());
    columns->addWidget(m_repository);
    columns->setWanted({400, 600});

    makeColumn(this, {bar, m_offer, {columns, 1}, m_problems});
    setFocusProxy(m_field);
}

QWidget *SearchPage::buildResults()
{
    auto *const area = new QWidget(this);
    m_hint = makeHint(area);
    m_results = new QListView(area);
    m_results->setObjectName(u"results"_s);
    m_results->setModel(m_model);
    m_results->setItemDelegate(new SearchDelegate(m_results));
    m_results->setUniformItemSizes(true);
    m_results->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_results->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_results->setAccessibleName(tr("Repositories"));
    m_results->setMinimumWidth(220);
    m_pages = new QStackedWidget(area);
    m_pages->addWidget(m_hint);
    m_pages->addWidget(m_results);
    m_status = makeMutedLabel(area);
    m_status->setContentsMargins(8, 3, 8, 4);
    m_note = makeNote(area);
    m_note->setContentsMargins(8, 3, 8, 0);
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    makeColumn(area, {{m_pages, 1}, m_note, m_status});
    return area;
}

void SearchPage::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void SearchPage::setText(const QString &text)
{
    m_field->setText(text);
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->deselect();
}

void SearchPage::textChanged()
{
    m_pending = Pending::Nothing;
    showText();
}

void SearchPage::showText()
{
    const SearchQuery query = SearchQuery::parse(m_field->text(), m_aliases ? &*m_aliases : nullptr);
    const bool isSame = query.term == m_query.term && query.registry == m_query.registry;
    if (!(query == m_query))
        m_repository->clear(); // it belongs to what was typed before
    m_query = query;
    showOffer();
    findDigest();
    const bool isSearched = !query.term.isEmpty() || query.isCatalog();
    if (isSame && isSearched)
        return;
    m_search.stop();
    m_delay.stop();
    if (isSearched) {
        m_delay.start();
    } else {
        m_model->clear();
        clearProblems();
    }
    showStatus();
}

void SearchPage::loadAliases()
{
    const auto work = [&session = m_session](const std::stop_token &) { return session.registries(); };
    m_loading.run(m_session, work, [this](const Result<Registries> &loaded) {
        m_aliases = loaded ? std::optional(*loaded) : std::nullopt;
        showText();
        const Pending pending = std::exchange(m_pending, Pending::Nothing);
        if (pending == Pending::Pull)
            acceptOffer();
        else if (pending == Pending::ShowTags)
            showTags();
    });
}

QStringList SearchPage::searchedRegistries() const
{
    if (!m_query.registry.isEmpty())
        return {m_query.registry};
    QStringList addresses;
    for (const SavedRegistry &registry : settings::registries()) {
        if (registry.isSearched)
            addresses += registry.address;
    }
    return addresses;
}

void SearchPage::search()
{
    m_delay.stop();
    m_model->clear();
    clearProblems();
    if (!m_query.image())
        m_repository->clear();
    m_search.start(m_query.term, searchedRegistries());
    showStatus();
}

void SearchPage::showStatus()
{
    const int found = m_model->rowCount();
    const bool busy = m_loading.isRunning() || m_delay.isActive() || m_search.isRunning();
    const QString where = listText(searchedRegistries());
    m_pages->setCurrentIndex(found > 0 ? 1 : 0);
    if (m_query.isEmpty())
        m_hint->setText(where.isEmpty()
                            ? tr("Select a registry to search")
                            : tr("Searches %1.\n\nEnter an image reference to pull it, or a path to open it.").arg(where));
    else if (m_query.term.isEmpty() && !m_query.isCatalog())
        m_hint->setText(m_query.registry.isEmpty() ? QString() : tr("Enter a search term for %1").arg(m_query.registry));
    else
        m_hint->setText(busy                     ? tr("Searching %1…").arg(where)
                            : where.isEmpty()    ? tr("No registry selected")
                            : m_failed.isEmpty() ? tr("No results")
                            : m_failed.size() == searchedRegistries().size()
                            ? QString()
                            : tr("No results, but not all registries could be searched"));
    m_status->setVisible(found > 0);
    const QString count = tr("%Ln repositories", nullptr, found);
    m_status->setText(busy ? tr("%1, still searching…").arg(count) : count);
    m_note->setVisible(!m_unsearchable.isEmpty());
    m_note->setText(
        tr("%1 does not support search. Enter the full name of a repository to see its tags.").arg(listText(m_unsearchable)));
}

/// Offers below the field what the text already names.
void SearchPage::showOffer()
{
    if (!m_query.path.isEmpty()) {
        m_offer->showNote(tr("Open %1").arg(m_query.path), {}, {{tr("Open"), [this] { acceptOffer(); }}});
    } else if (const auto image = m_query.image()) {
        m_offer->showNote(image->familiar(),
                          m_query.alias.isEmpty() ? QString() : tr("Alias %1 in registries.conf").arg(m_query.alias),
                          {{tr("Tags and Platforms"), [this] { showTags(); }}, {tr("Pull"), [this] { acceptOffer(); }}});
    } else {
        m_offer->hide();
    }
}

void SearchPage::acceptOffer()
{
    if (!m_query.path.isEmpty())
        Q_EMIT openRequested(m_query.path, std::nullopt);
    else if (!m_aliases && m_loading.isRunning())
        m_pending = Pending::Pull;
    else if (const auto image = m_query.image())
        Q_EMIT pullRequested(*image, std::nullopt);
}

/// Of the image that the text names.
void SearchPage::showTags()
{
    if (!m_aliases && m_loading.isRunning()) {
        m_pending = Pending::ShowTags;
        return;
    }
    const auto image = m_query.image();
    if (!image)
        return;
    m_repository->show(*image);
    m_repository->tagView()->setFocus();
}

/// Offers the image in the store that has the digest. Registries find an image by its digest only with its name.
void SearchPage::findDigest()
{
    m_findingDigest.drop();
    if (!m_query.digest)
        return;
    const auto work = [store = m_session.store(), digest = *m_query.digest](const std::stop_token &) -> Result<StoredImage> {
        for (const StoredImage &image : store.images().list().images) {
            if (image.manifest == digest || image.config == digest)
                return image;
        }
        return fail(ErrorKind::NotFound, {}, {});
    };
    m_findingDigest.run(m_session, work, [this](const Result<StoredImage> &found) {
        const QString text = m_query.digest->toString();
        if (!found)
            return m_offer->showNote(tr("No image in the library has this digest"),
                                     tr("To find it in a registry, write its name in front: NAME@%1").arg(text));
        const auto open = [this, image = *found] { Q_EMIT openRequested(image.reference, image.platform); };
        m_offer->showNote(tr("Open %1").arg(found->reference), text, {{tr("Open"), open}});
    });
}

MessageBar *SearchPage::problemOf(const QString &registry)
{
    MessageBar *&bar = m_problemBars[registry];
    if (!bar) {
        bar = new MessageBar(this);
        m_problems->addWidget(bar);
    }
    return bar;
}

void SearchPage::clearProblem(const QString &registry)
{
    const auto found = m_problemBars.find(registry);
    if (found == m_problemBars.end())
        return;
    found->second->hide();
    found->second->deleteLater(); // one of its buttons may be the sender
    m_problemBars.erase(found);
}

void SearchPage::clearProblems()
{
    m_unsearchable.clear();
    m_failed.clear();
    m_unreachable.clear();
    while (!m_problemBars.empty())
        clearProblem(m_problemBars.begin()->first);
}

void SearchPage::addProblem(const QString &registry, const Error &error)
{
    if (error.kind == ErrorKind::Unsupported) {
        m_unsearchable += registry;
        clearProblem(registry);
        return showStatus();
    }
    m_failed += registry;
    if (error.kind == ErrorKind::UnknownHost || error.kind == ErrorKind::Network)
        m_unreachable += registry;
    const QStringList searched = searchedRegistries();
    if (searched.size() > 1 && m_unreachable.size() == searched.size()) {
        for (const QString &one : searched)
            clearProblem(one);
        problemOf({})->showProblem(tr("No registry can be reached"),
                                   tr("Check the connection to the network. %1").arg(error.message()),
                                   {{tr("Try Again"), [this] { search(); }}});
    } else {
        const auto openSettings = [this, registry] { Q_EMIT registryRequested(registry); };
        showRegistryError(*problemOf(registry), registry, error, openSettings, [this] { search(); });
    }
    showStatus();
}

void SearchPage::selectResult(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    auto reference = Reference::parse(index.data(SearchModel::NameRole).toString());
    if (!reference)
        return;
    reference->tag.clear();
    m_repository->show(*reference);
}

void SearchPage::fillRegistryMenu()
{
    m_registryMenu->clear();
    for (const SavedRegistry &registry : settings::registries()) {
        QAction *const action = m_registryMenu->addAction(registry.address);
        action->setCheckable(true);
        action->setChecked(registry.isSearched);
        connect(action, &QAction::toggled, this, [this, address = registry.address](bool on) {
            auto all = settings::registries();
            for (SavedRegistry &one : all) {
                if (one.address == address)
                    one.isSearched = on;
            }
            settings::registries.set(all);
            refreshRegistries();
        });
    }
    m_registryMenu->addSeparator();
    m_registryMenu->addAction(icon(u"settings"_s), tr("Registries…"), this, [this] { Q_EMIT registryRequested({}); });
}

void SearchPage::refreshRegistries()
{
    loadAliases();
    if (m_query.term.isEmpty() && !m_query.isCatalog())
        showStatus();
    else
        search();
}

/// What the Enter key does. It never starts a download.
void SearchPage::accept()
{
    if (!m_query.path.isEmpty())
        acceptOffer();
    else if (m_query.reference && !m_query.isSearch())
        showTags();
    else if (m_model->rowCount() > 0)
        focusList(m_results);
    else if (m_delay.isActive())
        search();
    else if (!m_search.isRunning())
        showTags(); // nothing was found, or nobody could be asked
}

} // namespace stratoscope::ui
