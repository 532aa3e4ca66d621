// SPDX-License-Identifier: Apache-2.0
#include "ui/image/inspector_view.h"

#include "session/session.h"
#include "ui/common/segment_bar.h"
#include "ui/details/image_overview.h"
#include "ui/preview/json_page.h"

#include <QAbstractButton>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

InspectorView::InspectorView(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_bar(new SegmentBar(this))
    , m_stack(new QStackedWidget(this))
    , m_overview(new ImageOverview(session, this))
    , m_json(new JsonPage(this))
{
    m_bar->addSegment(Overview, tr("Overview"), tr("What the image is and how it is run"));
    m_bar->addSegment(Config, tr("Config"), tr("The image's configuration as JSON"));
    m_bar->addSegment(Manifest, tr("Manifest"), tr("The image's manifest as JSON"));
    m_bar->addSegment(Index, tr("Index"), tr("The index that lists the image, as JSON"));
    connect(m_bar, &SegmentBar::selected, this, [this](int page) { showPage(Page(page)); });
    setFocusProxy(m_overview);

    m_stack->addWidget(m_overview);
    m_stack->addWidget(m_json);
    auto *const bar = new QHBoxLayout;
    bar->setContentsMargins(6, 6, 6, 6);
    bar->addWidget(m_bar);
    bar->addStretch(1);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_stack, 1);
}

void InspectorView::setImage(std::shared_ptr<const Image> image)
{
    m_image = std::move(image);
    m_isStale = true;
    m_overview->setImage(m_image);
    if (isVisible())
        readDocuments();
}

void InspectorView::refresh()
{
    m_overview->refresh();
}

bool InspectorView::isSettled() const
{
    return !m_isStale && !m_reading.isRunning() && m_overview->isSettled();
}

void InspectorView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        readDocuments();
}

void InspectorView::readDocuments()
{
    m_isStale = false;
    auto task = m_session.run<Documents>([image = m_image](ProgressMeter &, const std::stop_token &) -> Result<Documents> {
        Documents documents;
        documents[Config] = readJsonDocument(image->config.bytes);
        documents[Manifest] = readJsonDocument(image->manifestBytes);
        documents[Index] = readJsonDocument(image->indexBytes);
        return documents;
    });
    m_reading.start(std::move(task), [this](Result<Documents> documents) {
        m_documents = documents ? *std::move(documents) : Documents();
        for (const Page page : {Config, Manifest, Index})
            m_bar->segment(page)->setVisible(!m_documents[page].bytes.isEmpty());
        showPage(m_page);
    });
}

void InspectorView::showPage(Page page)
{
    static const std::array<QString, kPages> kFileNames{QString(), u"config.json"_s, u"manifest.json"_s, u"index.json"_s};
    m_page = m_documents[page].bytes.isEmpty() ? Overview : page;
    m_bar->setCurrent(m_page);
    if (m_page != Overview)
        m_json->show(m_documents[m_page], kFileNames[m_page]);
    m_stack->setCurrentWidget(m_page == Overview ? static_cast<QWidget *>(m_overview) : m_json);
}

} // namespace stratoscope::ui
