// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/extraction.h"

#include "export/directory.h"
#include "session/session.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QEventLoop>
#include <QFile>
#include <QPointer>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Removed with the application.
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

/// Without those that come with a folder among them.
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

void takeWriting(const QString &folder)
{
    for (QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System | QDir::NoSymLinks, QDirIterator::Subdirectories);
         files.hasNext();)
        QFile::setPermissions(files.next(), QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther);
}

} // namespace

Extraction::Extraction(Session &session, const ImageFs &fs, const std::vector<NodeId> &nodes, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_fs(fs)
    , m_folder(newFolder())
{
    for (const NodeId node : outermost(*fs.tree, nodes)) {
        m_paths.push_back(fs.tree->path(node));
        m_urls.append(QUrl::fromLocalFile(m_folder + QFile::decodeName(QByteArray::fromStdString(m_paths.back()))));
    }
    connect(&m_work, &LatestTask::progressed, this, &Extraction::progressed);
    connect(&m_work, &LatestTask::cancelled, this, [this] { end(State::New, {}); }); // it may be asked for again
}

void Extraction::start()
{
    if (m_state == State::Running)
        return;
    if (m_state == State::Done)
        return end(State::Done, {});
    m_state = State::Running;
    auto task = m_session.run<void>([fs = m_fs, folder = m_folder, paths = m_paths, readOnly = m_isReadOnly](
                                        ProgressMeter &progress, const std::stop_token &stop) -> Result<void> {
        STRATOSCOPE_CHECK(exportDirectory(fs, folder, {.force = true, .paths = paths}, progress, stop));
        if (readOnly)
            takeWriting(folder);
        return {};
    });
    m_work.start(std::move(task), [this](const Result<void> &made) {
        end(made ? State::Done : State::Failed, made ? QString() : made.error().message());
    });
}

void Extraction::end(State state, const QString &message)
{
    m_state = state;
    Q_EMIT ended(state == State::Done, message);
}

bool Extraction::wait()
{
    if (m_state == State::Done)
        return true;
    QEventLoop loop;
    connect(this, &Extraction::ended, &loop, &QEventLoop::quit);
    start();
    loop.exec();
    return m_state == State::Done;
}

} // namespace stratoscope::ui
