// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/manual.h"

#include "app/cli/command_table.h"
#include "app/cli/context.h"
#include "app/version/version.h"

#include <map>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

/// Escapes text for man(7).
std::string escape(std::string_view text)
{
    static const std::map<char, std::string_view> kEscapes{{'\\', "\\e"},  {'-', "\\-"},   {'\'', "\\(aq"},
                                                           {'"', "\\(dq"}, {'^', "\\(ha"}, {'~', "\\(ti"}};
    std::string escaped;
    for (const char letter : text) {
        const auto found = kEscapes.find(letter);
        escaped += found == kEscapes.end() ? std::string_view(&letter, 1) : found->second;
    }
    return escaped.starts_with('.') ? "\\&" + escaped : escaped;
}

/// A sentence from a summary of the table.
std::string sentence(std::string_view summary)
{
    std::string text = escape(summary);
    text.front() = char(std::toupper(text.front()));
    return text + ".\n";
}

void appendItem(std::string &page, std::string_view term, std::string_view placeholder, const std::string &text)
{
    page.append(".TP\n\\fB").append(escape(term)).append("\\fR");
    if (!placeholder.empty())
        page.append(" \\fI").append(escape(placeholder)).append("\\fR");
    page.append("\n").append(text);
}

void appendOptions(std::string &page, std::span<const Option *const> options)
{
    for (const Option *const option : options)
        appendItem(page, option == &options::kHelp ? "-h, --help" : option->name, option->value, sentence(option->help));
}

/// Indented lines are not filled.
void appendDetails(std::string &page, std::string_view details)
{
    bool isTable = false;
    while (!details.empty()) {
        const std::size_t end = std::min(details.find('\n'), details.size());
        const std::string_view line = details.substr(0, end);
        if (line.starts_with(' ') != isTable)
            page += isTable ? ".fi\n" : ".nf\n";
        isTable = line.starts_with(' ');
        page.append(isTable ? "\\&" : "").append(escape(line)).append("\n");
        details.remove_prefix(std::min(end + 1, details.size()));
    }
    if (isTable)
        page += ".fi\n";
}

void appendCommand(std::string &page, const Command &command)
{
    std::string arguments;
    for (const std::string_view argument : command.arguments)
        arguments.append(arguments.empty() ? "" : " ").append(argument);
    appendItem(page, command.name, arguments, sentence(command.summary));
    appendDetails(page, command.details);
    if (command.options.empty())
        return;
    page += ".RS\n";
    appendOptions(page, command.options);
    page += ".RE\n";
}

std::string manualPage()
{
    std::string page = ".TH STRATOSCOPE\\-CLI 1 \"\" \"Stratoscope " + version().toStdString()
        + "\" \"User Commands\"\n"
          ".SH NAME\nstratoscope\\-cli \\- browse and export container images\n"
          ".SH SYNOPSIS\n\\fBstratoscope\\-cli\\fR [\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]\n"
          ".SH DESCRIPTION\n";
    page.append(escape(kProgramSummary)).append("\n.SH OPTIONS\nEvery command has these options.\n");
    appendOptions(page, commonOptions());
    page += ".SH COMMANDS\n";
    for (const Command &command : commands()) {
        if (!command.group.empty())
            page.append(".SS ").append(command.group).append("\n");
        appendCommand(page, command);
    }
    page += ".SH IMAGES\n\\fIIMAGE\\fR is one of:\n";
    for (const auto &[form, meaning] : kImageForms)
        appendItem(page, form, {}, sentence(meaning));
    page += ".SH REGISTRIES\nEvery command that may contact a registry has these options.\n";
    appendOptions(page, registryOptions());
    page += R"(.PP
Credentials and settings of Docker, Podman and Skopeo are used:
.IR config.json ", " auth.json ", " registries.conf " and " certs.d .
.SH EXIT STATUS
.TP
.B 0
Success.
.TP
.B 1
Failure; standard error has one line that names the file, digest or URL.
.TP
.B 2
Wrong usage.
.TP
.B 130
Interrupted.
.SH ENVIRONMENT
.TP
.B STRATOSCOPE_STORE
The image store.
.TP
.BR HTTPS_PROXY ", " HTTP_PROXY ", " NO_PROXY
Proxies for connections to registries.
.TP
.BR DOCKER_CONFIG ", " REGISTRY_AUTH_FILE ", " CONTAINERS_REGISTRIES_CONF
Configuration of other container tools.
.SH EXAMPLES
.nf
stratoscope\-cli ls alpine /etc
stratoscope\-cli cat ./image.tar /etc/os\-release
stratoscope\-cli find alpine 'mode:suid type:file'
stratoscope\-cli export alpine ./rootfs \-\-format directory
.fi
.SH SEE ALSO
.BR skopeo (1),
.BR docker (1)
)";
    return page;
}

} // namespace

Result<void> runManual(const Context &context)
{
    context.output.buffer() = manualPage();
    return context.output.flush();
}

} // namespace stratoscope::cli
