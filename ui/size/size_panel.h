// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/image_analysis.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QListView;

namespace stratoscope::ui {

class SavingModel;

/// The numbers of an analysis: how large the image is, and what of it can be saved and how. Ticking savings tells the size that the
/// image would then have.
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

    QSize sizeHint() const override { return {300, 400}; }

Q_SIGNALS:
    void savingSelected();

private:
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
    QLabel *m_rest;
};

} // namespace stratoscope::ui
