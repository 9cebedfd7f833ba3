// sha256.cpp -- the only door to OpenSSL.
#include "base/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace txpath {

namespace {

struct Release {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
using Handle = std::unique_ptr<EVP_MD_CTX, Release>;

Handle new_handle()
{
    Handle handle(EVP_MD_CTX_new());
    if (!handle) throw std::bad_alloc();
    return handle;
}

/// OpenSSL refuses only when it was built without SHA-256 or has no memory left.
void expect(int result)
{
    if (result != 1) throw std::runtime_error("OpenSSL cannot compute SHA-256");
}

}  // namespace

struct Sha256::Context {
    Handle handle = new_handle();
};

Sha256::Sha256() : context_(std::make_unique<Context>())
{
    expect(EVP_DigestInit_ex(context_->handle.get(), EVP_sha256(), nullptr));
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view piece)
{
    expect(EVP_DigestUpdate(context_->handle.get(), piece.data(), piece.size()));
}

std::string Sha256::hex() const
{
    const Handle copy = new_handle();  // finishing a hash ends it
    expect(EVP_MD_CTX_copy_ex(copy.get(), context_->handle.get()));
    std::array<unsigned char, 32> digest{};
    expect(EVP_DigestFinal_ex(copy.get(), digest.data(), nullptr));
    constexpr std::string_view symbols = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : digest) {
        text += symbols[byte >> 4];
        text += symbols[byte & 15];
    }
    return text;
}

std::string sha256_of_text(std::string_view text)
{
    Sha256 hash;
    hash.add(text);
    return hash.hex();
}

std::optional<std::string> sha256_of_file(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return std::nullopt;
    Sha256 hash;
    std::vector<char> block(1 << 16);
    while (stream) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        hash.add({block.data(), static_cast<std::size_t>(stream.gcount())});
    }
    if (!stream.eof()) return std::nullopt;
    return hash.hex();
}

}  // namespace txpath
