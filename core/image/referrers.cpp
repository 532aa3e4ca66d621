// SPDX-License-Identifier: Apache-2.0
#include "image/referrers.h"

#include "base/cancel.h"
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
constexpr std::size_t kMostManifests = 64; ///< of an index, whose referrers are listed

/// An index or a manifest, which documents may refer to.
struct Subject {
    Digest digest;
    std::optional<Platform> platform;
    std::vector<Descriptor> attestations; ///< of BuildKit, in the index
};

struct Tag {
    QLatin1StringView suffix;
    ReferrerKind kind; ///< if its layers do not give it
};
/// Of cosign.
constexpr std::array kTags{Tag{".sig"_L1, ReferrerKind::Signature}, Tag{".att"_L1, ReferrerKind::Attestation},
                           Tag{".sbom"_L1, ReferrerKind::Sbom}};

/// The first annotation with one of these names, in the order of the maps.
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

/// `outer`, `outmost`: annotations of what contains the document.
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

/// The documents of an artifact are its layers. The layers of an image are not documents.
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

/// Looks for referrers in every way there is.
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
            read(attestation, ReferrerKind::Attestation, false);
        std::ranges::stable_sort(m_found.begin() + first, m_found.end(), {}, &Referrer::kind);
    }

    void leaveOut(const QString &why) { m_warnings.append(u"%1: %2; the others are not listed"_s.arg(m_name, why)); }

    Result<ReferrerList> take()
    {
        for (auto &[kind, error] : m_failures) {
            if (m_found.empty())
                return Failure(std::move(error));
            m_warnings.append(error.message() + u"; the list may be incomplete"_s);
        }
        if (m_found.size() >= kMostReferrers)
            leaveOut(u"has more than %1 referrers"_s.arg(kMostReferrers - 1));
        return ReferrerList{std::move(m_found), std::move(m_warnings)};
    }

private:
    enum class Request { List, Tag, Manifest };

    /// Returns nothing if missing or if the answer is not from a registry. After a failure, requests of the same kind are not tried
    /// again, since the caller is waiting.
    template <typename Question>
    auto ask(Request kind, const Question &question) -> std::optional<typename decltype(question())::value_type>
    {
        throwIfStopped(m_stop);
        if (m_failures.contains(kind))
            return std::nullopt;
        auto answer = question();
        if (answer)
            return *std::move(answer);
        if (isTransient(answer.error()) || answer.error().kind == ErrorKind::TooLarge)
            m_failures.emplace(kind, std::move(answer).error());
        return std::nullopt;
    }

    void findListed()
    {
        const auto listed = ask(Request::List, [this] { return m_repository.referrers(m_subject->digest, m_stop); });
        if (!listed)
            return;
        for (const Descriptor &referrer : *listed)
            read(referrer, ReferrerKind::Other, true);
    }

    void findTagged(const Tag &tag)
    {
        const QString name = m_subject->digest.algorithmName() + u'-' + m_subject->digest.hex() + tag.suffix;
        // HEAD first: usually there is none, and registries with a pull limit count each GET.
        const auto head = ask(Request::Tag, [&] { return m_repository.headManifest(name, m_stop); });
        if (!head)
            return;
        const auto document = ask(Request::Manifest, [&] { return m_repository.manifest(name, m_stop); });
        const auto manifest = parse(document);
        if (!manifest)
            return;
        Descriptor descriptor;
        descriptor.mediaType = document->mediaType;
        descriptor.digest = document->digest;
        descriptor.size = document->bytes.size();
        add(documentsOf(*manifest, descriptor), tag.kind);
    }

    /// `namesSubject`: the manifest itself must say that it refers to the subject. A registry may list anything.
    void read(const Descriptor &referrer, ReferrerKind otherwise, bool namesSubject)
    {
        if (m_found.size() >= kMostReferrers)
            return;
        const auto document = m_documents++ < kMostDocuments
            ? ask(Request::Manifest, [&] { return m_repository.manifest(referrer.digest.toString(), m_stop); })
            : std::nullopt;
        const auto manifest = parse(document);
        if (manifest && namesSubject && (!manifest->subject || manifest->subject->digest != m_subject->digest))
            return;
        const QString &type = referrer.artifactType.isEmpty() ? referrer.mediaType : referrer.artifactType;
        add(manifest ? documentsOf(*manifest, referrer) : std::vector{makeReferrer(referrer, type, {}, {})}, otherwise);
    }

    Result<Manifest> parse(const std::optional<FetchedManifest> &document) const
    {
        return document ? Manifest::parse(document->bytes, m_name) : fail(ErrorKind::NotFound, m_name, {});
    }

    /// Leaves out what was found in another way already. Within one manifest, the same payload may be signed twice.
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
    std::map<Request, Error> m_failures;
    QStringList m_warnings;
    int m_documents = 0;
};

/// The index itself and its manifests.
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

} // namespace

Result<ReferrerList> listReferrers(RemoteRepository &repository, const Reference &reference,
                                   const std::optional<Platform> &platform, const std::stop_token &stop)
{
    const QString tagOrDigest = reference.digest ? reference.digest->toString() : reference.tag;
    STRATOSCOPE_TRY(const FetchedManifest top, repository.manifest(tagOrDigest, stop));
    Finder finder(repository, reference.name(), stop);
    if (kindOf(top) != DocumentKind::Index) {
        if (platform) { // which is in its config
            STRATOSCOPE_TRY(const auto platforms, remotePlatforms(repository, reference, stop));
            STRATOSCOPE_CHECK(requirePlatform(platforms.front().platform, platform, reference.familiar()));
        }
        finder.find({.digest = top.digest, .platform = {}, .attestations = {}});
        return finder.take();
    }
    const auto fetch = [&](const Descriptor &entry) { return repository.manifest(entry.digest.toString(), stop); };
    STRATOSCOPE_TRY(auto entries, remoteManifests(top, fetch, reference.name()));
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
