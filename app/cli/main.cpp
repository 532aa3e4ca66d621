// SPDX-License-Identifier: Apache-2.0
#include "app/cli/arguments.h"
#include "app/cli/command_table.h"
#include "app/cli/commands/completion.h"
#include "app/cli/context.h"
#include "app/cli/progress_view.h"
#include "app/cli/signals.h"
#include "app/version/version.h"
#include "base/cancel.h"

#include <QCoreApplication>
#include <QScopeGuard>

#include <limits>
#include <malloc.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::cli;

namespace {

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;
constexpr int kFailedToCompare = 2; ///< with --exit-code, where 1 means that there are differences

ProgressView::Form progressForm(const Invocation &invocation)
{
    if (invocation.progressAsJson)
        return ProgressView::Form::Json;
    return !invocation.quiet && ::isatty(STDERR_FILENO) == 1 ? ProgressView::Form::Line : ProgressView::Form::None;
}

Result<void> run(const Invocation &invocation, int &exitCode, const std::stop_token &stop)
{
    ProgressView view(progressForm(invocation));
    const auto clear = qScopeGuard([&view] { view.clear(); });
    Output output([&view] { view.clear(); });
    ProgressMeter progress([&view](const Progress &now) { view.show(now); });
    const auto note = [&view](const QString &sentence) {
        view.clear();
        complain(sentence);
    };
    const auto warn = [&note](const QString &sentence) { note(u"warning: "_s + sentence); };
    STRATOSCOPE_CHECK(invocation.command->run({invocation, output, progress, stop, warn, note, exitCode}));
    return output.flush();
}

Result<void> print(const std::string &text)
{
    return Output([] {}).write(asBytes(text));
}

/// Calls `work` and complains about its error. Returns the exit code.
template <typename Work>
int exitCodeOf(const Work &work)
try {
    const Result<void> done = work();
    if (!done)
        complain(done.error().message());
    return done ? 0 : kFailed;
} catch (const Cancelled &) {
    return kInterrupted;
} catch (const OutputClosed &) {
    return 0;
} catch (...) {
    complain(errorOfException().message());
    return kFailed;
}

/// This process computes one answer and exits: freed memory is reused rather than returned to the system, since faulting pages in
/// again costs more than writing to them.
void keepMemory()
{
#ifdef __GLIBC__
    ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
    ::mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    ::mallopt(M_TOP_PAD, 32 << 20);
#endif
}

} // namespace

int main(int argc, char **argv)
{
    keepMemory();
    const std::stop_token stop = handleSignals();
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (!arguments.empty() && arguments.front() == "__complete")
        return exitCodeOf([&] { return print(completions(std::span(arguments).subspan(1))); });
    const auto parsed = parseArguments(arguments);
    if (const auto *const wrong = std::get_if<UsageError>(&parsed)) {
        complain(wrong->message);
        return kWrongUsage;
    }
    if (const auto *const info = std::get_if<InfoText>(&parsed))
        return exitCodeOf([&] { return print((info->text + u'\n').toStdString()); });
    // Qt's own messages may repeat what a server has sent.
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &context, const QString &message) {
        complain(qFormatLogMessage(type, context, message));
    });
    const QCoreApplication application(argc, argv); // required for network access
    QCoreApplication::setApplicationVersion(version()); // sent to servers
    const auto &invocation = std::get<Invocation>(parsed);
    int exitCode = 0;
    const int ended = exitCodeOf([&] { return run(invocation, exitCode, stop); });
    if (ended == kFailed && invocation.exitCode)
        return kFailedToCompare;
    return ended == 0 ? exitCode : ended;
}
