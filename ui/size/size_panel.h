// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/image_analysis.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QListView;
class QTreeView;

namespace stratoscope::ui {

class PaneSplitter;
class SavingFilesModel;
class SavingModel;

/// The numbers of an analysis: how large the image is, and what of it can be saved and how. Ticking savings tells the size that the
/// image would then have. The files of the saving that is selected are listed below.
class SizePanel : public QWidget
{
    Q_OBJECT

public:
    explicit SizePanel(QWidget *parent);

    /// Null: not known yet.
    void setAnalysis(std::shared_ptr<const ImageAnalysis> analysis);
    /// Why there is no analysis.
    void showProblem(const QString &problem);
    const std::shared_ptr<const ImageAnalysis> &analysis() const { return m_analysis; }
    SavingModel &model() const { return *m_model; }
    QListView &list() const { return *m_list; }
    /// The saving that is selected; null: none.
    const Saving *selectedSaving() const;
    QTreeView &files() const { return *m_files; }

    QSize sizeHint() const override { return {300, 400}; }

Q_SIGNALS:
    void savingSelected();
    /// The current one of the selected saving's files is another: its number in ImageAnalysis::files.
    void fileSelected(std::size_t file);
    void fileActivated(std::size_t file);

private:
    void showFiles();
    void showFigures();
    void addFigure(const QString &name, const QString &value, const QString &toolTip = {}, bool isPart = false);
    void showRest();

    std::shared_ptr<const ImageAnalysis> m_analysis;
    SavingModel *m_model;
    QLabel *m_headline;
    QWidget *m_figures;
    QGridLayout *m_grid = nullptr;
    QLabel *m_note;
    QListView *m_list;
    SavingFilesModel *m_filesModel;
    QTreeView *m_files;
    PaneSplitter *m_lists;
    QLabel *m_rest;
};

} // namespace stratoscope::ui
