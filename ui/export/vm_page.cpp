// SPDX-License-Identifier: Apache-2.0
#include "ui/export/vm_page.h"

#include "session/session.h"
#include "ui/common/page_layout.h"
#include "ui/export/export_presets.h"
#include "ui/export/form_row.h"
#include "ui/style/theme.h"
#include "vm/boot_check.h"
#include "vm/vm_plan.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kLeastMemory = 64; ///< MiB
constexpr int kMostMemory = 1 << 20;
constexpr int kTypingMs = 400; ///< before what is typed counts

/// "Will it boot?", as lines of HTML, and whether something is in the way.
struct Forecast {
    QStringList lines{};
    bool isGood = true;
};

struct VmPageTr {
    Q_DECLARE_TR_FUNCTIONS(VmPage)
};

QString sentence(const QString &text)
{
    return text.endsWith(u'.') ? text : text + u'.';
}

Result<Forecast> look(const Image &image, const std::optional<int> &upTo, const ExportOptions &options, const QString &spool,
                      const std::stop_token &stop)
{
    ImageFs fs = image.fs();
    if (upTo) {
        STRATOSCOPE_TRY(fs, image.fsUpTo(*upTo, stop));
    }
    Forecast forecast;
    STRATOSCOPE_TRY(const std::vector<BootFinding> findings, checkBoot(fs, image.config.run));
    for (const BootFinding &finding : findings) {
        forecast.isGood &= !finding.isFatal;
        QString line = sentence(finding.text).toHtmlEscaped();
        if (finding.node) {
            const QByteArray path = QByteArray::fromStdString(fs.tree->path(*finding.node));
            line += u" <a href=\"%1\">%2</a>"_s.arg(QString::fromLatin1(path.toPercentEncoding("/")),
                                                    VmPageTr::tr("Show the file").toHtmlEscaped());
        }
        forecast.lines += line;
    }
    const auto plan = planVm(fs, image.config.platform, image.location, traitsOf(options.vmRoot).name, options.vm, spool, stop);
    if (!plan) {
        forecast.isGood = false;
        forecast.lines += sentence(plan.error().message()).toHtmlEscaped();
        return forecast;
    }
    forecast.lines += VmPageTr::tr("Kernel: %1").arg(describe(plan->kernel)).toHtmlEscaped();
    for (const QString &note : plan->notes)
        forecast.lines += sentence(note).toHtmlEscaped();
    return forecast;
}

} // namespace

VmPage::VmPage(Session &session, std::shared_ptr<const Image> image, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_image(std::move(image))
    , m_kernel(new QLineEdit(this))
    , m_memory(new QSpinBox(this))
    , m_root(new QComboBox(this))
    , m_disk(new QComboBox(this))
    , m_forecast(makeText(this))
{
    m_kernel->setObjectName(u"kernel"_s);
    m_kernel->setPlaceholderText(tr("The image’s own, or this machine’s"));
    m_kernel->setClearButtonEnabled(true);
    m_memory->setObjectName(u"memory"_s);
    m_memory->setRange(kLeastMemory, kMostMemory);
    m_memory->setSuffix(tr(" MiB"));
    for (const ExportFormat format : vmRootFormats())
        m_root->addItem(exportFormatText(format).title, int(format));
    m_root->setAccessibleName(tr("File system of the disk"));
    m_disk->setObjectName(u"diskFormat"_s);
    m_disk->addItem(tr("raw"), false);
    m_disk->addItem(tr("qcow2 (needs qemu-img)"), true);
    m_disk->setAccessibleName(tr("Form of the disk"));
    m_forecast->setObjectName(u"forecast"_s);
    m_forecast->setTextFormat(Qt::RichText);
    m_forecast->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_delay.setSingleShot(true);
    m_delay.setInterval(kTypingMs);
    reset();

    auto *const form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    addFormRow(form, tr("&Kernel:"), buildKernel());
    form->addRow(tr("&Memory:"), m_memory);
    auto *const disk = new QWidget(this);
    makeRow(disk, {{m_root, 1}, {m_disk, 1}}, {.between = 8});
    disk->setFocusProxy(m_root);
    addFormRow(form, tr("&Disk:"), disk);
    form->addRow(tr("Bootable:"), m_forecast);

    connect(&m_delay, &QTimer::timeout, this, &VmPage::forecast);
    connect(m_kernel, &QLineEdit::textChanged, this, &VmPage::change);
    connect(m_memory, &QSpinBox::valueChanged, this, &VmPage::edited);
    connect(m_root, &QComboBox::currentIndexChanged, this, &VmPage::change);
    connect(m_disk, &QComboBox::currentIndexChanged, this, &VmPage::edited);
    connect(m_forecast, &QLabel::linkActivated, this, &VmPage::fileRequested);
}

QWidget *VmPage::buildKernel()
{
    auto *const row = new QWidget(this);
    auto *const browseButton = new QPushButton(tr("Browse…"), row);
    browseButton->setAutoDefault(false);
    makeRow(row, {{m_kernel, 1}, browseButton}, {.between = kUsualSpacing});
    row->setFocusProxy(m_kernel);
    connect(browseButton, &QPushButton::clicked, this, &VmPage::browse);
    return row;
}

void VmPage::browse()
{
    const QString chosen = QFileDialog::getOpenFileName(this, tr("Kernel, or Debian Package with a Kernel"),
                                                        QFileInfo(m_kernel->text()).absolutePath());
    if (!chosen.isEmpty())
        m_kernel->setText(chosen);
}

void VmPage::fillIn(ExportOptions &options) const
{
    options.vm.kernel = m_kernel->text().trimmed();
    options.vm.memory = m_memory->value();
    options.vm.qcow2 = m_disk->currentData().toBool();
    options.vmRoot = ExportFormat(m_root->currentData().toInt());
}

void VmPage::reset()
{
    const VmOptions usual;
    m_kernel->clear();
    m_memory->setValue(usual.memory);
    m_disk->setCurrentIndex(0);
    m_root->setCurrentIndex(0);
}

bool VmPage::isUsual() const
{
    ExportOptions now;
    fillIn(now);
    const ExportOptions usual;
    return now.vm.kernel.isEmpty() && now.vm.memory == usual.vm.memory && !now.vm.qcow2 && now.vmRoot == usual.vmRoot;
}

void VmPage::setUpTo(std::optional<int> layer)
{
    if (layer == m_upTo)
        return;
    m_upTo = layer;
    m_isStale = true;
    if (isVisible())
        m_delay.start();
}

void VmPage::change()
{
    m_isStale = true;
    if (isVisible())
        m_delay.start();
    Q_EMIT edited();
}

void VmPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        forecast();
}

void VmPage::forecast()
{
    m_isStale = false;
    ExportOptions options;
    fillIn(options);
    m_forecast->setText(tr("Looking…"));
    const auto work = [image = m_image, upTo = m_upTo, options, spool = m_session.store().temporaryDirectory()](
                          const std::stop_token &stop) -> Result<Forecast> { return look(*image, upTo, options, spool, stop); };
    m_looking.run(m_session, work, [this](const Result<Forecast> &found) {
        const Forecast forecast = found ? *found : Forecast{{found.error().message().toHtmlEscaped()}, false};
        const QString answer = forecast.isGood ? tr("No problems were found.") : tr("It will not run as it is:");
        const QColor colour = tintColor(forecast.isGood ? Tint::Good : Tint::Bad, palette());
        m_forecast->setText(u"<span style=\"color:%1\">%2</span><br>%3"_s.arg(colour.name(), answer.toHtmlEscaped(),
                                                                              forecast.lines.join(u"<br>"_s)));
    });
}

} // namespace stratoscope::ui
