// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"

#include <QList>
#include <QObject>
#include <QUrl>

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class Transfers;

/// Copies entries of an image into a temporary folder, for other applications. The folder is removed when the program ends: there
/// is no telling when other applications have finished with it. The work is listed as a transfer. For the GUI thread.
class Extraction : public QObject
{
    Q_OBJECT

public:
    /// Folders among `nodes` are copied with their contents.
    Extraction(Session &session, Transfers &transfers, const ImageFs &fs, const std::vector<NodeId> &nodes,
               QObject *parent = nullptr);

    /// The copies, whether they exist yet or not.
    const QList<QUrl> &urls() const { return m_urls; }
    /// Makes the copies read-only, so that nobody expects changes to end up in the image.
    void setReadOnly() { m_isReadOnly = true; }

    /// Starts copying, unless that is running or done. ended() follows; at once if it is done.
    void start();
    bool isDone() const { return m_state == State::Done; }

Q_SIGNALS:
    /// `error` is empty if it is done or was cancelled.
    void ended(bool isDone, const QString &error);

private:
    enum class State { New, Running, Done };
    void end(State state, const QString &error);

    Session &m_session;
    Transfers &m_transfers;
    const ImageFs m_fs;
    std::vector<std::string> m_paths;
    QString m_folder;
    QList<QUrl> m_urls;
    bool m_isReadOnly = false;
    State m_state = State::New;
};

} // namespace stratoscope::ui
