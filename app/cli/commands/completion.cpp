// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/completion.h"

#include "app/cli/command_table.h"
#include "app/cli/context.h"
#include "engine/engine_client.h"
#include "engine/find_engines.h"
#include "engine/open_local.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

// The scripts let the program itself list the candidates: the hidden command `__complete` is given the words up to the cursor.

// Bash splits words at = and :, and a candidate replaces only what follows the last of them. Without candidates, it offers files.
constexpr std::string_view kBash = R"bash(# bash completion for stratoscope-cli

_stratoscope_cli() {
    local line=${COMP_LINE:0:COMP_POINT} current
    local -a words
    read -ra words <<<"$line"
    current=${line##*[[:space:]]}
    [[ -n $current ]] || words+=('')
    mapfile -t COMPREPLY < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null | grep -v '^:' | cut -f 1)
    current=${current#--*=}
    COMPREPLY=("${COMPREPLY[@]#"${current%"${current##*:}"}"}")
}
complete -o default -F _stratoscope_cli stratoscope-cli
)bash";

constexpr std::string_view kZsh = R"zsh(#compdef stratoscope-cli

_stratoscope_cli() {
    local line
    local -a candidates
    local files=
    for line in "${(@f)$(stratoscope-cli __complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        case $line in
            :directories) files='_files -/' ;;
            :files) files=_files ;;
            ?*) candidates+=(${${line//:/\\:}/$'\t'/:}) ;;
        esac
    done
    compset -P '--*='
    _describe 'stratoscope-cli' candidates
    [[ -z $files ]] || ${=files}
}

if [[ $funcstack[1] == _stratoscope_cli ]]; then
    _stratoscope_cli "$@"
else
    compdef _stratoscope_cli stratoscope-cli
fi
)zsh";

constexpr std::string_view kFish = R"fish(# fish completion for stratoscope-cli

function __stratoscope_cli
    set -l current (commandline -ct)
    set -l words (commandline -opc) $current
    set -l option (string match -r -- '^--.*?=' $current)
    for line in (stratoscope-cli __complete $words[2..] 2>/dev/null)
        switch $line
            case :directories
                __fish_complete_directories $current
            case :files
                __fish_complete_path $current
            case '*'
                echo "$option$line"
        end
    end
end

complete -c stratoscope-cli -f -a '(__stratoscope_cli)'
)fish";

/// Appends a line for each candidate that begins with `typed`.
class Candidates
{
public:
    explicit Candidates(std::string_view typed)
        : m_typed(typed)
    {
    }

    void add(std::string_view candidate, std::string_view description = {})
    {
        if (!candidate.starts_with(m_typed))
            return;
        m_lines.append(candidate);
        if (!description.empty())
            m_lines.append("\t").append(description);
        m_lines += '\n';
    }
    /// What an argument or the value of an option may be.
    void addValues(std::string_view placeholder, ArgumentKind kind)
    {
        for (const std::string_view word : acceptedWords(placeholder))
            add(word);
        if (kind == ArgumentKind::Engine) {
            for (const Engine &engine : findEngines())
                addPrintable(engine.name);
        }
        if (kind == ArgumentKind::Image) {
            addImagesOfEngine();
            const auto store = Store::open(Store::defaultDirectory());
            const auto images = store ? store->images().list().images : std::vector<StoredImage>();
            for (const StoredImage &image : images)
                addPrintable(image.reference);
        }
        if (placeholder == "DIR")
            m_lines += ":directories\n";
        else if (kind == ArgumentKind::Image || kind == ArgumentKind::File || placeholder == "FILE")
            m_lines += ":files\n";
    }
    std::string take() { return std::move(m_lines); }

private:
    void addPrintable(const QString &text)
    {
        const std::string name = text.toStdString();
        if (printable(name).toStdString() == name) // else the shell would send it to the terminal
            add(name);
    }
    /// If the name of an engine's image is being typed: those that it has.
    void addImagesOfEngine()
    {
        for (const EngineKind kind : {EngineKind::Docker, EngineKind::Podman, EngineKind::Containerd}) {
            if (!m_typed.starts_with(engineImageName(kind, {}, {}).toStdString()))
                continue;
            const auto engine = findEngine(kind, {});
            const auto client = engine
                ? EngineClient::connect(*engine, {}, {.answer = std::chrono::seconds(5)}) // somebody waits for the Tab key
                : Failure(engine.error());
            const auto names = client ? (*client)->imageNames({}) : Failure(client.error());
            for (const QString &name : names.value_or(QStringList()))
                addPrintable(engineImageName(kind, {}, name));
        }
    }

    const std::string_view m_typed;
    std::string m_lines;
};

const Option *findOption(const Command *command, std::string_view name)
{
    const auto options = optionsOf(command);
    const auto found = std::ranges::find(options, name, &Option::name);
    return found == options.end() || (*found)->value.empty() ? nullptr : *found;
}

} // namespace

std::string completions(std::span<const std::string> words)
{
    const Command *command = nullptr;
    const Option *valued = nullptr; // whose value comes next
    std::size_t position = 0; // of the next argument
    const std::string_view last = words.empty() ? std::string_view() : words.back();
    for (const std::string &word : words.first(words.empty() ? 0 : words.size() - 1)) {
        if (valued)
            valued = nullptr;
        else if (word.starts_with('-'))
            valued = findOption(command, word);
        else if (command)
            ++position;
        else
            command = findCommand(word);
    }
    const std::size_t equals = last.starts_with("--") ? last.find('=') : std::string_view::npos;
    if (equals != std::string_view::npos)
        valued = findOption(command, last.substr(0, equals));
    Candidates candidates(equals == std::string_view::npos ? last : last.substr(equals + 1));
    if (valued) {
        candidates.addValues(valued->value, ArgumentKind::Word);
    } else if (last.starts_with('-')) {
        for (const Option *const option : optionsOf(command))
            candidates.add(option->name, option->help);
    } else if (!command) {
        for (const Command &each : commands())
            candidates.add(each.name, each.summary);
    } else if (position < command->arguments.size()) {
        candidates.addValues(command->arguments[position], argumentKind(command->arguments[position], position));
    }
    return candidates.take();
}

Result<void> runCompletion(const Context &context)
{
    const std::string &shell = context.arguments().front();
    context.output.buffer() = shell == "bash" ? kBash : shell == "zsh" ? kZsh : kFish;
    return context.output.flush();
}

} // namespace stratoscope::cli
