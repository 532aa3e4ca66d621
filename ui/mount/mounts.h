// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"

#include <map>

namespace stratoscope {
class PrivateMount;
}

namespace stratoscope::ui {

/// The images that are mounted. Each is served until it is unmounted, by this program or from outside, and programs have finished
/// using it; when this is destroyed, all are unmounted at once. What an earlier program has left behind is removed at the start.
/// For the GUI thread.
class Mounts : public QObject
{
    Q_OBJECT

public:
    explicit Mounts(Session &session, QObject *parent = nullptr);
    ~Mounts() override;

    /// Begins to serve a mount. Returns its ID, above 0.
    int add(std::shared_ptr<PrivateMount> mount);
    /// Takes its directory away; programs that use it can go on. ended() follows.
    void unmount(int id);

Q_SIGNALS:
    /// The directory is not there any more.
    void ended(int id);

private:
    struct Served : QObject {
        std::weak_ptr<PrivateMount> mount; ///< owned by the thread that serves it, which unmounts it in the end
        LatestTask serving;
        LatestTask unmounting;
        bool isGone = false; ///< the directory; programs still use what was in it
    };
    void end(int id);

    Session &m_session;
    LatestTask m_cleaning;
    int m_lastId = 0;
    std::map<int, std::unique_ptr<Served>> m_served; ///< by ID
};

} // namespace stratoscope::ui
