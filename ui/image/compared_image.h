// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "oci/reference.h"
#include "ui/common/latest_task.h"

#include <optional>

namespace stratoscope::ui {

class Transfers;

/// The image that the one of a tab is compared with, from the request to open it. It is pulled if it is not in the store, and
/// verified in the background if it was not yet. Any folder or tar that holds no image is taken for a root file system. For the GUI
/// thread.
class ComparedImage : public QObject
{
    Q_OBJECT

public:
    /// `name`: as Session::open() takes it.
    ComparedImage(Session &session, Transfers &transfers, const QString &name, const std::optional<Platform> &platform,
                  QObject *parent);
    ~ComparedImage() override;

    const QString &name() const { return m_name; }
    const std::optional<Platform> &platform() const { return m_platform; }
    QString title() const;
    /// Null until it is open.
    const std::shared_ptr<const Image> &image() const { return m_image; }
    /// Why it could not be opened.
    const std::optional<Error> &error() const { return m_error; }
    /// How far opening it has come; may be empty.
    const QString &status() const { return m_status; }

    /// Opens it; `pulls`: from its registry if the store does not have it.
    void open(bool pulls);
    /// It cannot be opened.
    void fail(const Error &error);

Q_SIGNALS:
    /// The image, the error or the status.
    void changed();
    /// The digests of its files are known now.
    void verified();

private:
    using ImagePtr = std::shared_ptr<const Image>;
    void start(const QString &name, bool pulls);
    void finishOpening(const QString &name, const Result<ImagePtr> &image, bool pulls);
    void pull();
    void followPull();
    void verify();
    void setStatus(const QString &status);

    Session &m_session;
    Transfers &m_transfers;
    const QString m_name;
    const std::optional<Platform> m_platform;
    ImagePtr m_image;
    std::optional<Error> m_error;
    std::optional<Error> m_firstError; ///< before it was taken for a root file system
    QString m_status;
    int m_work = 0; ///< the transfer of opening or verifying it
    int m_pull = 0; ///< goes on without it
    LatestTask m_resolving{this};
};

} // namespace stratoscope::ui
