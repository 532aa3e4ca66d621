// SPDX-License-Identifier: Apache-2.0
#include "ui/details/image_overview.h"

#include "oci/reference.h"
#include "ui/common/page_layout.h"
#include "ui/details/inspector_html.h"
#include "ui/details/referrer_view.h"
#include "ui/style/icons.h"

#include <QEvent>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBrowser>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// The image's name in a registry; nothing for an image from a file none of whose names contains one: `app:1` may be anybody's.
std::optional<Reference> referenceOf(const Image &image)
{
    for (const QString &name : image.names) {
        const auto reference = Reference::parse(name);
        if (reference && (image.source == SourceKind::Store || name.startsWith(reference->registry + u'/')))
            return *reference;
    }
    return std::nullopt;
}

} // namespace

ImageOverview::ImageOverview(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_text(new QTextBrowser(this))
    , m_registryArea(new QWidget(this))
    , m_findButton(new QPushButton(m_registryArea))
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

    makeColumn(m_registryArea, {m_findButton, m_referrers}, {.around = {8, 6, 8, 6}, .between = kUsualSpacing});
    makeColumn(this, {{m_text, 1}, m_registryArea});
}

void ImageOverview::setImage(std::shared_ptr<const Image> image)
{
    m_image = std::move(image);
    const auto reference = referenceOf(*m_image);
    m_registryArea->setVisible(reference.has_value());
    if (reference) {
        m_findButton->setText(tr("&Find Signatures and SBOMs at %1").arg(reference->registry));
        m_findButton->setToolTip(tr("Ask %1 for artifacts that refer to %2").arg(reference->registry, reference->familiar()));
    }
    m_referrers->clear();
    m_referrers->hide();
    m_findButton->show();
}

void ImageOverview::show(const QList<InspectorSection> &sections)
{
    m_sections = sections;
    render();
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
