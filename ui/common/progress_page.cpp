// SPDX-License-Identifier: Apache-2.0
#include "ui/common/progress_page.h"

#include "ui/common/format.h"
#include "ui/common/page_layout.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

ProgressPage::ProgressPage(QWidget *parent)
    : QWidget(parent)
    , m_title(makeHeading(this))
    , m_stage(makeText(this))
    , m_bar(new QProgressBar(this))
    , m_numbers(makeText(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false);
        m_cancel->setText(tr("Cancelling…"));
        Q_EMIT cancelRequested();
    });

    makeCentredColumn(this, {m_title, m_stage, m_bar, m_numbers, space(8), {m_cancel, 0, Qt::AlignLeft}});
}

void ProgressPage::begin(const QString &title)
{
    m_title->setText(title);
    m_stage->setText(stageText(Stage::Resolve));
    m_numbers->setText(u" "_s);
    m_bar->setRange(0, 0);
    m_cancel->setEnabled(true);
    m_cancel->setText(tr("Cancel"));
}

void ProgressPage::show(const Progress &progress)
{
    QString stage = stageText(progress.stage);
    if (progress.blobCount > 1)
        stage = tr("%1 (%2 of %3)")
                    .arg(stage, QString::number(std::min(progress.blobIndex + 1, progress.blobCount)),
                         QString::number(progress.blobCount));
    if (!progress.filename.isEmpty())
        stage = tr("%1: %2").arg(stage, progress.filename);
    m_stage->setText(stage);
    const QString numbers = progressText(progress);
    m_numbers->setText(numbers.isEmpty() ? u" "_s : numbers);
    const int permille = progressPermille(progress);
    m_bar->setRange(0, permille < 0 ? 0 : 1000);
    if (permille >= 0)
        m_bar->setValue(permille);
}

} // namespace stratoscope::ui
