// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/store_page.h"

#include "store/store_cleaner.h"
#include "ui/common/error_page.h"
#include "ui/common/format.h"
#include "ui/common/message_bar.h"
#include "ui/common/page_layout.h"
#include "ui/settings/settings.h"
#include "ui/transfers/store_clean_up.h"
#include "ui/transfers/transfers.h"

#include <QCheckBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;
constexpr double kDefaultLimit = 20; // GiB

} // namespace

StorePage::StorePage(Session &session, Transfers &transfers, QWidget *parent)
    : SettingsPage(parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_directory(new QLineEdit(settings::storeDirectory(), this))
    , m_note(makeNote(this))
    , m_problem(makeProblemLabel(this))
    , m_restartNote(new MessageBar(this))
{
    m_directory->setPlaceholderText(Store::defaultDirectory());
    m_directory->setClearButtonEnabled(true);
    auto *const browseButton = new QPushButton(tr("Browse…"), this);
    browseButton->setAutoDefault(false);
    auto *const folderRow = makeRow(nullptr, {{m_directory, 1}, browseButton}, {.between = kUsualSpacing});
    auto *const label = new QLabel(tr("&Folder:"), this);
    label->setBuddy(m_directory);
    auto *const form = new QFormLayout;
    form->addRow(label, folderRow);
    form->addRow(QString(), m_problem);
    form->addRow(QString(), m_note);

    makeColumn(this, {form, buildSize(), m_restartNote, stretch()}, {.between = 10});

    connect(browseButton, &QPushButton::clicked, this, &StorePage::browse);
    connect(m_directory, &QLineEdit::textChanged, this, &StorePage::check);
    connect(m_directory, &QLineEdit::textChanged, this, &SettingsPage::edited);
    check();
    measure();
}

QWidget *StorePage::buildSize()
{
    auto *const box = new QGroupBox(tr("Size"), this);
    m_size = makeText(box);
    m_isLimited = new QCheckBox(tr("&Limit to"), box);
    const auto makeLimit = [box](double least) {
        auto *const spinBox = new QDoubleSpinBox(box);
        spinBox->setRange(least, 100'000);
        spinBox->setDecimals(2);
        spinBox->setSuffix(tr(" GiB"));
        return spinBox;
    };
    m_limit = makeLimit(0.01);
    m_limit->setAccessibleName(tr("Maximum size of the store"));
    m_cacheLimit = makeLimit(0);
    m_cacheLimit->setObjectName(u"cacheLimit"_s);
    m_cacheLimit->setValue(double(settings::cacheLimit()) / kGiB);
    auto *const cacheLabel = new QLabel(tr("Files of images that were only &opened:"), box);
    cacheLabel->setBuddy(m_cacheLimit);
    auto *const cacheNote
        = makeNote(box,
                   tr("Opening a local image unpacks its compressed layers into the store. Above this limit, those that were "
                      "not used for the longest time are removed."));
    const quint64 limit = settings::storeLimit();
    m_isLimited->setChecked(limit > 0);
    m_limit->setEnabled(limit > 0);
    m_limit->setValue(limit > 0 ? double(limit) / kGiB : kDefaultLimit);
    auto *const explanation
        = makeNote(box,
                   tr("When the store exceeds the limit, unused layers are removed first, then the least recently used images. "
                      "Pinned images are kept."));
    m_cleanUp = new QPushButton(tr("&Clean Up Now"), box);
    m_cleanUp->setAutoDefault(false);
    m_result = new MessageBar(box);

    auto *const limitRow = makeRow(nullptr, {m_isLimited, m_limit, stretch()}, {.between = kUsualSpacing});
    auto *const cacheRow = makeRow(nullptr, {cacheLabel, m_cacheLimit, stretch()}, {.between = kUsualSpacing});
    auto *const buttonRow = makeRow(nullptr, {m_cleanUp, stretch()}, {.between = kUsualSpacing});
    auto *const column = new QVBoxLayout(box);
    column->setSpacing(8);
    column->addWidget(m_size);
    column->addLayout(limitRow);
    column->addWidget(explanation);
    column->addLayout(cacheRow);
    column->addWidget(cacheNote);
    column->addLayout(buttonRow);
    column->addWidget(m_result);

    connect(m_isLimited, &QCheckBox::toggled, m_limit, &QWidget::setEnabled);
    connect(m_isLimited, &QCheckBox::toggled, this, &SettingsPage::edited);
    connect(m_limit, &QDoubleSpinBox::valueChanged, this, &SettingsPage::edited);
    connect(m_cacheLimit, &QDoubleSpinBox::valueChanged, this, &SettingsPage::edited);
    connect(m_cleanUp, &QPushButton::clicked, this, &StorePage::cleanUp);
    return box;
}

QString StorePage::directory() const
{
    const QString text = m_directory->text().trimmed();
    return text.isEmpty() ? QString() : QDir::cleanPath(text);
}

quint64 StorePage::limit() const
{
    return m_isLimited->isChecked() ? quint64(m_limit->value() * kGiB) : 0;
}

void StorePage::browse()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Select Image Store Folder"),
                                                             directory().isEmpty() ? m_session.store().directory() : directory());
    if (!folder.isEmpty())
        m_directory->setText(QDir::toNativeSeparators(folder));
}

QString StorePage::problem() const
{
    const QString path = directory();
    const QFileInfo info(path);
    if (!path.isEmpty() && !info.isAbsolute())
        return tr("Enter an absolute path.");
    return info.exists() && !info.isDir() ? tr("This is a file, not a folder.") : QString();
}

void StorePage::check()
{
    const QString wrong = problem();
    const QString path = directory();
    const QString now = m_session.store().directory();
    const QString shownNow = QDir::toNativeSeparators(now);
    const bool isGiven = qEnvironmentVariableIsSet("STRATOSCOPE_STORE");
    showProblem(m_problem, wrong);
    m_note->setText(isGiven ? tr("In use: %1 (set by the environment variable STRATOSCOPE_STORE)").arg(shownNow)
                            : tr("In use: %1").arg(shownNow));
    if (wrong.isEmpty() && !isGiven && (path.isEmpty() ? Store::defaultDirectory() : path) != now)
        m_restartNote->showNote(tr("The new folder is used after a restart"),
                                tr("The contents of %1 are not moved.").arg(shownNow));
    else
        m_restartNote->hide();
}

QWidget *StorePage::invalidField() const
{
    return problem().isEmpty() ? nullptr : m_directory;
}

void StorePage::measure()
{
    m_size->setText(tr("Calculating the size…"));
    const auto work = [store = m_session.store()](const std::stop_token &stop) { return StoreCleaner(store).usage(stop); };
    m_measuring.run(m_session, work, [this](const Result<StoreUsage> &usage) {
        m_size->setText(usage ? tr("%n images, %1 · cache and incomplete pulls: %2", nullptr, usage->imageCount)
                                    .arg(sizeText(usage->images), sizeText(usage->others))
                              : usage.error().message());
    });
}

void StorePage::cleanUp()
{
    m_cleanUp->setEnabled(false);
    m_transfers.run<CleanUpReport>(this,
                                   {.kind = TransferKind::CleanUp,
                                    .name = QDir::toNativeSeparators(m_session.store().directory()),
                                    .begin = [&session = m_session, &transfers = m_transfers,
                                              limit = limit()] { return cleanUpStore(session, transfers, limit); },
                                    .done =
                                        [this](const Result<CleanUpReport> &done) {
                                            m_cleanUp->setEnabled(true);
                                            if (done)
                                                m_result->showNote(cleanUpText(*done));
                                            else
                                                m_result->showProblem(errorHeadline(done.error().kind), done.error().message());
                                            measure();
                                        },
                                    .cancelled = [this] { m_cleanUp->setEnabled(true); }});
}

void StorePage::apply()
{
    settings::storeDirectory.set(directory());
    settings::storeLimit.set(limit());
    settings::cacheLimit.set(quint64(m_cacheLimit->value() * kGiB));
}

} // namespace stratoscope::ui
