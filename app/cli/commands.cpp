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
    Command{"parse", "REF", 1, 1, {}, false, "split an image reference into its parts", {}, runParse},
    Command{"check",
            "IMAGE",
            1,
            1,
            {Option::Platform, Option::ExpectArch},
            true,
            "tell whether an image is whole and valid; of a name, whether its registry has it",
            "Of a file or folder everything is read, and every digest held against what it should be.",
            runCheck},
    Command{"search", "TERM", 1, 1, {Option::Registry}, true, "find repositories", {}, runSearch},
    Command{"tags", "REPOSITORY", 1, 1, {}, true, "list the tags of a repository", {}, runTags},
    Command{"platforms", "REF", 1, 1, {}, true, "list the platforms that an image is there for", {}, runPlatforms},
    Command{"referrers",
            "REF",
            1,
            1,
            {Option::Platform},
            true,
            "list the signatures, SBOMs and attestations of an image",
            R"(They are listed as the registry has them; none is verified. Of an index those of
all its platforms are listed; with --platform those of one, and the index's own.)",
            runReferrers},
    Command{"inspect",
            "IMAGE",
            1,
            1,
            {Option::Platform, Option::ExpectArch},
            true,
            "show manifest, configuration, layers and history",
            {},
            runInspect},
    Command{"ls",
            "IMAGE [PATH]",
            1,
            2,
            {Option::Recursive, Option::Layer, Option::UpTo, Option::NoDigests, Option::Platform, Option::ExpectArch},
            true,
            "list a directory of the image",
            "With --json each file has its SHA-256: an uncompressed image is read and verified for that first.",
            runList},
    Command{"cat",
            "IMAGE PATH",
            2,
            2,
            {Option::Layer, Option::Platform, Option::ExpectArch},
            true,
            "write a file's content to standard output",
            "Links are followed.",
            runCat},
    Command{"resolve",
            "IMAGE PATH",
            2,
            2,
            {Option::Platform, Option::ExpectArch},
            true,
            "follow the links in every component of a path",
            {},
            runResolve},
    Command{"export",
            "IMAGE DEST",
            2,
            2,
            {Option::Format, Option::Force, Option::Path, Option::Layer, Option::UpTo, Option::Platform, Option::ExpectArch},
            true,
            "write an image out",
            R"(Formats: prebaked, a folder for virtual machine monitors; directory, the files
of the image as files, with owners, devices and extended attributes where root
does it. The result appears whole or not at all.)",
            runExport},
    Command{"pull",
            "REF",
            1,
            1,
            {Option::Platform, Option::ExpectArch},
            true,
            "bring an image from its registry into the image store",
            "What is there of it is not asked for again; after an interruption the next pull goes on from there.",
            runPull},
    Command{"import",
            "PATH",
            1,
            1,
            {Option::Platform, Option::ExpectArch},
            false,
            "copy a local image into the image store",
            {},
            runImport},
    Command{"images", {}, 0, 0, {}, false, "list what the image store holds", {}, runImages},
    Command{"remove", "IMAGE", 1, 1, {Option::Platform}, false, "take an image out of the image store", {}, runRemove},
    Command{"pin", "IMAGE", 1, 1, {Option::Platform}, false, "keep an image of the image store from being cleaned up", {}, runPin},
    Command{"unpin", "IMAGE", 1, 1, {Option::Platform}, false, "let it be cleaned up again", {}, runUnpin},
    Command{"prune", {}, 0, 0, {}, false, "free what no image of the image store uses", {}, runPrune},
    Command{"login",
            "REGISTRY",
            1,
            1,
            {Option::UserName},
            true,
            "keep a user and a password for a registry, once the registry has taken them",
            R"(The password is read from standard input. It is kept by the helper that Docker
is configured to use, else in the system keychain, else in Docker's
configuration file; with --authfile, in that file.)",
            runLogin},
    Command{"logout", "REGISTRY", 1, 1, {}, true, "forget a login", {}, runLogout},
};

constexpr std::array kCommonOptions{Option::Store, Option::Json, Option::Quiet, Option::Progress, Option::Help, Option::Version};
constexpr std::array kRegistryOptions{Option::PlainHttp, Option::Insecure, Option::CertDir, Option::Creds,
                                      Option::AuthFile,  Option::Retries,  Option::Parallel};

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
  a name                             an image of the image store, else of its registry
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

std::span<const Option> registryOptions()
{
    return kRegistryOptions;
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
    if (command->usesRegistries)
        text += u"\nOptions for registries:\n"_s + optionLines(kRegistryOptions);
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
    return {.platform = invocation.platform, .expectArchitecture = invocation.expectArchitecture, .registries = [this] {
                return openRegistries();
            }};
}

Result<RegistryAccess> Context::openRegistries(const RegistryOptions &options) const
{
    STRATOSCOPE_TRY(RegistryAccess access, RegistryAccess::load(options));
    access.retry.retries = invocation.retries.value_or(access.retry.retries);
    access.parallel = invocation.parallel.value_or(access.parallel);
    return access;
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
