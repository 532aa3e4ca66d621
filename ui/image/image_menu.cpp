// SPDX-License-Identifier: Apache-2.0
#include "ui/image/image_menu.h"

#include "ui/style/icons.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

ImageMenu::ImageMenu(Session &session, QWidget *parent, Contents contents)
    : QMenu(parent)
    , m_session(session)
    , m_contents(contents)
{
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &ImageMenu::ask);
    connect(this, &QMenu::aboutToHide, &m_asking, &LatestTask::drop);
}

void ImageMenu::setImage(const QString &name, const std::optional<Platform> &shown)
{
    m_name = name;
    m_shown = shown;
}

void ImageMenu::ask()
{
    clear();
    addAction(m_contents == Images ? tr("Looking up images…") : tr("Looking up platforms…"))->setEnabled(false);
    auto work
        = [&session = m_session, store = m_session.store(), name = m_name](ProgressMeter &progress, const std::stop_token &stop) {
              return otherImages(
                  name, store, [&session] { return session.registries(); }, progress, stop);
          };
    m_asking.start(m_session.run<ImageChoices>(work), [this](const Result<ImageChoices> &found) {
        clear();
        offer(found ? *found : ImageChoices{.problem = found.error()});
    });
}

void ImageMenu::offer(const ImageChoices &found)
{
    QList<ImageChoice> choices = found.choices;
    choices.removeIf(
        [this](const ImageChoice &choice) { return m_contents != Everything && choice.isOtherImage != (m_contents == Images); });
    bool isInSection = false;
    for (const ImageChoice &choice : choices) { // those to be pulled come last
        if (!choice.isLocal && !std::exchange(isInSection, true))
            addSection(tr("Available to Pull"));
        const bool isShown = !choice.isOtherImage && choice.isLocal && choice.platform && m_shown
            && choice.platform->normalized() == m_shown->normalized();
        QAction *const action
            = addAction(QString(choice.label).replace(u'&', u"&&"_s), this, [this, choice] { Q_EMIT chosen(choice); });
        if (isShown)
            action->setIcon(ui::icon(u"check"_s));
        else if (!choice.isLocal)
            action->setIcon(ui::icon(u"download"_s, Tint::Muted));
    }
    if (m_contents == Images && choices.isEmpty() && !found.problem)
        addAction(tr("No other images"))->setEnabled(false);
    else if (m_contents != Images && choices.size() < 2 && !found.problem)
        addAction(tr("No other platforms"))->setEnabled(false);
    if (found.problem) {
        addSeparator();
        QAction *const problem = addAction(ui::icon(u"warning"_s, Tint::Warning), tr("Other platforms could not be looked up"));
        problem->setToolTip(found.problem->message());
        problem->setEnabled(false);
    }
}

} // namespace stratoscope::ui
