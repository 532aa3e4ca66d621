// SPDX-License-Identifier: Apache-2.0
#include "ui/push/push_dialog.h"

#include "registry/auth/login.h"
#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/image/image_choices.h"
#include "ui/push/push_targets.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"
#include "ui/transfers/transfers.h"

#include <QComboBox>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kReferenceLetters = 44;

QStringList platformNames(const std::vector<Platform> &platforms)
{
    QStringList names;
    for (const Platform &platform : platforms)
        names << platform.toString();
    return names;
}

/// Those of the image that are on this machine; empty if they cannot be told.
std::vector<Platform> localPlatforms(const QString &image, const Store &store, ProgressMeter &progress, const std::stop_token &stop)
{
    const auto withoutRegistry = [&image]() -> Result<Registries> { return fail(ErrorKind::NotFound, image, {}); };
    const auto found = otherImages(image, store, withoutRegistry, progress, stop);
    std::vector<Platform> platforms;
    for (const ImageChoice &choice : found ? found->choices : QList<ImageChoice>()) {
        if (choice.isLocal && !choice.isOtherImage && choice.platform)
            platforms.push_back(*choice.platform);
    }
    return platforms;
}

} // namespace

PushDialog::PushDialog(Session &session, PushSource source, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_source(std::move(source))
    , m_reference(new QComboBox(this))
    , m_meaning(makeNote(this))
    , m_platformBox(new QComboBox(this))
    , m_problem(makeProblemLabel(this))
{
    setWindowTitle(tr("Push %1").arg(m_source.title));
    m_reference->setObjectName(u"reference"_s);
    m_reference->setEditable(true);
    m_reference->setInsertPolicy(QComboBox::NoInsert);
    m_reference->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_reference->setMinimumContentsLength(kReferenceLetters);
    m_reference->lineEdit()->setPlaceholderText(u"registry.example.com/team/app:1.0"_s);
    m_reference->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_reference->completer()->setFilterMode(Qt::MatchContains);
    m_platformBox->setObjectName(u"platforms"_s);
    m_platformBox->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_problem->setObjectName(u"problem"_s);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_push = buttons->addButton(tr("&Push"), QDialogButtonBox::AcceptRole);
    m_push->setIcon(icon(u"upload"_s));
    m_push->setDefault(true);

    m_form = new QFormLayout;
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->addRow(tr("&To:"), m_reference);
    m_form->addRow(QString(), m_meaning);
    m_form->addRow(tr("P&latforms:"), m_platformBox);
    m_form->setRowVisible(m_platformBox, false); // until it is known that there are several
    makeColumn(this, {m_form, stretch(), m_problem, buttons}, {.around = {16, 16, 16, 12}, .between = 10});

    connect(buttons, &QDialogButtonBox::accepted, this, &PushDialog::push);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_reference, &QComboBox::editTextChanged, this, &PushDialog::check);
    offerTargets({});
    m_reference->setCurrentIndex(0);
    m_reference->lineEdit()->selectAll();
    check();
    lookUp();
}

void PushDialog::lookUp()
{
    const auto work = [store = m_session.store(), image = m_source.image](ProgressMeter &progress,
                                                                          const std::stop_token &stop) -> Result<Facts> {
        return Facts{.registries = registriesWithLogin(), .platforms = localPlatforms(image, store, progress, stop)};
    };
    m_lookingUp.start(m_session.run<Facts>(work), [this](const Result<Facts> &facts) {
        if (facts)
            show(*facts);
    });
}

void PushDialog::show(const Facts &facts)
{
    const QString written = m_reference->currentText();
    offerTargets(facts.registries);
    m_reference->setEditText(written);
    m_platforms = facts.platforms;
    if (m_platforms.size() < 2)
        return;
    const QStringList names = platformNames(m_platforms);
    m_form->setRowVisible(m_platformBox, true);
    m_platformBox->addItem(tr("All %1: %2").arg(countText(std::uint64_t(names.size())), listText(names)));
    m_platformBox->addItems(names);
    if (const auto chosen = std::ranges::find(m_platforms, m_source.platform); chosen != m_platforms.end())
        m_platformBox->setCurrentIndex(1 + int(chosen - m_platforms.begin()));
    adjustSize();
}

void PushDialog::offerTargets(const QStringList &loggedIn)
{
    QStringList registries = loggedIn;
    for (const SavedRegistry &registry : settings::registries())
        registries << registry.address;
    m_reference->clear();
    m_reference->addItems(pushTargets(
        {.title = m_source.title, .registry = m_source.registry, .earlier = settings::pushTargets(), .registries = registries}));
}

void PushDialog::check()
{
    m_meaning->setText(pushTargetText(m_reference->currentText()));
    m_push->setEnabled(!m_reference->currentText().trimmed().isEmpty());
    showProblem(m_problem, {});
}

void PushDialog::push()
{
    const QString text = m_reference->currentText().trimmed();
    if (const auto reference = Reference::parse(text); !reference)
        return showProblem(m_problem, reference.error().message());
    PushRequest request{.image = m_source.image, .reference = text};
    const int chosen = m_platformBox->currentIndex() - 1;
    request.allPlatforms = m_lookingUp.isRunning() ? !m_source.platform : chosen < 0;
    if (chosen >= 0)
        request.open.platform = m_platforms[std::size_t(chosen)];
    else if (m_source.platform || m_platforms.empty())
        request.open.platform = m_source.platform;
    else
        request.open.platform = m_platforms.front(); // the only one need not be for this machine
    accept();
    Q_EMIT pushRequested(request);
}

int startPush(Session &session, Transfers &transfers, const QString &title, const PushRequest &request)
{
    const auto remember = [reference = request.reference](const Result<PushReport> &pushed) {
        if (pushed)
            settings::addPushTarget(reference);
    };
    return transfers.run<PushReport>(&transfers,
                                     {.kind = TransferKind::Push,
                                      .name = title,
                                      .target = request.reference,
                                      .begin = [&session, request] { return session.push(request); },
                                      .done = remember});
}

} // namespace stratoscope::ui
