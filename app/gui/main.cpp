// SPDX-License-Identifier: Apache-2.0
#include "app/version/version.h"
#include "arguments.h"
#include "desktop_service.h"
#include "thumbnail.h"
#include "ui/application/application.h"
#include "ui/application/single_instance.h"
#include "ui/common/language.h"
#include "ui/settings/settings.h"
#include "ui/style/theme.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QMessageBox>
#include <QProcess>
#include <QTimer>

#include <csignal>
#include <cstdio>
#include <malloc.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(main)
};

constexpr int kServiceWaitMs = 10'000; ///< for the session bus to say what it started the program for

/// Printing the help or the version must not require a display.
std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv)
{
    if (needsNoDisplay(argc, argv))
        return std::make_unique<QCoreApplication>(argc, argv);
    return std::make_unique<QApplication>(argc, argv);
}

QString storeDirectory(const Arguments &arguments)
{
    QString directory = arguments.store;
    if (directory.isEmpty() && !qEnvironmentVariableIsSet("STRATOSCOPE_STORE"))
        directory = ui::settings::storeDirectory();
    if (directory.isEmpty())
        directory = Store::defaultDirectory();
    return QDir::cleanPath(QFileInfo(directory).absoluteFilePath());
}

/// The sample image, where the build and the installation put it relative to the program; empty if it is missing.
QString sampleImage()
{
    const QFileInfo sample(QDir(QCoreApplication::applicationDirPath()).filePath(u"../share/stratoscope/sample.tar"_s));
    return sample.exists() ? sample.canonicalFilePath() : QString();
}

/// Makes the memory of a closed tab go back to the system: large blocks, such as trees, get mappings of their own instead of holes
/// in a heap that never shrinks.
void returnMemory()
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
#endif
}

/// Lets the desktop reach the window. False if it cannot.
bool serveDesktop(DesktopService &service, ui::MainWindow &window)
{
    QObject::connect(&service, &DesktopService::activated, &window,
                     [&window](const QByteArray &token) { ui::activate(&window, token); });
    QObject::connect(&service, &DesktopService::opened, &window, [&window](const QStringList &names, const QByteArray &token) {
        ui::activate(&window, token);
        window.openImages(names);
    });
    QObject::connect(&service, &DesktopService::actionChosen, &window, [&window](const QString &action, const QByteArray &token) {
        if (action == QLatin1StringView(DesktopService::kNewWindow)) {
            QProcess::startDetached(QCoreApplication::applicationFilePath(), {u"--new-window"_s});
        } else if (action == QLatin1StringView(DesktopService::kFindImages)) {
            ui::activate(&window, token);
            window.showSearch();
        }
    });
    return service.begin();
}

int run(const Arguments &arguments, const QByteArray &activationToken)
{
    const QString storePath = storeDirectory(arguments);
    ui::SingleInstance instance;
    using Role = ui::SingleInstance::Role;
    const Role role = arguments.newWindow
        ? Role::Alone
        : instance.begin(storePath, {.names = arguments.images, .find = arguments.find, .activationToken = activationToken});
    if (role == Role::HandedOver)
        return 0;

    ui::applyTheme(ui::settings::theme());
    auto store = Store::open(storePath);
    if (!store) {
        QMessageBox::critical(nullptr, Tr::tr("Stratoscope"),
                              Tr::tr("The image store cannot be used.\n\n%1").arg(store.error().message()));
        return 1;
    }
    // Only one window saves its state.
    ui::Application application(*std::move(store), arguments.newWindow ? ui::Persistence::Disabled : ui::Persistence::Enabled);
    application.library().followEngines();
    ui::MainWindow window(application, sampleImage());
    QObject::connect(&instance, &ui::SingleInstance::received, &window, [&window](const ui::InstanceMessage &message) {
        ui::activate(&window, message.activationToken);
        window.openImages(message.names);
        if (message.find)
            window.showSearch();
    });
    if (arguments.restore && !arguments.newWindow && ui::settings::restoresTabs())
        window.restoreTabs();
    window.openImages(arguments.images);
    if (arguments.find)
        window.showSearch();

    DesktopService service;
    const bool isFirst = role == Role::First;
    const bool isService = isFirst && serveDesktop(service, window) && arguments.service;
    if (!isService)
        window.show();
    else
        QTimer::singleShot(kServiceWaitMs, &window, [&window] {
            if (!window.isVisible())
                QCoreApplication::quit();
        });
    return QApplication::exec();
}

int printThumbnail(const Arguments &arguments)
{
    limitForThumbnails();
    const auto written = writeThumbnail(arguments.images.front(), arguments.thumbnail, arguments.thumbnailSide);
    if (!written)
        std::fprintf(stderr, "stratoscope: %s\n", qPrintable(written.error().message()));
    return written ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN); // an engine that closes its connection is an error, not an end
    returnMemory();
    const QByteArray activationToken = ui::activationToken();
    const auto application = makeApplication(argc, argv);
    QCoreApplication::setApplicationName(u"stratoscope"_s);
    QCoreApplication::setOrganizationName(u"stratoscope"_s);
    QCoreApplication::setApplicationVersion(version());
    QGuiApplication::setApplicationDisplayName(u"Stratoscope"_s);
    QGuiApplication::setDesktopFileName(u"io.github.stratoscope.Stratoscope"_s);
    ui::settings::removeBrokenLock();
    ui::applyLanguage();

    const auto arguments = parseArguments(argc, argv);
    if (const int *const exitCode = std::get_if<int>(&arguments))
        return *exitCode;
    const auto &given = std::get<Arguments>(arguments);
    return given.thumbnail.isEmpty() ? run(given, activationToken) : printThumbnail(given);
}
