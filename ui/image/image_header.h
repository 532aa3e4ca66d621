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

class ElidedLabel;
class ImageMenu;

/// Two lines above an image: what it is called, for which platform, how far it is verified; its digest, and how much is in it.
class ImageHeader : public QWidget
{
    Q_OBJECT

public:
    explicit ImageHeader(Session &session, QWidget *parent = nullptr);

    /// `name`: what it was opened by.
    void setImage(const QString &name, std::shared_ptr<const Image> image);
    /// Looks at how far it is verified now.
    void refreshState();

    ImageMenu *platformMenu() const { return m_platforms; }
    QToolButton *digestButton() const { return m_digest; }
    QToolButton *stateButton() const { return m_state; }
    QString figures() const;

Q_SIGNALS:
    void chosen(const stratoscope::ui::ImageChoice &choice);
    /// It is to be read through (again).
    void verifyRequested();
    void pullRequested();

private:
    void copyDigest();
    void showDigest();
    void fillStateMenu();

    std::shared_ptr<const Image> m_image;
    QTimer m_copied;
    QLabel *m_icon;
    ElidedLabel *m_title;
    QToolButton *m_state;
    QToolButton *m_platform;
    ImageMenu *m_platforms;
    QToolButton *m_digest;
    ElidedLabel *m_figures;
};

} // namespace stratoscope::ui
