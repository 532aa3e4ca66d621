// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/details/inspector.h"

#include <QWidget>

class QButtonGroup;
class QPushButton;
class QStackedWidget;
class QTextBrowser;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class JsonPage;
class ReferrerView;

/// What an image is and how it is run, as a page to read; its documents as JSON; and what its registry has about it, once that is
/// asked for.
class InspectorView : public QWidget
{
    Q_OBJECT

public:
    enum Page { Overview, Config, Manifest, Index };

    explicit InspectorView(Session &session, QWidget *parent = nullptr);

    /// Read once it is seen.
    void setImage(std::shared_ptr<const Image> image);
    void choose(Page page);
    /// The image's layers are verified further.
    void refresh();

    QTextBrowser *overview() const { return m_overview; }
    JsonPage *jsonPage() const { return m_json; }
    ReferrerView *referrers() const { return m_referrers; }
    QPushButton *referrersButton() const { return m_ask; }
    bool isSettled() const { return !m_isStale && !m_reading.isRunning(); }

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Content {
        QList<InspectorSection> sections;
        QList<InspectorDocument> documents;
    };
    QWidget *makeOverview();
    void read();
    void render();
    void askReferrers();
    const InspectorDocument *document(Page page) const;

    Session &m_session;
    std::shared_ptr<const Image> m_image;
    bool m_isStale = true;
    LatestTask m_reading;
    Content m_content;
    Page m_page = Overview;

    QButtonGroup *m_choices;
    QStackedWidget *m_stack;
    QTextBrowser *m_overview;
    QWidget *m_registry;
    QPushButton *m_ask;
    ReferrerView *m_referrers;
    JsonPage *m_json;
};

} // namespace stratoscope::ui
