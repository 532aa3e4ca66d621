// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/entry_actions.h"

#include "content/text_encoding.h"
#include "ui/common/format.h"
#include "ui/common/terminal.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/desktop_applications.h"
#include "ui/tree/entry_data.h"
#include "ui/tree/extraction.h"
#include "ui/tree/save_file.h"
#include "ui/tree/tree_view.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QDrag>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QInputDialog>
#include <QMenu>
#include <QMimeDatabase>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

void copyText(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
}

} // namespace

template <typename Run>
QAction *EntryActions::add(const QString &iconName, const QString &text, const QList<QKeySequence> &keys, Run run)
{
    auto *const action = new QAction(iconName.isEmpty() ? QIcon() : icon(iconName), text, this);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, run);
    m_tree->addAction(action);
    return action;
}

EntryActions::EntryActions(Session &session, Transfers &transfers, TreeView *tree)
    : QObject(tree)
    , m_session(session)
    , m_transfers(transfers)
    , m_tree(tree)
{
    m_open = add(u"open"_s, tr("&Open"), {}, &EntryActions::open);
    m_openWith = add({}, tr("Open &With…"), {}, [] {});
    m_applications = new QMenu(tree);
    m_openWith->setMenu(m_applications);
    connect(m_applications, &QMenu::aboutToShow, this, &EntryActions::fillOpenWith);
    m_follow = add(u"link-arrow"_s, tr("&Follow Link"), {QKeySequence(Qt::CTRL | Qt::Key_Return)}, &EntryActions::followLink);
    m_copy = add(u"copy"_s, tr("&Copy"), QKeySequence::keyBindings(QKeySequence::Copy), &EntryActions::copyFiles);
    m_copyPath = add({}, tr("Copy &Path"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)}, &EntryActions::copyPaths);
    m_copyContent = add({}, tr("Copy Co&ntents"), {}, &EntryActions::copyContent);
    m_copyTarget = add({}, tr("Copy Link &Target"), {}, [this] { copyText(printable(m_fs.tree->entry(current()).linkTarget)); });
    m_save = add({}, tr("&Save As…"), QKeySequence::keyBindings(QKeySequence::Save), &EntryActions::saveAs);
    m_export = add(u"export"_s, tr("&Export…"), {}, &EntryActions::exportRequested);
    m_layer = add(u"layers"_s, tr("Go to Source &Layer"), {QKeySequence(Qt::CTRL | Qt::Key_L)},
                  [this] { Q_EMIT layerRequested(layerOf(current()), m_snapshot.path(current())); });
    m_history = add({}, tr("Path &History"), {QKeySequence(Qt::CTRL | Qt::Key_H)},
                    [this] { Q_EMIT historyRequested(m_snapshot.path(current())); });
    m_expand = add(u"expand"_s, tr("E&xpand All Below"), {QKeySequence(Qt::Key_Asterisk)},
                   [this] { m_tree->expandBelow(m_tree->treeModel()->indexOf(current())); });
    connect(tree, &TreeView::opened, m_open, &QAction::trigger);
    connect(tree, &TreeView::dragRequested, this, &EntryActions::drag);
    connect(tree->selectionModel(), &QItemSelectionModel::selectionChanged, this, &EntryActions::update);
    update();
}

void EntryActions::setSnapshot(const TreeSnapshot &snapshot)
{
    m_snapshot = snapshot;
    m_fs = snapshot.fs;
    update();
}

std::vector<NodeId> EntryActions::selected() const
{
    return m_fs.tree ? m_tree->selectedNodes() : std::vector<NodeId>();
}

/// The selected entry; kNoNode unless exactly one is selected.
NodeId EntryActions::current() const
{
    const auto nodes = selected();
    return nodes.size() == 1 ? nodes.front() : kNoNode;
}

/// The number in the image.
int EntryActions::layerOf(NodeId node) const
{
    return m_snapshot.compared ? m_snapshot.compared->layer(node) : m_fs.tree->layer(node);
}

bool EntryActions::isFile(NodeId node) const
{
    return node != kNoNode && m_fs.tree->kind(node) == EntryKind::Regular;
}

void EntryActions::update()
{
    const NodeId node = current();
    const bool any = !selected().empty();
    const bool isLink = node != kNoNode && m_fs.tree->kind(node) == EntryKind::Symlink;
    const bool isFollowed = isLink && linkTarget(node).has_value();
    m_open->setEnabled(isFile(node) || isFollowed);
    m_openWith->setEnabled(isFile(node));
    m_follow->setEnabled(isFollowed);
    m_follow->setVisible(isLink);
    m_copy->setEnabled(any);
    m_copyPath->setEnabled(any);
    m_copyContent->setEnabled(isFile(node) && m_fs.tree->entry(node).size <= std::uint64_t(kTextPreviewLimit));
    m_copyTarget->setVisible(isLink);
    m_save->setEnabled(isFile(node));
    m_export->setEnabled(any);
    const bool hasLayer = node != kNoNode && m_fs.tree->origin(node).record != kNoRecord;
    const bool isThere = hasLayer && m_snapshot.choice == TreeChoice{TreeChoice::Only, layerOf(node)};
    m_layer->setEnabled(hasLayer && !isThere && !m_snapshot.choice.isOfTwoImages()); // of which image, it would not say
    m_history->setEnabled(node != kNoNode && !m_snapshot.isGroup(node));
    m_expand->setEnabled(node != kNoNode && m_fs.tree->isDirectory(node) && !m_fs.tree->children(node).empty());
}

void EntryActions::addTo(QMenu &menu) const
{
    menu.addActions({m_open, m_openWith, m_follow});
    menu.addSeparator();
    menu.addActions({m_copy, m_copyPath, m_copyContent, m_copyTarget});
    menu.addSeparator();
    menu.addActions({m_save, m_export});
    menu.addSeparator();
    menu.addActions({m_layer, m_history});
    menu.addSeparator();
    menu.addAction(m_expand);
}

void EntryActions::open()
{
    if (!isFile(current()))
        return followLink();
    openCopy(m_fs, current(), [this](const QUrl &copy) {
        if (!QDesktopServices::openUrl(copy))
            Q_EMIT failed(tr("No application is associated with this file"), tr("Use Open With to choose one."));
    });
}

/// By its name or, if that says nothing, by its first bytes.
QString EntryActions::mimeTypeOf(NodeId node) const
{
    constexpr std::size_t kHead = 4096;
    const QMimeDatabase types;
    const QString name = printable(m_fs.tree->name(node));
    std::vector<std::byte> head(kHead);
    const auto count = m_fs.read(node, 0, head);
    const QByteArray bytes(reinterpret_cast<const char *>(head.data()), qsizetype(count.value_or(0)));
    return types.mimeTypeForFileNameAndData(name, bytes).name();
}

void EntryActions::fillOpenWith()
{
    m_applications->clear();
    if (!isFile(current()))
        return;
    for (const DesktopApplication &application : applicationsFor(mimeTypeOf(current()))) {
        const QIcon icon = application.icon.startsWith(u'/') ? QIcon(application.icon) : QIcon::fromTheme(application.icon);
        m_applications->addAction(icon, QString(application.name).replace(u'&', u"&&"_s), this, [this, application] {
            openWith([application](const QString &file) {
                const QStringList command = application.command(file);
                return application.isInTerminal ? inTerminal(command) : command;
            });
        });
    }
    m_applications->addSeparator();
    m_applications->addAction(tr("Other Application…"), this, &EntryActions::openWithAnother);
}

void EntryActions::openWithAnother()
{
    bool isChosen = false;
    const QString program = QInputDialog::getText(m_tree, tr("Open With"), tr("Application:"), QLineEdit::Normal,
                                                  settings::openWithProgram(), &isChosen);
    if (!isChosen || program.trimmed().isEmpty())
        return;
    settings::openWithProgram.set(program.trimmed());
    openWith([program](const QString &file) { return QProcess::splitCommand(program) + QStringList{file}; });
}

void EntryActions::openWith(const std::function<QStringList(const QString &file)> &command)
{
    if (!isFile(current()))
        return;
    openCopy(m_fs, current(), [this, command](const QUrl &copy) {
        QStringList words = command(copy.toLocalFile());
        const QString name = words.takeFirst();
        if (!QProcess::startDetached(name, words))
            Q_EMIT failed(tr("Could not open the file"), tr("%1 could not be started.").arg(name));
    });
}

/// Calls `open` with a read-only copy of the file.
void EntryActions::openCopy(const ImageFs &fs, NodeId node, std::function<void(const QUrl &)> open)
{
    auto *const copy = new Extraction(m_session, m_transfers, fs, {node}, this);
    copy->setReadOnly();
    extract(copy, [open = std::move(open)](const QList<QUrl> &urls) { open(urls.front()); });
}

/// Calls `done` with the files once they exist. An extraction that fails can be retried from the list of transfers.
void EntryActions::extract(Extraction *extraction, std::function<void(const QList<QUrl> &)> done)
{
    connect(extraction, &Extraction::ended, this, [this, extraction, done = std::move(done)](bool isDone, const QString &error) {
        if (error.isEmpty())
            extraction->deleteLater();
        else
            Q_EMIT failed(tr("Could not copy the file"), error);
        if (isDone)
            done(extraction->urls());
    });
    extraction->start();
}

/// In the image, not in the tree of changes, which lacks most of what links lead to.
Result<EntryPlace> EntryActions::linkTarget(NodeId link) const
{
    EntryPlace place = m_snapshot.place(link);
    STRATOSCOPE_TRY(place.node, place.fs.tree->resolve(place.fs.tree->path(place.node)));
    return place;
}

void EntryActions::followLink()
{
    if (const auto target = linkTarget(current()))
        Q_EMIT followRequested(*target);
    else
        Q_EMIT failed(tr("Broken link"), target.error().message());
}

void EntryActions::saveAs()
{
    const ImageFs fs = m_fs;
    const NodeId node = current();
    const QString name = printable(fs.tree->name(node)).replace(u'/', u'_');
    const QString path = QFileDialog::getSaveFileName(m_tree, tr("Save File As"), QDir(settings::exportDirectory()).filePath(name));
    if (path.isEmpty())
        return;
    settings::exportDirectory.set(QFileInfo(path).absolutePath());
    const auto save = [fs, node, path](ProgressMeter &progress, const std::stop_token &stop) {
        return saveFile(fs, node, path, progress, stop);
    };
    m_transfers.run<void>(this,
                          {.kind = TransferKind::Save,
                           .name = printable(m_snapshot.path(node)),
                           .target = path,
                           .begin = [&session = m_session, save] { return session.run<void>(save); },
                           .done =
                               [this](const Result<void> &saved) {
                                   if (!saved)
                                       Q_EMIT failed(tr("Could not save the file"), saved.error().message());
                               }});
}

void EntryActions::copyFiles()
{
    auto *const extraction = new Extraction(m_session, m_transfers, m_fs, selected(), this);
    // Anything copied in the meantime is newer, and stays on the clipboard.
    connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, extraction, [this, extraction] {
        extraction->disconnect(this); // its end may be reported before it is deleted
        extraction->deleteLater();
    });
    extract(extraction, [](const QList<QUrl> &urls) { QGuiApplication::clipboard()->setMimeData(copiedFiles(urls)); });
}

void EntryActions::drag()
{
    auto *const drag = new QDrag(m_tree);
    auto *const extraction = new Extraction(m_session, m_transfers, m_fs, selected());
    connect(extraction, &Extraction::ended, this, [this](bool, const QString &error) {
        if (!error.isEmpty())
            Q_EMIT failed(tr("Could not copy the files"), error);
    });
    drag->setMimeData(new EntryData(extraction));
    drag->setPixmap(icon(m_tree->currentIndex().data(TreeModel::IconRole).toString()).pixmap(32));
    drag->exec(Qt::CopyAction);
}

void EntryActions::copyPaths()
{
    QStringList paths;
    for (const NodeId node : selected())
        paths += printable(m_snapshot.isGroup(node) ? std::string(m_fs.tree->name(node)) : m_snapshot.path(node));
    paths.sort();
    copyText(paths.join(u'\n'));
}

void EntryActions::copyContent()
{
    const auto work
        = [fs = m_fs, node = current()](const std::stop_token &) { return fs.readAll(node, std::uint64_t(kTextPreviewLimit)); };
    m_reading.run(m_session, work, [this](const Result<QByteArray> &bytes) {
        if (!bytes)
            return Q_EMIT failed(tr("Could not read the file"), bytes.error().message());
        const TextEncoding encoding = guessEncoding(*bytes, true);
        if (encoding == TextEncoding::None)
            return Q_EMIT failed(tr("Not a text file"), tr("Copy or save the file instead."));
        copyText(decodeWhole(*bytes, encoding));
    });
}

} // namespace stratoscope::ui
