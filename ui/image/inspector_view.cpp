// SPDX-License-Identifier: Apache-2.0
#include "ui/image/inspector_view.h"

#include "ui/common/page_layout.h"
#include "ui/common/segment_bar.h"
#include "ui/details/comparison_overview.h"
#include "ui/details/image_overview.h"
#include "ui/image/ignore_button.h"
#include "ui/packages/package_lists.h"
#include "ui/preview/json_page.h"

#include <QAbstractButton>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

InspectorView::InspectorView(Session &session, std::shared_ptr<PackageLists> lists, QWidget *parent)
    : ImagePage(u"image"_s, {tr("Image"), tr("What the image is and how it runs (Ctrl+I)")}, parent)
    , m_session(session)
    , m_packages(std::move(lists))
    , m_bar(new SegmentBar({{tr("Comparison"), tr("How the images differ besides their files")},
                            {tr("Overview"), tr("What the image is and how it is run")},
                            {tr("Config"), tr("The image's configuration as JSON")},
                            {tr("Manifest"), tr("The image's manifest as JSON")},
                            {tr("Index"), tr("The index that lists the image, as JSON")}},
                           this))
    , m_stack(new QStackedWidget(this))
    , m_overview(new ImageOverview(session, this))
    , m_json(new JsonPage(this))
{
    connect(m_bar, &SegmentBar::selected, this, [this](int page) { showPage(Page(page)); });
    m_bar->segment(Comparison)->hide();
    m_bar->setCurrent(Overview);
    setFocusProxy(m_overview);

    m_stack->addWidget(m_overview);
    m_stack->addWidget(m_json);
    auto *const bar = makeRow(nullptr, {m_bar, stretch()}, {.around = {6, 6, 6, 6}, .between = kUsualSpacing});
    makeColumn(this, {bar, {m_stack, 1}});
}

void InspectorView::setImage(std::shared_ptr<const Image> image)
{
    m_image = std::move(image);
    m_overview->setImage(m_image);
    refresh();
}

void InspectorView::setSnapshot(const TreeSnapshot &snapshot)
{
    const auto comparison = snapshot.choice.isOfTwoImages() ? snapshot.compared : nullptr;
    const ImageRules rules = comparison ? comparisonRules().image : ImageRules();
    if (comparison == m_comparison && rules == m_rules)
        return;
    if (!m_comparison && comparison)
        m_page = Comparison;
    m_comparison = comparison;
    m_rules = rules;
    refresh();
}

void InspectorView::refresh()
{
    m_isStale = true;
    if (isVisible())
        read();
}

void InspectorView::showEvent(QShowEvent *event)
{
    ImagePage::showEvent(event);
    if (m_isStale)
        read();
}

void InspectorView::read()
{
    m_isStale = false;
    const auto work = [image = m_image, comparison = m_comparison, rules = m_rules](const std::stop_token &) -> Result<Contents> {
        QList<InspectorSection> compared;
        if (comparison)
            compared = inspectComparison(comparison->before, comparison->after,
                                         compareImages(comparison->before, comparison->after, rules));
        return Contents{.comparison = compared,
                        .overview = inspectImage(*image),
                        .documents = {JsonDocument(), JsonDocument(), readJsonDocument(image->config.bytes),
                                      readJsonDocument(image->manifestBytes), readJsonDocument(image->indexBytes)}};
    };
    m_reading.run(m_session, work, [this](const Result<Contents> &found) {
        m_contents = found.value_or(Contents());
        m_bar->segment(Comparison)->setVisible(!m_contents.comparison.isEmpty());
        for (const Page page : {Config, Manifest, Index})
            m_bar->segment(page)->setVisible(!m_contents.documents[page].bytes.isEmpty());
        showPage(m_page);
        readPackages();
    });
}

/// Of a comparison: reading them may take much longer than all else.
void InspectorView::readPackages()
{
    m_readingPackages.drop();
    if (!m_comparison)
        return;
    const auto work = [lists = m_packages, comparison = m_comparison](const std::stop_token &stop) {
        const auto before = lists->of(comparison->before.fs, stop);
        return Result<InspectorSection>(inspectPackages(comparePackages(*before, *lists->of(comparison->after.fs, stop))));
    };
    m_readingPackages.run(m_session, work, [this](const Result<InspectorSection> &section) {
        if (section->rows.isEmpty() || m_contents.comparison.isEmpty())
            return;
        m_contents.comparison.insert(1, *section);
        showPage(m_page);
    });
}

void InspectorView::showPage(Page page)
{
    static const std::array<QString, kPages> kFileNames{QString(), QString(), u"config.json"_s, u"manifest.json"_s,
                                                        u"index.json"_s};
    const bool isThere = page == Comparison ? !m_contents.comparison.isEmpty() : !m_contents.documents[page].bytes.isEmpty();
    m_page = isThere ? page : Overview;
    m_bar->setCurrent(m_page);
    const bool isText = m_page == Overview || m_page == Comparison;
    if (isText)
        m_overview->show(m_page == Comparison ? m_contents.comparison : m_contents.overview);
    else
        m_json->show(m_contents.documents[m_page], kFileNames[m_page]);
    m_stack->setCurrentWidget(isText ? static_cast<QWidget *>(m_overview) : m_json);
}

} // namespace stratoscope::ui
