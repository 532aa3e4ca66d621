// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/completion.h"

#include "app/cli/command_table.h"
#include "app/cli/context.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

using Options = std::span<const Option *const>;

/// Replaces a placeholder in a script.
void fill(std::string &script, std::string_view placeholder, std::string_view text)
{
    script.replace(script.find(placeholder), placeholder.size(), text);
}

std::string joined(const std::vector<std::string_view> &words, std::string_view separator)
{
    std::string text;
    for (const std::string_view word : words)
        text.append(text.empty() ? "" : separator).append(word);
    return text;
}

/// Quotes text for a shell, with a backslash before `special` characters.
std::string quote(std::string_view text, std::string_view special = {}, std::string_view quoteMark = R"('\'')")
{
    std::string quoted = "'";
    for (const char letter : text) {
        if (special.find(letter) != std::string_view::npos)
            quoted += '\\';
        if (letter == '\'')
            quoted += quoteMark;
        else
            quoted += letter;
    }
    return quoted + '\'';
}

std::vector<std::string_view> commandNames(bool (*isWanted)(const Command &))
{
    std::vector<std::string_view> names;
    for (const Command &command : commands()) {
        if (isWanted(command))
            names.push_back(command.name);
    }
    return names;
}

std::vector<std::string_view> optionNames(std::initializer_list<Options> lists)
{
    std::vector<std::string_view> names;
    for (const Options &list : lists) {
        for (const Option *const option : list)
            names.push_back(option->name);
    }
    return names;
}

bool takesImage(const Command &command)
{
    return !command.arguments.empty() && argumentKind(command.arguments.front(), 0) == ArgumentKind::Image;
}

bool isAny(const Command &)
{
    return true;
}

std::string bashScript()
{
    // Bash splits words at = and :. Therefore the current word is taken from the line, and the matches are cut after its last
    // colon.
    std::string script = R"bash(# bash completion for stratoscope-cli

_stratoscope_cli() {
    local line=${COMP_LINE:0:COMP_POINT} current previous command= word skip= choices= options= images=
    local -a words
    read -ra words <<<"$line"
    current=${line##*[[:space:]]}
    [[ -n $current ]] || words+=('')
    previous=${words[${#words[@]} - 2]}
    for word in "${words[@]:1:${#words[@]} - 2}"; do
        if [[ -n $skip ]]; then
            skip=
            continue
        fi
        case $word in
            %valued)
                skip=yes
                ;;
            %commands)
                command=$word
                break
                ;;
        esac
    done
    if [[ $current == --*=* ]]; then
        previous=${current%%=*}
        current=${current#*=}
    fi
    COMPREPLY=()
    case $previous in
%values    esac
    case $command in
        '')
            choices='%names'
            options='%common'
            ;;
%cases    esac
    if [[ -z $choices$options ]]; then
        return
    elif [[ $current == -* ]]; then
        choices=$options
    elif [[ -n $images ]]; then
        choices=$("${words[0]}" images 2>/dev/null | cut -d ' ' -f 1)
    fi
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$current")
    COMPREPLY=("${COMPREPLY[@]#"${current%"${current##*:}"}"}")
}
complete -o default -F _stratoscope_cli stratoscope-cli
)bash";
    std::vector<const Option *> valued;
    const auto collect = [&valued](Options options) {
        for (const Option *const option : options) {
            if (!option->value.empty() && std::ranges::count(valued, option) == 0)
                valued.push_back(option);
        }
    };
    collect(commonOptions());
    std::vector<std::string_view> beforeCommands; // options with a value that may stand before the command
    for (const Option *const option : valued)
        beforeCommands.push_back(option->name);
    collect(registryOptions());
    std::string cases;
    for (const Command &command : commands()) {
        collect(command.options);
        const auto names = optionNames({command.options, command.usesRegistries ? registryOptions() : Options(), commonOptions()});
        const auto words = command.arguments.empty() ? std::vector<std::string_view>() : acceptedWords(command.arguments.front());
        cases.append("        ").append(command.name).append(")\n");
        if (!words.empty())
            cases.append("            choices=").append(quote(joined(words, " "))).append("\n");
        if (takesImage(command))
            cases.append("            images=yes\n");
        cases.append("            options=").append(quote(joined(names, " "))).append("\n            ;;\n");
    }
    std::string values;
    std::vector<std::string_view> others;
    for (const Option *const option : valued) {
        const auto words = acceptedWords(option->value);
        if (words.empty())
            others.push_back(option->name);
        else
            values.append("        ")
                .append(option->name)
                .append(")\n            mapfile -t COMPREPLY < <(compgen -W ")
                .append(quote(joined(words, " ")))
                .append(" -- \"$current\")\n            return\n            ;;\n");
    }
    values.append("        ").append(joined(others, " | ")).append(")\n            return # file names\n            ;;\n");
    fill(script, "%valued", joined(beforeCommands, " | "));
    fill(script, "%commands", joined(commandNames(isAny), " | "));
    fill(script, "%values", values);
    fill(script, "%names", joined(commandNames(isAny), " "));
    fill(script, "%common", joined(optionNames({commonOptions()}), " "));
    fill(script, "%cases", cases);
    return script;
}

std::string zshAction(ArgumentKind kind, std::string_view value)
{
    if (const auto words = acceptedWords(value); !words.empty())
        return '(' + joined(words, " ") + ')';
    if (kind == ArgumentKind::Image)
        return "_stratoscope_cli_images";
    return kind == ArgumentKind::File ? value == "DIR" ? "_files -/" : "_files" : " ";
}

std::string zshOptions(Options options)
{
    std::string text;
    for (const Option *const option : options) {
        std::string spec = std::string(option->name) + '[';
        for (const char letter : option->help)
            spec.append(std::string_view("[]:\\").find(letter) == std::string_view::npos ? 0 : 1, '\\').append(1, letter);
        spec += ']';
        if (!option->value.empty()) {
            const bool isFile = option->value == "DIR" || option->value == "FILE";
            spec += ':';
            for (const char letter : option->value)
                spec.append(letter == ':' ? 1 : 0, '\\').append(1, letter);
            spec.append(":").append(zshAction(isFile ? ArgumentKind::File : ArgumentKind::Word, option->value));
        }
        text.append(" ").append(quote(spec));
    }
    return text;
}

std::string zshScript()
{
    std::string script = R"zsh(#compdef stratoscope-cli

_stratoscope_cli_images() {
    local -a images
    images=(${(f)"$(stratoscope-cli images 2>/dev/null | cut -d ' ' -f 1)"})
    compadd -a images
    _files
}

_stratoscope_cli() {
    local curcontext=$curcontext state line
    local -a commands common registry
    commands=(
%names    )
    common=(%common)
    registry=(%registry)
    _arguments -C $common '1:command:->command' '*::argument:->argument'
    case $state in
        command) _describe -t commands command commands ;;
        argument)
            case $line[1] in
%cases            esac
            ;;
    esac
}

if [[ $funcstack[1] == _stratoscope_cli ]]; then
    _stratoscope_cli "$@"
else
    compdef _stratoscope_cli stratoscope-cli
fi
)zsh";
    std::string names;
    std::string cases;
    for (const Command &command : commands()) {
        names.append("        ").append(quote(std::string(command.name) + ':' + std::string(command.summary))).append("\n");
        cases.append("                ")
            .append(command.name)
            .append(") _arguments $common")
            .append(command.usesRegistries ? " $registry" : "");
        cases += zshOptions(command.options);
        for (std::size_t i = 0; i < command.arguments.size(); ++i) {
            std::string_view name = command.arguments[i];
            const bool isOptional = name.starts_with('[');
            if (isOptional)
                name = name.substr(1, name.size() - 2);
            const std::string spec = std::to_string(i + 1) + (isOptional ? "::" : ":") + std::string(name) + ':'
                + zshAction(argumentKind(name, i), name);
            cases.append(" ").append(quote(spec));
        }
        cases += " ;;\n";
    }
    fill(script, "%names", names);
    fill(script, "%common", zshOptions(commonOptions()));
    fill(script, "%registry", zshOptions(registryOptions()));
    fill(script, "%cases", cases);
    return script;
}

std::string fishOptions(Options options, const std::string &condition)
{
    std::string text;
    for (const Option *const option : options) {
        const std::string_view name = option->name;
        text.append("complete -c stratoscope-cli").append(condition);
        text.append(name.starts_with("--") ? " -l " : " -s ").append(name.substr(name.find_first_not_of('-')));
        if (option == &options::kHelp)
            text += " -s h";
        if (const auto words = acceptedWords(option->value); !words.empty())
            text.append(" -x -a ").append(quote(joined(words, " ")));
        else if (option->value == "DIR")
            text += " -x -a '(__fish_complete_directories)'";
        else if (!option->value.empty())
            text += option->value == "FILE" ? " -r" : " -x";
        text.append(" -d ").append(quote(option->help, "\\", R"(\')")).append("\n");
    }
    return text;
}

std::string fishScript()
{
    const auto after = [](const std::vector<std::string_view> &names) {
        return " -n '__fish_seen_subcommand_from " + joined(names, " ") + '\'';
    };
    std::string script = R"(# fish completion for stratoscope-cli

function __stratoscope_cli_images
    stratoscope-cli images 2>/dev/null | string replace -r ' .*' ''
end

)";
    script += fishOptions(commonOptions(), {});
    script += fishOptions(registryOptions(), after(commandNames([](const Command &command) { return command.usesRegistries; })));
    script += "complete -c stratoscope-cli" + after(commandNames(takesImage)) + " -a '(__stratoscope_cli_images)'\n";
    for (const Command &command : commands()) {
        script.append("complete -c stratoscope-cli -n __fish_use_subcommand -f -a ").append(command.name);
        script.append(" -d ").append(quote(command.summary, "\\", R"(\')")).append("\n");
        script += fishOptions(command.options, after({command.name}));
        if (command.arguments.empty())
            continue;
        if (const auto words = acceptedWords(command.arguments.front()); !words.empty())
            script += "complete -c stratoscope-cli" + after({command.name}) + " -f -a " + quote(joined(words, " ")) + '\n';
    }
    return script;
}

} // namespace

Result<void> runCompletion(const Context &context)
{
    const std::string &shell = context.arguments().front();
    context.output.buffer() = shell == "bash" ? bashScript() : shell == "zsh" ? zshScript() : fishScript();
    return context.output.flush();
}

} // namespace stratoscope::cli
