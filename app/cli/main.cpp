// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "commands.h"
#include "progress_view.h"
#include "signals.h"

#include <QCoreApplication>

#include <exception>
#include <limits>
#include <malloc.h>
#include <new>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::cli;

namespace {

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

ProgressView::Form progressForm(const Invocation &invocation)
{
    if (invocation.progressAsJson)
        return ProgressView::Form::Json;
    return !invocation.quiet && ::isatty(STDERR_FILENO) == 1 ? ProgressView::Form::Line : ProgressView::Form::None;
}

Result<void> run(const Invocation &invocation, Output &output, ProgressView &view, const std::stop_token &stop)
{
    ProgressMeter progress([&view](const Progress &now) { view.show(now); });
    const auto warn = [&view](const QString &sentence) {
        view.clear();
        complain(u"warning: "_s + sentence);
    };
    const Context context{invocation, output, progress, stop, warn};
    if (invocation.help)
        return context.print(helpText(invocation.command).trimmed());
    if (invocation.version)
        return context.print(u"stratoscope-cli %1"_s.arg(QStringLiteral(STRATOSCOPE_VERSION)));
    STRATOSCOPE_CHECK(invocation.command->run(context));
    return output.flush();
}

int exitCode(const Invocation &invocation, const std::stop_token &stop)
{
    ProgressView view(progressForm(invocation));
    Output output([&view] { view.clear(); });
    try {
        const auto done = run(invocation, output, view, stop);
        view.clear();
        if (done)
            return 0;
        complain(done.error().message());
    } catch (const Cancelled &) {
        view.clear();
        return kInterrupted;
    } catch (const OutputClosed &) {
        view.clear();
        return 0;
    } catch (const std::bad_alloc &) {
        view.clear();
        complain(u"%1: needs more memory than there is"_s.arg(printable(invocation.command->name)));
    } catch (const std::exception &error) {
        view.clear();
        complain(u"%1: %2"_s.arg(printable(invocation.command->name), QString::fromLocal8Bit(error.what())));
    }
    return kFailed;
}

/// A process that gives one answer and ends: what it frees it uses again, and never hands it back to the system, whose pages cost
/// more than what is written to them.
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
    const auto invocation = parseArguments({argv + 1, argv + argc});
    if (!invocation) {
        complain(invocation.error().sentence);
        return kWrongUsage;
    }
    const QCoreApplication application(argc, argv); // without which there is no network
    QCoreApplication::setApplicationVersion(QStringLiteral(STRATOSCOPE_VERSION)); // which servers are told
    return exitCode(*invocation, stop);
}
