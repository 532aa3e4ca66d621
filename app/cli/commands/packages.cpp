// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/packages.h"

#include "app/cli/context.h"
#include "app/cli/entry_json.h"
#include "base/cancel.h"
#include "export/staged_file.h"
#include "packages/read_packages.h"
#include "packages/sbom/cyclonedx_document.h"
#include "packages/sbom/package_url.h"
#include "packages/sbom/spdx_document.h"

#include <QFile>

#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

Result<void> printJson(const Context &context, const PackageList &list, const MergedTree &tree)
{
    JsonWriter json;
    const auto textOrNull = [&json](std::string_view key, const std::string &text) {
        if (text.empty())
            json.member(key, nullptr);
        else
            json.member(key, text);
    };
    for (const Package &package : list.packages) {
        throwIfStopped(context.stop);
        json.beginObject();
        memberWithBase64(json, "name", package.name);
        memberWithBase64(json, "version", package.version);
        json.member("type", packageTypeName(package.type));
        textOrNull("arch", package.arch);
        textOrNull("source", package.source);
        textOrNull("license", package.license);
        textOrNull("maintainer", package.maintainer);
        json.member("files", package.files.size());
        if (package.size)
            json.member("size", *package.size);
        else
            json.member("size", nullptr);
        json.member("layer", package.layer);
        memberWithBase64(json, "path", tree.path(package.describedBy));
        textOrNull("inside", package.inside);
        json.member("purl", packageUrl(package, list.distribution));
        json.endObject();
        STRATOSCOPE_CHECK(context.print(json));
    }
    return {};
}

/// A table whose columns are as wide as their texts, except for the last one.
Result<void> printText(const Context &context, const PackageList &list)
{
    using Row = std::array<QString, 5>;
    std::vector<Row> rows;
    Row::size_type column = 0;
    std::array<qsizetype, std::tuple_size_v<Row>> widths{};
    for (const Package &package : list.packages) {
        const QString size = package.size ? sizeText(*package.size) : QString();
        const auto &row = rows.emplace_back(Row{printable(package.name), printable(package.version),
                                                printable(packageTypeName(package.type)), printable(package.arch), size});
        for (column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], std::min<qsizetype>(row[column].size(), 60));
    }
    for (const Row &row : rows) {
        throwIfStopped(context.stop);
        QString line;
        for (column = 0; column < row.size(); ++column)
            line += row[column].leftJustified(widths[column]) + u"  "_s;
        STRATOSCOPE_CHECK(context.print(line.trimmed()));
    }
    return {};
}

/// A file that appears together with the others, or standard output for `-`.
class Documents
{
public:
    explicit Documents(const Context &context)
        : m_context(context)
    {
    }

    Result<void> add(const std::string &destination, QLatin1StringView format, const std::string &text)
    {
        if (destination == "-") {
            m_context.output.buffer() += text;
            return m_context.output.flush();
        }
        const QString path = QFile::decodeName(QByteArray::fromStdString(destination));
        auto file = StagedFile::begin(path, m_context.invocation.force);
        if (!file) {
            Error error = std::move(file).error();
            if (error.kind == ErrorKind::Exists)
                error.detail += u"; use --force to replace it"_s;
            return Failure(std::move(error));
        }
        STRATOSCOPE_CHECK((*file)->file().writeAt(0, asBytes(text)));
        m_files.push_back({path, format, text.size(), *std::move(file)});
        return {};
    }

    Result<void> commit(std::size_t packages)
    {
        for (const Document &document : m_files)
            STRATOSCOPE_CHECK(document.file->commit());
        for (const Document &document : m_files) {
            STRATOSCOPE_CHECK(m_context.print(u"%1: %2, %3 packages"_s.arg(document.path, document.format).arg(packages),
                                              {{"path", document.path},
                                               {"format", QString(document.format)},
                                               {"packages", qint64(packages)},
                                               {"bytes", qint64(document.bytes)}}));
        }
        return {};
    }

private:
    struct Document {
        QString path;
        QLatin1StringView format;
        std::size_t bytes = 0;
        std::unique_ptr<StagedFile> file;
    };
    const Context &m_context;
    std::vector<Document> m_files;
};

} // namespace

Result<void> runPackages(const Context &context)
{
    const Invocation &invocation = context.invocation;
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    if (invocation.upTo)
        STRATOSCOPE_CHECK(requireLayer(*image, *invocation.upTo));
    const auto fs = invocation.upTo ? image->fsUpTo(*invocation.upTo, context.stop) : Result<ImageFs>(image->fs());
    if (!fs)
        return Failure(withContext(image->location, fs.error()));
    const PackageList list = readPackages(*fs, context.stop);
    for (const Error &note : list.notes)
        context.warn(withContext(image->location, note).message());

    if (invocation.spdx.empty() && invocation.cycloneDx.empty())
        return invocation.json ? printJson(context, list, *fs->tree) : printText(context, list);
    const SbomSubject subject = SbomSubject::of(*image, invocation.upTo);
    Documents documents(context);
    if (!invocation.spdx.empty())
        STRATOSCOPE_CHECK(documents.add(invocation.spdx, "SPDX 2.3"_L1, spdxDocument(list, *fs->tree, subject)));
    if (!invocation.cycloneDx.empty())
        STRATOSCOPE_CHECK(documents.add(invocation.cycloneDx, "CycloneDX 1.5"_L1, cycloneDxDocument(list, *fs->tree, subject)));
    return documents.commit(list.packages.size());
}

} // namespace stratoscope::cli
