#include "engine/system.hpp"

#include <algorithm>

#include "base/elementary.hpp"

namespace txpath {

System::System(const ModelTables& base)
    : commons_(*base.commons),
      policies_(commons_.policies.size()),
      parameters_(commons_.parameters),
      rows_(commons_.system)
{
    for (const SystemRow& row : rows_) {
        paths_.push_back({row.start, 0.0});
        seen_.push_back(row.start);
    }
}

double System::path_at(const SystemRow& row, const Path& path, double t) const noexcept
{
    if (path.is_held) return held_at(path.policy, path.setting, t);
    const double rate = path.value < row.toward ? row.rising : row.falling;
    const double x = rate == 0.0 || t == path.since
                         ? path.value
                         : row.toward + (path.value - row.toward) * portable::exp(-rate * (t - path.since));
    return std::clamp(x, row.min, row.max);
}

double System::variable_at(std::size_t index, double t) const noexcept
{
    return path_at(rows_[index], paths_[index], t);
}

/// Along the ramp from the value that held to the one that is set.
double System::held_at(std::uint32_t policy, std::uint32_t setting, double t) const noexcept
{
    const PolicyRow& row = commons_.policies[policy];
    const Policy& state = policies_[policy];
    const double from = state.from[setting], to = commons_.settings[row.settings.first + setting].amount;
    const double gone = t - state.began;
    if (gone >= row.over || from == never || to == never) return to;
    return from + (to - from) * (gone / row.over);
}

double System::value_now(std::uint32_t target, double now) const noexcept
{
    // the last of those in force that hold it
    for (auto policy = in_force_.rbegin(); policy != in_force_.rend(); ++policy) {
        const Range settings = commons_.policies[*policy].settings;
        for (std::uint32_t at = 0; at < settings.count; ++at)
            if (commons_.settings[settings.first + at].target == target) return held_at(*policy, at, now);
    }
    const std::size_t parameters = commons_.parameters.size();
    return target < parameters ? commons_.parameters[target] : now_[target - parameters];
}

bool System::holds(const ModelTables& model, std::uint32_t gate, double now) const
{
    const GateNode& node = model.gates[gate];
    using Kind = GateNode::Kind;
    const auto part_holds = [&](std::uint32_t part) { return holds(model, part, now); };
    std::uint32_t held = 0;
    for (std::uint32_t part = node.parts.first; part < node.parts.end(); ++part)
        held += part_holds(part) ? 1 : 0;
    if (node.kind == Kind::all) return held == node.parts.count;
    if (node.kind == Kind::any) return held > 0;
    if (node.kind == Kind::none_of) return held == 0;
    const double x = now_[node.source];
    return x >= node.at_least && x <= node.at_most && x > node.above && x < node.below;
}

void System::end_policies(double now)
{
    for (std::uint32_t policy = 0; policy < policies_.size(); ++policy) {
        Policy& state = policies_[policy];
        const PolicyRow& row = commons_.policies[policy];
        if (!state.is_in_force || (now < row.until && now < state.began + row.lasts)) continue;
        state.is_in_force = false;
        history_[state.place].until = now;
        std::erase(in_force_, policy);
    }
}

void System::begin_policies(const ModelTables& model, double now)
{
    std::vector<std::uint32_t> beginning;
    for (std::uint32_t policy = 0; policy < policies_.size(); ++policy) {
        const PolicyRow& row = commons_.policies[policy];
        if (policies_[policy].has_begun || now < row.from || now >= row.until) continue;
        if (row.waits && !holds(model, row.gate, now)) continue;
        beginning.push_back(policy);
    }
    for (const std::uint32_t policy : beginning) {
        Policy& state = policies_[policy];
        const Range settings = commons_.policies[policy].settings;
        for (std::uint32_t at = 0; at < settings.count; ++at)
            state.from.push_back(value_now(commons_.settings[settings.first + at].target, now));
        state.has_begun = state.is_in_force = true;
        state.began = now;
        state.place = history_.size();
        history_.push_back({PolicyId{policy}, now, never});
        in_force_.push_back(policy);
    }
}

/// What is held in the stretch up to `until`.
void System::hold(const ModelTables& model, double now, double until)
{
    const double middle = now + 0.5 * (until - now);
    const std::size_t parameters = commons_.parameters.size();
    parameters_ = commons_.parameters;
    std::vector<Path> held = paths_;
    for (Path& path : held) path.is_held = false;
    for (const std::uint32_t policy : in_force_) {
        const Range settings = commons_.policies[policy].settings;
        for (std::uint32_t at = 0; at < settings.count; ++at) {
            const std::uint32_t target = commons_.settings[settings.first + at].target;
            if (target < parameters) {
                parameters_[target] = held_at(policy, at, middle);
            } else {
                held[target - parameters].is_held = true;
                held[target - parameters].policy = policy;
                held[target - parameters].setting = at;
            }
        }
    }
    for (std::size_t index = 0; index < paths_.size(); ++index) {
        Path& path = held[index];
        const bool goes_back = paths_[index].is_held && !path.is_held &&
                               model.commons->system[index].rising == 0.0 &&
                               model.commons->system[index].falling == 0.0;
        path.value = goes_back ? model.commons->system[index].start : now_[index];
        path.since = now;
    }
    paths_ = std::move(held);
}

void System::sync(const ModelTables& model, double now, double until, std::span<const double> shares)
{
    now_.clear();
    for (std::size_t index = 0; index < paths_.size(); ++index) now_.push_back(variable_at(index, now));
    now_.insert(now_.end(), shares.begin(), shares.end());
    end_policies(now);
    begin_policies(model, now);
    hold(model, now, until);
}

void System::look(const ModelTables& model, double middle)
{
    rows_ = model.commons->system;
    for (std::size_t index = 0; index < paths_.size(); ++index) seen_[index] = variable_at(index, middle);
}

void System::write(ByteWriter& out) const
{
    out.whole(history_.size());
    for (const InForce& row : history_) {  // each began once; `until` is infinite while it is in force
        const Policy& state = policies_[row.policy.index()];
        out.whole(row.policy.index());
        out.number(row.from);
        out.number(row.until);
        out.flag(state.is_in_force);
        out.numbers(state.from);
    }
    out.whole(in_force_.size());
    for (const std::uint32_t policy : in_force_) out.whole(policy);
    for (const Path& path : paths_) {
        out.number(path.value);
        out.number(path.since);
        out.flag(path.is_held);
        out.whole(path.policy);
        out.whole(path.setting);
    }
}

void System::resume(std::span<const std::uint32_t> policy_of, ByteReader& in)
{
    const auto policy_now = [&](std::uint64_t written) {
        const std::uint32_t now = written < policy_of.size() ? policy_of[written] : absent;
        if (now >= policies_.size()) in.damage();
        return now >= policies_.size() ? 0 : now;
    };
    for (std::size_t left = in.count(19); left > 0; --left) {
        const std::uint32_t policy = policy_now(in.whole());
        if (in.is_damaged()) return;
        Policy& state = policies_[policy];
        state.has_begun = true;
        state.began = in.number();
        state.place = history_.size();
        history_.push_back({PolicyId{policy}, state.began, in.number()});
        state.is_in_force = in.flag();
        state.from = in.numbers();
        if (state.from.size() != commons_.policies[policy].settings.count) return in.damage();
    }
    for (std::size_t left = in.count(1); left > 0; --left) in_force_.push_back(policy_now(in.whole()));
    for (Path& path : paths_) {
        path.value = in.number();
        path.since = in.number();
        path.is_held = in.flag();
        const std::uint64_t policy = in.whole();
        path.setting = static_cast<std::uint32_t>(in.whole());
        if (!path.is_held) continue;
        path.policy = policy_now(policy);
        if (in.is_damaged() || path.setting >= policies_[path.policy].from.size()) return in.damage();
    }
}

void System::resume_under(const ModelTables& model)
{
    rows_ = model.commons->system;
}

}  // namespace txpath
