// SPDX-License-Identifier: Apache-2.0
#include "ui/image/image_header.h"

#include "archive/image_name.h"
#include "oci/reference.h"
#include "ui/common/elided_label.h"
#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/row_painter.h"
#include "ui/export/export_presets.h"
#include "ui/image/image_menu.h"
#include "ui/layers/layer_model.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kConfirmMs = 1500;
constexpr int kStateMargins = 32; ///< of the button, with its arrow

QString sourceIcon(SourceKind source)
{
    switch (source) {
    case SourceKind::Store:
        return u"layers"_s;
    case SourceKind::OciLayout:
    case SourceKind::Dir:
    case SourceKind::Prebaked:
        return u"image-folder"_s;
    case SourceKind::DockerArchive:
    case SourceKind::OciArchive:
    case SourceKind::Rootfs:
        return u"image-file"_s;
    case SourceKind::DockerDaemon:
    case SourceKind::Podman:
    case SourceKind::Containerd:
    case SourceKind::ContainersStorage:
        return u"engine"_s;
    }
    Q_UNREACHABLE();
}

/// The digest of the manifest or, if there is none, of the config.
Digest digestOf(const Image &image)
{
    return image.digest.value_or(image.configDigest);
}

std::uint64_t compressedSize(const Image &image)
{
    std::uint64_t size = 0;
    for (const ImageLayer &layer : image.layers)
        size += layer.compressedSize;
    return size;
}

} // namespace

ImageHeader::ImageHeader(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new ElidedLabel(Qt::ElideMiddle, this))
    , m_state(new QToolButton(this))
    , m_platform(new QToolButton(this))
    , m_platforms(new ImageMenu(session, this, ImageMenu::Platforms))
    , m_tag(new QToolButton(this))
    , m_images(new ImageMenu(session, this, ImageMenu::Images))
    , m_export(new QToolButton(this))
    , m_digest(new QToolButton(this))
    , m_figures(new ElidedLabel(Qt::ElideRight, this))
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    large.setBold(true);
    m_title->setFont(large);
    m_title->setTextInteractionFlags(Qt::NoTextInteraction);
    for (QToolButton *const button : {m_state, m_tag, m_platform, m_digest}) {
        button->setAutoRaise(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::TabFocus);
    }
    for (QToolButton *const button : {m_state, m_tag, m_platform})
        button->setPopupMode(QToolButton::InstantPopup);
    m_platform->setMenu(m_platforms);
    m_platform->setToolTip(tr("Other platforms"));
    m_tag->setMenu(m_images);
    m_tag->setToolTip(tr("Other images in the same archive or layout"));
    m_tag->setObjectName(u"tag"_s);
    m_platform->setObjectName(u"platform"_s);
    m_state->setMenu(new QMenu(m_state));
    m_state->setObjectName(u"state"_s);
    m_digest->setObjectName(u"digest"_s);
    m_figures->setObjectName(u"figures"_s);
    m_digest->setFont(smallerFont(font()));
    m_figures->setFont(smallerFont(font()));
    m_figures->setForegroundRole(QPalette::PlaceholderText);

    auto *const top = makeRow(nullptr, {{m_title, 1}, m_state, m_tag, m_platform, m_export}, {.between = 6});
    auto *const bottom = makeRow(nullptr, {{m_figures, 1}, m_digest}, {.between = 6});
    auto *const lines = makeColumn(nullptr, {top, bottom});
    makeRow(this, {m_icon, {lines, 1}}, {.around = {8, 4, 6, 4}, .between = 8});

    // Wide enough for every state, so that nothing beside it moves while an image is verified.
    int widest = 0;
    for (const Verification state : {Verification::Pending, Verification::Running, Verification::Verified})
        widest = std::max(widest, m_state->fontMetrics().horizontalAdvance(verificationText(state)));
    m_state->setText(QString());
    m_state->setMinimumWidth(widest + m_state->iconSize().width() + kStateMargins);

    setUpExport();
    m_copied.setSingleShot(true);
    m_copied.setInterval(kConfirmMs);
    connect(&m_copied, &QTimer::timeout, this, &ImageHeader::showDigest);
    connect(m_digest, &QToolButton::clicked, this, &ImageHeader::copyDigest);
    connect(m_platforms, &ImageMenu::chosen, this, &ImageHeader::chosen);
    connect(m_images, &ImageMenu::chosen, this, &ImageHeader::chosen);
    connect(m_state->menu(), &QMenu::aboutToShow, this, &ImageHeader::fillStateMenu);
}

void ImageHeader::setImage(const QString &name, std::shared_ptr<const Image> image)
{
    m_image = std::move(image);
    m_icon->setPixmap(icon(sourceIcon(m_image->source), Tint::Accent).pixmap(QSize(24, 24), devicePixelRatioF()));
    const auto reference
        = m_image->source == SourceKind::Store ? Reference::parse(m_image->location) : fail(ErrorKind::NotFound, {}, {});
    m_title->setText(reference && reference->canonical() == m_image->location ? reference->familiar() : m_image->title());
    m_title->setToolTip(m_image->location);
    m_platforms->setImage(name, m_image->config.platform);
    m_images->setImage(name, m_image->config.platform);
    const auto parsed = ImageName::parse(name);
    const QString selector = parsed && parsed->isLocal() ? parsed->selector : QString(); // needed only where there are several
    constexpr int kTagLetters = 24;
    m_tag->setText(fontMetrics().elidedText(selector, Qt::ElideMiddle, kTagLetters * fontMetrics().averageCharWidth()));
    m_tag->setAccessibleName(tr("Image in the archive: %1").arg(selector));
    m_tag->setVisible(!selector.isEmpty());
    const QString platform = m_image->config.platform.isUnknown() ? tr("Unknown platform") : m_image->config.platform.toString();
    m_platform->setText(platform);
    m_platform->setAccessibleName(tr("Platform: %1").arg(platform));
    m_platform->setEnabled(m_image->source != SourceKind::Prebaked && m_image->source != SourceKind::Rootfs);
    m_figures->setText(isolated(figures(), layoutDirection()));
    m_digest->setVisible(m_image->source != SourceKind::Prebaked);
    m_copied.stop();
    showDigest();
    refreshState();
}

QString ImageHeader::figures() const
{
    QStringList parts{layerCountText(*m_image)};
    if (m_image->tree) {
        parts += entriesText(m_image->tree->totalEntries(kRootNode));
        parts += sizeText(m_image->tree->totalSize(kRootNode));
    }
    const std::uint64_t compressed = compressedSize(*m_image);
    const bool isCompressed
        = std::ranges::any_of(m_image->layers, [](const ImageLayer &layer) { return layer.compression != Compression::None; });
    if (compressed > 0 && isCompressed)
        parts += tr("%1 compressed").arg(sizeText(compressed));
    return parts.join(u" · "_s);
}

void ImageHeader::refreshState()
{
    const Verification state = m_image->verification();
    m_state->setIcon(isPartial(*m_image) ? icon(u"download"_s, Tint::Muted) : verificationIcon(state));
    m_state->setText(state == Verification::Failed ? tr("Corrupt") : verificationText(*m_image));
    m_state->setAccessibleName(tr("Verification: %1").arg(m_state->text()));
    const bool canVerify = state == Verification::Failed || state == Verification::Pending;
    m_state->setEnabled(m_image->source != SourceKind::Prebaked || canVerify); // otherwise its menu offers nothing
    QStringList problems;
    for (const ImageLayer &layer : m_image->layers) {
        if (const auto error = layer.check->error())
            problems += error->message();
    }
    problems.removeDuplicates();
    m_state->setToolTip(problems.isEmpty() ? verificationText(*m_image) : problems.join(u'\n'));
}

void ImageHeader::fillStateMenu()
{
    QMenu *const menu = m_state->menu();
    menu->clear();
    const Verification state = m_image->verification();
    const bool isStored = m_image->source == SourceKind::Store;
    const bool isPossible = !isPartial(*m_image) && (isStored || state == Verification::Failed || state == Verification::Pending);
    menu->addAction(icon(u"verifying"_s), tr("&Verify Again"), this, &ImageHeader::verifyRequested)->setEnabled(isPossible);
    if (isStored && Reference::parse(m_image->location).has_value())
        menu->addAction(icon(u"download"_s), tr("&Pull Again"), this, &ImageHeader::pullRequested);
    if (!isStored && m_image->source != SourceKind::Prebaked)
        menu->addAction(icon(u"download"_s), tr("&Import into Library"), this, &ImageHeader::importRequested);
    if (state == Verification::Failed) {
        menu->addAction(icon(u"copy"_s), tr("&Copy Details"), this,
                        [this] { QGuiApplication::clipboard()->setText(m_state->toolTip()); });
    }
}

void ImageHeader::setUpExport()
{
    m_export->setObjectName(u"export"_s);
    m_export->setIcon(icon(u"export"_s));
    m_export->setText(tr("Export"));
    m_export->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_export->setPopupMode(QToolButton::MenuButtonPopup);
    m_export->setFocusPolicy(Qt::TabFocus);
    m_export->setMenu(new QMenu(m_export));
    const auto describe = [this] {
        const auto last = exportPreset(settings::exportPreset());
        m_export->setToolTip(last ? tr("Export again: %1").arg(last->title) : tr("Export the image"));
    };
    describe();
    connect(&settings::exportPreset, &SettingSignal::changed, m_export, describe);
    connect(m_export->menu(), &QMenu::aboutToShow, this, &ImageHeader::fillExportMenu);
    connect(m_export, &QToolButton::clicked, this, [this] {
        if (const auto last = exportPreset(settings::exportPreset()))
            Q_EMIT presetRequested(last->id);
        else
            Q_EMIT exportRequested();
    });
}

void ImageHeader::fillExportMenu()
{
    QMenu *const menu = m_export->menu();
    menu->clear();
    for (const ExportPreset &preset : exportPresets()) {
        const bool isLast = preset.id == settings::exportPreset();
        if (preset.isNamed || isLast)
            menu->addAction(isLast ? icon(u"check"_s) : QIcon(), preset.title, this,
                            [this, id = preset.id] { Q_EMIT presetRequested(id); });
    }
    menu->addSeparator();
    menu->addAction(icon(u"export"_s), tr("&More Formats and Options…"), this, &ImageHeader::exportRequested);
}

void ImageHeader::showDigest()
{
    const Digest digest = digestOf(*m_image);
    const QString what = m_image->digest ? tr("Manifest digest") : tr("Config digest (image ID)");
    m_digest->setIcon(icon(u"copy"_s, Tint::Muted));
    m_digest->setText(digest.algorithmName() + u':' + digest.shortHex());
    m_digest->setToolTip(what + u'\n' + digest.toString() + u'\n' + tr("Click to copy"));
    m_digest->setAccessibleName(tr("Copy the digest %1").arg(digest.shortHex()));
}

void ImageHeader::copyDigest()
{
    QGuiApplication::clipboard()->setText(digestOf(*m_image).toString());
    m_digest->setMinimumWidth(m_digest->width()); // so that nothing moves
    m_digest->setIcon(icon(u"check"_s, Tint::Good));
    m_digest->setText(tr("Copied"));
    m_digest->setAccessibleName(tr("Copied"));
    m_copied.start();
}

} // namespace stratoscope::ui
