// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/platform.h"

#include <QWidget>

#include <optional>

class QListWidget;

namespace stratoscope::ui {

/// The registries from the settings, below a title. The list itself is named "registries".
class RegistryList : public QWidget
{
    Q_OBJECT

public:
    explicit RegistryList(QWidget *parent = nullptr);

    /// Reads the settings again.
    void refresh();

Q_SIGNALS:
    /// `text` is for the search field.
    void searchRequested(const QString &text);
    /// To show the settings of a registry; of all registries if `address` is empty.
    void settingsRequested(const QString &address);
    /// An image was dropped on a registry.
    void pushRequested(const QString &name, const std::optional<stratoscope::Platform> &platform, const QString &address);

private:
    void search();
    void showMenu(const QPoint &position);

    QListWidget *m_list;
};

} // namespace stratoscope::ui
