// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/parse.h"

#include "app/cli/context.h"
#include "oci/reference.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

Result<void> runParse(const Context &context)
{
    STRATOSCOPE_TRY(const QString text, context.text(0));
    STRATOSCOPE_TRY(const Reference reference, Reference::parse(text));
    const QString digest = reference.digest ? reference.digest->toString() : QString();
    if (!context.invocation.json) {
        QString lines = u"registry    %1\nrepository  %2\n"_s.arg(reference.registry, reference.repository);
        if (!reference.tag.isEmpty())
            lines += u"tag         %1\n"_s.arg(reference.tag);
        if (!digest.isEmpty())
            lines += u"digest      %1\n"_s.arg(digest);
        return context.print(lines + u"canonical   %1"_s.arg(reference.canonical()));
    }
    JsonWriter json;
    json.beginObject().member("registry", reference.registry).member("repository", reference.repository);
    memberOrNull(json, "tag", reference.tag);
    memberOrNull(json, "digest", digest);
    json.member("canonical", reference.canonical()).endObject();
    return context.print(json);
}

} // namespace stratoscope::cli
