// SPDX-License-Identifier: Apache-2.0
#include "ui/push/push_targets.h"

#include "archive/image_name.h"
#include "oci/reference.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct PushTargetsTr {
    Q_DECLARE_TR_FUNCTIONS(PushTargets)
};

/// `alpine:3.22`, `team/app:1.0`: the repository, without Docker Hub's own namespace, and the tag.
QString withoutRegistry(const Reference &reference)
{
    QString repository = reference.repository;
    if (reference.registry == "docker.io"_L1 && repository.startsWith("library/"_L1))
        repository = repository.sliced(8);
    return repository + u':' + (reference.tag.isEmpty() ? u"latest"_s : reference.tag);
}

/// The reference that a title is or could be; nothing if it cannot be one.
std::optional<Reference> referenceOf(const QString &title)
{
    const QString name = withoutArchiveEnding(title);
    const auto written = Reference::parse(name); // tags keep their case
    const auto lowered = Reference::parse(name.toLower());
    return written ? std::optional(*written) : lowered ? std::optional(*lowered) : std::nullopt;
}

/// The same repository and tag in the namespace of another reference.
QString beside(const QString &earlier, const QString &name)
{
    const QString last = name.section(u'/', -1);
    return earlier.left(earlier.lastIndexOf(u'/') + 1) + last;
}

} // namespace

QStringList pushTargets(const PushHints &hints)
{
    const auto reference = referenceOf(hints.title);
    const QString name = reference ? withoutRegistry(*reference) : QString();
    QStringList targets;
    if (!hints.registry.isEmpty())
        targets << hints.registry + u'/' + name;
    else if (!hints.earlier.isEmpty() && reference)
        targets << beside(hints.earlier.front(), name);
    else if (reference && reference->registry != "docker.io"_L1)
        targets << reference->registry + u'/' + name;
    else
        targets << QString();
    targets << hints.earlier;
    for (const QString &registry : hints.registries) {
        if (registry != "docker.io"_L1 || name.contains(u'/'))
            targets << registry + u'/' + name;
    }
    targets.removeDuplicates();
    return targets;
}

QString pushTargetText(const QString &text)
{
    const auto reference = Reference::parse(text.trimmed());
    if (!reference)
        return {};
    if (reference->tag.isEmpty())
        return PushTargetsTr::tr("Registry %1, repository %2, by its digest alone").arg(reference->registry, reference->repository);
    return PushTargetsTr::tr("Registry %1, repository %2, tag %3").arg(reference->registry, reference->repository, reference->tag);
}

} // namespace stratoscope::ui
