// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/image_diff.h"
#include "ui/common/latest_task.h"
#include "ui/details/inspector.h"
#include "ui/json/json_model.h"
#include "ui/tree/compared_tree.h"
#include "ui/tree/image_page.h"

#include <array>

class QStackedWidget;

namespace stratoscope::ui {

class ImageOverview;
class JsonPage;
class PackageLists;
class SegmentBar;

/// Describes an image: an overview to read, and the image's documents as JSON; and how it differs from the image that it is
/// compared with.
class InspectorView : public ImagePage
{
    Q_OBJECT

public:
    enum Page { Comparison, Overview, Config, Manifest, Index, kPages };

    /// `lists`: where packages are read.
    InspectorView(Session &session, std::shared_ptr<PackageLists> lists, QWidget *parent = nullptr);

    void setImage(std::shared_ptr<const Image> image) override;
    /// Of a comparison, shows how the images differ, first of all.
    void setSnapshot(const TreeSnapshot &snapshot) override;
    /// Shows the overview if the image has no such document.
    void showPage(Page page);

protected:
    void showEvent(QShowEvent *event) override;

private:
    using Documents = std::array<JsonDocument, kPages>; ///< without bytes for the pages that have none
    struct Contents {
        QList<InspectorSection> comparison;
        QList<InspectorSection> overview;
        Documents documents;
    };
    void refresh();
    void read();
    void readPackages();

    Session &m_session;
    std::shared_ptr<const Image> m_image;
    bool m_isStale = true;
    LatestTask m_reading{this};
    LatestTask m_readingPackages{this};
    const std::shared_ptr<PackageLists> m_packages;
    std::shared_ptr<const ComparedTree> m_comparison; ///< null: nothing is compared
    ImageRules m_rules;
    Contents m_contents;
    Page m_page = Overview;

    SegmentBar *m_bar;
    QStackedWidget *m_stack;
    ImageOverview *m_overview;
    JsonPage *m_json;
};

} // namespace stratoscope::ui
