// SPDX-License-Identifier: Apache-2.0
#include "image/referrers.h"

#include "base/cancel.h"
#include "image/index_entries.h"
#include "image/remote_image.h"
#include "oci/image_index.h"
#include "oci/media_type.h"

#include <algorithm>
#include <array>
#include <map>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kMostReferrers = 1000;
constexpr int kMostDocuments = 200; ///< manifests of referrers that are read
constexpr std::size_t kMostManifests = 64; ///< of an index, that are asked for

/// What there may be referrers of.
struct Subject {
    Digest digest;
    std::optional<Platform> platform;
    std::vector<Descriptor> attestations; ///< BuildKit's, in the index
};

struct Tag {
    QLatin1StringView suffix;
    ReferrerKind kind; ///< where its layers do not tell
};
/// cosign's.
constexpr std::array kTags{Tag{".sig"_L1, ReferrerKind::Signature}, Tag{".att"_L1, ReferrerKind::Attestation},
                           Tag{".sbom"_L1, ReferrerKind::Sbom}};

/// Of several maps the first that has one of these, in the order of the maps.
QString annotation(std::initializer_list<const Annotations *> maps, std::initializer_list<QLatin1StringView> names)
{
    for (const Annotations *const map : maps) {
        for (const QLatin1StringView name : names) {
            if (const QString value = map->value(name); !value.isEmpty())
                return value;
        }
    }
    return {};
}

/// `outer`, `outmost`: annotations of what the document is in.
Referrer makeReferrer(const Descriptor &document, const QString &type, const Annotations &outer, const Annotations &outmost)
{
    Referrer referrer;
    referrer.type = type;
    referrer.predicateType
        = annotation({&document.annotations, &outer, &outmost},
                     {"in-toto.io/predicate-type"_L1, "predicateType"_L1, "dev.sigstore.bundle.predicateType"_L1});
    referrer.kind = referrerKind(type, referrer.predicateType);
    referrer.digest = document.digest;
    referrer.size = document.size;
    referrer.title = annotation({&document.annotations, &outer}, {"org.opencontainers.image.title"_L1});
    referrer.created = annotation({&document.annotations, &outer, &outmost}, {"org.opencontainers.image.created"_L1});
    return referrer;
}

/// Where nothing is known but its descriptor.
Referrer unread(const Descriptor &descriptor)
{
    return makeReferrer(descriptor, descriptor.artifactType.isEmpty() ? descriptor.mediaType : descriptor.artifactType, {}, {});
}

/// The layers of an artifact are its documents; those of an image are none.
std::vector<Referrer> documentsOf(const Manifest &manifest, const Descriptor &descriptor)
{
    std::vector<Referrer> documents;
    Manifest outer = manifest;
    for (const Descriptor &layer : manifest.layers) {
        const bool isFiles = media_type::isLayer(layer.mediaType) && manifest.artifactType.isEmpty();
        if (isFiles || layer.mediaType == media_type::kOciEmpty || documents.size() == kMostReferrers)
            continue;
        outer.layers = {layer};
        const QString type = layer.mediaType == media_type::kInToto ? layer.mediaType : outer.artifactName();
        documents.push_back(makeReferrer(layer, type, manifest.annotations, descriptor.annotations));
    }
    if (documents.empty())
        documents.push_back(makeReferrer(descriptor, manifest.artifactName(), manifest.annotations, {}));
    return documents;
}

/// Asks in every way that there is, and gathers what it finds.
class Finder
{
public:
    Finder(RemoteRepository &repository, QString name, const std::stop_token &stop)
        : m_repository(repository)
        , m_name(std::move(name))
        , m_stop(stop)
    {
    }

    void find(const Subject &subject)
    {
        m_subject = &subject;
        const auto first = std::ptrdiff_t(m_found.size());
        findListed();
        for (const Tag &tag : kTags)
            findTagged(tag);
        for (const Descriptor &attestation : subject.attestations)
            read(attestation, ReferrerKind::Attestation);
        std::ranges::stable_sort(m_found.begin() + first, m_found.end(), {}, &Referrer::kind);
    }

    void leaveOut(const QString &why) { m_warnings.append(u"%1: %2; the rest is left out"_s.arg(m_name, why)); }

    Result<ReferrerList> take()
    {
        for (auto &[way, error] : m_failures) {
            if (m_found.empty())
                return Failure(std::move(error));
            m_warnings.append(error.message() + u"; there may be more than is listed"_s);
        }
        if (m_found.size() >= kMostReferrers)
            leaveOut(u"has more than %1 referrers"_s.arg(kMostReferrers - 1));
        return ReferrerList{std::move(m_found), std::move(m_warnings)};
    }

private:
    enum class Way { List, Tag, Manifest };

    /// What is not there, or no registry's answer, is nothing. A way that fails is remembered, and not tried again: whoever waits
    /// has others to wait for.
    template <typename Question>
    auto ask(Way way, const Question &question) -> std::optional<typename decltype(question())::value_type>
    {
        throwIfStopped(m_stop);
        if (m_failures.contains(way))
            return std::nullopt;
        auto answer = question();
        if (answer)
            return *std::move(answer);
        if (isTemporary(answer.error()))
            m_failures.emplace(way, std::move(answer).error());
        return std::nullopt;
    }

    void findListed()
    {
        const auto listed = ask(Way::List, [this] { return m_repository.referrers(m_subject->digest, m_stop); });
        if (!listed)
            return;
        for (const Descriptor &referrer : *listed)
            read(referrer, ReferrerKind::Other);
    }

    void findTagged(const Tag &tag)
    {
        const QString name = m_subject->digest.algorithmName() + u'-' + m_subject->digest.hex() + tag.suffix;
        // By a HEAD first: there mostly is none, and a GET counts as a pull where those are limited.
        const auto head = ask(Way::Tag, [&] { return m_repository.headManifest(name, m_stop); });
        if (!head)
            return;
        const auto document = ask(Way::Manifest, [&] { return m_repository.manifest(name, m_stop); });
        const auto manifest = parse(document);
        if (!manifest)
            return;
        Descriptor descriptor;
        descriptor.mediaType = document->mediaType;
        descriptor.digest = document->digest;
        descriptor.size = document->bytes.size();
        add(documentsOf(*manifest, descriptor), tag.kind);
    }

    void read(const Descriptor &referrer, ReferrerKind otherwise)
    {
        if (m_found.size() >= kMostReferrers)
            return;
        const auto document = m_documents++ < kMostDocuments
            ? ask(Way::Manifest, [&] { return m_repository.manifest(referrer.digest.toString(), m_stop); })
            : std::nullopt;
        const auto manifest = parse(document);
        add(manifest ? documentsOf(*manifest, referrer) : std::vector{unread(referrer)}, otherwise);
    }

    Result<Manifest> parse(const std::optional<FetchedManifest> &document) const
    {
        return document ? Manifest::parse(document->bytes, m_name) : fail(ErrorKind::NotFound, m_name, {});
    }

    /// What was found in another way already is not listed again; within one manifest, though, the same payload may be signed
    /// twice.
    void add(std::vector<Referrer> referrers, ReferrerKind otherwise)
    {
        const auto before = std::ptrdiff_t(m_found.size());
        for (Referrer &referrer : referrers) {
            referrer.subject = m_subject->digest;
            referrer.platform = m_subject->platform;
            if (referrer.kind == ReferrerKind::Other)
                referrer.kind = otherwise;
            const auto known = m_found.begin() + before;
            const bool isKnown = std::any_of(m_found.begin(), known, [&referrer](const Referrer &other) {
                return other.digest == referrer.digest && other.subject == referrer.subject
                    && other.predicateType == referrer.predicateType;
            });
            if (!isKnown && m_found.size() < kMostReferrers)
                m_found.push_back(std::move(referrer));
        }
    }

    RemoteRepository &m_repository;
    const QString m_name;
    const std::stop_token m_stop;
    const Subject *m_subject = nullptr;
    std::vector<Referrer> m_found;
    std::map<Way, Error> m_failures;
    QStringList m_warnings;
    int m_documents = 0;
};

/// The index itself, and its manifests.
Result<std::vector<Subject>> subjectsOf(const Digest &index, std::vector<Descriptor> entries,
                                        const std::optional<Platform> &platform, const QString &name)
{
    std::vector<Descriptor> attestations;
    std::erase_if(entries, [&attestations](const Descriptor &entry) {
        if (isAttestation(entry))
            attestations.push_back(entry);
        return isAttestation(entry);
    });
    if (platform) {
        STRATOSCOPE_TRY(const std::size_t chosen, selectPlatform(entries, *platform, name));
        entries = {entries[chosen]};
    }
    std::vector<Subject> subjects{{.digest = index, .platform = {}, .attestations = {}}};
    for (const Descriptor &entry : entries)
        subjects.push_back({entry.digest, entry.platform.value_or(Platform()).normalized(), {}});
    for (Descriptor &attestation : attestations) {
        const auto about = Digest::parse(attestation.annotations.value(kAnnotationReferenceDigest));
        const auto subject = about ? std::ranges::find(subjects, *about, &Subject::digest) : subjects.end();
        if (subject != subjects.end())
            subject->attestations.push_back(std::move(attestation));
    }
    return subjects;
}

/// What an only manifest is for, is in its config.
Result<void> requirePlatform(RemoteRepository &repository, const Reference &reference, const Platform &wanted,
                             const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const auto platforms, remotePlatforms(repository, reference, stop));
    for (const RemotePlatform &one : platforms) {
        if (one.platform.isUnknown() || platformDistance(wanted, one.platform))
            return {};
    }
    return fail(ErrorKind::WrongPlatform, reference.familiar(), u"has no image for %1"_s.arg(wanted.toString()));
}

} // namespace

Result<ReferrerList> listReferrers(RemoteRepository &repository, const Reference &reference,
                                   const std::optional<Platform> &platform, const std::stop_token &stop)
{
    const QString tagOrDigest = reference.digest ? reference.digest->toString() : reference.tag;
    STRATOSCOPE_TRY(const FetchedManifest top, repository.manifest(tagOrDigest, stop));
    Finder finder(repository, reference.name(), stop);
    if (kindOf(top) != DocumentKind::Index) {
        if (platform)
            STRATOSCOPE_CHECK(requirePlatform(repository, reference, *platform, stop));
        finder.find({.digest = top.digest, .platform = {}, .attestations = {}});
        return finder.take();
    }
    const auto fetch = [&](const Descriptor &entry) { return repository.manifest(entry.digest.toString(), stop); };
    STRATOSCOPE_TRY(auto entries, indexEntries(top, fetch, reference.name()));
    STRATOSCOPE_TRY(auto subjects, subjectsOf(top.digest, std::move(entries), platform, reference.familiar()));
    if (subjects.size() > kMostManifests + 1) {
        subjects.resize(kMostManifests + 1);
        finder.leaveOut(u"has more than %1 manifests"_s.arg(kMostManifests));
    }
    for (const Subject &subject : subjects)
        finder.find(subject);
    return finder.take();
}

} // namespace stratoscope
