// SPDX-License-Identifier: Apache-2.0
#include "ui/details/inspector_view.h"

#include "oci/reference.h"
#include "session/session.h"
#include "ui/common/icons.h"
#include "ui/common/segment.h"
#include "ui/details/inspector_html.h"
#include "ui/details/referrer_view.h"
#include "ui/preview/json_page.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// By which name a registry knows the image; nothing where it came from a file that names none. What a layout calls its image is
/// often only a tag.
std::optional<Reference> referenceOf(const Image &image)
{
    for (const QString &name : image.names) {
        const bool mayBeTag = image.source != SourceKind::Store && image.source != SourceKind::DockerArchive;
        if (mayBeTag && !name.contains(u'/'))
            continue;
        if (auto reference = Reference::parse(name))
            return *reference;
    }
    return std::nullopt;
}

} // namespace

InspectorView::InspectorView(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_choices(new QButtonGroup(this))
    , m_stack(new QStackedWidget(this))
    , m_overview(new QTextBrowser(this))
    , m_registry(new QWidget(this))
    , m_ask(new QPushButton(tr("&Look for Signatures and SBOMs"), m_registry))
    , m_referrers(new ReferrerView(session, m_registry))
    , m_json(new JsonPage(this))
{
    auto *const choices = new QWidget(this);
    auto *const row = new QHBoxLayout(choices);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    const auto add = [&](Page page, const QString &text, const QString &toolTip) {
        auto *const segment = new Segment(text, choices);
        segment->setToolTip(toolTip);
        m_choices->addButton(segment, page);
        row->addWidget(segment);
    };
    add(Overview, tr("Overview"), tr("What the image is and how it is run"));
    add(Config, tr("Config"), tr("The image's configuration as JSON"));
    add(Manifest, tr("Manifest"), tr("The image's manifest as JSON"));
    add(Index, tr("Index"), tr("The index that the image was chosen from, as JSON"));
    m_choices->button(Overview)->setChecked(true);
    connect(m_choices, &QButtonGroup::idClicked, this, [this](int page) { choose(Page(page)); });

    m_stack->addWidget(makeOverview());
    m_stack->addWidget(m_json);
    auto *const bar = new QHBoxLayout;
    bar->setContentsMargins(6, 6, 6, 6);
    bar->setSpacing(8);
    bar->addWidget(choices);
    bar->addStretch(1);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_stack, 1);
}

QWidget *InspectorView::makeOverview()
{
    m_overview->setOpenLinks(false);
    m_overview->setAcceptDrops(false); // files dropped here are opened, as everywhere in the window
    m_overview->viewport()->setAcceptDrops(false);
    m_overview->setFrameShape(QFrame::NoFrame);
    m_overview->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_overview->setAccessibleName(tr("About the image"));
    m_overview->document()->setDocumentMargin(10);
    m_ask->setIcon(icon(u"search"_s));
    m_ask->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_ask, &QPushButton::clicked, this, &InspectorView::askReferrers);

    auto *const row = new QVBoxLayout(m_registry);
    row->setContentsMargins(8, 6, 8, 6);
    row->addWidget(m_ask);
    row->addWidget(m_referrers);
    auto *const page = new QWidget(this);
    auto *const column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_overview, 1);
    column->addWidget(m_registry);
    return page;
}

void InspectorView::setImage(std::shared_ptr<const Image> image)
{
    m_image = std::move(image);
    m_isStale = true;
    const auto reference = referenceOf(*m_image);
    m_registry->setVisible(reference.has_value());
    if (reference)
        m_ask->setToolTip(tr("Asks %1 what it has about %2").arg(reference->registry, reference->familiar()));
    m_referrers->clear();
    m_referrers->hide();
    m_ask->show();
    if (isVisible())
        read();
}

void InspectorView::refresh()
{
    m_isStale = true;
    if (isVisible())
        read();
}

void InspectorView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        read();
}

void InspectorView::read()
{
    m_isStale = false;
    auto task = m_session.run<Content>([image = m_image](ProgressMeter &, const std::stop_token &) -> Result<Content> {
        return Content{inspectImage(*image), imageDocuments(*image)};
    });
    m_reading.start(std::move(task), [this](Result<Content> content) {
        m_content = content ? *std::move(content) : Content();
        for (const Page page : {Config, Manifest, Index})
            m_choices->button(page)->setVisible(document(page) != nullptr);
        render();
        choose(m_page);
    });
}

const InspectorDocument *InspectorView::document(Page page) const
{
    const auto kind = page == Config ? InspectorDocument::Config
        : page == Manifest           ? InspectorDocument::Manifest
                                     : InspectorDocument::Index;
    const auto found = std::ranges::find(m_content.documents, kind, &InspectorDocument::kind);
    return page != Overview && found != m_content.documents.end() ? &*found : nullptr;
}

void InspectorView::choose(Page page)
{
    static const QStringList kFileNames{{}, u"config.json"_s, u"manifest.json"_s, u"index.json"_s};
    const InspectorDocument *const shown = document(page);
    m_page = shown ? page : Overview;
    m_choices->button(m_page)->setChecked(true);
    if (shown)
        m_json->show(*shown, kFileNames.at(page));
    m_stack->setCurrentIndex(shown ? 1 : 0);
}

void InspectorView::render()
{
    const int position = m_overview->verticalScrollBar()->value();
    m_overview->setHtml(inspectorHtml(m_content.sections, palette(), layoutDirection()));
    m_overview->verticalScrollBar()->setValue(position);
}

void InspectorView::askReferrers()
{
    const auto reference = referenceOf(*m_image);
    if (!reference)
        return;
    m_ask->hide();
    m_referrers->show();
    m_referrers->ask(*reference, m_image->platform);
}

void InspectorView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        render();
}

} // namespace stratoscope::ui
