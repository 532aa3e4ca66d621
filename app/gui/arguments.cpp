// SPDX-License-Identifier: Apache-2.0
#include "arguments.h"
#include "thumbnail.h"

#include "app/version/version.h"
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
constexpr int kUsualThumbnail = 256; ///< "large" in the Thumbnail Managing Standard

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

bool needsNoDisplay(int argc, char **argv)
{
    constexpr std::string_view kOptions[] = {"-h", "--help", "-v", "--version", "--thumbnail"};
    char **const end = std::find(argv, argv + argc, std::string_view("--"));
    return std::any_of(argv, end, [&](std::string_view argument) {
        return std::ranges::count(kOptions, argument.substr(0, argument.find('='))) > 0;
    });
}

std::variant<Arguments, int> parseArguments(int argc, char **argv)
{
    std::string store;
    std::vector<std::string> images;
    std::string thumbnail;
    int thumbnailSide = kUsualThumbnail;
    bool newWindow = false;
    bool find = false;
    bool service = false;
    bool noRestore = false;
    CLI::App app(Tr::tr("Look into container images, layer by layer.").toStdString(), "stratoscope");
    app.set_help_flag("-h,--help", Tr::tr("Print this help and exit").toStdString());
    app.set_version_flag("-v,--version", versionText(u"stratoscope"_s).toStdString(),
                         Tr::tr("Print the version and exit").toStdString());
    app.add_option("--store", store, Tr::tr("Directory of the image store").toStdString())->option_text("DIR");
    app.add_flag("--new-window", newWindow, Tr::tr("Open another window").toStdString());
    app.add_flag("--no-restore", noRestore, Tr::tr("Do not reopen the tabs of the last session").toStdString());
    app.add_flag("--find", find, Tr::tr("Show the search for images in registries").toStdString());
    app.add_flag("--service", service,
                 Tr::tr("Wait for the desktop to say what to show; used by the session bus to start the program").toStdString());
    CLI::Option *const output
        = app.add_option(
                 "--thumbnail", thumbnail,
                 Tr::tr("Open no window, but write a picture of the layers of IMAGE, a file or an OCI layout, to a PNG file")
                     .toStdString())
              ->option_text("FILE");
    app.add_option("--size", thumbnailSide, Tr::tr("Width and height of that picture in pixels").toStdString())
        ->option_text("N")
        ->needs(output)
        ->check(CLI::Range(kSmallestThumbnail, kLargestThumbnail));
    app.add_option("IMAGE", images,
                   Tr::tr("Image files or directories, or image names as stratoscope-cli takes them").toStdString())
        ->option_text("[IMAGE...]");
    try {
        app.parse(argc, argv);
        if (output->count() > 0 && images.size() != 1)
            throw CLI::ValidationError("--thumbnail", Tr::tr("expects one IMAGE").toStdString());
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : kWrongUsage;
    }

    Arguments arguments{.store = decoded(store),
                        .newWindow = newWindow,
                        .find = find,
                        .service = service,
                        .restore = !noRestore,
                        .thumbnail = decoded(thumbnail),
                        .thumbnailSide = thumbnailSide};
    for (const std::string &image : images)
        arguments.images += absoluteImageName(decoded(image));
    arguments.newWindow |= std::ranges::any_of(arguments.images, isOwnFile);
    return arguments;
}

} // namespace stratoscope
