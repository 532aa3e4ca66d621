// SPDX-License-Identifier: Apache-2.0
#include "ui/image/ignore_button.h"

#include "ui/common/page_layout.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QWidgetAction>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kNamesLetters = 28;

Result<ComparisonRules> rulesWith(const QString &names)
{
    std::vector<std::string> globs;
    for (const QString &glob : names.split(u' ', Qt::SkipEmptyParts))
        globs.push_back(glob.toStdString());
    return ComparisonRules::make(std::move(globs), settings::ignoresTimes(), settings::ignoresOwners(), settings::isSemantic());
}

} // namespace

ComparisonRules comparisonRules()
{
    const auto rules = rulesWith(settings::ignoredNames());
    return rules ? *rules : rulesWith({}).value();
}

IgnoreButton::IgnoreButton(QWidget *parent)
    : QToolButton(parent)
    , m_names(new QLineEdit)
    , m_problem(nullptr)
{
    setObjectName(u"ignore"_s);
    setIcon(ui::icon(u"ignore"_s));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(InstantPopup);
    setToolTip(tr("What the comparison leaves out"));
    auto *const menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    setMenu(menu);
    const auto add = [&](Setting<bool> &setting, const QString &text, const QString &toolTip = {}) {
        QAction *const action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(setting());
        action->setToolTip(toolTip);
        connect(action, &QAction::toggled, action, [&setting](bool on) { setting.set(on); });
        connect(&setting, &SettingSignal::changed, action, [action, &setting] { action->setChecked(setting()); });
    };
    add(settings::ignoresTimes, tr("Ignore &Times"));
    add(settings::ignoresOwners, tr("Ignore &Owners"));
    add(settings::isSemantic, tr("&Judge Like a Reproducible Build"), tr("Leaves out times, the history and the images' names"));
    menu->addSeparator();

    auto *const box = new QWidget;
    m_names->setObjectName(u"ignoredNames"_s);
    m_names->setPlaceholderText(u"*.pyc /var/cache/**"_s);
    m_names->setClearButtonEnabled(true);
    m_names->setAcceptDrops(false); // what is dropped is for the window
    m_names->setMinimumWidth(kNamesLetters * fontMetrics().averageCharWidth());
    m_names->setText(settings::ignoredNames());
    m_problem = makeProblemLabel(box);
    auto *const label = new QLabel(tr("Ignore &names:"), box);
    label->setBuddy(m_names);
    makeColumn(box, {label, m_names, m_problem}, {.around = {10, 4, 10, 6}, .between = 4});
    auto *const action = new QWidgetAction(menu);
    action->setDefaultWidget(box);
    menu->addAction(action);
    connect(m_names, &QLineEdit::textChanged, this, [](const QString &text) { settings::ignoredNames.set(text.trimmed()); });
    connect(m_names, &QLineEdit::returnPressed, menu, &QWidget::hide);

    for (const Setting<bool> *const setting : {&settings::ignoresTimes, &settings::ignoresOwners, &settings::isSemantic})
        connect(setting, &SettingSignal::changed, this, &IgnoreButton::update);
    connect(&settings::ignoredNames, &SettingSignal::changed, this, &IgnoreButton::update);
    connect(&settings::ignoredNames, &SettingSignal::changed, m_names, [this] {
        if (m_names->text().trimmed() != settings::ignoredNames()) // changed in another tab
            m_names->setText(settings::ignoredNames());
    });
    update();
}

void IgnoreButton::update()
{
    const auto rules = rulesWith(settings::ignoredNames());
    showProblem(m_problem, rules ? QString() : rules.error().message());
    const int count
        = settings::ignoresTimes() + settings::ignoresOwners() + settings::isSemantic() + !settings::ignoredNames().isEmpty();
    setText(count == 0 ? tr("Ignore") : tr("Ignore (%1)").arg(count));
    Q_EMIT rulesChanged();
}

} // namespace stratoscope::ui
