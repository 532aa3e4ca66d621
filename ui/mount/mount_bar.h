// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "ui/common/message_bar.h"

#include <memory>

namespace stratoscope {
class PrivateMount;
class Session;
} // namespace stratoscope

namespace stratoscope::ui {

class Mounts;
class Transfers;

/// Mounts an image, and is shown while it is mounted: where, and what can be done with it; or why it cannot be. Destroyed, it
/// unmounts the image.
class MountBar : public MessageBar
{
    Q_OBJECT

public:
    MountBar(Session &session, Transfers &transfers, Mounts &mounts, QWidget *parent = nullptr);
    ~MountBar() override;

    /// Mounts an image, in place of the one before, and shows it in the file manager.
    void mount(const std::shared_ptr<const Image> &image);
    /// Also stops mounting it.
    void unmount();
    /// Unmounts an image that is not shown any more, and says nothing about it.
    void end();
    /// Shows what is mounted in the file manager.
    void openFolder();
    bool isMounted() const { return m_mount != 0; }
    /// Empty unless it is mounted.
    const QString &directory() const { return m_directory; }

Q_SIGNALS:
    /// Whether it is mounted.
    void changed();

private:
    void finish(const QString &title, const Result<std::shared_ptr<PrivateMount>> &mounted);
    void showMounted(const QString &headline);

    Session &m_session;
    Transfers &m_transfers;
    Mounts &m_mounts;
    int m_mounting = 0; ///< a transfer
    int m_mount = 0; ///< in m_mounts; 0: none
    QString m_directory;
    std::uint32_t m_hiddenEntries = 0; ///< that cannot be reached there
};

} // namespace stratoscope::ui
