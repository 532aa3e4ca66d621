// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/image/image_choices.h"

#include <QMenu>

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

/// The platforms of an image and the other images of its archive, to choose from: looked for once the menu is opened.
class ImageMenu : public QMenu
{
    Q_OBJECT

public:
    explicit ImageMenu(Session &session, QWidget *parent = nullptr);

    /// Whose others are offered; the platform of the one that is shown, if any, is marked.
    void setImage(const QString &name, const std::optional<Platform> &shown);
    bool isSettled() const { return !m_asking.isRunning(); }

Q_SIGNALS:
    void chosen(const stratoscope::ui::ImageChoice &choice);

private:
    void ask();
    void offer(const ImageChoices &found);
    void say(const QString &text);

    Session &m_session;
    QString m_name;
    std::optional<Platform> m_shown;
    LatestTask m_asking;
};

} // namespace stratoscope::ui
