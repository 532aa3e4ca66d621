// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/mount.h"

#include "app/cli/background.h"
#include "app/cli/context.h"
#include "export/verified.h"
#include "mount/image_mount.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

Result<void> runMount(const Context &context)
{
    const Invocation &invocation = context.invocation;
    STRATOSCOPE_TRY(const QString directory, context.text(1));
    const auto report = [&](const QString &path) { return context.print(u"mounted at %1"_s.arg(path), {{"path", path}}); };
    if (!invocation.foreground && !background::isHere()) {
        STRATOSCOPE_TRY(const auto ended, background::start(context.stop));
        if (ended) // it has said why
            context.exitCode = *ended;
        return ended ? Result<void>() : report(QFileInfo(directory).canonicalFilePath());
    }
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    STRATOSCOPE_CHECK(requireVerified(*image, store, context.progress, context.stop));
    if (invocation.upTo)
        STRATOSCOPE_CHECK(requireLayer(*image, *invocation.upTo));
    STRATOSCOPE_TRY(ImageFs fs, invocation.upTo ? image->fsUpTo(*invocation.upTo, context.stop) : Result<ImageFs>(image->fs()));
    STRATOSCOPE_TRY(const auto mount, ImageMount::make(std::move(fs), directory, image->title()));
    if (const std::uint32_t hidden = mount->hiddenEntries(); hidden > 0)
        context.warn(
            u"%1: %2 entries have longer names than Linux allows and cannot be reached"_s.arg(image->location).arg(hidden));
    if (background::isHere()) {
        background::becomeReady();
    } else {
        STRATOSCOPE_CHECK(report(mount->directory()));
        STRATOSCOPE_CHECK(context.output.flush());
    }
    mount->serve(context.stop);
    return {};
}

} // namespace stratoscope::cli
