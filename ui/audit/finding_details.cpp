// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/finding_details.h"

#include "base/error.h"
#include "oci/command_text.h"
#include "ui/audit/finding_texts.h"
#include "ui/common/page_layout.h"

#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

FindingDetails::FindingDetails(QWidget *parent)
    : QWidget(parent)
    , m_text(makeText(this))
    , m_place(makeText(this))
    , m_whereabouts(makeText(this))
    , m_step(makeNote(this))
    , m_value(makeText(this))
    , m_showValue(new QPushButton(this))
    , m_showFile(new QPushButton(tr("Show File"), this))
{
    QFont bold = m_text->font();
    bold.setBold(true);
    m_text->setFont(bold);
    m_value->setObjectName(u"value"_s);
    m_value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_showValue->setObjectName(u"showValue"_s);
    m_showValue->setCheckable(true);
    m_showFile->setObjectName(u"showFile"_s);
    m_showFile->setToolTip(tr("Show the file in the tree of its layer"));
    connect(m_showValue, &QPushButton::toggled, this, &FindingDetails::showValue);
    connect(m_showFile, &QPushButton::clicked, this, &FindingDetails::fileRequested);

    auto *const buttons = makeRow(nullptr, {m_showFile, m_showValue, {m_value, 1}}, {.between = kUsualSpacing});
    makeColumn(this, {m_text, m_place, m_whereabouts, m_step, buttons}, {.around = {10, 8, 10, 8}, .between = 4});
}

void FindingDetails::show(const Finding *finding, const Image &image)
{
    setVisible(finding);
    if (!finding)
        return;
    m_finding = *finding;
    m_text->setText(m_finding.text);
    m_place->setText(placeText(m_finding));
    m_whereabouts->setText(whereaboutsText(m_finding));
    const std::size_t layer = std::size_t(m_finding.layer.value_or(0));
    const bool hasStep = m_finding.layer && layer < image.layers.size() && !image.layers[layer].createdBy.isEmpty();
    m_step->setVisible(hasStep);
    if (hasStep)
        m_step->setText(
            tr("Layer %1: %2")
                .arg(QString::number(layer), printable(commandText(image.layers[layer].createdBy).simplified().toStdString())));
    m_showFile->setVisible(!m_finding.path.empty() && m_finding.deletedIn != m_finding.layer);
    m_showValue->setVisible(!m_finding.secret.empty());
    m_showValue->setChecked(false);
    showValue(false);
}

void FindingDetails::showValue(bool isShown)
{
    m_showValue->setText(isShown ? tr("Hide Value") : tr("Show Value"));
    m_value->setText(m_finding.secret.empty() ? QString() : isShown ? printable(m_finding.secret) : maskedSecret(m_finding.secret));
}

} // namespace stratoscope::ui
