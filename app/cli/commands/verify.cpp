// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/verify.h"

#include "app/cli/context.h"
#include "image/pull_image.h"
#include "image/verify_image.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

/// Prints the state of the image and its layers. `before` is what was found before a repair, or null. Returns the error of an
/// invalid image.
Result<void> printVerification(const Context &context, const ImageVerification &found, const ImageVerification *before)
{
    const auto state = [&](std::size_t layer) {
        if (found.layers[layer].error)
            return u"damaged"_s;
        const bool wasDamaged = before && layer < before->layers.size() && before->layers[layer].error;
        return wasDamaged ? u"repaired"_s : u"verified"_s;
    };
    if (context.invocation.json) {
        JsonWriter json;
        json.beginObject().member("valid", found.isValid());
        memberOrNull(json, "kind", found.kind ? sourceKindName(*found.kind) : QString());
        memberOrNull(json, "digest", found.digest ? found.digest->toString() : QString());
        json.key("layers").beginArray();
        for (std::size_t i = 0; i < found.layers.size(); ++i) {
            json.beginObject().member("index", i).member("state", state(i));
            memberOrNull(json, "error", found.layers[i].error ? found.layers[i].error->message() : QString());
            json.endObject();
        }
        json.endArray();
        memberOrNull(json, "error", found.error ? found.error->message() : QString());
        json.endObject();
        STRATOSCOPE_CHECK(context.print(json));
    } else {
        for (std::size_t i = 0; i < found.layers.size(); ++i)
            STRATOSCOPE_CHECK(context.print(u"layer %1  %2"_s.arg(i).arg(state(i))));
    }
    if (found.error)
        return Failure(*found.error);
    if (context.invocation.json)
        return {};
    return context.print(u"%1: valid"_s.arg(printable(context.arguments().front())));
}

/// Downloads again what the image store does not have any more.
Result<void> pullAgain(const Context &context, const StoredImage &image, Store &store)
{
    if (image.source.startsWith(u'/')) // not a registry
        return fail(ErrorKind::NotFound, image.reference, u"cannot be repaired; import it again from %1"_s.arg(image.source));
    OpenOptions options = context.openOptions();
    options.platform = image.platform;
    STRATOSCOPE_TRY(const Registries registries, context.openRegistries());
    STRATOSCOPE_CHECK(pullImage(image.reference, {.open = options}, registries, store, context.progress, context.stop));
    return {};
}

} // namespace

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
    STRATOSCOPE_CHECK(repairImage(before, store, context.progress, context.stop));
    if (before.needsSource())
        STRATOSCOPE_CHECK(pullAgain(context, image, store));
    STRATOSCOPE_TRY(const StoredImage repaired, store.images().find(image.reference, image.platform));
    STRATOSCOPE_TRY(const ImageVerification after, verifyImage(repaired, store, context.progress, context.stop));
    return printVerification(context, after, &before);
}

} // namespace stratoscope::cli
