// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/verify_image.h"
#include "ui/common/latest_task.h"
#include "ui/library/engines.h"
#include "ui/library/library_model.h"

#include <QFileSystemWatcher>
#include <QTimer>

#include <map>

namespace stratoscope::ui {

class Transfers;

/// The images on this computer: those in the store, and recently opened or pinned files. Follows changes of the store by any
/// process. The disk is only accessed in the session's threads. For the GUI thread.
class Library : public QObject
{
    Q_OBJECT

public:
    Library(Session &session, Transfers &transfers, QObject *parent = nullptr);

    Transfers &transfers() { return m_transfers; }
    ~Library() override;

    LibraryModel *model() { return &m_model; }
    /// The engines of this machine, whose images are in the model, too, once they are followed.
    const Engines &engines() const { return m_engines; }
    void followEngines() { m_engines.start(); }
    /// Recently opened images, the latest first.
    const std::vector<LibraryRow> &recent() const { return m_recent; }
    QString directory() const;

    /// Reads everything again, after a short delay.
    void refresh() { m_delay.start(); }

    void setPinned(const LibraryRow &row, bool isPinned);
    /// Determines how many bytes the removal of a stored image would free; sizeKnown() follows.
    void askSize(const LibraryRow &row);
    /// Removes an image from the store, or a file from the list.
    void remove(const LibraryRow &row);
    /// Imports a local image into the store; imported() follows. Returns the transfer's ID.
    int importImage(const QString &name, const std::optional<Platform> &platform);
    /// Loads an image into an engine, by a name as Session::open() takes it; loaded() follows. Returns the transfer's ID.
    int load(const QString &name, const std::optional<Platform> &platform, const Engine &engine);
    /// Verifies all data of a stored image; verified() follows.
    void verify(const LibraryRow &row);
    /// Cancels the verification or the repair.
    void cancelCheck(const LibraryRow &row);
    /// Removes corrupt data that a verification has found, and restores what can be restored locally; repaired() follows.
    void repair(const LibraryRow &row, const ImageVerification &found);

Q_SIGNALS:
    void changed();
    void sizeKnown(const stratoscope::ui::LibraryRow &row, quint64 bytes);
    void removed(const stratoscope::ui::LibraryRow &row, quint64 freed);
    void imported(const QString &title);
    void loaded(const QString &title, const QString &engine);
    void verified(const stratoscope::ui::LibraryRow &row, const stratoscope::ImageVerification &found);
    /// If it is not complete, the rest has to be pulled.
    void repaired(const stratoscope::ui::LibraryRow &row, bool isComplete);
    void failed(const QString &headline, const QString &detail);
    /// A removal begins once somebody else is finished; `detail` says who.
    void waiting(const QString &headline, const QString &detail);
    /// The image records of the store that cannot be read; empty if all can.
    void unreadable(const QStringList &problems);

private:
    void read();
    void update(const LibraryContents &contents);
    void showRows();
    void watch();
    LatestTask &changeOf(const LibraryRow &row);
    void finishVerification(const LibraryRow &row, const Result<ImageVerification> &found);

    Session &m_session;
    Transfers &m_transfers;
    LibraryModel m_model;
    Engines m_engines;
    std::vector<LibraryRow> m_rows; ///< without those of engines
    std::vector<LibraryRow> m_recent;
    QStringList m_problems;
    QFileSystemWatcher m_watcher;
    QTimer m_delay{this};
    LatestTask m_reading{this};
    LatestTask m_sizing;
    std::map<QString, std::unique_ptr<LatestTask>> m_changes; ///< by the rows' keys
    std::map<QString, int> m_verifications; ///< IDs of transfers, by the rows' keys
    std::map<QString, int> m_repairs; ///< the same
};

} // namespace stratoscope::ui
