// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/reverify.h"
#include "ui/common/latest_task.h"
#include "ui/library/library_model.h"

#include <QFileSystemWatcher>
#include <QTimer>

#include <map>

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class Transfers;

/// The images that the user has: those of the store and files opened lately. Kept up to date whoever changes the store; all that
/// reads or changes it is done in the session's threads. For the GUI thread.
class Library : public QObject
{
    Q_OBJECT

public:
    Library(Session &session, Transfers &transfers, QObject *parent = nullptr);
    ~Library() override;

    LibraryModel *model() { return &m_model; }
    /// Images opened lately, the latest first.
    const std::vector<LibraryRow> &recent() const { return m_recent; }
    QString directory() const;

    /// Reads all anew, soon.
    void refresh();
    /// Whether it has read what it was asked to.
    bool isSettled() const { return !m_delay.isActive() && !m_reading.isRunning() && m_wasRead; }

    void setPinned(const LibraryRow &row, bool isPinned);
    /// Of a stored image: how many bytes its removal would free; sizeKnown() follows.
    void askSize(const LibraryRow &row);
    /// Takes an image out of the store, a file off the list.
    void remove(const LibraryRow &row);
    /// Reads a stored image through, among the transfers; rechecked() follows.
    void recheck(const LibraryRow &row);
    void stopRechecking(const LibraryRow &row);
    /// Takes out what a check has found damaged and makes anew what it can; mended() follows.
    void mend(const LibraryRow &row, const Reverification &found);

Q_SIGNALS:
    /// It has been read.
    void changed();
    void sizeKnown(const stratoscope::ui::LibraryRow &row, quint64 bytes);
    void removed(const stratoscope::ui::LibraryRow &row, quint64 freed);
    void rechecked(const stratoscope::ui::LibraryRow &row, const stratoscope::Reverification &found);
    /// `isWhole`: else the rest has to be pulled.
    void mended(const stratoscope::ui::LibraryRow &row, bool isWhole);
    /// Something that was asked for could not be done; nothing: that is over.
    void failed(const QString &headline, const QString &detail);
    /// Records of the store that cannot be read; none: all can.
    void unreadable(const QStringList &problems);

private:
    void read();
    void take(const LibraryContents &contents);
    void watch();
    /// By the rows' keys.
    using Tasks = std::map<QString, std::unique_ptr<LatestTask>>;
    static LatestTask &taskOf(Tasks &tasks, const LibraryRow &row);
    void finishRecheck(const LibraryRow &row, const Result<Reverification> &found);

    Session &m_session;
    Transfers &m_transfers;
    LibraryModel m_model;
    std::vector<LibraryRow> m_recent;
    QStringList m_problems;
    QFileSystemWatcher m_watcher;
    QTimer m_delay;
    LatestTask m_reading;
    LatestTask m_sizing;
    Tasks m_changes;
    std::map<QString, int> m_checks; ///< the transfers, by the rows' keys
    bool m_wasRead = false;
};

} // namespace stratoscope::ui
