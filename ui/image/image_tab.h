// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/open_image.h"
#include "ui/common/latest_task.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QStackedLayout;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class ErrorPage;
class ImageHeader;
class ImageView;
struct ImageChoice;
class ProgressPage;
class Transfers;

/// One image, from the moment that it is asked for: how far opening is, the image itself, or why there is none. An image that is
/// shown before it was verified is verified in the background. One that is being pulled is shown as far as it has come.
class ImageTab : public QWidget
{
    Q_OBJECT

public:
    ImageTab(Session &session, Transfers &transfers, const QString &name, QWidget *parent = nullptr);
    ~ImageTab() override;

    /// Of a reference that the store does not have pullRequested() comes of it.
    void open();
    /// Opens it when it is first seen. What the store does not have any more is not pulled unasked.
    void openWhenShown();
    /// Opens it anew; what is shown stays where it is.
    void reload();
    /// The same under another name.
    void openAs(const QString &name, const std::optional<Platform> &platform);
    /// Shows what a pull brings, as it comes, and in the end the whole image.
    void follow(int id);
    /// The one it was opened with; nothing: this machine's.
    const std::optional<Platform> &platform() const { return m_options.platform; }
    void setPlatform(const std::optional<Platform> &platform) { m_options.platform = platform; }
    /// What Session::open() was given.
    const QString &name() const { return m_name; }
    QString title() const;
    QString toolTip() const;
    bool isOpening() const;
    /// Null until the image is open.
    ImageView *view() const { return m_view; }
    ImageHeader *header() const { return m_header; }
    /// Of the verification, while it runs.
    const std::optional<Progress> &verification() const { return m_verification; }

    void startExport();
    /// Writes one of its files to `path`, among the transfers.
    void save(const ImageFs &fs, NodeId node, const QString &path);

Q_SIGNALS:
    /// Its title, its view or its status is another.
    void changed();
    void opened();
    void closeRequested();
    void pullRequested();
    /// An export goes on though its dialog is closed.
    void leftToTransfers(int id);
    /// An image of the store is to be read through.
    void recheckRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    std::unique_ptr<TaskOf<std::shared_ptr<const Image>>> openingTask();
    bool isReference() const;
    void beginOpening();
    void takeOpened(const Result<std::shared_ptr<const Image>> &image);
    void switchTo(const ImageChoice &choice);
    void dropView();
    void verifyAgain();
    void showImage(const std::shared_ptr<const Image> &image);
    void followState();
    void showError(const Error &error);
    void findChoices(ErrorKind kind);
    void verify();
    void endVerification();

    Session &m_session;
    Transfers &m_transfers;
    QString m_name;
    OpenOptions m_options;
    int m_opening = 0; ///< the transfer; 0: none yet
    int m_verifying = 0; ///< the same
    LatestTask m_listing;
    QTimer m_stateTimer;
    std::optional<Progress> m_verification;
    int m_pull = 0; ///< the pull that is followed; 0: none
    bool m_waitsToBeShown = false;
    bool m_wasRestored = false; ///< nobody has asked for it yet
    bool m_wasPulled = false; ///< what is not in the store then is not there by pulling it once more

    ImageHeader *m_header;
    QStackedLayout *m_pages;
    QWidget *m_blank;
    ProgressPage *m_progress;
    ErrorPage *m_error;
    ImageView *m_view = nullptr;
};

} // namespace stratoscope::ui
