// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/extraction.h"

#include "export/directory_export.h"
#include "session/session.h"
#include "ui/transfers/transfers.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QPointer>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Removed when the application object is destroyed.
class TemporaryFolder : public QObject
{
public:
    using QObject::QObject;
    QString next() { return m_folder.filePath(QString::number(++m_count)); }

private:
    QTemporaryDir m_folder{QDir::temp().filePath(u"stratoscope-XXXXXX"_s)};
    int m_count = 0;
};

QString newFolder()
{
    static QPointer<TemporaryFolder> folder;
    if (!folder)
        folder = new TemporaryFolder(qApp);
    return folder->next();
}

/// Leaves out nodes that are below other nodes of the list.
std::vector<NodeId> outermost(const MergedTree &tree, const std::vector<NodeId> &nodes)
{
    std::vector<bool> chosen(tree.size(), false);
    for (const NodeId node : nodes)
        chosen[node] = true;
    std::vector<NodeId> kept;
    for (const NodeId node : nodes) {
        NodeId above = node;
        do {
            above = tree.parent(above);
        } while (above != kRootNode && !chosen[above]);
        if (!chosen[above] || node == kRootNode)
            kept.push_back(node);
    }
    return kept;
}

void makeReadOnly(const QString &folder)
{
    for (QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System | QDir::NoSymLinks, QDirIterator::Subdirectories);
         files.hasNext();)
        QFile::setPermissions(files.next(), QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther);
}

} // namespace

Extraction::Extraction(Session &session, Transfers &transfers, const ImageFs &fs, const std::vector<NodeId> &nodes, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_fs(fs)
    , m_folder(newFolder())
{
    for (const NodeId node : outermost(*fs.tree, nodes)) {
        m_paths.push_back(fs.tree->path(node));
        m_urls.append(QUrl::fromLocalFile(m_folder + QFile::decodeName(QByteArray::fromStdString(m_paths.back()))));
    }
    connect(&transfers, &QObject::destroyed, this, [this] { end(State::New, {}); });
}

void Extraction::start()
{
    if (m_state == State::Running)
        return;
    if (m_state == State::Done)
        return end(State::Done, {});
    m_state = State::Running;
    const auto copy = [fs = m_fs, folder = m_folder, paths = m_paths,
                       readOnly = m_isReadOnly](ProgressMeter &progress, const std::stop_token &stop) -> Result<void> {
        STRATOSCOPE_CHECK(exportDirectory(fs, folder, {.force = true, .paths = paths}, progress, stop));
        if (readOnly)
            makeReadOnly(folder);
        return {};
    };
    m_transfers.run<void>(
        this,
        {.kind = TransferKind::Copy,
         .name = m_urls.size() == 1 ? printable(m_paths.front()) : tr("%Ln files or folders", nullptr, int(m_urls.size())),
         .begin = [&session = m_session, copy] { return session.run<void>(copy); },
         .began = [this] { m_state = State::Running; },
         .done =
             [this](const Result<void> &copied) {
                 end(copied ? State::Done : State::New, copied ? QString() : copied.error().message());
             },
         .cancelled = [this] { end(State::New, {}); }});
}

void Extraction::end(State state, const QString &error)
{
    m_state = state;
    Q_EMIT ended(state == State::Done, error);
}

} // namespace stratoscope::ui
