// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/verify.h"

#include "app/cli/context.h"
#include "archive/image_name.h"
#include "image/pull_image.h"
#include "image/verify_image.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

QString messageOf(const std::optional<Error> &error)
{
    return error ? error->message() : QString();
}

/// Prints the state of the image and its layers. `before` is what was found before a repair, or null. Returns the error of an
/// invalid image.
Result<void> printVerification(const Context &context, const ImageVerification &found, const ImageVerification *before)
{
    JsonWriter json;
    json.beginObject().member("valid", found.isValid());
    json.member("kind", orNull(found.kind ? sourceKindName(*found.kind) : QString()))
        .member("digest", orNull(textOf(found.digest)));
    json.key("layers").beginArray();
    for (std::size_t i = 0; i < found.layers.size(); ++i) {
        const auto &error = found.layers[i].error;
        const bool wasDamaged = before && i < before->layers.size() && before->layers[i].error;
        const QString state = error ? u"damaged"_s : wasDamaged ? u"repaired"_s : u"verified"_s;
        json.beginObject().member("index", i).member("state", state).member("error", orNull(messageOf(error))).endObject();
        if (!context.invocation.json)
            STRATOSCOPE_CHECK(context.print(u"layer %1  %2"_s.arg(QString::number(i), state)));
    }
    json.endArray().member("error", orNull(messageOf(found.error))).endObject();
    if (context.invocation.json)
        STRATOSCOPE_CHECK(context.print(json));
    if (found.error)
        return Failure(*found.error);
    return context.invocation.json ? Result<void>() : context.print(u"%1: valid"_s.arg(printable(context.arguments().front())));
}

Result<void> printCheck(const Context &context, const QString &kind, const std::optional<Digest> &digest,
                        const std::optional<Error> &error)
{
    const QString digestText = textOf(digest);
    const QString line = u"%1: valid, %2%3"_s.arg(printable(context.arguments().front()), kind,
                                                  digestText.isEmpty() ? QString() : u' ' + digestText);
    if (context.invocation.json || !error)
        STRATOSCOPE_CHECK(context.print(
            line,
            {{"valid", !error}, {"kind", orNull(kind)}, {"digest", orNull(digestText)}, {"error", orNull(messageOf(error))}}));
    return error ? Result<void>(Failure(*error)) : Result<void>();
}

/// The digest that a registry reports for an image, if it does.
Result<std::optional<Digest>> askRegistry(const Context &context, const QString &name)
{
    if (context.invocation.platform || !context.invocation.expectArchitecture.isEmpty())
        return fail(ErrorKind::Invalid, name,
                    u"is only looked up in its registry; --platform and --expect-arch are for local images"_s);
    STRATOSCOPE_TRY(const Registries registries, context.openRegistries());
    STRATOSCOPE_TRY(const Reference reference, registries.resolveName(name));
    STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(registries, reference));
    const QString wanted = reference.digest ? reference.digest->toString() : reference.tag;
    STRATOSCOPE_TRY(const std::optional<Digest> reported, repository.headManifest(wanted, context.stop));
    return reference.digest ? reference.digest : reported;
}

/// Downloads again what the image store does not have any more.
Result<void> pullAgain(const Context &context, const StoredImage &image, Store &store)
{
    STRATOSCOPE_CHECK(store.images().find(image.reference, image.platform)); // somebody may have removed it meanwhile
    const auto source = ImageName::parse(image.source);
    const bool isOfEngine = source && source->isLocal() && !source->isFile();
    if (image.source.startsWith(u'/') || isOfEngine) // not a registry
        return fail(ErrorKind::NotFound, image.reference, u"cannot be repaired; import it again from %1"_s.arg(image.source));
    OpenOptions options = context.openOptions();
    options.platform = image.platform;
    STRATOSCOPE_TRY(const Registries registries, context.openRegistries());
    STRATOSCOPE_CHECK(pullImage(image.reference, {.open = options}, registries, store, context.progress, context.stop));
    return {};
}

} // namespace

Result<void> runCheck(const Context &context)
{
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(const ImageName image, ImageName::parse(name));
    if (!image.isLocal()) {
        const auto digest = askRegistry(context, name);
        return printCheck(context, u"registry"_s, digest.value_or(std::nullopt),
                          digest ? std::nullopt : std::optional(digest.error()));
    }
    STRATOSCOPE_TRY(Store store, context.openStore());
    const ImageVerification found = verifyImage(name, context.openOptions(), store, context.progress, context.stop);
    return printCheck(context, found.kind ? sourceKindName(*found.kind) : QString(), found.digest, found.error);
}

Result<void> runVerify(const Context &context)
{
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(Store store, context.openStore());
    const ImageVerification found = verifyImage(name, context.openOptions(), store, context.progress, context.stop);
    return printVerification(context, found, nullptr);
}

Result<void> runRepair(const Context &context)
{
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const StoredImage image, store.images().find(name, context.invocation.platform));
    STRATOSCOPE_TRY(const ImageVerification before, verifyImage(image, store, context.progress, context.stop));
    if (before.isValid())
        return printVerification(context, before, nullptr);
    STRATOSCOPE_CHECK(repairImage(before, store, context.waitForStore(), context.progress, context.stop));
    if (before.needsSource())
        STRATOSCOPE_CHECK(pullAgain(context, image, store));
    STRATOSCOPE_TRY(const StoredImage repaired, store.images().find(image.reference, image.platform));
    STRATOSCOPE_TRY(const ImageVerification after, verifyImage(repaired, store, context.progress, context.stop));
    return printVerification(context, after, &before);
}

} // namespace stratoscope::cli
