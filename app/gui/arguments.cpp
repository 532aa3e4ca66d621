// SPDX-License-Identifier: Apache-2.0
#include "arguments.h"

#include "archive/image_name.h"

#include <CLI/CLI.hpp>

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <string_view>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr int kWrongUsage = 2;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(main)
};

QString decoded(const std::string &argument)
{
    return QFile::decodeName(QByteArray::fromStdString(argument));
}

/// Whether only this process can read an image: its standard input, or another file that it has inherited.
bool isOwnFile(const QString &image)
{
    const auto name = ImageName::parse(image);
    const QString path = name && name->isLocal() ? name->path : QString();
    return path == "-"_L1 || path == "/dev/stdin"_L1 || path.startsWith("/dev/fd/"_L1) || path.startsWith("/proc/self/"_L1);
}

} // namespace

bool asksForText(int argc, char **argv)
{
    constexpr std::string_view kFlags[] = {"-h", "--help", "-v", "--version"};
    char **const end = std::find(argv, argv + argc, std::string_view("--"));
    return std::any_of(argv, end, [&](std::string_view argument) { return std::ranges::count(kFlags, argument) > 0; });
}

std::variant<Arguments, int> parseArguments(int argc, char **argv)
{
    std::string store;
    std::vector<std::string> images;
    bool newWindow = false;
    bool noRestore = false;
    CLI::App app(Tr::tr("Look into container images, layer by layer.").toStdString(), "stratoscope");
    app.set_help_flag("-h,--help", Tr::tr("Print this help and exit").toStdString());
    app.set_version_flag("-v,--version", "stratoscope " STRATOSCOPE_VERSION, Tr::tr("Print the version and exit").toStdString());
    app.add_option("--store", store, Tr::tr("Directory of the image store").toStdString())->option_text("DIR");
    app.add_flag("--new-window", newWindow, Tr::tr("Open another window").toStdString());
    app.add_flag("--no-restore", noRestore, Tr::tr("Do not reopen the tabs of the last session").toStdString());
    app.add_option("IMAGE", images,
                   Tr::tr("Image files or directories, or image names as stratoscope-cli takes them").toStdString())
        ->option_text("[IMAGE...]");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : kWrongUsage;
    }

    Arguments arguments{.store = decoded(store), .newWindow = newWindow, .restore = !noRestore};
    for (const std::string &image : images)
        arguments.images += absoluteImageName(decoded(image));
    arguments.newWindow |= std::ranges::any_of(arguments.images, isOwnFile);
    return arguments;
}

} // namespace stratoscope
