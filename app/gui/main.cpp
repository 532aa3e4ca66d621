// SPDX-License-Identifier: Apache-2.0
#include "session/session.h"
#include "ui/main_window.h"
#include "ui/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QMessageBox>

#include <malloc.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;

namespace {

/// Where the build and the installation put it, relative to the program.
QString sampleImage()
{
    const QFileInfo sample(QDir(QApplication::applicationDirPath()).filePath(u"../share/stratoscope/sample.tar"_s));
    return sample.exists() ? sample.canonicalFilePath() : QString();
}

/// What a tab took goes back to the system when it is closed: large blocks, as trees are, each for itself, in place of a heap that is
/// full of holes and never shrinks.
void returnMemory()
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
#endif
}

} // namespace

int main(int argc, char **argv)
{
    returnMemory();
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"stratoscope"_s);
    QApplication::setOrganizationName(u"stratoscope"_s);
    QApplication::setApplicationDisplayName(u"Stratoscope"_s);
    QApplication::setApplicationVersion(QStringLiteral(STRATOSCOPE_VERSION));
    QApplication::setDesktopFileName(u"io.github.stratoscope.Stratoscope"_s);

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "Look into container images, layer by layer."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption storeOption(u"store"_s, QApplication::translate("main", "The folder of the image store."), u"DIR"_s);
    parser.addOption(storeOption);
    parser.addPositionalArgument(
        u"IMAGE"_s, QApplication::translate("main", "An image file or folder, or another form that stratoscope-cli takes."),
        u"[IMAGE…]"_s);
    parser.process(application);

    ui::applyTheme(ui::settings::theme());
    auto store = Store::open(parser.isSet(storeOption) ? parser.value(storeOption) : Store::defaultDirectory());
    if (!store) {
        QMessageBox::critical(
            nullptr, QApplication::translate("main", "Stratoscope"),
            QApplication::translate("main", "The image store cannot be used.\n\n%1").arg(store.error().message()));
        return 1;
    }
    Session session(*std::move(store));
    ui::MainWindow window(session, sampleImage());
    window.show();
    window.openImages(parser.positionalArguments());
    return QApplication::exec();
}
