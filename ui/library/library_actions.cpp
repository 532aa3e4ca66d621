// SPDX-License-Identifier: Apache-2.0
//
// What can be done with the images and registries of the library.
#include "archive/image_name.h"
#include "oci/reference.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/message_bar.h"
#include "ui/image/image_menu.h"
#include "ui/library/library.h"
#include "ui/library/library_pane.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

void LibraryPane::buildImageMenu()
{
    m_menu = new QMenu(this);
    const auto add = [this](const QString &name, const QString &text, const QKeySequence &key, void (LibraryPane::*run)()) {
        QAction *const action = m_menu->addAction(icon(name), text, this, run);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        m_images->addAction(action);
        return action;
    };
    m_open = m_menu->addAction(icon(u"open"_s), tr("&Open"), this, &LibraryPane::open);
    m_platforms = new ImageMenu(m_session, m_menu);
    m_platforms->setTitle(tr("Open &Another Platform"));
    m_platforms->setIcon(icon(u"layers"_s));
    m_menu->addMenu(m_platforms);
    connect(m_platforms, &ImageMenu::chosen, this,
            [this](const ImageChoice &choice) { Q_EMIT openRequested(choice.name, choice.platform); });
    m_menu->addSeparator();
    m_pin = add(u"pin"_s, tr("&Pin"), QKeySequence(Qt::CTRL | Qt::Key_P), &LibraryPane::togglePin);
    m_recheck = m_menu->addAction(icon(u"verifying"_s), tr("&Verify Again"), this, [this] {
        const LibraryRow *const row = current();
        if (row && m_library.model()->rechecking(row->key()).state == Rechecking::Running)
            m_library.stopRechecking(*row);
        else if (row)
            recheck(*row);
    });
    m_copy = add(u"copy"_s, tr("&Copy Reference"), QKeySequence::Copy, &LibraryPane::copyName);
    m_reveal = m_menu->addAction(icon(u"folder"_s), tr("Show in &File Manager"), this, &LibraryPane::reveal);
    m_menu->addSeparator();
    m_remove = add(u"remove"_s, tr("&Remove…"), QKeySequence::Delete, &LibraryPane::remove);
    connect(m_menu, &QMenu::aboutToShow, this, &LibraryPane::updateMenu);
}

void LibraryPane::connectLibrary()
{
    connect(&m_library, &Library::changed, this, [this] {
        updateHint();
        updateMenu();
    });
    connect(&m_library, &Library::failed, this,
            [this](const QString &headline, const QString &detail) { m_message->showProblem(headline, detail); });
    connect(&m_library, &Library::unreadable, this, [this](const QStringList &problems) {
        if (problems.isEmpty())
            m_message->hide();
        else
            m_message->showProblem(tr("%n image(s) of the store cannot be read", nullptr, int(problems.size())),
                                   problems.join(u'\n'));
    });
    connect(&m_library, &Library::sizeKnown, this, &LibraryPane::askRemoval);
    connect(&m_library, &Library::rechecked, this, &LibraryPane::tellRechecked);
    connect(&m_library, &Library::mended, this, [this](const LibraryRow &row, bool isWhole) {
        if (isWhole)
            m_message->showDone(tr("%1 is repaired").arg(row.label()));
        else
            pull(row);
    });
}

const LibraryRow *LibraryPane::current() const
{
    const QModelIndex index = m_images->currentIndex();
    return index.isValid() ? &m_order->row(index) : nullptr;
}

void LibraryPane::updateMenu()
{
    const LibraryRow *const row = current();
    for (QAction *const action : m_menu->actions())
        action->setEnabled(row);
    if (!row)
        return;
    const bool isStored = row->stored.has_value();
    const bool isRunning = m_library.model()->rechecking(row->key()).state == Rechecking::Running;
    m_open->setEnabled(!row->isMissing);
    m_platforms->menuAction()->setEnabled(!row->isMissing);
    m_platforms->setImage(row->name, row->platform);
    m_pin->setText(row->isPinned ? tr("Un&pin") : tr("&Pin"));
    m_recheck->setVisible(isStored);
    m_recheck->setText(isRunning ? tr("Stop &Verifying") : tr("&Verify Again"));
    m_copy->setText(isStored ? tr("&Copy Reference") : tr("&Copy Path"));
    m_remove->setText(isStored ? tr("&Remove…") : tr("&Remove from the List"));
}

void LibraryPane::open()
{
    const LibraryRow *const row = current();
    if (!row)
        return;
    if (row->isMissing)
        m_message->showProblem(tr("%1 is not there any more").arg(row->label()), row->name);
    else
        Q_EMIT openRequested(row->name, row->wantedPlatform());
}

void LibraryPane::togglePin()
{
    if (const LibraryRow *const row = current())
        m_library.setPinned(*row, !row->isPinned);
}

void LibraryPane::remove()
{
    const LibraryRow *const row = current();
    if (!row)
        return;
    if (row->stored)
        m_library.askSize(*row);
    else
        m_library.remove(LibraryRow(*row));
}

void LibraryPane::askRemoval(const LibraryRow &row, quint64 bytes)
{
    auto *const question = new QMessageBox(QMessageBox::Question, tr("Remove an Image"),
                                           tr("Remove %1 (%2) from the store?").arg(row.label(), row.platform->toString()),
                                           QMessageBox::NoButton, this);
    question->setTextFormat(Qt::PlainText);
    QStringList notes{bytes > 0 ? tr("This frees %1.").arg(sizeText(bytes))
                                : tr("This frees next to nothing: other images use the same layers.")};
    if (row.isPinned)
        notes += tr("It is pinned.");
    if (m_isOpen && m_isOpen(row))
        notes += tr("It is open: its tab is closed.");
    question->setInformativeText(notes.join(u'\n'));
    QPushButton *const yes = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(yes, &QPushButton::clicked, this, [this, row] { m_library.remove(row); });
    question->open();
}

void LibraryPane::reveal()
{
    const LibraryRow *const row = current();
    if (!row)
        return;
    const auto name = ImageName::parse(row->name);
    const QString folder = row->stored || !name ? m_library.directory() : QFileInfo(name->path).absolutePath();
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(folder)))
        m_message->showProblem(tr("There is no file manager to show it"), folder);
}

void LibraryPane::copyName()
{
    if (const LibraryRow *const row = current())
        QGuiApplication::clipboard()->setText(row->name);
}

void LibraryPane::recheck(const LibraryRow &row)
{
    m_message->hide();
    m_library.recheck(LibraryRow(row));
}

void LibraryPane::tellRechecked(const LibraryRow &row, const Reverification &found)
{
    if (found.damages.empty())
        return m_message->showDone(tr("%1 is whole").arg(row.label()), tr("%1 were read.").arg(sizeText(found.bytes)));
    QStringList details;
    for (const Reverification::Damage &damage : found.damages)
        details += damage.error.message();
    QList<MessageBar::Action> actions;
    const bool canPull = Reference::parse(row.name).has_value() && Reference::parse(row.name)->canonical() == row.name;
    if (!found.needsSource())
        actions.append({tr("Repair"), [this, row, found] { m_library.mend(row, found); }});
    else if (canPull)
        actions.append({tr("Pull Again"), [this, row, found] { m_library.mend(row, found); }});
    actions.append({tr("Remove…"), [this, row] { m_library.askSize(row); }});
    m_message->showProblem(tr("%1 is damaged").arg(row.label()), details.join(u'\n'), actions);
}

void LibraryPane::pull(const LibraryRow &row)
{
    m_message->hide();
    if (const auto reference = Reference::parse(row.name))
        Q_EMIT pullRequested(*reference, row.platform);
}

void LibraryPane::showRegistryMenu(const QPoint &position)
{
    const QListWidgetItem *const item = m_registries->itemAt(position);
    if (!item)
        return;
    const QString address = item->text();
    auto *const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(u"search"_s), tr("&Search Here"), this, &LibraryPane::searchRegistry);
    menu->addSeparator();
    menu->addAction(icon(u"settings"_s), tr("Se&ttings…"), this, [this, address] { Q_EMIT registryRequested(address); });
    menu->addAction(icon(u"registry"_s), tr("&Log In…"), this, [this, address] { Q_EMIT registryRequested(address); });
    menu->addAction(icon(u"copy"_s), tr("&Copy Address"), this, [address] { QGuiApplication::clipboard()->setText(address); });
    menu->popup(m_registries->viewport()->mapToGlobal(position));
}

void LibraryPane::searchRegistry()
{
    if (const QListWidgetItem *const item = m_registries->currentItem())
        Q_EMIT searchRequested(item->text() + u'/');
}

} // namespace stratoscope::ui
