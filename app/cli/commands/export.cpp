// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/export.h"

#include "app/cli/context.h"

#include <chrono>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

class OutputSink : public ByteSink
{
public:
    explicit OutputSink(Output &output)
        : m_output(output)
    {
    }
    Result<void> append(Bytes bytes) override { return m_output.write(bytes); }
    Result<void> finish() override { return {}; }

private:
    Output &m_output;
};

} // namespace

Result<void> runExport(const Context &context)
{
    const Invocation &invocation = context.invocation;
    const auto start = std::chrono::steady_clock::now();
    STRATOSCOPE_TRY(const QString destination, context.text(1));
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    const ExportOptions options{.format = *invocation.format,
                                .force = invocation.force,
                                .paths = invocation.paths,
                                .layer = invocation.layer,
                                .upTo = invocation.upTo,
                                .label = invocation.label};
    if (destination == u"-"_s) {
        OutputSink output(context.output);
        STRATOSCOPE_TRY(const ExportReport report, streamImage(*image, output, options, store, context.progress, context.stop));
        for (const QString &warning : report.warnings)
            context.warn(warning);
        return {};
    }
    auto report = exportImage(*image, destination, options, store, context.progress, context.stop);
    if (!report) {
        Error error = std::move(report).error();
        if (error.kind == ErrorKind::Exists && !options.force)
            error.detail += u"; use --force to export anyway"_s;
        return Failure(std::move(error));
    }
    for (const QString &warning : report->warnings)
        context.warn(destination + u": "_s + warning);

    const double seconds = secondsSince(start);
    const QString line = u"%1: %2 in %3 s"_s.arg(destination, sizeText(report->bytes), QString::number(seconds, 'f', 1));
    QJsonValue warnings(QJsonValue::Undefined);
    if (!report->warnings.isEmpty())
        warnings = QJsonArray::fromStringList(report->warnings);
    return context.print(line,
                         {{"format", traitsOf(*invocation.format).name},
                          {"path", destination},
                          {"bytes", qint64(report->bytes)},
                          {"seconds", seconds},
                          {"warnings", warnings}});
}

} // namespace stratoscope::cli
