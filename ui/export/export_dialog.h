// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_image.h"
#include "ui/layers/layer_pane.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QRadioButton;
class QStackedWidget;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class ProgressPage;
class Transfers;

/// Asks what to export and where to, runs the export as a transfer, and shows its progress and result. Not modal; it can be closed
/// while the export continues.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// `selected`: paths of the selected entries in the tree `shown`.
    ExportDialog(Session &session, Transfers &transfers, std::shared_ptr<const Image> image, const TreeChoice &shown,
                 std::vector<std::string> selected, QWidget *parent = nullptr);

    void setDestination(const QString &path);
    void reject() override;

Q_SIGNALS:
    /// The dialog was closed; the export continues.
    void leftToTransfers(int id);

private:
    QWidget *buildQuestions();
    QWidget *buildProgress();
    QWidget *buildResult();
    void browse();
    void check();
    void start();
    void showQuestions();
    void finish(const Result<ExportReport> &report);
    ExportOptions options() const;

    Session &m_session;
    Transfers &m_transfers;
    const std::shared_ptr<const Image> m_image;
    const TreeChoice m_shown;
    const std::vector<std::string> m_selected;
    int m_export = 0; ///< the transfer; 0: none yet

    QStackedWidget *m_pages;
    QLineEdit *m_destination;
    QComboBox *m_format;
    QLabel *m_formatHelp; ///< a link
    QRadioButton *m_whole;
    QRadioButton *m_tree;
    QRadioButton *m_selection;
    QLabel *m_problem;
    QCheckBox *m_replace;
    QPushButton *m_start;
    ProgressPage *m_progress;
    QLabel *m_resultIcon;
    QLabel *m_resultTitle;
    QLabel *m_resultText;
    QListWidget *m_warnings;
    QPushButton *m_openFolder;
    QPushButton *m_back;
};

} // namespace stratoscope::ui
