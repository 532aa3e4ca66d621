// SPDX-License-Identifier: Apache-2.0
#include "prebaked/prebaked_config.h"

#include "base/json_reader.h"
#include "oci/digest_fields.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<PrebakedConfig> PrebakedConfig::of(const ImageConfig &config, std::vector<Digest> layers, const ImageFs &fs,
                                          const std::optional<UserIds> &ids)
{
    PrebakedConfig prebaked{
        .layers = std::move(layers),
        .env = config.run.env,
        .entrypoint = config.run.entrypoint,
        .cmd = config.run.cmd,
        .workingDir = config.run.workingDir,
        .user = config.run.user,
        .ids = ids,
        .labels = config.run.labels,
        .architecture = config.platform.architecture,
    };
    if (!prebaked.user.isEmpty() && !ids) {
        STRATOSCOPE_TRY(prebaked.ids, resolveUser(prebaked.user, fs));
    }
    return prebaked;
}

namespace {

Result<std::optional<std::uint32_t>> readId(const JsonFields &fields, JsonFields::Key key)
{
    STRATOSCOPE_TRY(const auto number, fields.integer(key));
    if (!number)
        return std::nullopt;
    if (*number < 0 || *number > 0xFFFFFFFF)
        return fields.fail(key, u"is %1, which is not a user or group ID"_s.arg(*number));
    return std::uint32_t(*number);
}

} // namespace

Result<PrebakedConfig> PrebakedConfig::parse(const QByteArray &bytes, const QString &subject)
{
    STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(bytes, subject));
    if (!fields.has("layers"_L1))
        return fields.fail("layers"_L1, u"is missing"_s);
    PrebakedConfig config;
    STRATOSCOPE_TRY(config.layers, parseDigests<Digest>(fields, "layers"_L1));
    STRATOSCOPE_TRY(config.env, fields.stringOrStrings("env"_L1));
    STRATOSCOPE_TRY(config.entrypoint, fields.stringOrStrings("entrypoint"_L1));
    STRATOSCOPE_TRY(config.cmd, fields.stringOrStrings("cmd"_L1));
    STRATOSCOPE_TRY(config.workingDir, fields.string("workingDir"_L1));
    STRATOSCOPE_TRY(config.user, fields.string("user"_L1));
    STRATOSCOPE_TRY(const auto uid, readId(fields, "uid"_L1));
    STRATOSCOPE_TRY(const auto gid, readId(fields, "gid"_L1));
    if (uid)
        config.ids = UserIds{*uid, gid.value_or(*uid)};
    STRATOSCOPE_TRY(config.labels, fields.stringMap("labels"_L1));
    STRATOSCOPE_TRY(config.architecture, fields.string("architecture"_L1));
    return config;
}

void PrebakedConfig::write(JsonWriter &json) const
{
    const auto optionalMember = [&json](std::string_view key, const auto &value) {
        if (!value.isEmpty())
            json.member(key, value);
    };
    json.beginObject().key("layers").beginArray();
    for (const Digest &layer : layers)
        json.value(layer.toString());
    json.endArray();
    optionalMember("env", env);
    optionalMember("entrypoint", entrypoint);
    optionalMember("cmd", cmd);
    optionalMember("workingDir", workingDir);
    optionalMember("user", user);
    if (ids)
        json.member("uid", ids->uid).member("gid", ids->gid);
    if (!labels.isEmpty()) {
        QJsonObject object;
        for (auto it = labels.begin(); it != labels.end(); ++it)
            object.insert(it.key(), it.value());
        json.member("labels", object);
    }
    optionalMember("architecture", architecture);
    json.endObject();
}

QByteArray PrebakedConfig::toBytes() const
{
    JsonWriter json(JsonWriter::Form::Indented);
    write(json);
    return QByteArray::fromStdString(json.take() + '\n');
}

Result<PrebakedConfig> PrebakedConfig::read(const QString &directory)
{
    const QString path = directory + u"/config.json"_s;
    STRATOSCOPE_TRY(const QByteArray bytes, readAll(path, kMaxDocument));
    return parse(bytes, path);
}

} // namespace stratoscope
