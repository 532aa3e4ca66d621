// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"
#include "ui/common/latest_task.h"

#include <QList>
#include <QUrl>

class QTemporaryDir;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

/// Entries of an image as files of their own, for other programs: in a temporary folder that is there until this program ends,
/// since nobody tells when the others are done with them. For the GUI thread; the work is done on the session's.
class Extraction : public QObject
{
    Q_OBJECT

public:
    /// `nodes`: what is below a folder comes with it.
    Extraction(Session &session, const ImageFs &fs, const std::vector<NodeId> &nodes, QObject *parent = nullptr);

    /// Where the entries will be, whether or not they are there already.
    const QList<QUrl> &urls() const { return m_urls; }
    /// Makes them read-only as well: whoever opens them shall not believe that changes get into the image.
    void setReadOnly() { m_isReadOnly = true; }

    /// Begins, unless it has begun or is done; ended() follows, at once where it is done.
    void start();
    void cancel() { m_work.cancel(); }
    /// Waits for the end, while the window lives on. False where there are no files, because it failed or was cancelled.
    bool wait();

Q_SIGNALS:
    void progressed(const stratoscope::Progress &progress);
    /// An empty message: the files are there, or it was cancelled.
    void ended(bool isDone, const QString &message);

private:
    enum class State { New, Running, Done, Failed };
    void end(State state, const QString &message);

    Session &m_session;
    const ImageFs m_fs;
    std::vector<std::string> m_paths;
    QString m_folder;
    QList<QUrl> m_urls;
    bool m_isReadOnly = false;
    State m_state = State::New;
    LatestTask m_work;
};

} // namespace stratoscope::ui
