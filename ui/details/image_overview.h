// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
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

    /// For what its registry has about it.
    void setImage(std::shared_ptr<const Image> image);
    /// What inspectImage() says about it.
    void show(const QList<InspectorSection> &sections);
    using QWidget::show;

protected:
    void changeEvent(QEvent *event) override;

private:
    void render();
    void findReferrers();

    std::shared_ptr<const Image> m_image;
    QList<InspectorSection> m_sections;

    QTextBrowser *m_text;
    QWidget *m_registryArea;
    QPushButton *m_findButton;
    ReferrerView *m_referrers;
};

} // namespace stratoscope::ui
