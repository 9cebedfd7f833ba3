#include "app/cgroups.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <string_view>

namespace txpath::app {

namespace {

std::vector<std::string> split(const std::string& text, char mark)
{
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, mark);) parts.push_back(part);
    return parts;
}

bool lists(const std::string& words, const char* word)
{
    const auto all = split(words, ',');
    return std::ranges::find(all, word) != all.end();
}

/// A hierarchy of groups in the file system.
struct Mount {
    std::string root;   ///< the group that is seen at `point`
    std::string point;  ///< folder
};

/// Line of mountinfo: id parent major:minor root point options [more ...] - type source super-options.
std::optional<Mount> mount_of(const std::string& line, const char* controller)
{
    const auto words = split(line, ' ');
    const auto dash = std::ranges::find(words, "-");
    if (words.size() < 6 || words.end() - dash < 4) return std::nullopt;
    const bool is_wanted =
        controller == nullptr ? dash[1] == "cgroup2" : dash[1] == "cgroup" && lists(dash[3], controller);
    if (!is_wanted) return std::nullopt;
    return Mount{words[3], words[4]};
}

/// Line of /proc/self/cgroup: number:controllers:path; version 2 has the number 0 and no controllers.
std::optional<std::string> group_of(const std::string& line, const char* controller)
{
    const auto first = line.find(':');
    const auto second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) return std::nullopt;
    const auto controllers = line.substr(first + 1, second - first - 1);
    const bool is_wanted = controller == nullptr ? line.starts_with("0::") : lists(controllers, controller);
    if (!is_wanted) return std::nullopt;
    return line.substr(second + 1);
}

/// The process's group and all above it, as folders; none without such a hierarchy.
///   Method  in a container the mount's root is the container's group, or the path is already relative to it
std::vector<std::string> folders_of(const Surroundings& around, const char* controller)
{
    std::optional<Mount> mount;
    std::optional<std::string> group;
    for (const auto& line : split(around.file("/proc/self/mountinfo").value_or(""), '\n'))
        if (!mount) mount = mount_of(line, controller);
    for (const auto& line : split(around.file("/proc/self/cgroup").value_or(""), '\n'))
        if (!group) group = group_of(line, controller);
    if (!mount || !group) return {};
    std::string inside = *group;
    if (mount->root != "/" && (inside + "/").starts_with(mount->root + "/"))
        inside = inside.substr(mount->root.size());
    std::vector<std::string> folders;
    // A path that leads out of the mount (/../x) cannot be seen from here; its end is cut off like any other.
    for (; !inside.empty() && inside != "/"; inside.erase(inside.rfind('/')))
        if (inside.find("/..") == std::string::npos) folders.push_back(mount->point + inside);
    folders.push_back(mount->point);
    return folders;
}

std::optional<std::uint64_t> number_in(const Surroundings& around, const std::string& path)
{
    const auto text = around.file(path);
    return text ? whole_number(*text) : std::nullopt;
}

std::uint64_t rounded_up(std::uint64_t quota, std::uint64_t period)
{
    return std::max<std::uint64_t>(1, (quota + period - 1) / period);
}

}  // namespace

std::optional<std::uint64_t> whole_number(const std::string& text)
{
    const auto begin = text.find_first_not_of(" \t\n");
    if (begin == std::string::npos) return std::nullopt;
    const auto end = text.find_last_not_of(" \t\n") + 1;
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data() + begin, text.data() + end, number);
    if (read.ec != std::errc{} || read.ptr != text.data() + end) return std::nullopt;
    return number;
}

std::vector<Grant> processors_of_cgroups(const Surroundings& around)
{
    std::vector<Grant> granted;
    for (const auto& folder : folders_of(around, nullptr)) {
        const auto words = split(around.file(folder + "/cpu.max").value_or(""), ' ');  // "150000 100000"
        if (words.size() != 2) continue;
        const auto quota = whole_number(words[0]), period = whole_number(words[1]);  // "max": no limit
        if (quota && period && *period > 0)
            granted.push_back({folder + "/cpu.max", rounded_up(*quota, *period)});
    }
    for (const auto& folder : folders_of(around, "cpu")) {
        const auto quota = number_in(around, folder + "/cpu.cfs_quota_us");  // "-1": no limit
        const auto period = number_in(around, folder + "/cpu.cfs_period_us");
        if (quota && period && *period > 0)
            granted.push_back({folder + "/cpu.cfs_quota_us", rounded_up(*quota, *period)});
    }
    return granted;
}

std::vector<Grant> memory_of_cgroups(const Surroundings& around)
{
    std::vector<Grant> granted;
    for (const auto& folder : folders_of(around, nullptr))
        if (const auto bytes = number_in(around, folder + "/memory.max"))  // "max": no limit
            granted.push_back({folder + "/memory.max", *bytes});
    for (const auto& folder : folders_of(around, "memory"))
        // Without a limit version 1 says the largest number of whole pages, far above any machine.
        if (const auto bytes = number_in(around, folder + "/memory.limit_in_bytes");
            bytes && *bytes < (std::uint64_t{1} << 62))
            granted.push_back({folder + "/memory.limit_in_bytes", *bytes});
    return granted;
}

}  // namespace txpath::app
