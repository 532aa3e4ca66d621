// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "ui/common/latest_task.h"
#include "ui/details/inspector.h"

#include <QWidget>

class QPushButton;
class QTextBrowser;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class ReferrerView;

/// A page that describes an image: what it is, how it is run, its layers and history. Below it, on request, what the image's
/// registry has about it.
class ImageOverview : public QWidget
{
    Q_OBJECT

public:
    explicit ImageOverview(Session &session, QWidget *parent = nullptr);

    /// The image is read once the page is visible.
    void setImage(std::shared_ptr<const Image> image);
    /// Reads the image again, because its layers' verification has progressed.
    void refresh();
    bool isSettled() const { return !m_isStale && !m_reading.isRunning(); }

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void read();
    void render();
    void findReferrers();

    Session &m_session;
    std::shared_ptr<const Image> m_image;
    bool m_isStale = true;
    LatestTask m_reading;
    QList<InspectorSection> m_sections;

    QTextBrowser *m_text;
    QWidget *m_registryArea;
    QPushButton *m_findButton;
    ReferrerView *m_referrers;
};

} // namespace stratoscope::ui
