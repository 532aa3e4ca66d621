// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_image.h"
#include "ui/common/latest_task.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

/// The options of a virtual machine, and whether it will boot: which kernel it gets, and what is wrong with the program that it
/// runs.
class VmPage : public QWidget
{
    Q_OBJECT

public:
    VmPage(Session &session, std::shared_ptr<const Image> image, QWidget *parent = nullptr);

    /// Sets the members for a virtual machine.
    void fillIn(ExportOptions &options) const;
    /// Looks into the image as of this layer; nothing: the whole.
    void setUpTo(std::optional<int> layer);
    void reset();
    /// Whether the options are those of reset().
    bool isUsual() const;

Q_SIGNALS:
    void edited();
    /// A file of the image is to be shown; its path, percent-encoded.
    void fileRequested(const QString &path);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *buildKernel();
    void browse();
    void change();
    void forecast();

    Session &m_session;
    const std::shared_ptr<const Image> m_image;
    std::optional<int> m_upTo;
    QLineEdit *m_kernel;
    QSpinBox *m_memory;
    QComboBox *m_root;
    QComboBox *m_disk;
    QLabel *m_forecast;
    bool m_isStale = true;
    QTimer m_delay{this};
    LatestTask m_looking{this};
};

} // namespace stratoscope::ui
