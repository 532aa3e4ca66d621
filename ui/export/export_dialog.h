// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/export/export_presets.h"
#include "ui/export/export_request.h"
#include "ui/tree/tree_snapshot.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QTreeView;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class ExportFormatModel;
class ExportResult;
class ProgressPage;
class SquashChoice;
class Transfers;
class VmPage;

/// What is exported, as it was opened.
struct ExportSource {
    QString name{}; ///< as Session::open() takes it
    std::optional<Platform> platform{}; ///< that was chosen
    std::shared_ptr<const Image> image{};
};

/// Starts an export as a transfer, and remembers its format and folder for the next one. Returns the ID.
int startExport(Session &session, Transfers &transfers, QObject *owner, const ExportSource &source, const QString &destination,
                const ExportOptions &options);
/// Where a preset writes to if nobody says: a name made from the image's title, in the folder of the last export.
QString usualDestination(const Image &image, const ExportOptions &options, Compression compression = Compression::None);

/// Asks what to export, as what and where to, runs the export as a transfer, and shows its progress and result. Not modal; it can
/// be closed while the export continues.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// `selected`: paths of the selected entries in the tree `shown`.
    ExportDialog(Session &session, Transfers &transfers, ExportSource source, const TreeChoice &shown,
                 std::vector<std::string> selected, QWidget *parent = nullptr);

    void setPreset(const ExportPreset &preset);
    /// Exports the selected entries, of which there are some, unless the user decides otherwise.
    void chooseSelected();
    void setDestination(const QString &path);
    void reject() override;

Q_SIGNALS:
    /// The dialog was closed; the export continues.
    void leftToTransfers(int id);
    /// A file of the image is to be shown; its path, percent-encoded.
    void fileRequested(const QString &path);

private:
    enum What { Whole, UpTo, OneLayer, Selected };

    QWidget *buildQuestions();
    QWidget *buildProgress();
    QWidget *buildWhat(QWidget *page);
    void buildFormats(QWidget *page);
    void buildOptions(QFormLayout *form, QWidget *page);
    QWidget *buildDestination(QWidget *page);
    QWidget *buildCommand(QWidget *page);
    void connectQuestions();
    void browse();
    void edited();
    void nameAnew();
    void takeName();
    void update();
    void showFree(std::uint64_t needed);
    QString problem();
    void start();
    void finish(const Result<ExportReport> &report);
    ExportFormat format() const;
    Compression compression() const;
    ExportOptions selectedPart() const;
    ExportRequest request() const;

    Session &m_session;
    Transfers &m_transfers;
    const ExportSource m_source;
    const TreeChoice m_shown;
    const std::vector<std::string> m_selected;
    int m_export = 0; ///< the transfer; 0: none yet
    bool m_isNamed = false; ///< by the user
    QString m_failure; ///< of the last attempt

    QStackedWidget *m_pages;
    ProgressPage *m_progress;
    ExportResult *m_result;
    ExportFormatModel *m_model;
    QComboBox *m_preset;
    QComboBox *m_what;
    QComboBox *m_layer;
    QTreeView *m_formats;
    QFormLayout *m_form;
    QComboBox *m_compression; ///< of a file that is compressed as its name says
    QComboBox *m_recompression; ///< of the layers in an image, or inside a file system
    SquashChoice *m_squash;
    QCheckBox *m_platforms; ///< all that are available
    QSpinBox *m_size; ///< of a file system, in MiB; 0: as large as necessary
    QLineEdit *m_label;
    VmPage *m_vm;
    QLineEdit *m_destination;
    QLabel *m_free;
    QLineEdit *m_command;
    QLabel *m_problem;
    QCheckBox *m_replace;
    QPushButton *m_start;
};

} // namespace stratoscope::ui
