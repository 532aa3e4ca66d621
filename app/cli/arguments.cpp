// SPDX-License-Identifier: Apache-2.0
#include "app/cli/arguments.h"

#include "app/cli/command_table.h"
#include "app/version/version.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <numeric>
#include <sstream>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

constexpr auto kProgram = "stratoscope-cli";
constexpr auto kSeeHelp = ": run 'stratoscope-cli --help' for the list of commands"_L1;

bool isPositional(const CLI::Option *option)
{
    return option->get_positional();
}

/// The options of the table, with those of CLI11 that represent them.
using Parsed = std::vector<std::pair<const Option *, const CLI::Option *>>;

/// Lists commands with their arguments.
class HelpFormatter : public CLI::Formatter
{
public:
    std::string make_positionals(const CLI::App *) const override { return {}; } // they are in the usage line
    std::string make_subcommand(const CLI::App *command) const override
    {
        std::string usage = command->get_name();
        for (const CLI::Option *const argument : command->get_options(isPositional))
            usage += ' ' + make_option_usage(argument);
        std::ostringstream line;
        CLI::detail::format_help(line, usage, command->get_description(), get_column_width());
        return line.str();
    }
};

CLI::Option *addOption(CLI::App &app, const Option &option)
{
    const std::string name(option.name);
    const std::string help(option.help);
    if (&option == &options::kHelp)
        return app.set_help_flag("-h," + name, help);
    if (&option == &options::kVersion)
        return app.set_version_flag(name, versionText(QString::fromLatin1(kProgram)).toStdString(), help);
    if (option.value.empty())
        return app.add_flag(name, help);
    return app.add_option(name, help)->type_name(std::string(option.value));
}

void addOptions(CLI::App &app, Parsed &parsed, std::span<const Option *const> options, const std::string &group)
{
    for (const Option *const option : options) {
        CLI::Option *const added = addOption(app, *option)->group(group);
        added->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
        if (option->apply)
            parsed.emplace_back(option, added);
    }
}

void addCommonOptions(CLI::App &app, Parsed &parsed)
{
    app.allow_extras();
    app.set_help_flag(); // removes the one inherited from the program
    addOptions(app, parsed, commonOptions(), "Options of every command");
}

std::string imageHelp()
{
    std::string text = "IMAGE is one of:\n";
    for (const auto &[form, meaning] : kImageForms)
        text.append("  ").append(form).append(35 - form.size(), ' ').append(meaning).append("\n");
    return text;
}

CLI::App *addCommand(CLI::App &app, Parsed &parsed, const Command &command)
{
    CLI::App *const added = app.add_subcommand(std::string(command.name), std::string(command.summary));
    for (const std::string_view argument : command.arguments) {
        const bool isOptional = argument.starts_with('[');
        const std::string name(isOptional ? argument.substr(1, argument.size() - 2) : argument);
        added->add_option(name)->required(!isOptional);
    }
    addOptions(*added, parsed, command.options, "Options");
    if (command.usesRegistries)
        addOptions(*added, parsed, registryOptions(), "Options for registries");
    addCommonOptions(*added, parsed);
    if (!command.arguments.empty() && (command.arguments.front() == "IMAGE" || command.arguments.front() == "A"))
        added->footer(imageHelp());
    return added;
}

/// The help of the command that was given, or of the program.
QString helpText(CLI::App &app)
{
    for (CLI::App *const given : app.get_subcommands()) {
        const std::string_view details = findCommand(given->get_name())->details;
        std::string description = given->get_description() + '.';
        description.front() = char(std::toupper(description.front()));
        if (!details.empty())
            description.append("\n\n").append(details);
        given->description(description + '\n');
    }
    // CLI11 leaves two empty lines between groups.
    return QString::fromStdString(app.help()).replace(u"\n\n\n"_s, u"\n\n"_s).trimmed();
}

/// The optimal string alignment distance.
std::size_t editDistance(std::string_view from, std::string_view to)
{
    std::vector<std::size_t> beforeLast;
    std::vector<std::size_t> last(to.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t(0));
    for (std::size_t i = 1; i <= from.size(); ++i) {
        std::vector<std::size_t> row(to.size() + 1, i);
        for (std::size_t j = 1; j <= to.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (from[i - 1] != to[j - 1])});
            const bool isSwap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
            if (isSwap)
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
        beforeLast = std::exchange(last, std::move(row));
    }
    return last.back();
}

/// The candidate that a shortened or mistyped word probably stands for: the only one that begins with it; otherwise the one with
/// the fewest insertions, deletions, replacements and swaps of adjacent letters; nothing if all of them are too different.
std::optional<std::string_view> closestWord(std::string_view word, const std::vector<std::string_view> &candidates)
{
    constexpr std::size_t kLongest = 100; // nobody mistypes more than that
    if (word.size() > kLongest)
        return std::nullopt;
    const auto isLonger = [word](std::string_view candidate) { return candidate.starts_with(word); };
    if (std::ranges::count_if(candidates, isLonger) == 1)
        return *std::ranges::find_if(candidates, isLonger);
    std::optional<std::string_view> closest;
    std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const std::string_view candidate : candidates) {
        const std::size_t distance = editDistance(word, candidate);
        if (distance < least) {
            least = distance;
            closest = candidate;
        }
    }
    return closest;
}

QString suggestion(std::string_view word, const std::vector<std::string_view> &candidates)
{
    const auto closest = closestWord(word, candidates);
    return closest ? u"; did you mean '%1'?"_s.arg(printable(*closest)) : QString();
}

QString unknownCommand(const std::string &name)
{
    std::vector<std::string_view> names;
    for (const Command &command : commands())
        names.push_back(command.name);
    const QString suggested = suggestion(name, names);
    return u"'%1' is not a command"_s.arg(printable(name)) + (suggested.isEmpty() ? QString(kSeeHelp) : suggested);
}

QString unknownOption(std::string_view name, const Command *command)
{
    std::vector<std::string_view> names;
    for (const Option *const option : optionsOf(command))
        names.push_back(option->name);
    if (command && std::ranges::count(names, name) > 0) // it was given before the command
        return u"%1 must be given after '%2'"_s.arg(printable(name), printable(command->name));
    const QString ofCommand = command ? u" of '%1'"_s.arg(printable(command->name)) : QString();
    return u"%1 is not an option%2%3"_s.arg(printable(name), ofCommand, suggestion(name, names));
}

/// Describes an argument that nothing accepts.
QString unexpected(const std::string &argument, const Command *command)
{
    if (argument.size() > 1 && argument.front() == '-')
        return unknownOption(std::string_view(argument).substr(0, argument.find('=')), command);
    if (!command)
        return unknownCommand(argument);
    return u"%1: unexpected argument '%2'"_s.arg(printable(command->name), printable(argument));
}

/// What is wrong with a value that has to be one of a few words, or an empty string.
QString checkWord(std::string_view accepted, std::string_view value)
{
    const auto words = acceptedWords(accepted);
    if (words.empty() || std::ranges::count(words, value) > 0)
        return {};
    return u"expected %1"_s.arg(printable(accepted));
}

QString applyOption(Invocation &invocation, const Option &option, const std::string &value)
{
    const QString name = printable(option.name);
    if (option.value.empty() && value != "true") // as CLI11 represents a flag
        return u"%1: does not take a value"_s.arg(name);
    QString problem = checkWord(option.value, value);
    if (problem.isEmpty())
        problem = option.apply(invocation, value);
    if (problem.isEmpty())
        return {};
    if (option.name == "--creds") // whose value may be a password
        return u"%1: %2"_s.arg(name, problem);
    return u"%1 %2: %3"_s.arg(name, printable(value), problem);
}

/// Takes over what was parsed. Returns what is wrong with it, or an empty string.
QString apply(Invocation &invocation, const Parsed &parsed, const CLI::App &app)
{
    for (const auto &[option, found] : parsed) {
        for (const std::string &value : found->results()) {
            if (QString problem = applyOption(invocation, *option, value); !problem.isEmpty())
                return problem;
        }
    }
    const Command &command = *invocation.command;
    QString problem;
    for (const CLI::Option *const positional : app.get_options(isPositional)) {
        for (const std::string &value : positional->results()) {
            invocation.arguments.push_back(value);
            if (problem.isEmpty())
                problem = checkWord(command.arguments[invocation.arguments.size() - 1], value);
        }
    }
    if (problem.isEmpty() && command.checkUsage)
        problem = command.checkUsage(invocation);
    return problem.isEmpty() ? QString() : u"%1: %2"_s.arg(printable(command.name), problem);
}

} // namespace

std::variant<Invocation, InfoText, UsageError> parseArguments(const std::vector<std::string> &arguments)
{
    CLI::App app(std::string(kProgramSummary) + '\n', kProgram);
    Parsed parsed;
    const auto formatter = std::make_shared<HelpFormatter>();
    formatter->label("SUBCOMMAND", "COMMAND");
    formatter->column_width(36);
    app.formatter(formatter);
    addCommonOptions(app, parsed);
    std::string group;
    for (const Command &command : commands()) {
        group = command.group.empty() ? group : command.group;
        addCommand(app, parsed, command)->group(group);
    }
    app.require_subcommand(1);
    app.footer("Run 'stratoscope-cli COMMAND --help' for a command's options.\n\n" + imageHelp()
               + "\nExit status: 0 on success, 1 on failure, 2 for wrong usage, 130 if interrupted.");

    QString problem;
    try {
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::CallForHelp &) {
        return InfoText{helpText(app)};
    } catch (const CLI::CallForVersion &version) {
        return InfoText{QString::fromUtf8(version.what())};
    } catch (const CLI::ArgumentMismatch &) {
        problem = u"%1: requires a value"_s.arg(printable(arguments.back()));
    } catch (const CLI::ParseError &error) {
        problem = printable(error.what());
    }

    const auto given = app.get_subcommands();
    const CLI::App &command = given.empty() ? app : *given.front();
    Invocation invocation;
    invocation.command = given.empty() ? nullptr : findCommand(command.get_name());
    for (const CLI::App *const each : {static_cast<const CLI::App *>(&app), &command}) {
        const auto extras = each->remaining();
        const auto extra = std::ranges::find_if(extras, [](const std::string &argument) { return argument != "--"; });
        if (extra != extras.end())
            return UsageError{unexpected(*extra, invocation.command)};
    }
    if (!invocation.command)
        return UsageError{problem.contains(u"requires a value"_s) ? problem : u"no command given"_s + kSeeHelp};
    if (problem.isEmpty())
        problem = apply(invocation, parsed, command);
    else if (!problem.startsWith(u'-'))
        problem = u"%1: %2"_s.arg(printable(invocation.command->name), problem);
    if (!problem.isEmpty())
        return UsageError{problem};
    return invocation;
}

} // namespace stratoscope::cli
