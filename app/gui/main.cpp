// SPDX-License-Identifier: Apache-2.0
#include "arguments.h"
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

#include <csignal>
#include <malloc.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(main)
};

/// Printing the help or the version must not require a display.
std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv)
{
    if (asksForText(argc, argv))
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

int run(const Arguments &arguments, const QByteArray &activationToken)
{
    const QString storePath = storeDirectory(arguments);
    ui::SingleInstance instance;
    using Role = ui::SingleInstance::Role;
    const Role role = arguments.newWindow
        ? Role::Alone
        : instance.begin(storePath, {.names = arguments.images, .activationToken = activationToken});
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
    });
    if (arguments.restore && !arguments.newWindow && ui::settings::restoresTabs())
        window.restoreTabs();
    window.openImages(arguments.images);
    window.show();
    return QApplication::exec();
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
    QCoreApplication::setApplicationVersion(QStringLiteral(STRATOSCOPE_VERSION));
    QGuiApplication::setApplicationDisplayName(u"Stratoscope"_s);
    QGuiApplication::setDesktopFileName(u"io.github.stratoscope.Stratoscope"_s);
    ui::settings::removeBrokenLock();
    ui::applyLanguage();

    const auto arguments = parseArguments(argc, argv);
    if (const int *const exitCode = std::get_if<int>(&arguments))
        return *exitCode;
    return run(std::get<Arguments>(arguments), activationToken);
}
