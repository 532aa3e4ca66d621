// SPDX-License-Identifier: Apache-2.0
#include "app/cli/arguments.h"
#include "app/cli/command_table.h"
#include "app/cli/context.h"
#include "app/cli/progress_view.h"
#include "app/cli/signals.h"
#include "base/cancel.h"

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
    STRATOSCOPE_CHECK(invocation.command->run({invocation, output, progress, stop, warn}));
    return output.flush();
}

int printInfo(const QString &text)
{
    Output output([] {});
    output.buffer() = (text + u'\n').toStdString();
    try {
        const auto done = output.flush();
        if (done)
            return 0;
        complain(done.error().message());
    } catch (const OutputClosed &) {
        return 0;
    }
    return kFailed;
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
        complain(u"%1: out of memory"_s.arg(printable(invocation.command->name)));
    } catch (const std::exception &error) {
        view.clear();
        complain(u"%1: %2"_s.arg(printable(invocation.command->name), QString::fromLocal8Bit(error.what())));
    }
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
    const auto parsed = parseArguments({argv + 1, argv + argc});
    if (const auto *const wrong = std::get_if<UsageError>(&parsed)) {
        complain(wrong->message);
        return kWrongUsage;
    }
    if (const auto *const info = std::get_if<InfoText>(&parsed))
        return printInfo(info->text);
    const QCoreApplication application(argc, argv); // required for network access
    QCoreApplication::setApplicationVersion(QStringLiteral(STRATOSCOPE_VERSION)); // sent to servers
    return exitCode(std::get<Invocation>(parsed), stop);
}
