// sha256.hpp -- the hash that others can check with their own tools.
//
// Owns      Sha256 and its two everyday uses.
// Promises  FIPS 180-4. The .cpp is the only door to OpenSSL.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace txpath {

/// A hash being taken of a text that arrives in pieces.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(std::string_view piece);

    /// 64 lower-case hexadecimal digits of everything added so far; more may be added after.
    [[nodiscard]] std::string hex() const;

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

[[nodiscard]] std::string sha256_of_text(std::string_view text);

/// Nothing if the file cannot be read to its end.
[[nodiscard]] std::optional<std::string> sha256_of_file(const std::filesystem::path& file);

}  // namespace txpath
