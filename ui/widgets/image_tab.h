// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "session/open_image.h"
#include "ui/latest_task.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QStackedLayout;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class ErrorPage;
class ImageView;
class ProgressPage;
class Transfers;

/// One image, from the moment that it is asked for: how far opening is, the image itself, or why there is none. An image that is
/// shown before it was verified is verified in the background. One that is being pulled is shown as far as it has come.
class ImageTab : public QWidget
{
    Q_OBJECT

public:
    ImageTab(Session &session, const QString &name, QWidget *parent = nullptr);
    ~ImageTab() override;

    /// Of a reference that the store does not have pullRequested() comes of it.
    void open();
    /// The same under another name.
    void openAs(const QString &name, const std::optional<Platform> &platform);
    /// Shows what a pull brings, as it comes, and in the end the whole image.
    void follow(Transfers &transfers, int id);
    /// The one it was opened with; nothing: this machine's.
    const std::optional<Platform> &platform() const { return m_options.platform; }
    void setPlatform(const std::optional<Platform> &platform) { m_options.platform = platform; }
    /// What Session::open() was given.
    const QString &name() const { return m_name; }
    QString title() const;
    QString toolTip() const;
    bool isOpening() const { return m_opening.isRunning(); }
    /// Null until the image is open.
    ImageView *view() const { return m_view; }
    /// Of the verification, while it runs.
    const std::optional<Progress> &verification() const { return m_verification; }

    void startExport();

Q_SIGNALS:
    /// Its title, its view or its status is another.
    void changed();
    void opened();
    void closeRequested();
    void pullRequested();

private:
    std::unique_ptr<TaskOf<std::shared_ptr<const Image>>> openingTask();
    bool isReference() const;
    void showImage(const std::shared_ptr<const Image> &image);
    void followState();
    void showError(const Error &error);
    void findChoices(ErrorKind kind);
    void verify();

    Session &m_session;
    QString m_name;
    OpenOptions m_options;
    LatestTask m_opening;
    LatestTask m_listing;
    LatestTask m_verifying;
    QTimer m_stateTimer;
    std::optional<Progress> m_verification;
    Transfers *m_transfers = nullptr; ///< whose pull is followed
    int m_transfer = 0; ///< 0: none
    bool m_wasPulled = false; ///< what is not in the store then is not there by pulling it once more

    QStackedLayout *m_pages;
    QWidget *m_blank;
    ProgressPage *m_progress;
    ErrorPage *m_error;
    ImageView *m_view = nullptr;
};

} // namespace stratoscope::ui
