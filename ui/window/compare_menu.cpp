// SPDX-License-Identifier: Apache-2.0
#include "ui/window/compare_menu.h"

#include "ui/application/application.h"
#include "ui/image/image_menu.h"
#include "ui/image/image_opening.h"
#include "ui/image/image_tab.h"
#include "ui/style/icons.h"
#include "ui/window/image_tabs.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

CompareMenu::CompareMenu(Application &application, ImageTabs &tabs, QWidget *parent)
    : QMenu(tr("&Compare With"), parent)
    , m_application(application)
    , m_tabs(tabs)
    , m_others(new ImageMenu(application.session(), this))
{
    setIcon(ui::icon(u"compare"_s));
    setToolTipsVisible(true);
    m_others->setTitle(tr("Other &Platform or Tag"));
    connect(m_others, &ImageMenu::chosen, this, &CompareMenu::chosen);
    connect(this, &QMenu::aboutToShow, this, &CompareMenu::fill);
    fill(); // an empty menu would not be shown
}

void CompareMenu::fill()
{
    constexpr int kMostListed = 12;
    clear();
    QList<ImageChoice> open;
    QList<ImageChoice> listed;
    const auto isKnown = [&](const ImageChoice &choice) {
        const bool isSubject = choice.name == m_subject.name && choice.platform == m_subject.platform;
        const auto isSame
            = [&](const ImageChoice &other) { return other.name == choice.name && other.platform == choice.platform; };
        return isSubject || std::ranges::any_of(open, isSame);
    };
    for (int i = 0; i < m_tabs.count(); ++i) {
        const ImageTab *const tab = m_tabs.tabAt(i);
        const ImageChoice choice
            = tab ? ImageChoice{.label = m_tabs.tabText(i), .name = tab->name(), .platform = tab->platform()} : ImageChoice();
        if (tab && !isKnown(choice))
            open += choice;
    }
    const LibraryModel &library = *m_application.library().model();
    for (int row = 0; row < library.rowCount() && listed.size() < kMostListed; ++row) {
        const LibraryRow &image = library.row(library.index(row));
        const QString label = image.distinction.isEmpty() ? image.label() : tr("%1 (%2)").arg(image.label(), image.distinction);
        const ImageChoice choice{.label = label, .name = image.name, .platform = image.wantedPlatform()};
        if (image.isImage() && !image.isMissing && !isKnown(choice))
            listed += choice;
    }
    addImages(tr("Open Images"), open);
    addImages(tr("Library"), listed);
    addSeparator();
    m_others->setImage(m_subject.name, m_subject.shown);
    addMenu(m_others);
    addSeparator();
    addAction(ui::icon(u"image-file"_s), tr("Image &File…"), this, &CompareMenu::chooseFile);
    addAction(ui::icon(u"folder"_s), tr("F&older…"), this, &CompareMenu::chooseFolder);
    addAction(ui::icon(u"registry"_s), tr("&Name or Reference…"), this, &CompareMenu::chooseName);
}

void CompareMenu::addImages(const QString &title, const QList<ImageChoice> &images)
{
    if (images.isEmpty())
        return;
    addSection(title);
    for (const ImageChoice &image : images)
        addAction(QString(image.label).replace(u"&&"_s, u"&"_s).replace(u'&', u"&&"_s), this, [this, image] {
            Q_EMIT chosen(image);
        })->setToolTip(image.name);
}

void CompareMenu::chooseFile()
{
    const QString file = QFileDialog::getOpenFileName(parentWidget(), tr("Compare With"), settings::openDirectory());
    if (file.isEmpty())
        return;
    settings::openDirectory.set(QFileInfo(file).absolutePath());
    Q_EMIT chosen({.name = file});
}

void CompareMenu::chooseFolder()
{
    const QString folder
        = QFileDialog::getExistingDirectory(parentWidget(), tr("Compare With a Folder"), settings::openDirectory());
    if (folder.isEmpty())
        return;
    settings::openDirectory.set(QFileInfo(folder).absolutePath());
    Q_EMIT chosen({.name = folder});
}

void CompareMenu::chooseName()
{
    auto *const dialog = new QInputDialog(parentWidget());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Compare With"));
    dialog->setLabelText(tr("An image, such as alpine:3.22, or a path:"));
    dialog->setTextValue(isReference(m_subject.name) ? titleOf(m_subject.name) : QString());
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &text) {
        if (!text.trimmed().isEmpty())
            Q_EMIT chosen({.name = text.trimmed()});
    });
    dialog->open();
}

} // namespace stratoscope::ui
