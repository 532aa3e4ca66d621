// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/image/image_choices.h"

#include <QMenu>

namespace stratoscope::ui {

class Application;
class ImageMenu;
class ImageTabs;

/// A menu of what an image can be compared with: the images in other tabs and in the library, its other platforms and tags, a file,
/// a folder, or any image by its name.
class CompareMenu : public QMenu
{
    Q_OBJECT

public:
    /// An image as Session::open() takes it.
    struct Subject {
        QString name;
        std::optional<Platform> platform{}; ///< none was chosen
        std::optional<Platform> shown{}; ///< of the image, if it is open
    };
    CompareMenu(Application &application, ImageTabs &tabs, QWidget *parent);

    /// The image that is to be compared.
    void setSubject(const Subject &subject) { m_subject = subject; }
    const Subject &subject() const { return m_subject; }

Q_SIGNALS:
    void chosen(const stratoscope::ui::ImageChoice &choice);

private:
    void fill();
    void addImages(const QString &title, const QList<ImageChoice> &images);
    void chooseFile();
    void chooseFolder();
    void chooseName();

    Application &m_application;
    ImageTabs &m_tabs;
    Subject m_subject;
    ImageMenu *m_others;
};

} // namespace stratoscope::ui
