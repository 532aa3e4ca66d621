// SPDX-License-Identifier: Apache-2.0
#include "ui/library/library_actions.h"

#include "archive/image_name.h"
#include "image/open_image.h"
#include "session/session.h"
#include "ui/common/format.h"
#include "ui/common/message_bar.h"
#include "ui/export/export_presets.h"
#include "ui/export/export_request.h"
#include "ui/image/image_data.h"
#include "ui/image/image_menu.h"
#include "ui/library/library.h"
#include "ui/library/load_menu.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"
#include "ui/tree/entry_data.h"
#include "ui/tree/extraction.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QDrag>
#include <QFileInfo>
#include <QGuiApplication>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

template <typename Run>
QAction *LibraryActions::add(const QString &iconName, const QString &text, const QKeySequence &key, Run run)
{
    QAction *const action = m_menu->addAction(icon(iconName), text, this, run);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut);
    m_images->addAction(action);
    return action;
}

LibraryActions::LibraryActions(Session &session, Library &library, QListView *images, MessageBar *message)
    : QObject(images)
    , m_session(session)
    , m_library(library)
    , m_images(images)
    , m_message(message)
    , m_menu(new QMenu(images))
    , m_platforms(new ImageMenu(session, m_menu))
{
    m_menu->setObjectName(u"imageMenu"_s);
    m_open = add(u"open"_s, tr("&Open"), {}, &LibraryActions::open);
    m_platforms->setTitle(tr("Open &Another Platform"));
    m_platforms->setIcon(icon(u"layers"_s));
    m_menu->addMenu(m_platforms);
    m_import = add(u"download"_s, tr("&Import into Library"), {},
                   [this] { Q_EMIT importRequested(current()->name, current()->platform); });
    m_mount = add(u"folder"_s, tr("&Mount"), {}, [this] { Q_EMIT mountRequested(current()->name, current()->wantedPlatform()); });
    m_push = add(u"upload"_s, tr("P&ush to Registry…"), {},
                 [this] { Q_EMIT pushRequested(current()->name, current()->wantedPlatform()); });
    m_load = new LoadMenu(library.engines(), m_menu);
    m_menu->addMenu(m_load);
    connect(m_load, &LoadMenu::chosen, this,
            [this](const Engine &engine) { m_library.load(current()->name, current()->platform, engine); });
    m_menu->addSeparator();
    m_pin = add(u"pin"_s, tr("&Pin"), QKeySequence(Qt::CTRL | Qt::Key_P),
                [this] { m_library.setPinned(*current(), !current()->isPinned); });
    m_verify = add(u"verifying"_s, tr("&Verify"), {}, &LibraryActions::toggleVerification);
    m_copy = add(u"copy"_s, tr("&Copy Reference"), QKeySequence::Copy,
                 [this] { QGuiApplication::clipboard()->setText(current()->name); });
    m_reveal = add(u"folder"_s, tr("Show in &File Manager"), {}, &LibraryActions::reveal);
    m_menu->addSeparator();
    m_remove = add(u"remove"_s, tr("&Remove…"), QKeySequence::Delete, &LibraryActions::remove);

    connect(m_platforms, &ImageMenu::chosen, this,
            [this](const ImageChoice &choice) { Q_EMIT openRequested(choice.name, choice.platform); });
    connect(m_menu, &QMenu::aboutToShow, this, &LibraryActions::update);
    connect(images, &QListView::activated, this, &LibraryActions::open);
    connect(images->selectionModel(), &QItemSelectionModel::currentChanged, this, &LibraryActions::update);
    connectLibrary();
    update();
}

void LibraryActions::connectLibrary()
{
    connect(&m_library, &Library::changed, this, &LibraryActions::update);
    connect(&m_library, &Library::failed, this,
            [this](const QString &headline, const QString &detail) { m_message->showProblem(headline, detail); });
    connect(&m_library, &Library::waiting, this,
            [this](const QString &headline, const QString &detail) { m_message->showNote(headline, detail); });
    connect(&m_library, &Library::removed, m_message, &QWidget::hide);
    connect(&m_library, &Library::unreadable, this, [this](const QStringList &problems) {
        if (problems.isEmpty())
            m_message->hide();
        else
            m_message->showProblem(tr("%n images in the store cannot be read", nullptr, int(problems.size())),
                                   problems.join(u'\n'));
    });
    connect(&m_library, &Library::sizeKnown, this, &LibraryActions::confirmRemoval);
    connect(&m_library, &Library::imported, this,
            [this](const QString &title) { m_message->showDone(tr("%1 imported").arg(title)); });
    connect(&m_library, &Library::loaded, this, [this](const QString &title, const QString &engine) {
        m_message->showDone(tr("%1 loaded into %2").arg(title, engine));
    });
    connect(&m_library, &Library::verified, this, &LibraryActions::showVerified);
    connect(&m_library, &Library::repaired, this, [this](const LibraryRow &row, bool isComplete) {
        if (isComplete)
            m_message->showDone(tr("%1 repaired").arg(row.label()));
        else
            pull(row);
    });
}

const LibraryRow *LibraryActions::current() const
{
    const QModelIndex index = m_images->currentIndex();
    return index.isValid() ? &static_cast<const LibraryOrder *>(index.model())->row(index) : nullptr;
}

void LibraryActions::update()
{
    const LibraryRow *const row = current();
    for (QAction *const action : m_menu->actions())
        action->setEnabled(row && row->isImage());
    Q_EMIT currentChanged();
    if (!row || !row->isImage())
        return;
    const bool isOfEngine = row->kind == LibraryKind::EngineImage;
    if (m_compare)
        m_compare->setEnabled(!row->isMissing);
    const bool isStored = row->stored.has_value();
    const LibraryVerification verification = m_library.model()->verification(row->key());
    m_open->setEnabled(!row->isMissing);
    m_platforms->menuAction()->setEnabled(!row->isMissing);
    m_platforms->menuAction()->setVisible(!isOfEngine);
    m_platforms->setImage(row->name, row->platform);
    for (QAction *const action : {m_mount, m_push, m_load->menuAction()})
        action->setEnabled(!row->isMissing);
    m_import->setVisible(row->canBeImported());
    m_pin->setText(row->isPinned ? tr("Un&pin") : tr("&Pin"));
    m_verify->setVisible(isStored);
    m_verify->setText(!verification.isActive()                                 ? tr("&Verify")
                          : verification.state == LibraryVerification::Running ? tr("Cancel &Verification")
                                                                               : tr("Canc&el Repair"));
    m_copy->setText(isStored || isOfEngine ? tr("&Copy Reference") : tr("&Copy Path"));
    m_reveal->setVisible(!isOfEngine);
    m_remove->setVisible(!isOfEngine);
    m_remove->setText(isStored ? tr("&Remove…") : tr("&Remove from List"));
}

void LibraryActions::addCompareMenu(QMenu *menu)
{
    m_menu->insertMenu(m_import, menu);
    m_compare = menu->menuAction();
    update();
}

void LibraryActions::open()
{
    if (const LibraryRow &row = *current(); !row.isImage())
        m_message->showNote(row.label(), row.location);
    else if (row.isMissing)
        m_message->showProblem(tr("%1 no longer exists").arg(row.label()), row.name);
    else
        Q_EMIT openRequested(row.name, row.wantedPlatform());
}

QMimeData *LibraryActions::dragged()
{
    const LibraryRow *const row = current();
    if (!row || row->isMissing || !row->isImage())
        return nullptr;
    const auto last = exportPreset(settings::exportPreset());
    const bool isForImages = last && canHold(traitsOf(last->format), {});
    const ExportOptions options = optionsFor(isForImages ? last->format : ExportFormat::Tar);
    const QString name = suggestedExportName(row->label(), options);
    const auto write
        = [store = m_session.store(), image = row->stored ? row->stored->reference : row->name, platform = row->platform, name,
           options](const QString &folder, ProgressMeter &progress, const std::stop_token &stop) mutable -> Result<void> {
        OpenOptions opening;
        opening.platform = platform;
        STRATOSCOPE_TRY(const auto opened, openImage(image, opening, store, progress, stop));
        STRATOSCOPE_CHECK(exportImage(*opened, QDir(folder).filePath(name), options, store, progress, stop));
        return {};
    };
    auto *const extraction = new Extraction(m_session, m_library.transfers(), row->label(), name, write);
    connect(extraction, &Extraction::ended, this, [this](bool, const QString &error) {
        if (!error.isEmpty())
            m_message->showProblem(tr("Could not export the image"), error);
    });
    auto *const data = new EntryData(extraction);
    addImage(*data, row->name, row->wantedPlatform());
    return data;
}

void LibraryActions::drag()
{
    QMimeData *const data = dragged();
    if (!data)
        return;
    auto *const drag = new QDrag(m_images);
    drag->setMimeData(data);
    drag->setPixmap(icon(iconName(current()->kind), Tint::Accent).pixmap(32));
    drag->exec(Qt::CopyAction);
}

bool LibraryActions::canDrop(const QMimeData &data, const QModelIndex &onto) const
{
    if (!onto.isValid() || !isOwnImage(data))
        return false;
    return m_library.engines().engineOf(static_cast<const LibraryOrder *>(onto.model())->row(onto).group);
}

bool LibraryActions::drop(const QMimeData &data, const QModelIndex &onto)
{
    const auto image = imageIn(data);
    if (!image || !canDrop(data, onto))
        return false;
    m_library.load(image->name, image->platform,
                   *m_library.engines().engineOf(static_cast<const LibraryOrder *>(onto.model())->row(onto).group));
    return true;
}

void LibraryActions::toggleVerification()
{
    if (m_library.model()->verification(current()->key()).isActive())
        m_library.cancelCheck(*current());
    else
        verify(*current());
}

void LibraryActions::remove()
{
    if (const LibraryRow *const row = current(); row->stored)
        m_library.askSize(*row);
    else
        m_library.remove(LibraryRow(*row)); // the model drops its row
}

void LibraryActions::confirmRemoval(const LibraryRow &row, quint64 bytes)
{
    auto *const question = new QMessageBox(QMessageBox::Question, tr("Remove Image"),
                                           tr("Remove %1 (%2) from the store?").arg(row.label(), row.platform->toString()),
                                           QMessageBox::NoButton, m_images);
    question->setTextFormat(Qt::PlainText);
    QStringList notes{bytes > 0 ? tr("This frees %1.").arg(sizeText(bytes))
                                : tr("This frees almost no space: other images use the same layers.")};
    if (row.isPinned)
        notes += tr("The image is pinned.");
    if (m_isOpen && m_isOpen(row))
        notes += tr("The image is open; its tab will be closed.");
    question->setInformativeText(notes.join(u'\n'));
    QPushButton *const yes = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(yes, &QPushButton::clicked, this, [this, row] { m_library.remove(row); });
    question->open();
}

void LibraryActions::reveal()
{
    const auto name = ImageName::parse(current()->name);
    const QString folder = current()->stored || !name ? m_library.directory() : QFileInfo(name->path).absolutePath();
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(folder)))
        m_message->showProblem(tr("No file manager found"), folder);
}

void LibraryActions::verify(const LibraryRow &row)
{
    m_message->hide();
    m_library.verify(LibraryRow(row));
}

void LibraryActions::showVerified(const LibraryRow &row, const ImageVerification &found)
{
    if (found.isValid())
        return m_message->showDone(tr("%1: no problems found").arg(row.label()), tr("%1 verified").arg(sizeText(found.bytes)));
    QStringList details;
    for (const ImageVerification::Damage &damage : found.damages)
        details += damage.error.message();
    QList<MessageBar::Action> actions;
    const auto reference = Reference::parse(row.name);
    const bool canPull = reference && reference->canonical() == row.name;
    if (!found.needsSource())
        actions.append({tr("Repair"), [this, row, found] { m_library.repair(row, found); }});
    else if (canPull)
        actions.append({tr("Pull Again"), [this, row, found] { m_library.repair(row, found); }});
    actions.append({tr("Remove…"), [this, row] { m_library.askSize(row); }});
    m_message->showProblem(tr("%1 is corrupt").arg(row.label()), details.join(u'\n'), actions);
}

void LibraryActions::pull(const LibraryRow &row)
{
    m_message->hide();
    if (const auto reference = Reference::parse(row.name))
        Q_EMIT pullRequested(*reference, row.platform);
}

} // namespace stratoscope::ui
