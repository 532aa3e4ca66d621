// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "tree/image_fs.h"

#include <QList>
#include <QObject>
#include <QUrl>

#include <functional>
#include <stop_token>

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class Transfers;

/// Copies entries of an image, or an export of it, into a temporary folder, for other applications. The folder is removed when the
/// program ends: there is no telling when other applications have finished with it. The work is listed as a transfer. For the GUI
/// thread.
class Extraction : public QObject
{
    Q_OBJECT

public:
    /// Folders among `nodes` are copied with their contents.
    Extraction(Session &session, Transfers &transfers, const ImageFs &fs, const std::vector<NodeId> &nodes,
               QObject *parent = nullptr);
    /// Fills in a folder, which exists; blocking, in one of the session's threads. Throws Cancelled.
    using Write = std::function<Result<void>(const QString &folder, ProgressMeter &progress, const std::stop_token &stop)>;
    /// `write` makes a file or folder with this name. `title`: for the list of transfers.
    Extraction(Session &session, Transfers &transfers, const QString &title, const QString &name, Write write,
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
    const QString m_folder;
    QString m_title;
    Write m_write;
    QList<QUrl> m_urls;
    bool m_isReadOnly = false;
    State m_state = State::New;
};

} // namespace stratoscope::ui
