// SPDX-License-Identifier: Apache-2.0
#include "ui/common/error_page.h"

#include "ui/common/page_layout.h"
#include "ui/style/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

QString errorHeadline(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Ambiguous:
        return ErrorPage::tr("This archive contains several images. Choose one.");
    case ErrorKind::NotFound:
        return ErrorPage::tr("Not found");
    case ErrorKind::Malformed:
        return ErrorPage::tr("Invalid data");
    case ErrorKind::Truncated:
        return ErrorPage::tr("Incomplete data");
    case ErrorKind::Mismatch:
        return ErrorPage::tr("Digest mismatch");
    case ErrorKind::Configuration:
        return ErrorPage::tr("A configuration file is invalid");
    case ErrorKind::UnexpectedResponse:
        return ErrorPage::tr("Unexpected response from the server");
    case ErrorKind::UnknownHost:
        return ErrorPage::tr("Can't find the server");
    case ErrorKind::WrongPlatform:
        return ErrorPage::tr("No image for this platform");
    case ErrorKind::Unsupported:
        return ErrorPage::tr("Not a container image");
    case ErrorKind::TooLarge:
        return ErrorPage::tr("Too large");
    case ErrorKind::NoMemory:
        return ErrorPage::tr("Not enough memory");
    case ErrorKind::NoSpace:
        return ErrorPage::tr("The disk is full");
    case ErrorKind::Denied:
        return ErrorPage::tr("Access denied");
    case ErrorKind::Busy:
        return ErrorPage::tr("In use by another program");
    case ErrorKind::Exists:
        return ErrorPage::tr("Already exists");
    case ErrorKind::Network:
        return ErrorPage::tr("Can't reach the registry");
    case ErrorKind::Tls:
        return ErrorPage::tr("The server's certificate is not trusted");
    case ErrorKind::Unauthorized:
        return ErrorPage::tr("Login required");
    case ErrorKind::RateLimited:
        return ErrorPage::tr("Rate limited by the registry");
    case ErrorKind::Invalid:
    case ErrorKind::Io:
        break;
    }
    return ErrorPage::tr("Operation failed");
}

ErrorPage::ErrorPage(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_headline(makeHeading(this))
    , m_detail(makeText(this))
    , m_choices(new QListWidget(this))
    , m_open(new QPushButton(tr("Open"), this))
    , m_retry(new QPushButton(tr("Try Again"), this))
{
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_choices->setAccessibleName(tr("Images"));
    m_choices->setMinimumHeight(120);
    auto *const copy = new QPushButton(tr("Copy Details"), this);
    auto *const close = new QPushButton(tr("Close"), this);

    auto *const top = makeRow(nullptr, {{m_icon, 0, Qt::AlignTop}, {m_headline, 1}}, {.between = 12});
    auto *const buttons = makeRow(nullptr, {m_open, m_retry, copy, close, stretch()}, {.between = kUsualSpacing});
    makeCentredColumn(this, {top, m_detail, {m_choices, 1}, space(8), buttons});

    connect(m_open, &QPushButton::clicked, this, &ErrorPage::choose);
    connect(m_choices, &QListWidget::itemActivated, this, &ErrorPage::choose);
    connect(m_retry, &QPushButton::clicked, this, &ErrorPage::retryRequested);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_headline->text() + u"\n"_s + m_detail->text()); });
    connect(close, &QPushButton::clicked, this, &ErrorPage::closeRequested);
}

void ErrorPage::show(const Error &error, const QString &retryText)
{
    m_retry->setText(retryText.isEmpty() ? tr("Try Again") : retryText);
    const bool question = error.kind == ErrorKind::Ambiguous || error.kind == ErrorKind::WrongPlatform;
    const QIcon shown = question ? icon(u"layers"_s, Tint::Accent) : icon(u"error"_s, Tint::Bad);
    m_icon->setPixmap(shown.pixmap(QSize(28, 28), devicePixelRatioF()));
    m_headline->setText(errorHeadline(error.kind));
    m_detail->setText(error.message());
    m_retry->setVisible(!question);
    m_choices->clear();
    m_choices->hide();
    m_open->hide();
}

void ErrorPage::offer(const QStringList &choices)
{
    m_choices->addItems(choices);
    m_choices->setCurrentRow(0);
    m_choices->setVisible(!choices.isEmpty());
    m_open->setVisible(!choices.isEmpty());
    m_open->setDefault(true);
    m_choices->setFocus();
}

void ErrorPage::choose()
{
    if (const int row = m_choices->currentRow(); row >= 0)
        Q_EMIT chosen(row);
}

} // namespace stratoscope::ui
