// SPDX-License-Identifier: Apache-2.0
#include "archive/image_name.h"
#include "session/session.h"
#include "ui/common/language.h"
#include "ui/common/theme.h"
#include "ui/settings/store_settings.h"
#include "ui/window/activation.h"
#include "ui/window/main_window.h"
#include "ui/window/single_instance.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QMessageBox>

#include <malloc.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(main)
};

/// Where the build and the installation put it, relative to the program.
QString sampleImage()
{
    const QFileInfo sample(QDir(QApplication::applicationDirPath()).filePath(u"../share/stratoscope/sample.tar"_s));
    return sample.exists() ? sample.canonicalFilePath() : QString();
}

/// What a tab took goes back to the system when it is closed: large blocks, as trees are, each for itself, in place of a heap that
/// is full of holes and never shrinks.
void returnMemory()
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
#endif
}

struct Arguments {
    QString store;
    QStringList images{};
    bool newWindow = false;
    bool restore = true;
};

Arguments parseArguments()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(Tr::tr("Look into container images, layer by layer."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption store(u"store"_s, Tr::tr("The folder of the image store."), u"DIR"_s);
    const QCommandLineOption newWindow(u"new-window"_s, Tr::tr("Open another window, even where one is open already."));
    const QCommandLineOption noRestore(u"no-restore"_s, Tr::tr("Do not open the images that were open last time."));
    parser.addOptions({store, newWindow, noRestore});
    parser.addPositionalArgument(u"IMAGE"_s, Tr::tr("An image file or folder, or another form that stratoscope-cli takes."),
                                 u"[IMAGE…]"_s);
    parser.process(*qApp);

    Arguments arguments{.store = parser.isSet(store) ? parser.value(store) : ui::usualStoreDirectory(),
                        .newWindow = parser.isSet(newWindow),
                        .restore = !parser.isSet(noRestore) && ui::settings::restoresTabs()};
    for (const QString &name : parser.positionalArguments())
        arguments.images += absoluteImageName(name);
    arguments.store = QDir::cleanPath(QFileInfo(arguments.store).absoluteFilePath());
    return arguments;
}

} // namespace

int main(int argc, char **argv)
{
    returnMemory();
    const QByteArray token = ui::activationToken();
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"stratoscope"_s);
    QApplication::setOrganizationName(u"stratoscope"_s);
    QApplication::setApplicationDisplayName(u"Stratoscope"_s);
    QApplication::setApplicationVersion(QStringLiteral(STRATOSCOPE_VERSION));
    QApplication::setDesktopFileName(u"io.github.stratoscope.Stratoscope"_s);
    ui::settings::dropBrokenLock();
    ui::applyLanguage();

    const Arguments arguments = parseArguments();
    ui::SingleInstance instance;
    using Role = ui::SingleInstance::Role;
    const Role role = arguments.newWindow ? Role::Alone
                                          : instance.begin(arguments.store, {.names = arguments.images, .activationToken = token});
    if (role == Role::HandedOver)
        return 0;

    ui::applyTheme(ui::settings::theme());
    auto store = Store::open(arguments.store);
    if (!store) {
        QMessageBox::critical(nullptr, Tr::tr("Stratoscope"),
                              Tr::tr("The image store cannot be used.\n\n%1").arg(store.error().message()));
        return 1;
    }
    Session session(*std::move(store));
    // What is open is remembered by one window only.
    ui::MainWindow window(session, sampleImage(), arguments.newWindow ? ui::Memory::None : ui::Memory::Kept);
    QObject::connect(&instance, &ui::SingleInstance::received, &window, [&window](const ui::InstanceMessage &message) {
        ui::activate(&window, message.activationToken);
        window.openImages(message.names);
    });
    if (arguments.restore && !arguments.newWindow)
        window.restoreTabs();
    window.openImages(arguments.images);
    window.show();
    return QApplication::exec();
}
