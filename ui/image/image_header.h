// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "ui/image/image_choices.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QToolButton;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class ImageMenu;

/// Two lines above an image: its name, platform and verification state; its size and digest.
class ImageHeader : public QWidget
{
    Q_OBJECT

public:
    explicit ImageHeader(Session &session, QWidget *parent = nullptr);

    /// `name`: as it was opened.
    void setImage(const QString &name, std::shared_ptr<const Image> image);
    /// Shows the current verification state.
    void refreshState();

Q_SIGNALS:
    void importRequested();
    /// Everything about the export is to be asked.
    void exportRequested();
    /// The image is to be exported like this; an ID of an ExportPreset.
    void presetRequested(const QString &preset);
    void chosen(const stratoscope::ui::ImageChoice &choice);
    /// The image is to be verified again.
    void verifyRequested();
    void pullRequested();

private:
    QString figures() const;
    void copyDigest();
    void showDigest();
    void fillStateMenu();
    void setUpExport();
    void fillExportMenu();

    std::shared_ptr<const Image> m_image;
    QTimer m_copied;
    QLabel *m_icon;
    QLabel *m_title;
    QToolButton *m_state;
    QToolButton *m_platform;
    ImageMenu *m_platforms;
    QToolButton *m_tag; ///< hidden unless the image is one of several in an archive
    ImageMenu *m_images;
    QToolButton *m_export; ///< repeats the last export; its arrow lists other ways
    QToolButton *m_digest;
    QLabel *m_figures;
};

} // namespace stratoscope::ui
