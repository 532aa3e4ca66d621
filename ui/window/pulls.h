// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/platform.h"
#include "oci/reference.h"

#include <QObject>

#include <optional>

namespace stratoscope::ui {

class Application;
class ImageTab;
class ImageTabs;
class TransferDock;

/// Starts pulls and imports, and shows them in the list of transfers and in tabs.
class Pulls : public QObject
{
    Q_OBJECT

public:
    Pulls(Application &application, ImageTabs &tabs, TransferDock &dock, QObject *parent);

    void pull(const Reference &reference, const std::optional<Platform> &platform);
    /// Copies a local image into the store.
    void importImage(const QString &name, const std::optional<Platform> &platform);
    /// Pulls the image of a tab that is not in the store. If its name is an alias, the image that it stands for may be there and is
    /// opened instead.
    void pullInto(ImageTab *tab);
    /// Opens the image of a transfer, as far as it has been pulled, or the folder that an export or a file went to; copies the
    /// reference that was pushed. If a login is missing, loginRequested() follows.
    void open(int id);

Q_SIGNALS:
    void loginRequested(int transfer);

private:
    Application &m_application;
    ImageTabs &m_tabs;
    TransferDock &m_dock;
};

} // namespace stratoscope::ui
