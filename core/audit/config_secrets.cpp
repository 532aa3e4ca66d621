// SPDX-License-Identifier: Apache-2.0
#include "audit/config_secrets.h"

#include "audit/secret_names.h"
#include "audit/secret_scanner.h"
#include "base/error.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// More findings than these make none clearer.
constexpr std::size_t kMostInConfig = 1000;

class ConfigSearch
{
public:
    std::vector<Finding> take() { return std::move(m_findings); }

    void search(const QString &text, const QString &member)
    {
        const std::string bytes = text.toStdString();
        std::vector<SecretMatch> matches = SecretScanner::instance().secretsIn(bytes);
        const auto known = std::ptrdiff_t(matches.size());
        for (SecretMatch &named : namedSecretsIn(bytes)) {
            const bool isKnown = std::any_of(matches.begin(), matches.begin() + known, [&named](const SecretMatch &match) {
                return match.begin < named.begin + named.size && named.begin < match.begin + match.size;
            });
            if (!isKnown)
                matches.push_back(std::move(named));
        }
        for (const SecretMatch &match : matches) {
            if (m_findings.size() >= kMostInConfig)
                return;
            Finding finding = match.toFinding(bytes);
            finding.member = member;
            m_findings.push_back(std::move(finding));
        }
    }

    void search(const QStringList &texts, const QString &member)
    {
        for (qsizetype i = 0; i < texts.size(); ++i)
            search(texts[i], u"%1[%2]"_s.arg(member, QString::number(i)));
    }

private:
    std::vector<Finding> m_findings;
};

} // namespace

std::vector<Finding> secretsInConfig(const ImageConfig &config)
{
    ConfigSearch found;
    const RunConfig &run = config.run;
    found.search(run.env, u"config.Env"_s);
    for (auto label = run.labels.begin(); label != run.labels.end(); ++label)
        found.search(label.key() + u'=' + label.value(), u"config.Labels."_s + printable(label.key().toStdString()));
    found.search(run.entrypoint, u"config.Entrypoint"_s);
    found.search(run.cmd, u"config.Cmd"_s);
    found.search(run.onBuild, u"config.OnBuild"_s);
    const QJsonObject runJson = jsonMember(config.json, "config"_L1).toObject();
    const QJsonArray test = jsonMember(jsonMember(runJson, "Healthcheck"_L1).toObject(), "Test"_L1).toArray();
    QStringList words;
    for (const auto &word : test)
        words << word.toString();
    found.search(words, u"config.Healthcheck.Test"_s);

    for (std::size_t i = 0; i < config.history.size(); ++i) {
        found.search(config.history[i].createdBy, u"history[%1].created_by"_s.arg(i));
        found.search(config.history[i].comment, u"history[%1].comment"_s.arg(i));
    }
    return found.take();
}

} // namespace stratoscope
