// SPDX-License-Identifier: Apache-2.0
#include "app/cli/context.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

Result<QString> Context::text(std::size_t argument) const
{
    const QByteArray bytes = QByteArray::fromStdString(arguments()[argument]);
    const QString text = QFile::decodeName(bytes);
    if (QFile::encodeName(text) != bytes)
        return fail(ErrorKind::Invalid, printable(arguments()[argument]), u"is not UTF-8; rename it, or use a link to it"_s);
    return text;
}

Result<Store> Context::openStore() const
{
    return Store::open(invocation.store.isEmpty() ? Store::defaultDirectory() : invocation.store);
}

OpenOptions Context::openOptions() const
{
    return {.platform = invocation.platform, .expectArchitecture = invocation.expectArchitecture, .registries = [this] {
                return openRegistries();
            }};
}

Result<std::shared_ptr<const Image>> Context::openImage(Store &store, std::size_t argument) const
{
    STRATOSCOPE_TRY(const QString name, text(argument));
    auto image = stratoscope::openImage(name, openOptions(), store, progress, stop);
    if (image) {
        for (const QString &warning : (*image)->warnings)
            warn(warning);
    }
    return image;
}

Result<std::vector<std::shared_ptr<const Image>>> Context::openPlatforms(Store &store) const
{
    STRATOSCOPE_TRY(const QString name, text(0));
    auto images = stratoscope::openPlatforms(name, openOptions(), store, progress, stop);
    if (images) {
        for (const QString &warning : images->front()->warnings)
            warn(warning);
    }
    return images;
}

Result<void> Context::print(const QStringList &lines) const
{
    for (const QString &line : lines)
        output.buffer() += (printable(line.toStdString()) + u'\n').toStdString();
    return output.flush();
}

Result<void> Context::print(JsonWriter &json) const
{
    output.buffer() += json.take() + '\n';
    return output.flush();
}

Result<void> Context::print(const QStringList &lines, JsonMembers members) const
{
    if (!invocation.json)
        return print(lines);
    JsonWriter json;
    json.beginObject();
    for (const auto &[name, value] : members) {
        if (!value.isUndefined())
            json.member(name, value);
    }
    return print(json.endObject());
}

Result<void> requireLayer(const Image &image, int number)
{
    const int count = int(image.layers.size());
    if (number < count)
        return {};
    return fail(ErrorKind::NotFound, image.location,
                u"has no layer %1; its %2 layers are numbered from 0"_s.arg(number).arg(count));
}

Failure inImage(const Image &image, Error error)
{
    return Failure(withContext(image.location, std::move(error)));
}

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace stratoscope::cli
