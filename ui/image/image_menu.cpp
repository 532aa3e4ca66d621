// SPDX-License-Identifier: Apache-2.0
#include "ui/image/image_menu.h"

#include "ui/style/icons.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

ImageMenu::ImageMenu(Session &session, QWidget *parent)
    : QMenu(parent)
    , m_session(session)
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
    say(tr("Looking up platforms…"));
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

void ImageMenu::say(const QString &text)
{
    addAction(text)->setEnabled(false);
}

void ImageMenu::offer(const ImageChoices &found)
{
    const auto add = [this](const ImageChoice &choice) {
        const bool isShown = choice.isLocal && choice.platform && m_shown && choice.platform->normalized() == m_shown->normalized();
        QAction *const action
            = addAction(QString(choice.label).replace(u'&', u"&&"_s), this, [this, choice] { Q_EMIT chosen(choice); });
        if (isShown)
            action->setIcon(ui::icon(u"check"_s));
        else if (!choice.isLocal)
            action->setIcon(ui::icon(u"download"_s, Tint::Muted));
    };
    for (const ImageChoice &choice : found.choices) {
        if (choice.isLocal)
            add(choice);
    }
    const bool hasRemote = std::ranges::any_of(found.choices, [](const ImageChoice &choice) { return !choice.isLocal; });
    if (hasRemote) {
        addSection(tr("Available to Pull"));
        for (const ImageChoice &choice : found.choices) {
            if (!choice.isLocal)
                add(choice);
        }
    }
    if (found.choices.size() < 2 && !found.problem)
        say(tr("No other platforms"));
    if (found.problem) {
        addSeparator();
        QAction *const problem = addAction(ui::icon(u"warning"_s, Tint::Warning), tr("Other platforms could not be looked up"));
        problem->setToolTip(found.problem->message());
        problem->setEnabled(false);
    }
}

} // namespace stratoscope::ui
