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

/// The image, and after it its other platforms if they are to be exported with it.
Result<std::vector<std::shared_ptr<const Image>>> openExported(const Context &context, Store &store)
{
    const Invocation &invocation = context.invocation;
    const bool isOne = invocation.platform || !invocation.expectArchitecture.isEmpty() || invocation.upTo || invocation.layers;
    if ((traitsOf(*invocation.format).parts & kPlatformsPart) && !isOne)
        return context.openPlatforms(store);
    STRATOSCOPE_TRY(auto image, context.openImage(store));
    return std::vector{std::move(image)};
}

} // namespace

Result<void> runExport(const Context &context)
{
    const Invocation &invocation = context.invocation;
    const auto start = std::chrono::steady_clock::now();
    STRATOSCOPE_TRY(const QString destination, context.text(1));
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(auto images, openExported(context, store));
    const std::shared_ptr<const Image> image = images.front();
    ExportOptions options{.format = *invocation.format,
                          .force = invocation.force,
                          .paths = invocation.paths,
                          .layer = invocation.layer,
                          .upTo = invocation.upTo,
                          .squash = invocation.layers,
                          .flatten = invocation.flatten,
                          .compression = invocation.compression,
                          .size = invocation.size,
                          .label = invocation.label,
                          .vm = invocation.vm,
                          .vmRoot = invocation.vmRoot.value_or(vmRootFormats().front()),
                          .otherPlatforms = {std::next(images.begin()), images.end()}};
    if (options.squash && options.squash->second == kTopLayer)
        options.squash->second = int(image->layers.size()) - 1;
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
        if (error.kind == ErrorKind::NotFound && options.format == ExportFormat::Vm && options.vm.kernel.isEmpty())
            error.detail += u" (--kernel)"_s;
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
