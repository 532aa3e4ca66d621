// SPDX-License-Identifier: Apache-2.0
#include "fuzz/registry_fuzzers.h"

#include "archive/image_name.h"
#include "fuzz/document_fuzzers.h"
#include "oci/image_index.h"
#include "oci/manifest.h"
#include "oci/platform.h"
#include "oci/reference.h"
#include "registry/auth/auth_challenge.h"
#include "registry/auth/auth_file.h"
#include "registry/auth/token_request.h"
#include "registry/client/registry_search.h"
#include "registry/config/registries_conf.h"
#include "registry/http/http_client.h"
#include "registry/http/http_syntax.h"
#include "registry/http/registry_error.h"
#include "support/endpoints.h"
#include "support/sources.h"

#include <QSet>

#include <algorithm>
#include <mutex>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

std::vector<QByteArray> linesOf(std::string_view bytes)
{
    const auto lines = toQt(bytes).split('\n');
    return {lines.begin(), lines.end()};
}

/// Headers whose values the client reads. Others, such as those about lengths and redirects, are the business of Qt and would send
/// the client elsewhere.
bool isFuzzedHeader(const QByteArray &name)
{
    static const QSet<QByteArray> names{"link",        "content-type",        "docker-content-digest",
                                        "retry-after", "ratelimit-remaining", "oci-filters-applied"};
    return names.contains(name.toLower());
}

WireAnswer answerFrom(std::string_view bytes)
{
    const QByteArray text = toQt(bytes);
    const qsizetype end = text.indexOf("\n\n");
    const auto head = text.first(end < 0 ? text.size() : end).split('\n');
    WireAnswer answer{.status = head.front().toInt(), .headers = {}, .body = end < 0 ? QByteArray() : text.sliced(end + 2)};
    const bool isAnswer = answer.status == 200 || (answer.status >= 400 && answer.status < 600);
    if (!isAnswer || answer.status == 401)
        answer.status = 200;
    for (const QByteArray &line : head) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.first(std::max<qsizetype>(colon, 0));
        if (isFuzzedHeader(name) && !line.contains('\r') && !line.contains('\0'))
            answer.headers.emplace_back(name, line.sliced(colon + 1));
    }
    return answer;
}

/// Gives the same answer a few times, then 404: lists must end.
class FuzzedRegistry
{
public:
    static FuzzedRegistry &instance()
    {
        static FuzzedRegistry registry;
        return registry;
    }

    void setAnswer(WireAnswer answer)
    {
        constexpr int kMostAnswers = 4;
        const std::lock_guard lock(m_mutex);
        m_answer = std::move(answer);
        m_left = kMostAnswers;
        m_server.forgetRequests();
        Endpoint endpoint = endpointAt(m_server.address());
        endpoint.plainHttp = PlainHttp::Always;
        m_client.emplace(endpoint, std::make_shared<RegistryAuth>(nullptr));
    }
    RegistryClient &client() { return *m_client; }
    HttpClient &http() { return m_http; }
    QUrl url(const QString &path) const { return QUrl(u"http://"_s + m_server.address() + path); }

private:
    void serve(HttpServer::Exchange &exchange)
    {
        const std::lock_guard lock(m_mutex);
        exchange.answer(m_left-- > 0 ? m_answer : WireAnswer{404, {}, "{}"});
    }

    std::mutex m_mutex;
    WireAnswer m_answer;
    int m_left = 0;
    HttpServer m_server{[this](HttpServer::Exchange &exchange) { serve(exchange); }};
    std::optional<RegistryClient> m_client; ///< a new one for each answer: its limits are for its whole life
    HttpClient m_http{TlsSettings{}};
};

FuzzedRegistry &registryThatAnswers(std::string_view bytes)
{
    FuzzedRegistry &registry = FuzzedRegistry::instance();
    registry.setAnswer(answerFrom(bytes));
    return registry;
}

constexpr std::size_t kMostPagesTried = 10;

} // namespace

bool tryReference(std::string_view bytes)
{
    const QString text = QString::fromUtf8(bytes.data(), qsizetype(bytes.size()));
    if (const auto digest = Digest::parse(text))
        insist(Digest::parse(digest->toString()) == *digest, "a digest that is printed and parsed is the same");
    (void)isTag(text);
    const auto reference = Reference::parse(text);
    if (!reference)
        return false;
    insist(Reference::parse(reference->canonical()) == *reference, "the canonical form is the same reference");
    insist(Reference::parse(reference->familiar()) == *reference, "the short form is the same reference");
    insist(std::ranges::none_of(reference->canonical(), [](QChar c) { return c <= u' ' || c > u'~'; }),
           "a reference is printable ASCII");
    return true;
}

bool tryPlatform(std::string_view bytes)
{
    const auto platform = Platform::parse(QString::fromUtf8(bytes.data(), qsizetype(bytes.size())));
    if (!platform)
        return false;
    insist(platform->normalized() == *platform, "a parsed platform is normalized");
    insist(Platform::parse(platform->toString()) == *platform, "a platform that is printed and parsed is the same");
    return true;
}

bool tryImageName(std::string_view bytes)
{
    const QString text = QString::fromUtf8(bytes.data(), qsizetype(bytes.size()));
    if (text.contains(u'\0')) // nobody can pass one
        return false;
    (void)absoluteImageName(text);
    const auto name = ImageName::parse(text);
    insist(!name || name->isLocal() == name->reference.isEmpty(), "an image is either local or has a reference");
    return name.has_value();
}

bool tryChallenges(std::string_view bytes)
{
    const auto challenges = parseChallenges(linesOf(bytes));
    for (const AuthChallenge &challenge : challenges) {
        insist(!challenge.scheme.isEmpty(), "a challenge has a scheme");
        insist(challenge.token68.isEmpty() || challenge.token68.size() <= qsizetype(bytes.size()), "nothing is made up");
        (void)challenge.parameter("realm");
    }
    return !challenges.empty();
}

bool tryLinks(std::string_view bytes)
{
    const auto link = nextLink(linesOf(bytes));
    insist(!link || !link->isEmpty(), "a link has a target");
    return link.has_value();
}

bool tryHeaders(std::string_view bytes)
{
    const auto lines = linesOf(bytes);
    const auto line = [&](std::size_t number) { return number < lines.size() ? lines[number] : QByteArray(); };
    HttpResponse response;
    response.headers
        = {{"Retry-After", line(1)}, {"RateLimit-Remaining", line(2)}, {"Content-Type", line(3)}, {"Content-Length", line(4)}};
    const int wait = retryAfter(response, QDateTime::fromMSecsSinceEpoch(1714564800000, Qt::UTC));
    insist(wait >= 0 && wait <= 24 * 60 * 60, "nobody waits longer than a day");
    (void)rateLimitWarning(response, u"example.test"_s);
    (void)contentType(response);
    insist(response.contentLength().value_or(0) >= 0, "a length is not negative");
    const auto range = ContentRange::parse(line(0));
    insist(!range || (range->first >= 0 && range->first <= range->last), "a range is not empty");
    return range.has_value();
}

bool tryRegistriesConf(std::string_view bytes)
{
    const auto conf = RegistriesConf::parse(toQt(bytes), u"registries.conf"_s);
    if (!conf)
        return false;
    (void)conf->find(u"docker.io/library/alpine:3.22");
    (void)conf->find(u"a.example.org/team/app@sha256:1");
    RegistriesConf merged = *conf;
    merged.merge(*conf);
    insist(merged.rules.size() == conf->rules.size() && merged.aliases == conf->aliases,
           "the same rules are replaced, not repeated");
    return true;
}

bool tryAuthFile(std::string_view bytes)
{
    const FileRegion region = regionOf(bytes);
    auto file = AuthFile::read(u"/proc/self/fd/%1"_s.arg(region.file->descriptor()));
    if (!file)
        return false;
    bool isSound = true;
    for (const QString &registry : {u"docker.io"_s, u"example.test:5000"_s}) {
        const auto helper = file->helper(registry);
        const auto found = file->find(registry, u"team/app"_s);
        isSound = isSound && helper && found;
        file->set(registry, {.user = u"user"_s, .password = u"password"_s, .identityToken = {}});
        const auto again = file->find(registry, {});
        insist(again && *again && (*again)->user == u"user"_s, "a login that was stored is found");
        insist(file->remove(registry), "a login that was stored is removed");
        const auto gone = file->find(registry, {});
        insist(gone && !*gone, "a login that was removed is gone");
    }
    return isSound;
}

bool tryTokenAnswer(std::string_view bytes)
{
    FuzzedRegistry &registry = registryThatAnswers(bytes);
    const TokenRequest request{.registry = u"example.test"_s,
                               .challengedBy = {registry.url(u"/v2/"_s), QHostAddress(QHostAddress::LocalHost)},
                               .realm = registry.url(u"/token"_s),
                               .service = {},
                               .scope = u"repository:team/app:pull"_s};
    const auto token = fetchToken(registry.http(), request, {}, {});
    insist(!token || (!token->value.isEmpty() && !token->value.contains('\n') && token->lifetime.count() >= 60),
           "a token is usable in a header");
    return token.has_value();
}

bool trySearchAnswer(std::string_view bytes)
{
    FuzzedRegistry &registry = registryThatAnswers(bytes);
    bool isFound = false;
    (void)searchRegistry(registry.client(), u"app"_s, 50,
                         [&](const std::vector<SearchHit> &hits) {
                             for (const SearchHit &hit : hits)
                                 insist(Reference::parse(hit.name).has_value(), "what was found can be pulled");
                             isFound = true;
                             return false;
                         },
                         {});
    return isFound;
}

bool tryTagsAnswer(std::string_view bytes)
{
    FuzzedRegistry &registry = registryThatAnswers(bytes);
    std::size_t pages = 0;
    bool isAny = false;
    (void)registry.client().tags(
        [&](const QStringList &names) {
            isAny = isAny || !names.isEmpty();
            return ++pages < kMostPagesTried;
        },
        {});
    return isAny;
}

bool tryReferrersAnswer(std::string_view bytes)
{
    const auto found = registryThatAnswers(bytes).client().referrers(Digest::of(asBytes("subject")), {});
    return found && !found->empty();
}

bool tryManifestAnswer(std::string_view bytes)
{
    RegistryClient &client = registryThatAnswers(bytes).client();
    const auto manifest = client.manifest(u"1"_s, {});
    (void)client.headManifest(u"1"_s, {});
    if (!manifest)
        return false;
    insist(!manifest->digest.isNull(), "a manifest has a digest");
    (void)client.manifest(manifest->digest.toString(), {});
    return true;
}

std::vector<std::string> referenceCorpus()
{
    const std::string digest = Digest::of(asBytes("x")).toString().toStdString();
    return {"alpine",
            "alpine:3.22",
            "docker://quay.io/team/app:v1.2",
            "localhost:5000/a/b_c.d-e__f@" + digest,
            "[::1]:5000/app:1",
            "docker.io/library/alpine:3.22@" + digest,
            "xn--nxasmq6b.example/app",
            "index.docker.io/library/alpine"};
}

std::vector<std::string> platformCorpus()
{
    return {"linux/amd64", "linux/arm/v7", "linux/aarch64", "windows(10.0.17763.1)/amd64", "linux/armhf", "darwin/arm64/v8"};
}

std::vector<std::string> imageNameCorpus()
{
    return {"docker-archive:/tmp/a.tar:alpine:3.22",
            "oci:/tmp/dir:1",
            "oci-archive:a.tar",
            "prebaked:./dir",
            "docker://alpine",
            "./a.tar",
            "alpine:3.22"};
}

std::vector<std::string> challengeCorpus()
{
    return {R"(Bearer realm="https://auth.example.test/token",service="registry",scope="repository:team/app:pull")",
            "Basic realm=\"a \\\"b\\\" c\", Bearer realm=x , service = y\nNegotiate dG9rZW4=",
            "Digest nonce=\"1\", qop=\"auth,auth-int\", Basic"};
}

std::vector<std::string> linkCorpus()
{
    return {R"(</v2/a/tags/list?last=b&n=100>; rel="next")",
            "</a>; rel=\"prev\", </b>; title=\"x;,y\"; rel=\"first next\"\n</c>; rel=next",
            "https://example.test/v2/_catalog?last=x"};
}

std::vector<std::string> headerCorpus()
{
    return {"bytes 100-199/1000\n30\n2;w=21600\napplication/json; charset=utf-8\n17",
            "bytes 0-0/*\nWed, 01 May 2024 12:00:30 GMT\n0\ntext/html\n0"};
}

std::vector<std::string> registriesConfCorpus()
{
    return {R"(unqualified-search-registries = ["docker.io"]
short-name-mode = "enforcing"
[aliases]
"fedora" = "registry.fedoraproject.org/fedora"
"team/app" = ""
[[registry]]
prefix = "docker.io"
location = "internal.example.com/hub/"
mirror-by-digest-only = true
[[registry.mirror]]
location = "mirror.example.com:5000"
insecure = true
[[registry.mirror]]
location = "other.example.com/a"
pull-from-mirror = "tag-only"
[[registry]]
prefix = "*.example.org"
blocked = true
)",
            "[registries.search]\nregistries = ['docker.io']\n[registries.insecure]\nregistries = ['localhost:5000']\n"
            "[registries.block]\nregistries = []\n"};
}

std::vector<std::string> authFileCorpus()
{
    return {
        R"({"auths":{"https://index.docker.io/v1/":{"auth":"dXNlcjpwYXNz"},"example.test:5000/team":{"username":"u","password":"p"},
    "example.test:5000":{"identitytoken":"t","auth":"PHRva2VuPjp4"}},"credHelpers":{"quay.io":"secret"},"credsStore":"pass"})",
        R"({"auths":{"docker.io":{}},"HttpHeaders":{"a":"b"}})", "", "{}"};
}

std::vector<std::string> tokenAnswerCorpus()
{
    return {"200\nContent-Type: application/json\n\n{\"token\":\"T1\",\"expires_in\":300,\"issued_at\":\"2024-05-01T12:00:00Z\"}",
            "200\n\n{\"access_token\":\"T2\",\"refresh_token\":\"R\",\"expires_in\":\"soon\"}"};
}

std::vector<std::string> searchAnswerCorpus()
{
    return {R"(200
Content-Type: application/json

{"num_pages":2,"page":1,"results":[{"name":"team/app","description":"An app","star_count":7,"is_official":true}]})",
            R"(200

{"repository":[{"repository_name":"team/app"},{"repository_name":"team/other"}]})",
            R"(200

{"results":[{"namespace":{"name":"team"},"name":"app","description":null,"stars":1}],"has_additional":true})",
            "200\nLink: </v2/_catalog?last=a>; rel=\"next\"\n\n{\"repositories\":[\"team/app\",\"x\"]}"};
}

std::vector<std::string> tagsAnswerCorpus()
{
    return {"200\nLink: </v2/team/app/tags/list?last=2>; rel=\"next\"\n\n{\"name\":\"team/app\",\"tags\":[\"1\",\"2\"]}",
            "200\nContent-Type: application/json\n\n{\"tags\":[\"latest\"]}"};
}

std::vector<std::string> referrersAnswerCorpus()
{
    std::vector<std::string> corpus;
    for (const std::string &index : indexCorpus())
        corpus.push_back("200\nContent-Type: application/vnd.oci.image.index.v1+json\nOCI-Filters-Applied: artifactType\n\n"
                         + index);
    return corpus;
}

std::vector<std::string> manifestAnswerCorpus()
{
    std::vector<std::string> corpus;
    for (const auto &documents : {manifestCorpus(), indexCorpus(), schema1Corpus()}) {
        for (const std::string &document : documents)
            corpus.push_back("200\nContent-Type: application/json\nDocker-Content-Digest: sha256:1\nRateLimit-Remaining: 3;w=60\n\n"
                             + document);
    }
    return corpus;
}

} // namespace stratoscope::test
