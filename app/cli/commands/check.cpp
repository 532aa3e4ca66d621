// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/check.h"

#include "app/cli/context.h"
#include "archive/image_name.h"
#include "image/verify_image.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

struct CheckResult {
    QString kind; ///< empty if it is not an image
    std::optional<Digest> digest;
    std::optional<Error> error; ///< nothing if the image is valid
};

CheckResult checkLocal(const Context &context, const QString &name, Store &store)
{
    const ImageVerification check = verifyImage(name, context.openOptions(), store, context.progress, context.stop);
    return {check.kind ? sourceKindName(*check.kind) : QString(), check.digest, check.error};
}

Result<Digest> askRegistry(const Context &context, const QString &name)
{
    if (context.invocation.platform || !context.invocation.expectArchitecture.isEmpty())
        return fail(ErrorKind::Invalid, name,
                    u"is only looked up in its registry; --platform and --expect-arch are for local images"_s);
    STRATOSCOPE_TRY(const Registries registries, context.openRegistries());
    STRATOSCOPE_TRY(const Reference reference, registries.resolveName(name));
    STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(registries, reference));
    const QString wanted = reference.digest ? reference.digest->toString() : reference.tag;
    STRATOSCOPE_TRY(const ManifestHead head, repository.headManifest(wanted, context.stop));
    return reference.digest ? *reference.digest : head.digest.value_or(Digest());
}

CheckResult checkRemote(const Context &context, const QString &name)
{
    auto digest = askRegistry(context, name);
    if (!digest)
        return {u"registry"_s, {}, std::move(digest).error()};
    return {u"registry"_s, digest->isNull() ? std::nullopt : std::optional(*digest), {}};
}

} // namespace

Result<void> runCheck(const Context &context)
{
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(const ImageName image, ImageName::parse(name));
    CheckResult check;
    if (image.isLocal()) {
        STRATOSCOPE_TRY(Store store, context.openStore());
        check = checkLocal(context, name, store);
    } else {
        check = checkRemote(context, name);
    }
    const QString digest = check.digest ? check.digest->toString() : QString();
    if (context.invocation.json) {
        JsonWriter json;
        json.beginObject().member("valid", !check.error);
        memberOrNull(json, "kind", check.kind);
        memberOrNull(json, "digest", digest);
        memberOrNull(json, "error", check.error ? check.error->message() : QString());
        json.endObject();
        STRATOSCOPE_CHECK(context.print(json));
    }
    if (check.error)
        return Failure(*check.error);
    if (context.invocation.json)
        return {};
    return context.print(u"%1: valid, %2%3"_s.arg(name, check.kind, digest.isEmpty() ? QString() : u' ' + digest));
}

} // namespace stratoscope::cli
