// SPDX-License-Identifier: Apache-2.0
#include "commands.h"

#include <QFile>
#include <QLocale>

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

const std::array kCommands{
    Command{"parse", "REF", 1, 1, {}, "split an image reference into its parts", {}, runParse},
    Command{"check",
            "IMAGE",
            1,
            1,
            {Option::Platform, Option::ExpectArch},
            "tell whether a file or folder is a whole, valid image",
            "Everything is read, and every digest held against what it should be.",
            runCheck},
    Command{"inspect",
            "IMAGE",
            1,
            1,
            {Option::Platform, Option::ExpectArch},
            "show manifest, configuration, layers and history",
            {},
            runInspect},
    Command{"ls",
            "IMAGE [PATH]",
            1,
            2,
            {Option::Recursive, Option::Layer, Option::UpTo, Option::NoDigests, Option::Platform, Option::ExpectArch},
            "list a directory of the image",
            "With --json each file has its SHA-256: an uncompressed image is read and verified for that first.",
            runList},
    Command{"cat",
            "IMAGE PATH",
            2,
            2,
            {Option::Layer, Option::Platform, Option::ExpectArch},
            "write a file's content to standard output",
            "Links are followed.",
            runCat},
    Command{"resolve",
            "IMAGE PATH",
            2,
            2,
            {Option::Platform, Option::ExpectArch},
            "follow the links in every component of a path",
            {},
            runResolve},
    Command{"export",
            "IMAGE DEST",
            2,
            2,
            {Option::Format, Option::Force, Option::Path, Option::Layer, Option::UpTo, Option::Platform, Option::ExpectArch},
            "write an image out",
            R"(Formats: prebaked, a folder for virtual machine monitors; directory, the files
of the image as files, with owners, devices and extended attributes where root
does it. The result appears whole or not at all.)",
            runExport},
    Command{
        "import", "PATH", 1, 1, {Option::Platform, Option::ExpectArch}, "copy a local image into the image store", {}, runImport},
    Command{"images", {}, 0, 0, {}, "list what the image store holds", {}, runImages},
    Command{"remove", "IMAGE", 1, 1, {Option::Platform}, "take an image out of the image store", {}, runRemove},
    Command{"prune", {}, 0, 0, {}, "free what no image of the image store uses", {}, runPrune},
};

constexpr std::array kCommonOptions{Option::Store, Option::Json, Option::Quiet, Option::Progress, Option::Help, Option::Version};

QString ofBytes(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString optionLines(std::span<const Option> options)
{
    QString text;
    for (const Option option : options) {
        const OptionInfo &known = info(option);
        const QString left = known.value.empty() ? ofBytes(known.name) : ofBytes(known.name) + u' ' + ofBytes(known.value);
        text += u"  %1  %2\n"_s.arg(left, -28).arg(ofBytes(known.help));
    }
    return text;
}

constexpr QLatin1StringView kImageHelp{R"(IMAGE is one of
  docker-archive:PATH[:NAME[:TAG]]   a tar of docker save or podman save, plain or compressed
  oci:DIR[:TAG]                      an OCI image layout, a folder
  oci-archive:PATH[:TAG]             the same as a tar
  prebaked:DIR                       a prebaked image directory
  a path                             any of these: it is told by its content
  a name                             an image of the image store
)"};

} // namespace

std::span<const Command> commands()
{
    return kCommands;
}

const Command *findCommand(std::string_view name)
{
    const auto found = std::ranges::find(kCommands, name, &Command::name);
    return found == kCommands.end() ? nullptr : &*found;
}

std::span<const Option> commonOptions()
{
    return kCommonOptions;
}

QString helpText(const Command *command)
{
    if (!command) {
        QString text = u"Look into container images, without a daemon and without unpacking them.\n\n"
                       u"stratoscope-cli [OPTIONS] COMMAND [ARGUMENTS]\n\n"_s;
        for (const Command &each : kCommands)
            text += u"  %1  %2\n"_s.arg(ofBytes(each.name) + u' ' + ofBytes(each.arguments), -20).arg(ofBytes(each.summary));
        return text + u"\nOptions of every command, which may stand anywhere:\n"_s + optionLines(kCommonOptions)
            + u"\nstratoscope-cli COMMAND --help tells of a command's own.\n\n"_s + kImageHelp
            + u"\nExit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.\n"_s;
    }
    QString text = u"stratoscope-cli %1 %2\n\n%3%4.\n"_s.arg(ofBytes(command->name), ofBytes(command->arguments),
                                                             ofBytes(command->summary.substr(0, 1)).toUpper(),
                                                             ofBytes(command->summary.substr(1)));
    if (!command->details.empty())
        text += u'\n' + ofBytes(command->details) + u'\n';
    if (!command->options.empty())
        text += u"\nOptions:\n"_s + optionLines(command->options);
    text += u"\nOptions of every command:\n"_s + optionLines(kCommonOptions);
    if (command->arguments.starts_with("IMAGE"))
        text += u'\n' + kImageHelp;
    return text;
}

Result<QString> Context::text(std::size_t argument) const
{
    const QByteArray bytes = QByteArray::fromStdString(arguments()[argument]);
    const QString text = QFile::decodeName(bytes);
    if (QFile::encodeName(text) != bytes)
        return fail(ErrorKind::Invalid, printable(arguments()[argument]), u"is not UTF-8; rename it, or lead to it by a link"_s);
    return text;
}

Result<Store> Context::openStore() const
{
    return Store::open(invocation.store.isEmpty() ? Store::defaultDirectory() : invocation.store);
}

OpenOptions Context::openOptions() const
{
    return {.platform = invocation.platform, .expectArchitecture = invocation.expectArchitecture};
}

Result<std::shared_ptr<const Image>> Context::openImage(Store &store) const
{
    STRATOSCOPE_TRY(const QString name, text(0));
    return stratoscope::openImage(name, openOptions(), store, progress, stop);
}

Result<void> Context::print(const QString &line) const
{
    output.buffer() += (line + u'\n').toStdString();
    return output.flush();
}

Result<void> Context::print(JsonWriter &json) const
{
    output.buffer() += json.take() + '\n';
    return output.flush();
}

QString sizeText(std::uint64_t bytes)
{
    const auto shown = qint64(std::min<std::uint64_t>(bytes, std::numeric_limits<qint64>::max()));
    return QLocale::c().formattedDataSize(shown, 1, QLocale::DataSizeSIFormat);
}

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void memberOrNull(JsonWriter &json, std::string_view name, const QString &text)
{
    if (text.isEmpty())
        json.member(name, nullptr);
    else
        json.member(name, text);
}

} // namespace stratoscope::cli
