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
    : Extraction(session, transfers, {}, {}, {}, parent)
{
    std::vector<std::string> paths;
    for (const NodeId node : outermost(*fs.tree, nodes)) {
        paths.push_back(fs.tree->path(node));
        m_urls.append(QUrl::fromLocalFile(m_folder + QFile::decodeName(QByteArray::fromStdString(paths.back()))));
    }
    m_title = paths.size() == 1 ? printable(paths.front()) : tr("%Ln files or folders", nullptr, int(paths.size()));
    m_write = [fs, paths](const QString &folder, ProgressMeter &progress, const std::stop_token &stop) -> Result<void> {
        STRATOSCOPE_CHECK(exportDirectory(fs, folder, {.force = true, .paths = paths}, progress, stop));
        return {};
    };
}

Extraction::Extraction(Session &session, Transfers &transfers, const QString &title, const QString &name, Write write,
                       QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_folder(newFolder())
    , m_title(title)
    , m_write(std::move(write))
{
    if (!name.isEmpty())
        m_urls.append(QUrl::fromLocalFile(QDir(m_folder).filePath(name)));
    connect(&transfers, &QObject::destroyed, this, [this] { end(State::New, {}); });
}

void Extraction::start()
{
    if (m_state == State::Running)
        return;
    if (m_state == State::Done)
        return end(State::Done, {});
    m_state = State::Running;
    const auto copy = [write = m_write, folder = m_folder, readOnly = m_isReadOnly](ProgressMeter &progress,
                                                                                    const std::stop_token &stop) -> Result<void> {
        QDir().mkpath(folder);
        STRATOSCOPE_CHECK(write(folder, progress, stop));
        if (readOnly)
            makeReadOnly(folder);
        return {};
    };
    m_transfers.run<void>(this,
                          {.kind = TransferKind::Copy,
                           .name = m_title,
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
