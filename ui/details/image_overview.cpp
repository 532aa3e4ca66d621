// SPDX-License-Identifier: Apache-2.0
#include "ui/details/image_overview.h"

#include "oci/reference.h"
#include "session/session.h"
#include "ui/details/inspector_html.h"
#include "ui/details/referrer_view.h"
#include "ui/style/icons.h"

#include <QEvent>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBrowser>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// The image's name in a registry; nothing for an image from a file without names. The name of an image in an OCI layout is often
/// only a tag.
std::optional<Reference> referenceOf(const Image &image)
{
    const bool mayBeTag = image.source != SourceKind::Store && image.source != SourceKind::DockerArchive;
    for (const QString &name : image.names) {
        if (mayBeTag && !name.contains(u'/'))
            continue;
        if (auto reference = Reference::parse(name))
            return *reference;
    }
    return std::nullopt;
}

} // namespace

ImageOverview::ImageOverview(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_text(new QTextBrowser(this))
    , m_registryArea(new QWidget(this))
    , m_findButton(new QPushButton(tr("&Find Signatures and SBOMs"), m_registryArea))
    , m_referrers(new ReferrerView(session, m_registryArea))
{
    m_text->setObjectName(u"overview"_s);
    m_text->setOpenLinks(false);
    m_text->setAcceptDrops(false); // files dropped here are opened, as everywhere in the window
    m_text->viewport()->setAcceptDrops(false);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setAccessibleName(tr("About the image"));
    m_text->document()->setDocumentMargin(10);
    setFocusProxy(m_text);
    m_findButton->setObjectName(u"findReferrers"_s);
    m_findButton->setIcon(icon(u"search"_s));
    m_findButton->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_findButton, &QPushButton::clicked, this, &ImageOverview::findReferrers);

    auto *const registryColumn = new QVBoxLayout(m_registryArea);
    registryColumn->setContentsMargins(8, 6, 8, 6);
    registryColumn->addWidget(m_findButton);
    registryColumn->addWidget(m_referrers);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_text, 1);
    column->addWidget(m_registryArea);
}

void ImageOverview::setImage(std::shared_ptr<const Image> image)
{
    m_image = std::move(image);
    const auto reference = referenceOf(*m_image);
    m_registryArea->setVisible(reference.has_value());
    if (reference)
        m_findButton->setToolTip(tr("Ask %1 for artifacts that refer to %2").arg(reference->registry, reference->familiar()));
    m_referrers->clear();
    m_referrers->hide();
    m_findButton->show();
    refresh();
}

void ImageOverview::refresh()
{
    m_isStale = true;
    if (isVisible())
        read();
}

void ImageOverview::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        read();
}

void ImageOverview::read()
{
    m_isStale = false;
    auto task = m_session.run<QList<InspectorSection>>(
        [image = m_image](ProgressMeter &, const std::stop_token &) -> Result<QList<InspectorSection>> {
            return inspectImage(*image);
        });
    m_reading.start(std::move(task), [this](Result<QList<InspectorSection>> sections) {
        m_sections = sections ? *std::move(sections) : QList<InspectorSection>();
        render();
    });
}

void ImageOverview::render()
{
    const int position = m_text->verticalScrollBar()->value();
    m_text->setHtml(inspectorHtml(m_sections, palette(), layoutDirection()));
    m_text->verticalScrollBar()->setValue(position);
}

void ImageOverview::findReferrers()
{
    const auto reference = referenceOf(*m_image);
    if (!reference)
        return;
    m_findButton->hide();
    m_referrers->show();
    m_referrers->ask(*reference, m_image->config.platform);
}

void ImageOverview::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        render();
}

} // namespace stratoscope::ui
