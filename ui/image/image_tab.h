// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/open_image.h"
#include "ui/common/latest_task.h"
#include "ui/image/image_choices.h"
#include "ui/settings/settings.h"

#include <QTimer>
#include <QWidget>

#include <optional>
#include <variant>

class QStackedLayout;

namespace stratoscope::ui {

class ComparedImage;
class ErrorPage;
class ExportDialog;
class ImageHeader;
class ImageView;
class MountBar;
class Mounts;
class ProgressPage;
struct Transfer;
class Transfers;

/// The tab of one image, from the request to open it: progress, the image itself, or the error. An image that is shown before it is
/// verified is verified in the background. An image that is being pulled is shown as soon as it has a layer.
class ImageTab : public QWidget
{
    Q_OBJECT

public:
    /// `name`: as Session::open() takes it. `platform`: nothing means the host's.
    ImageTab(Session &session, Transfers &transfers, Mounts &mounts, const QString &name, const std::optional<Platform> &platform,
             QWidget *parent = nullptr);
    ~ImageTab() override;

    /// Opens the image. If it is a reference that is not in the store, emits pullRequested().
    void open() { open(IfMissing::Pull); }
    /// Opens the image when the tab is first shown. If it is no longer in the store, offers to pull it.
    void openWhenShown();
    /// What is saved of the tab, to restore it with.
    SavedTab saved() const;
    /// To be shown of the image once it is open.
    void setRestored(const SavedTab &tab);
    /// Opens the image again, keeping the position in it.
    void reload();
    /// Opens another image in place of this one.
    void openAs(const QString &name, const std::optional<Platform> &platform);
    /// Compares it with another image, which is opened, and pulled if necessary. That is the side after, until the sides are
    /// swapped.
    void compareWith(const QString &name, const std::optional<Platform> &platform);
    void swapSides();
    void endComparison();
    bool isComparing() const { return m_compared != nullptr; }
    /// Asks where to, and writes a report about the comparison there.
    void saveReport();
    /// Shows the image of a pull while it grows, and the complete image when the pull is done.
    void follow(int pull);

    const QString &name() const { return m_name; }
    const std::optional<Platform> &platform() const { return m_options.platform; }
    QString title() const;
    /// Of the image alone, without the one that it is compared with.
    QString imageTitle() const;
    /// What tells tabs with the same title apart, in this order: the registry or the file, then the platform.
    QStringList qualifiers() const;
    QString toolTip() const;
    bool isOpening() const { return std::holds_alternative<Opening>(m_state); }
    /// Null until the image is open.
    ImageView *view() const { return m_view; }

    /// Mounts the image once it is open, and shows it in the file manager; one that is mounted is only shown there.
    void mount();
    void unmount();
    bool isMounted() const;
    /// Whether the image is there with all of its layers.
    bool isComplete() const;

    /// Asks what to export and how.
    void startExport();
    /// Exports the whole image like this to where the last export went; asks if something is already there.
    void exportAs(const QString &preset);

Q_SIGNALS:
    /// The title, the view or the status changed.
    void changed();
    /// What is saved of the tab has changed.
    void stateChanged();
    void opened();
    void closeRequested();
    void pullRequested();
    /// The image is to be copied into the store.
    void importRequested();
    /// An export goes on without a dialog.
    void leftToTransfers(int id);
    /// A stored image is to be verified.
    void verifyRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    using ImagePtr = std::shared_ptr<const Image>;

    /// What to do if a reference is not in the store.
    enum class IfMissing { Pull, OfferPull, Fail };

    struct Unopened {
        bool opensWhenShown = false;
    };
    struct Opening {
        int transfer = 0;
    };
    struct Pulling {
        int transfer = 0;
    };
    struct Shown {
        int verifying = 0; ///< a transfer; 0: none yet
    };
    /// The transfer is in the list, where it can be retried.
    struct Failed {
        int transfer = 0;
        bool isPull = false;
    };

    void open(IfMissing ifMissing);
    void beginOpening();
    void finishOpening(const Result<ImagePtr> &image, IfMissing ifMissing);
    void leaveState();
    int openingTransfer() const;
    int followedPull() const;
    void followPull();
    void showComing(const Transfer &transfer);
    void retry();
    void switchTo(const ImageChoice &choice);
    void dropView();
    void showImage(const ImagePtr &image);
    void beginComparison(const QString &name, const std::optional<Platform> &platform);
    void showComparison();
    bool takeOtherSide(const Error &error);
    void showError(const Error &error, bool offersPull = false);
    void findChoices(ErrorKind kind);
    void verify();
    void verifyAgain();
    void refreshStates();
    void endVerification();
    ExportDialog *openExportDialog();

    Session &m_session;
    Transfers &m_transfers;
    QString m_name;
    OpenOptions m_options;
    std::variant<Unopened, Opening, Pulling, Shown, Failed> m_state{Unopened()};
    LatestTask m_listing;
    QList<ImageChoice> m_choices; ///< offered by m_error
    QTimer m_stateTimer;
    SavedTab m_restored;
    ComparedImage *m_compared = nullptr; ///< null: none
    bool m_isOtherBefore = false;
    SavedTab m_restoredComparison; ///< to be shown of the comparison once it is there

    ImageHeader *m_header;
    QStackedLayout *m_pages;
    QWidget *m_blank;
    ProgressPage *m_progress;
    ErrorPage *m_error;
    MountBar *m_mount;
    bool m_mountsWhenOpen = false;
    ImageView *m_view = nullptr; ///< stays while the image is reloaded or pulled again
};

} // namespace stratoscope::ui
