// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/image/image_choices.h"

#include <QMenu>

namespace stratoscope::ui {

/// A menu of the image's other platforms and of the other images in its archive. They are looked up when it opens.
class ImageMenu : public QMenu
{
    Q_OBJECT

public:
    enum Contents { Everything, Platforms, Images };
    explicit ImageMenu(Session &session, QWidget *parent = nullptr, Contents contents = Everything);

    /// The image as it was opened, and the platform to mark as the current one, if any.
    void setImage(const QString &name, const std::optional<Platform> &shown);

Q_SIGNALS:
    void chosen(const stratoscope::ui::ImageChoice &choice);

private:
    void ask();
    void offer(const ImageChoices &found);

    Session &m_session;
    const Contents m_contents;
    QString m_name;
    std::optional<Platform> m_shown;
    LatestTask m_asking{this};
};

} // namespace stratoscope::ui
