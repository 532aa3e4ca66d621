// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include "commands.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <charconv>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

constexpr std::array kOptions{
    OptionInfo{Option::Help, "--help", {}, "print this help"},
    OptionInfo{Option::Version, "--version", {}, "print the version"},
    OptionInfo{Option::Store, "--store", "DIR",
               "the image store (default: $STRATOSCOPE_STORE, else $XDG_DATA_HOME/stratoscope/store)"},
    OptionInfo{Option::Json, "--json", {}, "print JSON: an object a line for lists, one object otherwise"},
    OptionInfo{Option::Quiet, "--quiet", {}, "show no progress"},
    OptionInfo{Option::Progress, "--progress", "json", "write progress to standard error, a JSON object a line"},
    OptionInfo{Option::Platform, "--platform", "OS/ARCH[/VARIANT]", "choose from an image index (default: this machine's)"},
    OptionInfo{Option::ExpectArch, "--expect-arch", "ARCH", "fail where the image is for another architecture"},
    OptionInfo{Option::Layer, "--layer", "N", "only what layer N holds, whiteouts included; the lowest is 0"},
    OptionInfo{Option::UpTo, "--upto", "N", "merged through layer N"},
    OptionInfo{Option::Recursive, "-R", {}, "and everything below"},
    OptionInfo{Option::NoDigests, "--no-digests", {}, "leave out the files' SHA-256, which an uncompressed image must be read for"},
    OptionInfo{Option::Format, "--format", "FORMAT", "prebaked, directory"},
    OptionInfo{Option::Path, "--path", "PATH", "only this path and what is below it; may be given several times"},
    OptionInfo{Option::Force, "--force", {}, "into a folder that is not empty: what has other names there stays"},
    OptionInfo{Option::PlainHttp, "--plain-http", {}, "speak HTTP without TLS; loopback needs no asking"},
    OptionInfo{Option::Insecure, "--insecure", {}, "take any certificate"},
    OptionInfo{Option::CertDir, "--cert-dir", "DIR", "certificates: ca.crt to trust, client.cert and client.key to show"},
    OptionInfo{Option::Creds, "--creds", "USER:PASSWORD", "log in as this user"},
    OptionInfo{Option::AuthFile, "--authfile", "FILE", "credentials, as skopeo login writes them"},
    OptionInfo{Option::Retries, "--retries", "N", "how often in a row to try again what failed on the way"},
    OptionInfo{Option::Parallel, "--parallel", "N", "how many blobs to fetch at a time"},
    OptionInfo{Option::Registry, "--registry", "HOST", "the registry to search (default: docker.io)"},
    OptionInfo{Option::UserName, "--username", "USER", "the user; the password is read from standard input"},
};

constexpr int kMostAtOnce = 100; ///< blobs at a time, and tries in a row

tl::unexpected<UsageError> wrong(const QString &sentence)
{
    return tl::unexpected(UsageError{sentence});
}

QString shown(std::string_view bytes)
{
    return printable(bytes);
}

const OptionInfo *findOption(std::string_view name)
{
    if (name == "-h")
        name = "--help";
    const auto found = std::ranges::find(kOptions, name, &OptionInfo::name);
    return found == kOptions.end() ? nullptr : &*found;
}

std::optional<Credentials> parseCredentials(const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    if (colon <= 0)
        return std::nullopt;
    return Credentials{text.first(colon), text.sliced(colon + 1), {}};
}

std::optional<int> parseNumber(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0)
        return std::nullopt;
    return number;
}

/// Takes one option into the invocation.
std::optional<UsageError> apply(Invocation &invocation, const OptionInfo &option, const std::string &value)
{
    const auto refused = [&](const QString &why) { return UsageError{u"%1 %2: %3"_s.arg(shown(option.name), shown(value), why)}; };
    const QString text = QFile::decodeName(QByteArray::fromStdString(value));
    switch (option.option) {
    case Option::Help:
        invocation.help = true;
        break;
    case Option::Version:
        invocation.version = true;
        break;
    case Option::Store:
        if (text.isEmpty() || QFile::encodeName(text) != QByteArray::fromStdString(value))
            return refused(u"is no name of a folder"_s);
        invocation.store = text;
        break;
    case Option::Json:
        invocation.json = true;
        break;
    case Option::Quiet:
        invocation.quiet = true;
        break;
    case Option::Progress:
        if (value != "json")
            return refused(u"can only be json"_s);
        invocation.progressAsJson = true;
        break;
    case Option::Platform: {
        auto platform = Platform::parse(text);
        if (!platform)
            return refused(platform.error().detail);
        invocation.platform = std::move(*platform);
        break;
    }
    case Option::ExpectArch:
        if (text.isEmpty())
            return refused(u"is no architecture"_s);
        invocation.expectArchitecture = text;
        break;
    case Option::Layer:
    case Option::UpTo: {
        const auto number = parseNumber(value);
        if (!number)
            return refused(u"is no number of a layer; the lowest is 0"_s);
        (option.option == Option::Layer ? invocation.layer : invocation.upTo) = number;
        break;
    }
    case Option::Recursive:
        invocation.recursive = true;
        break;
    case Option::NoDigests:
        invocation.digests = false;
        break;
    case Option::Format: {
        const auto format = parseExportFormat(text);
        if (!format)
            return refused(format.error().detail);
        invocation.format = *format;
        break;
    }
    case Option::Path:
        invocation.paths.push_back(value);
        break;
    case Option::Force:
        invocation.force = true;
        break;
    case Option::PlainHttp:
        invocation.registries.plainHttp = true;
        break;
    case Option::Insecure:
        invocation.registries.insecure = true;
        break;
    case Option::CertDir:
    case Option::AuthFile: {
        if (text.isEmpty() || QFile::encodeName(text) != QByteArray::fromStdString(value))
            return refused(option.option == Option::CertDir ? u"is no name of a folder"_s : u"is no name of a file"_s);
        (option.option == Option::CertDir ? invocation.registries.certDir : invocation.registries.authFile) = text;
        break;
    }
    case Option::Creds:
        invocation.registries.credentials = parseCredentials(text);
        if (!invocation.registries.credentials)
            return UsageError{u"--creds: takes a user, a colon and a password"_s}; // without what may be a password
        break;
    case Option::Retries:
    case Option::Parallel: {
        const auto number = parseNumber(value);
        const bool isParallel = option.option == Option::Parallel;
        if (!number || *number > kMostAtOnce || (isParallel && *number == 0))
            return refused(u"is no number from %1 to %2"_s.arg(isParallel ? 1 : 0).arg(kMostAtOnce));
        (isParallel ? invocation.parallel : invocation.retries) = number;
        break;
    }
    case Option::Registry:
        invocation.registry = text;
        break;
    case Option::UserName:
        if (text.isEmpty() || text.contains(u':'))
            return refused(u"is no name of a user"_s);
        invocation.userName = text;
        break;
    }
    return std::nullopt;
}

std::optional<UsageError> checkUsage(const Invocation &invocation, const std::vector<Option> &used)
{
    const Command &command = *invocation.command;
    const QString name = shown(command.name);
    for (const Option option : used) {
        const bool isTaken = std::ranges::find(command.options, option) != command.options.end()
            || std::ranges::count(commonOptions(), option) > 0
            || (command.usesRegistries && std::ranges::count(registryOptions(), option) > 0);
        if (!isTaken)
            return UsageError{u"%1: has no option %2"_s.arg(name, shown(info(option).name))};
    }
    const std::size_t count = invocation.arguments.size();
    if (count < command.fewest || count > command.most)
        return UsageError{u"%1: takes %2, not %n"_s.arg(name, command.most == 0 ? u"no arguments"_s : shown(command.arguments))
                              .replace(u"%n"_s, count == 1 ? u"1 argument"_s : u"%1 arguments"_s.arg(count))};
    if (invocation.layer && invocation.upTo)
        return UsageError{u"%1: takes --layer or --upto, not both"_s.arg(name)};
    const bool isExport = std::ranges::find(command.options, Option::Format) != command.options.end();
    if (isExport && !invocation.format)
        return UsageError{u"%1: takes --format FORMAT, which is one of %2"_s.arg(name, shown(info(Option::Format).help))};
    const bool choosesPart = invocation.layer || invocation.upTo || !invocation.paths.empty();
    if (isExport && invocation.format == ExportFormat::Prebaked && choosesPart)
        return UsageError{
            u"%1: a prebaked directory holds whole images: --path, --layer and --upto are for other formats"_s.arg(name)};
    return std::nullopt;
}

} // namespace

const OptionInfo &info(Option option)
{
    return *std::ranges::find(kOptions, option, &OptionInfo::option);
}

tl::expected<Invocation, UsageError> parseArguments(const std::vector<std::string> &arguments)
{
    Invocation invocation;
    std::vector<Option> used;
    std::vector<std::string> plain;
    bool optionsEnded = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string &argument = arguments[i];
        if (optionsEnded || argument.size() < 2 || argument[0] != '-') {
            plain.push_back(argument);
            continue;
        }
        if (argument == "--") {
            optionsEnded = true;
            continue;
        }
        const std::size_t equals = argument.starts_with("--") ? argument.find('=') : std::string::npos;
        const std::string name = argument.substr(0, equals);
        const OptionInfo *option = findOption(name);
        if (!option)
            return wrong(u"%1: there is no such option"_s.arg(shown(name)));
        std::string value;
        if (option->value.empty() && equals != std::string::npos)
            return wrong(u"%1: takes no value"_s.arg(shown(name)));
        if (!option->value.empty() && equals != std::string::npos)
            value = argument.substr(equals + 1);
        else if (!option->value.empty() && ++i == arguments.size())
            return wrong(u"%1: takes a value, %2"_s.arg(shown(name), shown(option->value)));
        else if (!option->value.empty())
            value = arguments[i];
        if (auto error = apply(invocation, *option, value))
            return tl::unexpected(*error);
        used.push_back(option->option);
    }

    if (!plain.empty()) {
        invocation.command = findCommand(plain.front());
        if (!invocation.command)
            return wrong(u"%1: there is no such command; stratoscope-cli --help lists them"_s.arg(shown(plain.front())));
        invocation.arguments.assign(plain.begin() + 1, plain.end());
    }
    if (invocation.help || invocation.version)
        return invocation;
    if (!invocation.command)
        return wrong(u"no command: stratoscope-cli --help lists them"_s);
    if (auto error = checkUsage(invocation, used))
        return tl::unexpected(*error);
    return invocation;
}

} // namespace stratoscope::cli
