// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/registries_page.h"

#include "ui/common/error_page.h"
#include "ui/common/format.h"
#include "ui/common/message_bar.h"
#include "ui/common/page_layout.h"
#include "ui/settings/registry_settings.h"
#include "ui/style/icons.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QGroupBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

RegistriesPage::RegistriesPage(Session &session, QWidget *parent)
    : SettingsPage(parent)
    , m_session(session)
    , m_choices(settings::registries())
{
    makeRow(this, {{buildList(), 1}, {buildDetails(), 2}}, {.between = 16});
    connect(&m_login, &LatestTask::cancelled, this, &RegistriesPage::loginChanged);
    for (const SavedRegistry &choice : m_choices)
        m_list->addItem(choice.address);
    m_list->setCurrentRow(0);
    if (m_choices.isEmpty())
        showSelected();
}

void RegistriesPage::show(const QString &address)
{
    const auto at = std::ranges::find(m_choices, address, &SavedRegistry::address);
    if (at == m_choices.end()) {
        m_newAddress->setText(address);
        addAddress();
    } else {
        m_list->setCurrentRow(int(at - m_choices.begin()));
    }
    m_user->setFocus();
}

QWidget *RegistriesPage::buildList()
{
    auto *const area = new QWidget(this);
    m_list = new QListWidget(area);
    m_list->setAccessibleName(tr("Registries"));
    m_newAddress = new QLineEdit(area);
    m_newAddress->setPlaceholderText(tr("host or host:port"));
    m_newAddress->setAccessibleName(tr("Address of the new registry"));
    auto *const addButton = new QPushButton(icon(u"add"_s), tr("Add"), area);
    addButton->setAutoDefault(false);
    m_remove = new QPushButton(icon(u"remove"_s), tr("Remove"), area);
    m_remove->setAutoDefault(false);

    auto *const buttons = makeRow(nullptr, {addButton, m_remove, stretch()}, {.between = kUsualSpacing});
    makeColumn(area, {{m_list, 1}, m_newAddress, buttons}, {.between = kUsualSpacing});
    area->setMinimumWidth(fontMetrics().averageCharWidth() * 18);
    area->setMaximumWidth(fontMetrics().averageCharWidth() * 30);

    connect(m_list, &QListWidget::currentRowChanged, this, &RegistriesPage::showSelected);
    connect(addButton, &QPushButton::clicked, this, &RegistriesPage::addAddress);
    connect(m_newAddress, &QLineEdit::returnPressed, this, &RegistriesPage::addAddress);
    connect(m_remove, &QPushButton::clicked, this, &RegistriesPage::remove);
    return area;
}

QWidget *RegistriesPage::buildDetails()
{
    m_details = new QWidget(this);
    m_title = makeHeading(m_details);
    m_problem = new MessageBar(m_details);
    m_searched = new QCheckBox(tr("&Search this registry"), m_details);

    auto *const connection = new QGroupBox(tr("Connection"), m_details);
    m_certDir = new QLineEdit(connection);
    m_certDir->setPlaceholderText(tr("System certificates"));
    m_certDir->setClearButtonEnabled(true);
    auto *const browseButton = new QPushButton(tr("Browse…"), connection);
    browseButton->setAutoDefault(false);
    auto *const folder = makeRow(nullptr, {{m_certDir, 1}, browseButton}, {.between = kUsualSpacing});
    m_plainHttp = new QCheckBox(tr("Use plain &HTTP"), connection);
    m_insecure = new QCheckBox(tr("S&kip certificate verification (insecure)"), connection);
    m_insecure->setToolTip(tr("Anyone on the network can read your credentials and alter pulls that are not by digest"));
    m_endpoints = makeNote(connection);
    m_endpoints->setAlignment((m_endpoints->alignment() & ~Qt::AlignVertical_Mask) | Qt::AlignTop);
    m_endpoints->setMinimumHeight(3 * fontMetrics().lineSpacing());
    m_endpoints->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *const folderLabel = new QLabel(tr("C&ertificates:"), connection);
    folderLabel->setBuddy(m_certDir);
    auto *const form = new QFormLayout(connection);
    form->addRow(folderLabel, folder);
    form->addRow(QString(), m_plainHttp);
    form->addRow(QString(), m_insecure);
    form->addRow(m_endpoints);

    makeColumn(m_details, {m_title, m_searched, buildLogin(), connection, m_problem, stretch()}, {.between = 10});
    m_details->setMinimumWidth(fontMetrics().averageCharWidth() * 44);

    connect(browseButton, &QPushButton::clicked, this, &RegistriesPage::browse);
    connect(m_searched, &QCheckBox::clicked, this, &RegistriesPage::store);
    connect(m_plainHttp, &QCheckBox::clicked, this, &RegistriesPage::store);
    connect(m_insecure, &QCheckBox::clicked, this, &RegistriesPage::store);
    connect(m_certDir, &QLineEdit::textEdited, this, &RegistriesPage::store);
    return m_details;
}

QWidget *RegistriesPage::buildLogin()
{
    auto *const box = new QGroupBox(tr("Login"), m_details);
    m_loggedIn = makeText(box);
    m_user = new QLineEdit(box);
    m_password = new QLineEdit(box);
    m_password->setEchoMode(QLineEdit::Password);
    m_logIn = new QPushButton(tr("&Log In"), box);
    m_logOut = new QPushButton(tr("Log &Out"), box);
    for (QPushButton *const button : {m_logIn, m_logOut})
        button->setAutoDefault(false);
    auto *const buttons = makeRow(nullptr, {m_logIn, m_logOut, stretch()}, {.between = kUsualSpacing});
    auto *const form = new QFormLayout(box);
    form->addRow(m_loggedIn);
    form->addRow(tr("&User:"), m_user);
    form->addRow(tr("&Password or token:"), m_password);
    form->addRow(QString(), buttons);

    connect(m_logIn, &QPushButton::clicked, this, &RegistriesPage::startLogin);
    connect(m_logOut, &QPushButton::clicked, this, &RegistriesPage::startLogout);
    connect(m_password, &QLineEdit::returnPressed, this, &RegistriesPage::startLogin);
    for (QLineEdit *const field : {m_user, m_password})
        connect(field, &QLineEdit::textChanged, this, &RegistriesPage::loginChanged);
    return box;
}

SavedRegistry *RegistriesPage::current()
{
    const int row = m_list->currentRow();
    return row < 0 ? nullptr : &m_choices[row];
}

void RegistriesPage::addAddress()
{
    if (m_newAddress->text().trimmed().isEmpty())
        return m_newAddress->setFocus();
    const auto address = registryAddress(m_newAddress->text());
    if (!address) {
        m_problem->showProblem(
            tr("Not a registry address"),
            tr("%1: enter a host such as registry.example.com or localhost:5000").arg(m_newAddress->text().trimmed()));
        return;
    }
    m_newAddress->clear();
    auto at = std::ranges::find(m_choices, *address, &SavedRegistry::address);
    if (at == m_choices.end()) {
        m_choices.append({.address = *address});
        m_list->addItem(*address);
        Q_EMIT edited();
        at = m_choices.end() - 1;
    }
    m_list->setCurrentRow(int(at - m_choices.begin()));
}

void RegistriesPage::remove()
{
    const int row = m_list->currentRow();
    if (row < 0)
        return;
    m_choices.removeAt(row);
    delete m_list->takeItem(row);
    showSelected();
    Q_EMIT edited();
}

void RegistriesPage::showSelected()
{
    // The two lists are changed one after the other.
    if (m_list->count() != m_choices.size())
        return;
    const SavedRegistry *const choice = current();
    m_login.drop();
    m_reading.drop();
    m_details->setEnabled(choice);
    m_remove->setEnabled(choice);
    m_problem->hide();
    m_password->clear();
    m_user->clear();
    m_title->setText(choice ? choice->address : tr("No registry selected"));
    m_searched->setChecked(choice && choice->isSearched);
    m_plainHttp->setChecked(choice && choice->plainHttp);
    m_insecure->setChecked(choice && choice->insecure);
    m_certDir->setText(choice ? choice->certDir : QString());
    m_endpoints->clear();
    m_loggedIn->clear();
    loginChanged();
    if (choice)
        readFacts();
}

void RegistriesPage::store()
{
    SavedRegistry *const choice = current();
    if (!choice)
        return;
    choice->isSearched = m_searched->isChecked();
    choice->plainHttp = m_plainHttp->isChecked();
    choice->insecure = m_insecure->isChecked();
    choice->certDir = m_certDir->text().trimmed();
    Q_EMIT edited();
}

void RegistriesPage::browse()
{
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Select Certificate Folder (ca.crt, client.cert, client.key)"), m_certDir->text());
    if (folder.isEmpty())
        return;
    m_certDir->setText(folder);
    store();
}

void RegistriesPage::readFacts()
{
    const auto work = [options = registryOptions(m_choices),
                       address = current()->address](const std::stop_token &stop) -> Result<RegistryFacts> {
        STRATOSCOPE_TRY(const Registries registries, Registries::load(options));
        return registryFacts(registries, address, stop);
    };
    m_reading.run(m_session, work, [this](const Result<RegistryFacts> &facts) {
        if (facts)
            showFacts(*facts);
        else
            m_problem->showProblem(tr("Could not read the registry configuration"), facts.error().message());
    });
}

void RegistriesPage::showFacts(const RegistryFacts &facts)
{
    QStringList login{facts.user.isEmpty() ? tr("Not logged in") : tr("Logged in as %1").arg(facts.user)};
    m_loggedIn->setText((login + facts.warnings).join(u'\n'));
    m_logOut->setEnabled(!facts.user.isEmpty());
    m_certDir->setPlaceholderText(facts.certificates.isEmpty() ? tr("System certificates") : facts.certificates);
    m_endpoints->setText(facts.blocked.isEmpty() ? tr("Endpoints, in order: %1").arg(listText(facts.endpoints)) : facts.blocked);
}

void RegistriesPage::loginChanged()
{
    const bool running = m_login.isRunning();
    m_logIn->setEnabled(!running && !m_user->text().isEmpty() && !m_password->text().isEmpty());
    m_logIn->setText(running ? tr("Logging in…") : tr("&Log In"));
}

void RegistriesPage::startLogin()
{
    if (!m_logIn->isEnabled())
        return;
    m_problem->hide();
    const Credentials credentials{.user = m_user->text(), .password = m_password->text(), .identityToken = {}};
    const auto work = [options = registryOptions(m_choices), address = current()->address,
                       credentials](const std::stop_token &stop) { return logIn(options, address, credentials, stop); };
    m_login.run(m_session, work, [this](const Result<QString> &location) {
        loginChanged();
        if (!location) {
            m_problem->showProblem(errorHeadline(location.error().kind), location.error().message());
            return;
        }
        m_password->clear();
        const bool isFile = location->startsWith(u'/');
        m_problem->showNote(tr("Logged in"),
                            isFile ? tr("The password is stored unencrypted in %1").arg(*location)
                                   : tr("The credentials are stored by %1").arg(*location));
        applyRegistries(m_session);
        readFacts();
        Q_EMIT applied();
        Q_EMIT loggedIn();
    });
    loginChanged();
}

void RegistriesPage::startLogout()
{
    const auto work = [address = current()->address](const std::stop_token &stop) { return logOut(address, stop); };
    m_login.run(m_session, work, [this](const Result<QStringList> &locations) {
        loginChanged();
        if (!locations)
            m_problem->showProblem(tr("Could not log out"), locations.error().message());
        else if (locations->isEmpty())
            m_problem->showProblem(tr("Not logged in by Stratoscope"),
                                   tr("Another program stores these credentials. Log out there, for example with podman logout %1")
                                       .arg(current()->address));
        applyRegistries(m_session);
        readFacts();
        Q_EMIT applied();
    });
}

/// In a field, the Enter key adds a registry or logs in instead of closing the dialog.
void RegistriesPage::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!isEnter || !qobject_cast<QLineEdit *>(focusWidget()))
        SettingsPage::keyPressEvent(event);
}

void RegistriesPage::apply()
{
    settings::registries.set(m_choices);
    applyRegistries(m_session);
}

} // namespace stratoscope::ui
